"""Every setting is documented, and does what its text says."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.conftest import Client, document, node

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "settings.md").read_text()

SUM = document(node("s", "sum", "x"), parameters={"x": [1.0, 2.0]})
# 2 n³ FLOPs and 3 · 8 n² bytes.
SQUARED = document(node("A", "ones", shape=[100, 100]), node("B", "matmul", "A", "A"), node("s", "sum", "B"))


def long_work(products: int = 400) -> dict[str, object]:
    """Matrix products that take about a second."""
    first = [node("m0", "full", shape=[400, 400], value=0.001)]
    rest = [node(f"m{i + 1}", "matmul", f"m{i}", "m0") for i in range(products)]
    return document(*first, *rest, node("s", "sum", f"m{products}"))


def test_the_page_lists_every_setting() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `WENGERT_")]
    expected = [
        f"| `WENGERT_{name.upper()}` | `{field.default}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENGERT_MAX_NODES", "7")
    assert Settings().max_nodes == 7
    assert Settings(max_nodes=8).max_nodes == 8


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


def test_max_body_bytes(client_with: Callable[..., Client]) -> None:
    client = client_with(max_body_bytes=200)
    assert client.post("/gradient", b" " * 200).status_code == 400
    body = client.problem(client.post("/gradient", b" " * 201), 413, "body-too-large")
    assert "200 bytes" in body["detail"]


def test_max_nodes(client_with: Callable[..., Client]) -> None:
    client = client_with(max_nodes=2)
    nodes = [node("a", "sin", "x"), node("b", "sin", "a"), node("c", "sin", "b")]
    assert client.gradient(document(*nodes[:2], parameters={"x": 1.0}))
    response = client.post("/gradient", document(*nodes, parameters={"x": 1.0}))
    body = client.problem(response, 422, "budget-exceeded")
    assert body["errors"][0]["pointer"] == "/graph/nodes"
    assert "3 nodes; the limit is 2" in body["detail"]


def test_max_memory_bytes(client_with: Callable[..., Client]) -> None:
    assert client_with(max_memory_bytes=300_000).evaluate(SQUARED) == {"s": 1e6}
    strict = client_with(max_memory_bytes=100_000)
    body = strict.problem(strict.post("/evaluate", SQUARED), 422, "budget-exceeded")
    assert "of memory; the limit is 97.66 KiB" in body["detail"]


def test_max_flops(client_with: Callable[..., Client]) -> None:
    assert client_with(max_flops=3e6).evaluate(SQUARED) == {"s": 1e6}
    strict = client_with(max_flops=1e6)
    body = strict.problem(strict.post("/evaluate", SQUARED), 422, "budget-exceeded")
    assert "node 'B' (matmul)" in body["detail"]
    assert "the limit is 1e+06" in body["detail"]


def test_timeout_seconds(client_with: Callable[..., Client]) -> None:
    client = client_with(timeout_seconds=0.02)
    start = time.monotonic()
    body = client.problem(client.post("/evaluate", long_work()), 504, "deadline-exceeded")
    assert "0.02 seconds" in body["detail"]
    assert time.monotonic() - start < 2
    asked = client.post("/evaluate", {**long_work(products=3), "timeout_seconds": 20})
    assert asked.status_code == 200


def test_max_timeout_seconds(client_with: Callable[..., Client]) -> None:
    client = client_with(max_timeout_seconds=2)
    assert client.gradient({**SUM, "timeout_seconds": 2})
    body = client.problem(client.post("/gradient", {**SUM, "timeout_seconds": 2.5}), 422, "invalid-document")
    assert body["errors"][0]["pointer"] == "/timeout_seconds"
    assert "the most that can be asked for is 2" in body["detail"]


def test_body_timeout_seconds(client_with: Callable[..., Client]) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b'{"graph"'
        await asyncio.sleep(60)

    client = client_with(body_timeout_seconds=0.05)
    body = client.problem(client.post("/gradient", slow()), 408, "request-timeout")
    assert "did not arrive within 0.05 seconds" in body["detail"]


@pytest.mark.parametrize(
    "changes", [{"inline_flops": 0}, {"inline_body_bytes": 0}, {"compute_threads": 1, "inline_flops": 0}]
)
def test_where_work_runs_does_not_change_the_answer(
    changes: dict[str, int], client_with: Callable[..., Client]
) -> None:
    client = client_with(**changes)
    assert client.gradient(SUM) == {"loss": 3.0, "gradients": {"x": [1.0, 1.0]}}
    client.problem(client.post("/gradient", document(parameters={"x": 1.0})), 422, "invalid-document")


@pytest.mark.parametrize(
    ("environment", "arguments", "line"),
    [
        ({"WENGERT_PORT": "http"}, [], "WENGERT_PORT='http': Input should be a valid integer"),
        ({"WENGERT_MAX_NODES": "0"}, [], "WENGERT_MAX_NODES='0': Input should be greater than 0"),
        ({}, ["--port", "70000"], "WENGERT_PORT='70000': Input should be less than or equal to 65535"),
        (
            {"WENGERT_HOST": "192.0.2.1"},
            [],
            "WENGERT_HOST='192.0.2.1' can be reached from elsewhere, and nobody would be asked for a key",
        ),
        ({"WENGERT_API_KEYS_FILE": "/nowhere.json"}, [], "the file of API keys /nowhere.json cannot be read"),
        (
            {"WENGERT_TRUSTED_PROXIES": "nonsense"},
            [],
            "WENGERT_TRUSTED_PROXIES='nonsense': 'nonsense' does not appear to be an IPv4 or IPv6 network",
        ),
    ],
)
def test_a_bad_setting_stops_the_start(environment: dict[str, str], arguments: list[str], line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    [only] = done.stderr.splitlines()
    assert only.startswith(line)


def test_the_line_on_the_page_is_the_line_printed() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(port="http")  # type: ignore[arg-type]
    assert f"WENGERT_PORT='http': {caught.value.errors()[0]['msg']}" in PAGE.splitlines()
