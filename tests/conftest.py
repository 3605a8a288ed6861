"""A client of the application in this process, and the shape that every error has."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import settings as hypothesis

from app.main import create_app
from app.settings import Settings

Json = Any

# The same examples in every run, and no failure because a machine is busy.
hypothesis.register_profile("wengert", derandomize=True, deadline=None, database=None)
hypothesis.load_profile("wengert")


class Client:
    """Sends requests to an application without a socket; leaves exceptions to the application."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://wengert")
        self._lifespan: AbstractAsyncContextManager[Any] = app.router.lifespan_context(app)

    def __enter__(self) -> Self:
        self._runner.run(self._lifespan.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._lifespan.__aexit__(kind, error, trace))
        self._runner.run(self._http.aclose())
        self._runner.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | AsyncIterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return self._runner.run(self._http.request(method, path, content=content, headers=headers))

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def post(
        self, path: str, document: Json | bytes | AsyncIterator[bytes], **headers: str
    ) -> httpx.Response:
        """Send a document, or a body as it is; `content_type="…"` and the like set headers."""
        raw = isinstance(document, bytes) or hasattr(document, "__aiter__")
        content = document if raw else json.dumps(document).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request(
            "POST", path, content=content, headers={"content-type": "application/json", **named}
        )

    def ask(self, path: str, document: Json, **headers: str) -> Json:
        """The answer to a request that succeeds."""
        response = self.post(path, document, **headers)
        assert response.status_code == 200, response.text
        return response.json()

    def gradient(self, document: Json) -> Json:
        """The answer of /gradient."""
        return self.ask("/gradient", document)

    def evaluate(self, document: Json) -> Json:
        """The outputs that /evaluate answers."""
        return self.ask("/evaluate", document)["outputs"]

    def problem(self, response: httpx.Response, status: int, slug: str) -> Json:
        """The problem in a response, which has the one shape that all have.

        Args:
            response: of any route.
            status: the HTTP status expected.
            slug: the kind of error expected; its page must exist.
        """
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        body = response.json()
        assert body["status"] == status
        assert body["type"] == f"/problems/{slug}"
        assert isinstance(body["title"], str)
        assert body["title"]
        assert isinstance(body["detail"], str)
        assert body["detail"]
        assert set(body) <= {"type", "title", "status", "detail", "errors", "request_id"}
        assert ("request_id" in body) == (status == 500)
        if "errors" in body:
            assert body["errors"], "an empty list says nothing"
        for fault in body.get("errors", []):
            placed = {"line", "column"} if "line" in fault else set()
            assert set(fault) == {"pointer", "detail"} | placed
            assert not placed or fault["pointer"] == "/program"
            assert fault["pointer"] == "" or fault["pointer"].startswith("/")
            assert fault["detail"]
        page = self.get(body["type"])
        assert page.status_code == 200
        assert (page.json()["title"], page.json()["status"]) == (body["title"], status)
        return body


@pytest.fixture(scope="session", autouse=True)
def _own_settings() -> Iterator[None]:
    """The tests see defaults whatever the environment of whoever runs them says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("WENGERT_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def client(_own_settings: None) -> Iterator[Client]:
    """A client of the application with default settings."""
    with Client(create_app(Settings())) as client:
        yield client


@pytest.fixture
def client_with(_own_settings: None) -> Iterator[Callable[..., Client]]:
    """Makes clients of applications with other settings: `client_with(max_nodes=2)`."""
    clients: list[Client] = []

    def make(**changes: Any) -> Client:
        clients.append(Client(create_app(Settings(**changes))).__enter__())
        return clients[-1]

    yield make
    for made in clients:
        made.__exit__(None, None, None)


def node(name: str, op: str, *inputs: str | float, **attributes: Any) -> dict[str, Any]:
    """A node of a graph."""
    return {"name": name, "op": op, "inputs": list(inputs), **attributes}


def document(
    *nodes: Any,
    parameters: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    graph_outputs: list[str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """A request; `inputs` and `graph_outputs` are members of its graph."""
    graph: dict[str, Any] = {"nodes": list(nodes)}
    if inputs is not None:
        graph["inputs"] = inputs
    if graph_outputs is not None:
        graph["outputs"] = graph_outputs
    return {"graph": graph, "parameters": parameters or {}, "constants": constants or {}, **options}


def array_object(
    shape: list[int], buffer: Any, dtype: str = "float64", encoding: str = "json"
) -> dict[str, Any]:
    """An array object."""
    data = {"buffer": buffer, "encoding": encoding}
    return {"object_type": "array", "shape": shape, "dtype": dtype, "data": data}


def same(found: Json, expected: Json, rtol: float = 1e-9) -> None:
    """Answers agree, member by member, their numbers to a tolerance."""
    assert set(found) == set(expected)
    for name, value in expected.items():
        if isinstance(value, dict):
            same(found[name], value, rtol)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            assert len(found[name]) == len(value)
            for one, other in zip(found[name], value, strict=True):
                same(one, other, rtol)
        elif value is None or isinstance(value, bool | str) or _are_texts(value):
            assert found[name] == value
        else:
            np.testing.assert_allclose(found[name], value, rtol=rtol, atol=1e-9, err_msg=name)


def _are_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
