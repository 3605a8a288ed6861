"""The service, asked over HTTP with arrays as bytes."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx

from benchmarks.gradbench.question import Question
from benchmarks.wire.encode import CBOR, dumps, loads

PATIENCE = 600.0


class RefusedError(Exception):
    """The service answered with a problem."""


class Service:
    """A connection to the service that is kept open."""

    def __init__(self, url: str) -> None:
        headers = {"Content-Type": CBOR, "Accept": CBOR, "Accept-Encoding": "identity"}
        # What the environment says of proxies is not about a service beside us.
        self._client = httpx.Client(base_url=url, headers=headers, timeout=PATIENCE, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, question: Question) -> Any:
        """The service's answer, with its arrays as arrays.

        Raises:
            RefusedError: its status is not 200.
        """
        response = self._client.post(question.route, content=dumps(question.document, "cbor"))
        if response.status_code != httpx.codes.OK:
            raise RefusedError(f"{question.route}: status {response.status_code}: {response.text[:2000]}")
        return loads(response.content, "cbor")
