"""The application: every request is let in, counted and logged here.

What FastAPI does around an endpoint takes longer than a small gradient. So requests to the routes that compute are
answered before it; the routes stand in it all the same, for the OpenAPI document.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware

from app.api import codec
from app.api.access import Access, anonymous
from app.api.addresses import client_address, networks
from app.api.caller import Caller
from app.api.exchange import Exchange
from app.api.logs import RequestLog, request_id
from app.api.message import Head
from app.api.metrics import Metrics, template
from app.api.problems import ProblemResponse, internal, problem_response
from app.api.rates import Rates
from app.api.routes import ROUTES, Route
from app.api.stream import Stream
from app.api.tracing import Tracing
from app.api.workshop import Answer, Workshop
from app.errors import InternalError, Overloaded, Unauthorized, WengertError
from app.settings import Settings

logger = logging.getLogger("wengert")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Whoever looks after the service is let in whatever the load.
WATCHING = frozenset({"/livez", "/readyz", "/metrics"})
# What a client that left is counted and logged with; nobody is answered.
CLIENT_LEFT = 499
EXPOSED = ("Server-Timing", "Wengert-Graph", "X-Request-ID", "Retry-After")
# No proxy is to wait for the end.
STREAMING = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
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


class Visit:
    """One request to any route, and how it was answered.

    Attributes:
        scope: of the request.
        head: its headers.
        path: without that of an application around this one.
        route: the template that it matches, as far as it is known.
        address: of the client.
        caller: who asks, once that is known.
        id: of the request, as its client calls it, or a new one.
        since: when it came, on the clock of `perf_counter`.
        exchange: with a route that computes.
        status: of the answer; 499 before there is one.
        sent: bytes of its body.
        slug: of the problem that was answered.
    """

    __slots__ = (
        "address",
        "caller",
        "exchange",
        "head",
        "id",
        "path",
        "route",
        "scope",
        "sent",
        "since",
        "slug",
        "status",
    )

    def __init__(self, scope: Scope, address: str) -> None:
        self.since = perf_counter()
        self.scope = scope
        self.head = Head(scope["headers"])
        path, root = scope["path"], scope.get("root_path", "")
        self.path: str = path[len(root) :] if root and path.startswith(root) else path
        self.route = self.path
        self.address = address
        self.caller: Caller | None = None
        self.id = request_id(self.head.get(b"x-request-id"))
        self.exchange: Exchange | None = None
        self.status = CLIENT_LEFT
        self.sent = 0
        self.slug: str | None = None


class Service(FastAPI):
    """FastAPI's application behind a door: keys, rates, limits, metrics and logs, and the routes that compute."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self.metrics = Metrics(settings)
        self.workshop = Workshop(settings, self.metrics)
        self.access = Access(settings)
        self.log = RequestLog(settings)
        self.tracing = Tracing() if settings.traces else None
        self.settings = settings
        self.under_way = 0
        self._watch()
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

    def drain(self) -> None:
        """Answer requests as before, and say that no more should be sent."""
        self.state.ready = False

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
            if visit.exchange is not None and visit.exchange.stream is not None:
                visit.exchange.stream.stop()
            self.under_way -= 1
            self._note(visit)

    async def _let_in(self, visit: Visit, scope: str | None) -> Caller:
        """Who asks, if they may.

        Raises:
            Unauthorized, Forbidden, TooManyRequests, Overloaded.
        """
        if visit.path not in WATCHING and self.under_way > self.settings.max_requests:
            raise Overloaded(f"{self.settings.max_requests} requests are under way", after=1)
        nobody = anonymous(visit.address)
        try:
            caller = nobody if scope is None else await self.access.caller(visit.head, visit.address)
        except Unauthorized:
            # Who tries keys is held to the rate of their address.
            self._rates.take(nobody.client, None, None)
            raise
        visit.caller = caller
        if scope is not None:
            caller.check(scope)
        if visit.path not in WATCHING:
            self._rates.take(caller.client, caller.allowance.rate_limit, caller.allowance.rate_burst)
        return caller

    async def _compute(self, route: Route, visit: Visit, receive: Receive, send: Send) -> None:
        """Answer a request to a route that computes."""
        try:
            caller = await self._let_in(visit, route.scope)
            exchange = visit.exchange = Exchange(visit.head, receive, caller, self.workshop.account)
            if codec.EVENTS in route.offered:
                exchange.stream = Stream(lambda: self._begin(visit, send), send)
            with exchange.reservation:
                answer = await self.workshop.answer(route, exchange)
                await self._send(visit, answer, send)
        except WengertError as error:
            await self._refuse(visit, problem_response(error), receive, send)
        except MemoryError:
            # More was asked of the system than it gives; what this request held is free again.
            logger.warning(
                "the system gave no memory for request %s", visit.id, extra={"request_id": visit.id}
            )
            short = Overloaded("the system gave the service no memory for this request", after=5)
            await self._refuse(visit, problem_response(short), receive, send)
        except Exception as error:  # noqa: BLE001  (answered here, or the server would drop the connection)
            await self._refuse(visit, await internal(Request(visit.scope), error), receive, send)

    async def _begin(self, visit: Visit, send: Send) -> None:
        """Send the head of an answer that is told as it comes."""
        visit.status = 200
        headers = [*STREAMING, NOSNIFF, (b"x-request-id", visit.id.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _send(self, visit: Visit, answer: Answer, send: Send) -> None:
        stream = None if visit.exchange is None else visit.exchange.stream
        if stream is not None and (b"content-type", codec.EVENTS.encode()) in answer.headers:
            visit.sent = len(answer.content)
            await stream.end(answer.content)
            return
        headers = [*answer.headers, NOSNIFF, (b"x-request-id", visit.id.encode())]
        if answer.is_picture:
            headers.append(POLICY)
        visit.status, visit.sent = 200, len(answer.content)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer.content})

    async def _refuse(self, visit: Visit, problem: ProblemResponse, receive: Receive, send: Send) -> None:
        visit.slug = problem.slug
        stream = None if visit.exchange is None else visit.exchange.stream
        if stream is not None and stream.begun:
            # The status was sent; what went wrong is the last event.
            await stream.end(codec.event("problem", bytes(problem.body)))
            return
        await problem(visit.scope, receive, self._noting(visit, send))

    async def _pass_on(self, visit: Visit, receive: Receive, send: Send) -> None:
        """Let FastAPI answer."""
        noting = self._noting(visit, send)
        try:
            await self._let_in(visit, "metrics" if visit.path == "/metrics" else None)
        except WengertError as error:
            await self._refuse(visit, problem_response(error), receive, send)
            return
        try:
            await super().__call__(visit.scope, receive, noting)
        except Exception:
            # Starlette raises again what has been logged and answered.
            if visit.status == CLIENT_LEFT:
                raise
        finally:
            visit.route = getattr(visit.scope.get("route"), "path", "") or template(visit.path)
            visit.slug = visit.scope.get("problem")

    def _noting(self, visit: Visit, send: Send) -> Send:
        """Sends what is sent, with the headers that every answer has, and notes how it went."""

        async def noting(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
                given = list(message.get("headers", ()))
                policy = () if any(name == POLICY[0] for name, _ in given) else (POLICY,)
                message["headers"] = [*given, *STRICT, *policy, (b"x-request-id", visit.id.encode())]
            elif message["type"] == "http.response.body":
                visit.sent += len(message.get("body", b""))
            await send(message)

        return noting

    def _note(self, visit: Visit) -> None:
        """Count the request, and log it."""
        seconds = perf_counter() - visit.since
        stages = () if visit.exchange is None else (*visit.exchange.clock.stages(),)
        self.metrics.answered(visit.route, visit.status, seconds, visit.slug)
        self.metrics.stages(stages)
        trace = None if self.tracing is None else self.tracing.ended(visit, seconds, stages)
        if self.log.on:
            self.log.write(visit, seconds, stages, trace)

    def _watch(self) -> None:
        """Let the metrics read what is kept elsewhere."""
        workshop, watch = self.workshop, self.metrics.watch
        watch("under_way", lambda: self.under_way)
        watch("waiting", lambda: workshop.waiting)
        watch("memory_held", lambda: workshop.account.held)
        watch("memory_limit", lambda: workshop.account.limit)
        watch("threads_busy", lambda: workshop.compute.busy + workshop.readers.busy)
        watch("threads", lambda: workshop.compute.threads + workshop.readers.threads)
        watch("plan_cache_hits", lambda: workshop.cache.hits)
        watch("plan_cache_misses", lambda: workshop.cache.misses)
        watch("graph_store_hits", lambda: workshop.graphs.hits)
        watch("graph_store_misses", lambda: workshop.graphs.misses)
        watch("log_lines_dropped", lambda: self.log.dropped)


async def _taken_before() -> None:
    """Stands for a route that computes, requests to which are taken before they come here."""
    raise InternalError("a request to a route that computes came to FastAPI")
