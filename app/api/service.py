"""The application, with a short way to the routes that compute.

What FastAPI does around an endpoint takes longer than a small gradient. So requests to these routes are taken before
it; the routes stand in it all the same, for the OpenAPI document and for applications that mount this one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import FastAPI, Request, Response

from app.api.message import Head
from app.api.problems import internal, problem_response
from app.api.routes import ROUTES, Route
from app.api.workshop import Answer, Workshop
from app.errors import WengertError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Service(FastAPI):
    """FastAPI's application, but that requests to the routes that compute go straight to the workshop."""

    def __init__(self, workshop: Workshop, **options: Any) -> None:
        super().__init__(**options)
        self.state.workshop = workshop
        self._workshop = workshop
        self._computing = {route.path: route for route in ROUTES}
        for route in ROUTES:
            self.add_api_route(
                route.path,
                _endpoint(workshop, route),
                methods=["POST"],
                name=route.path.strip("/").replace("/", "_"),
                summary=route.summary,
                description=route.description,
                tags=["questions"],
                response_model=None,
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        route = None
        if scope["type"] == "http" and scope["method"] == "POST":
            route = self._computing.get(scope["path"])
        if route is None:
            await super().__call__(scope, receive, send)
            return
        answer = await _answered(self._workshop, route, scope, receive)
        if isinstance(answer, Response):
            await answer(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.content})


async def _answered(workshop: Workshop, route: Route, scope: Scope, receive: Receive) -> Answer | Response:
    """The answer to a request, or the problem that it is answered with."""
    try:
        return await workshop.answer(route, Head(scope["headers"]), receive)
    except WengertError as error:
        return problem_response(error)
    except Exception as error:  # noqa: BLE001  (answered here, or the server would drop the connection)
        return await internal(Request(scope), error)


def _endpoint(workshop: Workshop, route: Route) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        answer = await _answered(workshop, route, request.scope, request.receive)
        if isinstance(answer, Response):
            return answer
        response = Response(answer.content)
        response.raw_headers = answer.headers
        return response

    return endpoint
