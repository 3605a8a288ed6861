"""The application: every request is let in here, or not.

What FastAPI does around an endpoint takes longer than a small gradient. So requests to the routes that compute are
answered before it; the routes stand in it all the same, for the OpenAPI document.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware

from app.api.access import Access, anonymous
from app.api.addresses import client_address, networks
from app.api.caller import Caller
from app.api.exchange import Exchange
from app.api.message import Head
from app.api.problems import ProblemResponse, internal, problem_response
from app.api.rates import Rates
from app.api.routes import ROUTES, Route
from app.api.workshop import Answer, Workshop
from app.errors import InternalError, Overloaded, WengertError
from app.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Whoever looks after the service is let in whatever the load.
WATCHING = frozenset({"/livez", "/readyz"})
EXPOSED = ("Server-Timing", "Wengert-Graph", "X-Request-ID", "Retry-After")
NOSNIFF = (b"x-content-type-options", b"nosniff")
# Of everything but the answers of the routes that compute; pages set a policy of their own.
STRICT = (
    NOSNIFF,
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
POLICY = (
    b"content-security-policy",
    b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
)


# What clients may call their requests; anything else in a log could be taken for another line.
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Visit:
    """One request to any route.

    Attributes:
        scope: of the request.
        head: its headers.
        path: without that of an application around this one.
        address: of the client.
        id: of the request, as its client calls it, or a new one.
        exchange: with a route that computes.
        begun: whether the answer has begun.
    """

    __slots__ = ("address", "begun", "exchange", "head", "id", "path", "scope")

    def __init__(self, scope: Scope, address: str) -> None:
        self.scope = scope
        self.head = Head(scope["headers"])
        path, root = scope["path"], scope.get("root_path", "")
        self.path: str = path[len(root) :] if root and path.startswith(root) else path
        self.address = address
        given = self.head.get(b"x-request-id")
        self.id = given if given and REQUEST_ID.fullmatch(given) else os.urandom(16).hex()
        self.exchange: Exchange | None = None
        self.begun = False


class Service(FastAPI):
    """FastAPI's application behind a door: keys, rates and limits, and the routes that compute."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self.workshop = Workshop(settings)
        self.access = Access(settings)
        self.settings = settings
        self.under_way = 0
        self.state.workshop = self.workshop
        self._rates = Rates(settings.rate_limit, settings.rate_burst)
        self._trusted = networks(settings.trusted_proxies)
        self._computing = {route.path: route for route in ROUTES}
        for route in ROUTES:
            self.add_api_route(
                route.path,
                _taken_before,
                methods=["POST"],
                name=route.scope,
                summary=route.summary,
                description=route.description,
                tags=["questions"],
                response_model=None,
            )
        self._door: Callable[[Scope, Receive, Send], Awaitable[None]] = self._visited
        if settings.cors_origins:
            self._door = CORSMiddleware(
                self._visited,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
                expose_headers=EXPOSED,
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await self._door(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def _visited(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = Visit(scope, client_address(scope, self._trusted))
        scope["request_id"] = visit.id
        route = self._computing.get(visit.path) if scope["method"] == "POST" else None
        self.under_way += 1
        try:
            if route is not None:
                await self._compute(route, visit, receive, send)
            else:
                await self._pass_on(visit, receive, send)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if visit.exchange is None or not visit.exchange.gone or task is None:
                raise
            task.uncancel()
        finally:
            self.under_way -= 1

    def _let_in(self, visit: Visit, scope: str | None) -> Caller:
        """Who asks, if they may.

        Raises:
            Unauthorized, Forbidden, TooManyRequests, Overloaded.
        """
        if visit.path not in WATCHING and self.under_way > self.settings.max_requests:
            raise Overloaded(f"{self.settings.max_requests} requests are under way", after=1)
        if scope is None:
            caller = anonymous(visit.address)
        else:
            caller = self.access.caller(visit.head, visit.address)
            caller.check(scope)
        if visit.path not in WATCHING:
            self._rates.take(caller.client, caller.allowance.rate_limit, caller.allowance.rate_burst)
        return caller

    async def _compute(self, route: Route, visit: Visit, receive: Receive, send: Send) -> None:
        """Answer a request to a route that computes."""
        try:
            caller = self._let_in(visit, route.scope)
            exchange = visit.exchange = Exchange(visit.head, receive, caller, self.workshop.account)
            with exchange.reservation:
                answer = await self.workshop.answer(route, exchange)
                await self._send(visit, answer, send)
        except WengertError as error:
            await self._refuse(visit, problem_response(error), receive, send)
        except Exception as error:  # noqa: BLE001  (answered here, or the server would drop the connection)
            await self._refuse(visit, await internal(Request(visit.scope), error), receive, send)

    async def _send(self, visit: Visit, answer: Answer, send: Send) -> None:
        headers = [*answer.headers, NOSNIFF, (b"x-request-id", visit.id.encode())]
        if answer.is_picture:
            headers.append(POLICY)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer.content})

    async def _refuse(self, visit: Visit, problem: ProblemResponse, receive: Receive, send: Send) -> None:
        await problem(visit.scope, receive, self._with_headers(visit, send))

    async def _pass_on(self, visit: Visit, receive: Receive, send: Send) -> None:
        """Let FastAPI answer."""
        sending = self._with_headers(visit, send)
        try:
            self._let_in(visit, None)
        except WengertError as error:
            await self._refuse(visit, problem_response(error), receive, send)
            return
        try:
            await super().__call__(visit.scope, receive, sending)
        except Exception:
            # Starlette raises again what has been logged and answered.
            if not visit.begun:
                raise

    def _with_headers(self, visit: Visit, send: Send) -> Send:
        """Sends what is sent, with the headers that every answer has."""

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                visit.begun = True
                given = list(message.get("headers", ()))
                policy = () if any(name == POLICY[0] for name, _ in given) else (POLICY,)
                message["headers"] = [*given, *STRICT, *policy, (b"x-request-id", visit.id.encode())]
            await send(message)

        return sending


async def _taken_before() -> None:
    """Stands for a route that computes, requests to which are taken before they come here."""
    raise InternalError("a request to a route that computes came to FastAPI")
