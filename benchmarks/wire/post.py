"""One request at a time."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 60.0


class WrongAnswer(Exception):
    """A server answered something else than it should."""


@dataclass(frozen=True, slots=True)
class Post:
    """A request.

    Attributes:
        path: where to.
        body: with what.
        media_type: of the body.
        accept: wanted of the answer.
    """

    path: str
    body: bytes
    media_type: str = "application/json"
    accept: str = "application/json"

    @property
    def headers(self) -> dict[str, str]:
        """Beside those that a client sets itself."""
        return {"Content-Type": self.media_type, "Accept": self.accept}


@contextmanager
def connected(port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection that is kept open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def send(connection: http.client.HTTPConnection, post: Post) -> bytes:
    """The body of the answer.

    Raises:
        WrongAnswer: its status is not 200.
    """
    connection.request("POST", post.path, post.body, post.headers)
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise WrongAnswer(f"{post.path}: status {response.status}: {content[:500].decode(errors='replace')}")
    return content


def send_all(port: int, posts: Sequence[Post]) -> list[bytes]:
    """The bodies of the answers, one after another on one connection."""
    with connected(port) as connection:
        return [send(connection, post) for post in posts]
