"""Answers told event by event (server-sent events, WHATWG HTML, section 9.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
# To a client that takes them more slowly than they come, further ones are not told.
MOST_WAITING = 1000


class Stream:
    """Events of one answer, sent as they come.

    Args:
        begin: sends the head of the answer; called with the first event.
        send: of the request.

    Attributes:
        begun: whether the head was sent, or is about to be.
    """

    def __init__(self, begin: Callable[[], Awaitable[None]], send: Send) -> None:
        self.begun = False
        self._begin, self._send = begin, send
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._sending: asyncio.Task[None] | None = None

    def tell(self, event: bytes) -> None:
        """Send an event soon; called in any thread."""
        self._loop.call_soon_threadsafe(self._put, event)

    async def end(self, event: bytes) -> None:
        """Send the last event, after all others."""
        self._put(event, last=True)
        self._events.put_nowait(None)
        if self._sending is not None:
            await self._sending

    def stop(self) -> None:
        """Send nothing more."""
        if self._sending is not None:
            self._sending.cancel()

    def _put(self, event: bytes, *, last: bool = False) -> None:
        if last or self._events.qsize() < MOST_WAITING:
            self._events.put_nowait(event)
        if self._sending is None:
            self.begun = True
            self._sending = self._loop.create_task(self._send_on())

    async def _send_on(self) -> None:
        await self._begin()
        while (event := await self._events.get()) is not None:
            await self._send({"type": "http.response.body", "body": event, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})
