"""What of a request the routes that compute read: a few headers, and the body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from app.api.codec import CBOR, JSON, Body, too_large
from app.api.memory import Reservation
from app.errors import MalformedBody, RequestTimeout, UnsupportedMediaType

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Head:
    """The headers of a request, by name in lower case.

    Args:
        headers: as they stand in an ASGI scope; of one given twice the last counts.
    """

    __slots__ = ("_values",)

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._values = dict(headers)

    def get(self, name: bytes) -> str | None:
        """The value of a header."""
        value = self._values.get(name)
        return None if value is None else value.decode("latin-1")


class Patience:
    """How long clients may take to send a body.

    One look at all that are waited for, a few times in that time, costs less than a timer for each.

    Args:
        seconds: how long; a client is given up at most a quarter of it later.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until: dict[asyncio.Task[Any], float] = {}
        self._given_up: set[asyncio.Task[Any]] = set()
        self._looking = False

    def begin(self) -> asyncio.Task[Any] | None:
        """The task at hand waits for a body from now on."""
        loop = asyncio.get_running_loop()
        task = asyncio.current_task(loop)
        if task is not None:
            self._until[task] = loop.time() + self.seconds
            if not self._looking:
                self._looking = True
                loop.call_later(self.seconds / 4, self._look)
        return task

    def end(self, task: asyncio.Task[Any] | None) -> bool:
        """It waits no longer. Whether it was given up."""
        if task is None:
            return False
        self._until.pop(task, None)
        if task not in self._given_up:
            return False
        self._given_up.discard(task)
        task.uncancel()
        return True

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for task in [task for task, until in self._until.items() if until <= now]:
            del self._until[task]
            self._given_up.add(task)
            task.cancel()
        self._looking = bool(self._until)
        if self._looking:
            loop.call_later(self.seconds / 4, self._look)


async def read_body(
    head: Head, receive: Receive, max_bytes: int, patience: Patience, reservation: Reservation
) -> Body:
    """The body, if it is of a media type and length that the service reads.

    Args:
        head: of the request.
        receive: gives the pieces of the body.
        max_bytes: how long it may be.
        patience: how long it may take.
        reservation: holds the memory that it takes, if it comes in pieces.

    Raises:
        UnsupportedMediaType, BodyTooLarge, RequestTimeout, MalformedBody, Overloaded.
    """
    media_type = head.get(b"content-type") or JSON
    if media_type != JSON:
        media_type = media_type.partition(";")[0].strip().lower()
        if media_type not in (JSON, CBOR):
            raise UnsupportedMediaType(f"the body is {media_type[:80]!r}; expected {JSON} or {CBOR}")
    coding = (head.get(b"content-encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise UnsupportedMediaType(f"the body's encoding is {coding[:80]!r}; expected gzip or none")
    declared = head.get(b"content-length") or ""
    if declared.isdecimal() and int(declared) > max_bytes:
        raise too_large(max_bytes)
    waiting = patience.begin()
    given_up = False
    try:
        message = await receive()
        content = message.get("body", b"")
        if message.get("more_body") or message["type"] == "http.disconnect" or len(content) > max_bytes:
            content = await _rest(message, receive, max_bytes, reservation)
    except asyncio.CancelledError:
        given_up = patience.end(waiting)
        if not given_up:
            raise
        raise RequestTimeout(f"the body did not arrive within {patience.seconds:g} seconds") from None
    finally:
        if not given_up:
            patience.end(waiting)
    return Body(content, media_type, coding == "gzip")


async def _rest(
    message: MutableMapping[str, Any], receive: Receive, max_bytes: int, reservation: Reservation
) -> bytes:
    """A body that comes in pieces, the first of which is there."""
    chunks: list[bytes] = []
    length = 0
    while True:
        if message["type"] == "http.disconnect":
            raise MalformedBody("the client left before its body had arrived")
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > max_bytes:
            raise too_large(max_bytes)
        # Once in pieces, once put together.
        reservation.grow(2 * len(chunk))
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()
