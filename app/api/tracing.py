"""OpenTelemetry traces: a span for each request, and below it one for each stage.

Spans are made when a request has ended, from the times that were taken anyway; a thread sends them.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app import __version__
from app.api.metrics import KNOWN_ROUTES

if TYPE_CHECKING:
    from app.api.service import Visit

METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})
LONGEST_TEXT = 200
# How long a stopping service waits for the last spans to be sent.
END_SECONDS = 5.0


class Tracing:
    """Makes spans of requests.

    Args:
        exporter: takes the spans; by default they go where OTEL_EXPORTER_OTLP_ENDPOINT says.

    Raises:
        ValueError: the libraries of the extra `otel` are not installed.
    """

    def __init__(self, exporter: Any = None) -> None:
        try:
            from opentelemetry import trace
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

            if exporter is None:
                from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

                exporter = OTLPSpanExporter()
        except ImportError as error:
            raise ValueError(
                f"WENGERT_TRACES needs the extra `otel`: pip install 'wengert[otel]' ({error})"
            ) from None
        self._provider = TracerProvider(resource=Resource.create(_about()), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("wengert", __version__)
        self._extract = TraceContextTextMapPropagator().extract
        self._below = trace.set_span_in_context
        self._server = trace.SpanKind.SERVER
        self._failed = trace.Status(trace.StatusCode.ERROR)

    def ended(self, visit: Visit, seconds: float, stages: Sequence[tuple[str, float]]) -> str:
        """Note a request that has been answered.

        Args:
            visit: the request.
            seconds: since its head was there.
            stages: with their seconds.

        Returns:
            The id of its trace.
        """
        now = time.time_ns()
        start = now - int(1e9 * seconds)
        span = self._tracer.start_span(
            self._name(visit), self._parent(visit), self._server, _attributes(visit), start_time=start
        )
        if span.is_recording():
            if visit.status >= 500:
                span.set_status(self._failed)
            if visit.exchange is not None and stages:
                begins = start + int(1e9 * (visit.exchange.clock.start - visit.since))
                self._add_stages(span, begins, now, stages)
            span.end(now)
        return f"{span.get_span_context().trace_id:032x}"

    def flush(self) -> None:
        """Send what waits."""
        self._provider.force_flush()

    def close(self, seconds: float = END_SECONDS) -> None:
        """Send what waits, as far as that can be done in so many seconds."""
        # The exporter tries again for longer than that where nobody answers it.
        ending = threading.Thread(target=self._provider.shutdown, name="last traces", daemon=True)
        ending.start()
        ending.join(seconds)

    def _parent(self, visit: Visit) -> Any:
        given = visit.head.get(b"traceparent")
        if given is None:
            # An empty context, not whatever happens to be current.
            return self._extract({})
        carrier = {"traceparent": given}
        state = visit.head.get(b"tracestate")
        if state is not None:
            carrier["tracestate"] = state
        return self._extract(carrier)

    def _add_stages(self, span: Any, begins: int, now: int, stages: Sequence[tuple[str, float]]) -> None:
        """Spans one after the other since the body was there."""
        parent = self._below(span)
        for stage, taken in stages:
            ends = min(begins + int(1e9 * taken), now)
            self._tracer.start_span(stage, parent, start_time=begins).end(ends)
            begins = ends

    @staticmethod
    def _name(visit: Visit) -> str:
        method = _method(visit)
        return f"{method} {visit.route}" if visit.route in KNOWN_ROUTES else method


def _method(visit: Visit) -> str:
    method = visit.scope["method"]
    return method if method in METHODS else "HTTP"


def _about() -> dict[str, str]:
    """What says who sends the spans, as far as the environment does not."""
    about = {"service.version": __version__, "service.instance.id": f"{socket.gethostname()}:{os.getpid()}"}
    named = "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    if not named and not os.environ.get("OTEL_SERVICE_NAME"):
        about["service.name"] = "wengert"
    return about


def _attributes(visit: Visit) -> dict[str, Any]:
    """By OpenTelemetry's conventions for HTTP, and some of the service's own."""
    scope, method = visit.scope, _method(visit)
    found: dict[str, Any] = {
        "http.request.method": method if method != "HTTP" else "_OTHER",
        "url.scheme": scope.get("scheme", "http"),
        "url.path": visit.path[:LONGEST_TEXT],
        "http.response.status_code": visit.status,
        "http.response.body.size": visit.sent,
        "client.address": visit.address,
        "network.protocol.version": scope.get("http_version", "1.1"),
        "wengert.request_id": visit.id,
    }
    if visit.route in KNOWN_ROUTES:
        found["http.route"] = visit.route
    agent = visit.head.get(b"user-agent")
    if agent is not None:
        found["user_agent.original"] = agent[:LONGEST_TEXT]
    if visit.slug is not None:
        found["wengert.refusal"] = visit.slug
    if visit.status >= 500:
        found["error.type"] = visit.slug or str(visit.status)
    exchange = visit.exchange
    if exchange is not None:
        found["wengert.cache.hit"] = exchange.cached
        if exchange.instructions is not None:
            found["wengert.instructions"] = exchange.instructions
    return found
