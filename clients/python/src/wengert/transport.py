"""Requests to the service: connections that are kept, tries again where that helps, graphs by their id when they come again."""

from __future__ import annotations

import asyncio
import json
import os
import random
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Coroutine, Generator, Mapping
from typing import Any, Self

import httpx

from wengert.errors import NoAnswer, NotFound, ServiceFailed, TimedOut, WengertError, error_of
from wengert.events import EVENTS, Event, Reader
from wengert.routes import Routes
from wengert.wire import PICTURE, encoding_of

DEFAULT_URL = "http://127.0.0.1:8000"
TRIED_AGAIN = frozenset({429, 503})
# Between tries, if the service does not say when: half a second, doubled each time.
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
MOST_KNOWN = 256
LEAST_NAMED_BYTES = 200


class _Known:
    """Ids of graphs that the service has answered for, the least recently used given up first."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def short(self, document: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """The document with an id in place of a graph that is known, and the graph's text."""
        graph = document.get("graph")
        if not isinstance(graph, dict):
            return dict(document), ""
        text = json.dumps(graph)
        with self._lock:
            known = self._ids.get(text)
            if known is None or len(text) < LEAST_NAMED_BYTES:
                return dict(document), text
            self._ids.move_to_end(text)
        return {**document, "graph": known}, text

    def learn(self, text: str, name: str | None) -> None:
        """The service calls this graph so; None if it no longer knows it."""
        with self._lock:
            if name is None:
                self._ids.pop(text, None)
            elif text:
                self._ids[text] = name
                while len(self._ids) > MOST_KNOWN:
                    self._ids.popitem(last=False)


class _Base:
    def __init__(
        self, url: str | None, api_key: str | None, timeout: float, retries: int, encoding: str
    ) -> None:
        self._encoding = encoding_of(encoding)
        self.url = url or os.environ.get("WENGERT_URL", DEFAULT_URL)
        if not self.url.startswith(("http://", "https://")):
            raise ValueError(f"a service has an address like {DEFAULT_URL}; got {self.url!r}")
        self.timeout, self.retries = timeout, retries
        key = api_key or os.environ.get("WENGERT_API_KEY")
        # Where there is a picture to be had there is nothing else.
        accept = f"{self._encoding.asked}, {PICTURE};q=0.1"
        self._headers = {
            "content-type": self._encoding.sent,
            "accept": accept,
            "accept-encoding": self._encoding.packed,
        }
        if key:
            self._headers["authorization"] = f"Bearer {key}"
        self._known = _Known()

    def _steps(self, document: Mapping[str, Any]) -> Generator[dict[str, Any] | float, httpx.Response, Any]:
        """What is to be done for an answer, whoever does it: send a document, or wait for so many seconds."""
        attempt = 0
        while True:
            sent, text = self._known.short(document)
            try:
                return self._read((yield sent), text)
            except NotFound:
                if sent.get("graph") == document.get("graph"):
                    raise
                self._known.learn(text, None)
            except WengertError as error:
                wait = self._wait(error, attempt)
                if wait is None:
                    raise
                yield wait
                attempt += 1

    def _broken(self, error: httpx.RequestError) -> NoAnswer:
        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            return TimedOut("No answer", f"{self.url} has not answered within {self.timeout} s")
        return NoAnswer("No answer", f"{self.url} does not answer: {error}")

    def _read(self, answer: httpx.Response, text: str) -> Any:
        """The document of an answer, the text of a picture, or the answer itself if it comes event by event.

        Raises:
            WengertError: it is a problem.
        """
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code == 200:
            if kind == EVENTS:
                return answer
            self._known.learn(text, answer.headers.get("wengert-graph"))
            return answer.text if kind == PICTURE else self._loaded(answer)
        problem = self._json(answer) if kind == "application/problem+json" else None
        raise error_of(answer.status_code, problem, answer.headers)

    def _loaded(self, answer: httpx.Response) -> Any:
        try:
            return self._encoding.loads(answer.content)
        except (ValueError, EOFError) as error:
            raise ServiceFailed(
                "No document", f"{self.url} answered what cannot be read: {error}", status=200
            ) from error

    def _json(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError:
            return None

    def _wait(self, error: WengertError, attempt: int) -> float | None:
        """How long to wait before another try; None if there is to be none."""
        broken = isinstance(error, NoAnswer) and not isinstance(error, TimedOut)
        if attempt >= self.retries or not (broken or error.status in TRIED_AGAIN):
            return None
        doubled = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)
        # Spread, so that clients that were turned away together do not come back together.
        return (error.retry_after or doubled) * random.uniform(1.0, 1.25)  # noqa: S311


class Client(_Base, Routes[Any]):
    """A connection pool to a service.

    Args:
        url: of the service; by default that of WENGERT_URL, or http://127.0.0.1:8000.
        api_key: an API key or a bearer token; by default that of WENGERT_API_KEY.
        timeout: how long to wait for an answer, in seconds.
        retries: how often to try again after 429, 503 or a connection that broke.
        transport: in place of the network, for tests.
        encoding: "json", or "cbor", the faster one for large arrays, which needs cbor2.

    Raises:
        ImportError: the encoding needs a package that is not installed.
    """

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        timeout: float = 60.0,
        retries: int = 3,
        transport: httpx.BaseTransport | None = None,
        encoding: str = "json",
    ) -> None:
        super().__init__(url, api_key, timeout, retries, encoding)
        self._http = httpx.Client(
            base_url=self.url, timeout=timeout, headers=self._headers, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def post(self, path: str, document: Mapping[str, Any]) -> Any:
        """The answer to a request, with NumPy arrays.

        Args:
            path: of the route.
            document: may hold NumPy arrays.

        Raises:
            WengertError: there is none.
        """
        return self._answer(path, document)

    def minimize_events(self, document: Mapping[str, Any]) -> Generator[Event, None, None]:
        """The steps of a minimization as they are taken, and at last the answer.

        The service stops working when the iterator is closed, which it also is when nothing refers to it any more.

        Args:
            document: as for `minimize`.

        Raises:
            WengertError: there is no answer; also after the first steps.
        """
        answer = self._answer("/minimize", document, {"accept": EVENTS})
        reader = Reader()
        try:
            for line in answer.iter_lines():
                yield from reader.read(line)
        except httpx.RequestError as error:
            raise self._broken(error) from error
        finally:
            answer.close()
        reader.end()

    def _answer(
        self, path: str, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Any:
        steps = self._steps(document)
        try:
            todo = next(steps)
            while True:
                if isinstance(todo, float):
                    time.sleep(todo)
                    todo = next(steps)
                    continue
                try:
                    answer = self._sent(path, todo, headers)
                except httpx.RequestError as error:
                    todo = steps.throw(self._broken(error))
                else:
                    todo = steps.send(answer)
        except StopIteration as end:
            return end.value

    def _sent(
        self, path: str, document: Mapping[str, Any], headers: Mapping[str, str] | None
    ) -> httpx.Response:
        """The answer, read unless it comes event by event."""
        request = self._http.build_request(
            "POST", path, content=self._encoding.dumps(document), headers=headers
        )
        answer = self._http.send(request, stream=True)
        if answer.headers.get("content-type") != EVENTS:
            answer.read()
        return answer


class AsyncClient(_Base, Routes[Coroutine[Any, Any, Any]]):
    """As `Client`, for asyncio."""

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        timeout: float = 60.0,
        retries: int = 3,
        transport: httpx.AsyncBaseTransport | None = None,
        encoding: str = "json",
    ) -> None:
        super().__init__(url, api_key, timeout, retries, encoding)
        self._http = httpx.AsyncClient(
            base_url=self.url, timeout=timeout, headers=self._headers, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def post(self, path: str, document: Mapping[str, Any]) -> Any:
        """As `Client.post`."""
        return await self._answer(path, document)

    async def minimize_events(self, document: Mapping[str, Any]) -> AsyncGenerator[Event, None]:
        """As `Client.minimize_events`; to leave early, close it: `async with contextlib.aclosing(…) as events`."""
        answer = await self._answer("/minimize", document, {"accept": EVENTS})
        reader = Reader()
        try:
            async for line in answer.aiter_lines():
                for event in reader.read(line):
                    yield event
        except httpx.RequestError as error:
            raise self._broken(error) from error
        finally:
            await answer.aclose()
        reader.end()

    async def _answer(
        self, path: str, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Any:
        steps = self._steps(document)
        try:
            todo = next(steps)
            while True:
                if isinstance(todo, float):
                    await asyncio.sleep(todo)
                    todo = next(steps)
                    continue
                try:
                    answer = await self._sent(path, todo, headers)
                except httpx.RequestError as error:
                    todo = steps.throw(self._broken(error))
                else:
                    todo = steps.send(answer)
        except StopIteration as end:
            return end.value

    async def _sent(
        self, path: str, document: Mapping[str, Any], headers: Mapping[str, str] | None
    ) -> httpx.Response:
        request = self._http.build_request(
            "POST", path, content=self._encoding.dumps(document), headers=headers
        )
        answer = await self._http.send(request, stream=True)
        if answer.headers.get("content-type") != EVENTS:
            await answer.aread()
        return answer


_default: list[Client] = []


def client() -> Client:
    """The client that tensors are evaluated by."""
    if not _default:
        _default.append(Client())
    return _default[0]


def use(chosen: Client) -> None:
    """Evaluate tensors by this client from now on."""
    _default[:] = [chosen]
