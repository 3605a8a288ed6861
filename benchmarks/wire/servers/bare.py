"""A bare ASGI application: `/constant/<length>` reads the body and answers so many bytes, `/echo` answers the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

Message = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]


def _headers(length: int) -> Headers:
    return [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]


@cache
def _constant(path: str) -> tuple[Headers, bytes]:
    length = int(path.rpartition("/")[2])
    return _headers(length), b"1" * length


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer a request."""
    message = await receive()
    if scope["path"] == "/echo":
        chunks = [message["body"]]
        while message.get("more_body"):
            message = await receive()
            chunks.append(message["body"])
        body = b"".join(chunks)
        headers = _headers(len(body))
    else:
        while message.get("more_body"):
            message = await receive()
        headers, body = _constant(scope["path"])
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
