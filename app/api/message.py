"""What of a request the routes that compute read: a few headers, and the body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, NamedTuple

from app.api.codec import CBOR, JSON, Body
from app.errors import BodyTooLarge, MalformedBody, UnsupportedMediaType

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Head(NamedTuple):
    """The headers that count, None where one is not given."""

    content_type: str | None = None
    content_encoding: str | None = None
    content_length: str | None = None
    accept: str | None = None
    accept_encoding: str | None = None

    @classmethod
    def of(cls, headers: Iterable[tuple[bytes, bytes]]) -> Head:
        """Those among the headers of an ASGI scope, whose names are in lower case."""
        found = [(_NAMES[name], value.decode("latin-1")) for name, value in headers if name in _NAMES]
        return cls(**dict(found))


_NAMES = {name.replace("_", "-").encode(): name for name in Head._fields}


async def read_body(head: Head, receive: Receive, max_bytes: int, timeout_seconds: float) -> Body:
    """The body, if it is of a media type and length that the service reads.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody.
    """
    media_type = JSON
    if head.content_type is not None and head.content_type != JSON:
        media_type = head.content_type.partition(";")[0].strip().lower()
        if media_type not in (JSON, CBOR):
            raise UnsupportedMediaType(f"the body is {media_type[:80]!r}; expected {JSON} or {CBOR}")
    coding = (head.content_encoding or "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise UnsupportedMediaType(f"the body's encoding is {coding[:80]!r}; expected gzip or none")
    declared = head.content_length or ""
    if declared.isdecimal() and int(declared) > max_bytes:
        raise too_large(max_bytes)
    try:
        async with asyncio.timeout(timeout_seconds):
            message = await receive()
            content = message.get("body", b"")
            if message.get("more_body") or message["type"] == "http.disconnect" or len(content) > max_bytes:
                content = await _rest(message, receive, max_bytes)
    except TimeoutError:
        raise MalformedBody(f"the body did not arrive within {timeout_seconds:g} seconds") from None
    return Body(content, media_type, coding == "gzip")


async def _rest(message: MutableMapping[str, Any], receive: Receive, max_bytes: int) -> bytes:
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
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()


def too_large(max_bytes: int) -> BodyTooLarge:
    """The error of a body that is longer than allowed."""
    return BodyTooLarge(f"the body is longer than {max_bytes} bytes")
