"""Connections that cannot be held without cost: each waits for its client, but not for ever, nor for any length."""

from __future__ import annotations

import re
from asyncio import TimerHandle, Transport
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.api.metrics import OTHER, Metrics
from app.api.problems import problem_response
from app.errors import HeadTooLarge, MalformedRequest, Overloaded, RequestTimeout, WengertError
from app.settings import Settings

OFFER = re.compile(rb"^upgrade(?=:)", re.IGNORECASE | re.MULTILINE)


def _without_upgrade(data: bytes) -> bytes:
    """The beginning of a message whose head does not offer another protocol, as Java's client offers HTTP/2 with every first
    request: a server may ignore the offer (RFC 9110, 7.8), but httptools would leave out the body."""
    head, end, rest = data.partition(b"\r\n\r\n")
    return OFFER.sub(b"Ignored", head) + end + rest


class Connection(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 connection, with limits on what a client sends before its request is known, on how long it takes
    to, and on how long it takes nothing of the answer."""

    settings: ClassVar[Settings]
    metrics: ClassVar[Metrics | None] = None
    # Those that are open.
    count: ClassVar[int] = 0

    _waiting: TimerHandle | None = None
    _stalled: TimerHandle | None = None
    _in_head = True
    # Bytes that have come since the last that belonged to a body or ended a head.
    _pending = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        Connection.count += 1
        super().connection_made(transport)
        if len(self.connections) > self.settings.max_connections:
            self._refuse(Overloaded(f"{self.settings.max_connections} connections are open", after=1))
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed."""
        for timer in (self._waiting, self._stalled):
            if timer is not None:
                timer.cancel()
        Connection.count -= 1
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if self.transport.is_closing():
            return
        if self._in_head:
            if self._waiting is None:
                self._await_head()
            if b"pgrade" in data:
                data = _without_upgrade(data)
        self._pending += len(data)
        super().data_received(data)
        if self._pending > self.settings.max_header_bytes:
            self._refuse(self._too_long())

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head = False
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if self._pending > self.settings.max_header_bytes:
            length = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if length > self.settings.max_header_bytes:
                error = self._too_long()
                self._refuse(error)
                # The parser stops.
                raise error
        self._pending = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body is there."""
        self._pending = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._in_head, self._pending = True, 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client takes the answer more slowly than it is sent."""
        super().pause_writing()
        seconds = self.settings.send_timeout_seconds
        self._stalled = self.loop.call_later(seconds, self._cut, self._unsent)

    def resume_writing(self) -> None:
        """It has taken enough of it."""
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Say that what came is no HTTP."""
        self._refuse(MalformedRequest(f"{msg.rstrip('.')}: it is not HTTP/1.1 as RFC 9112 defines it"))

    @property
    def _unsent(self) -> int:
        return int(self.transport.get_write_buffer_size())

    def _too_long(self) -> HeadTooLarge:
        return HeadTooLarge(f"the head of the request is longer than {self.settings.max_header_bytes} bytes")

    def _await_head(self) -> None:
        self._waiting = self.loop.call_later(self.settings.header_timeout_seconds, self._late)

    def _late(self) -> None:
        self._waiting = None
        if self._answering:
            # The next request was begun ahead; the one before is not to be lost.
            self._await_head()
            return
        seconds = self.settings.header_timeout_seconds
        self._refuse(RequestTimeout(f"the head of the request did not arrive within {seconds:g} seconds"))

    def _cut(self, unsent: int) -> None:
        if self._unsent < unsent:
            seconds = self.settings.send_timeout_seconds
            self._stalled = self.loop.call_later(seconds, self._cut, self._unsent)
        else:
            self.transport.abort()

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, error: WengertError) -> None:
        """Answer before there is a request, and close the connection."""
        if self.metrics is not None:
            self.metrics.answered(OTHER, error.status, 0.0, error.slug)
        if not self._answering and not self.transport.is_closing():
            problem = problem_response(error, headers={"Connection": "close"})
            lines = [b"%b: %b\r\n" % header for header in problem.raw_headers]
            self.transport.write(b"".join([STATUS_LINE[error.status], *lines, b"\r\n", bytes(problem.body)]))
        self.transport.close()
