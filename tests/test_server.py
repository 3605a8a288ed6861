"""A real server process: sockets, signals, threads."""

from __future__ import annotations

import json
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np
import pytest

from tests.server import PATIENCE_SECONDS, Server, command, environment, head, message, read_response, serve
from tests.server import until as wait_until

BODY_LIMIT = 10_000

LINE = {
    "nodes": [
        {"name": "wx", "op": "multiply", "inputs": ["w", "x"]},
        {"name": "y_pred", "op": "add", "inputs": ["wx", "b"]},
        {"name": "error", "op": "subtract", "inputs": ["y", "y_pred"]},
        {"name": "loss", "op": "square", "inputs": ["error"]},
    ]
}
LINE_REQUEST = {"graph": LINE, "parameters": {"w": 0.5, "b": 1.0}, "constants": {"x": 2.0, "y": 3.0}}
LINE_ANSWER = b'{"loss":1.0,"gradients":{"w":-4.0,"b":-2.0}}'


def heavy(steps: int, **options: Any) -> dict[str, Any]:
    """A short request for long work: that many passes over a million numbers, milliseconds each."""
    nodes: list[dict[str, Any]] = [{"name": "x0", "op": "ones", "inputs": [], "shape": [1_000_000]}]
    nodes += [{"name": f"x{i + 1}", "op": "sin", "inputs": [f"x{i}"]} for i in range(steps)]
    nodes += [{"name": "total", "op": "sum", "inputs": [f"x{steps}"]}]
    return {"graph": {"nodes": nodes}, **options}


def post(server: Server, path: str, document: Any) -> httpx.Response:
    """One request on a connection of its own."""
    with server.client() as client:
        return client.post(path, json=document)


def assert_well(server: Server) -> None:
    """It still computes, and logged no failure."""
    assert post(server, "/gradient", LINE_REQUEST).content == LINE_ANSWER
    assert "Traceback" not in server.log
    assert "ERROR" not in server.log


def wait_for_status(server: Server, path: str, status: int) -> None:
    with server.client() as client:
        wait_until(lambda: client.get(path).status_code == status)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with default settings."""
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def strict() -> Iterator[Server]:
    """A server that wants short bodies soon."""
    with serve(max_body_bytes=BODY_LIMIT, body_timeout_seconds=1) as running:
        yield running


def test_answers_the_first_example(server: Server) -> None:
    response = post(server, "/gradient", LINE_REQUEST)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.content == LINE_ANSWER


def test_many_clients_each_get_their_own_answer(server: Server) -> None:
    """Small requests run on the event loop, large ones in threads; both are under way at the same time."""

    def ask(client_number: int) -> None:
        rng = np.random.default_rng(client_number)
        with server.client() as client:
            for turn in range(12):
                size = 20_000 if turn % 4 == 3 else 3
                w, b, x, y = rng.normal(size=(4, size))
                document = {
                    "graph": LINE,
                    "parameters": {"w": w.tolist(), "b": b.tolist()},
                    "constants": {"x": x.tolist(), "y": y.tolist()},
                }
                answer = client.post("/gradient", json=document).json()
                error = y - (w * x + b)
                np.testing.assert_allclose(answer["loss"], error**2, rtol=1e-12)
                np.testing.assert_allclose(answer["gradients"]["w"], -2 * error * x, rtol=1e-12)
                np.testing.assert_allclose(answer["gradients"]["b"], -2 * error, rtol=1e-12)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(ask, range(12)))
    assert_well(server)


def test_requests_sent_ahead_are_answered_in_order(server: Server) -> None:
    """Pipelining: three requests in one packet, the second wrong, and a fourth after their answers."""
    second = {**LINE_REQUEST, "parameters": {"w": 0.5}}
    third = {**LINE_REQUEST, "constants": {"x": 2.0, "y": 5.0}}
    with server.connect() as connection, connection.makefile("rb") as stream:
        connection.sendall(b"".join(message("/gradient", each) for each in (LINE_REQUEST, second, third)))
        assert read_response(stream) == (200, LINE_ANSWER)
        assert read_response(stream)[0] == 422
        assert read_response(stream) == (200, b'{"loss":9.0,"gradients":{"w":-12.0,"b":-6.0}}')
        connection.sendall(message("/gradient", LINE_REQUEST))
        assert read_response(stream) == (200, LINE_ANSWER)


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_request_cut_off_does_no_harm(server: Server, reset: bool) -> None:
    whole = message("/gradient", LINE_REQUEST)
    connections = [server.connect() for _ in range(20)]
    for number, connection in enumerate(connections):
        connection.sendall(whole[: -1 - number * 5])
    # When this is answered, the server has taken up what came before.
    assert_well(server)
    for connection in connections:
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    assert_well(server)


def test_a_client_that_leaves_before_the_answer_does_no_harm(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(message("/evaluate", heavy(50)))
    assert_well(server)


def test_a_body_that_trickles_is_answered_in_the_end(strict: Server) -> None:
    """The limit is on the whole body: each byte in time does not help."""
    start = time.monotonic()
    with strict.connect() as connection, connection.makefile("rb") as stream:
        connection.sendall(head("/gradient", f"Content-Length: {BODY_LIMIT}"))
        connection.settimeout(0.05)
        answered = False
        while not answered:
            assert time.monotonic() - start < PATIENCE_SECONDS
            connection.send(b" ")
            try:
                answered = bool(connection.recv(1, socket.MSG_PEEK))
            except TimeoutError:
                continue
        connection.settimeout(PATIENCE_SECONDS)
        status, body = read_response(stream)
    assert time.monotonic() - start > 0.9
    assert status == 408
    assert json.loads(body)["detail"] == "the body did not arrive within 1 seconds"
    assert_well(strict)


def test_a_body_that_stops_is_answered(strict: Server) -> None:
    with strict.connect() as connection, connection.makefile("rb") as stream:
        connection.sendall(head("/gradient", "Content-Length: 100") + b'{"graph"')
        status, body = read_response(stream)
    assert status == 408
    assert "did not arrive" in json.loads(body)["detail"]
    assert_well(strict)


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
def test_a_body_over_the_limit_is_refused(strict: Server, declared: bool) -> None:
    """Before it has arrived: the rest of the body is never sent."""
    with strict.connect() as connection, connection.makefile("rb") as stream:
        if declared:
            connection.sendall(head("/gradient", f"Content-Length: {BODY_LIMIT + 1}"))
        else:
            connection.sendall(head("/gradient", "Transfer-Encoding: chunked"))
            chunk = b" " * (BODY_LIMIT // 2 + 1)
            for _ in range(2):
                connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        status, body = read_response(stream)
    assert status == 413
    assert json.loads(body)["type"] == "/problems/body-too-large"
    assert_well(strict)


def test_a_chunked_body_within_the_limit_is_read(strict: Server) -> None:
    body = json.dumps(LINE_REQUEST).encode()
    with strict.client() as client:
        pieces = (body[i : i + 7] for i in range(0, len(body), 7))
        response = client.post("/gradient", content=pieces, headers={"content-type": "application/json"})
    assert response.content == LINE_ANSWER


def test_it_lives_while_requests_compute() -> None:
    """Every thread computes and a request waits for one; the event loop goes on answering."""
    endless = heavy(20_000, timeout_seconds=60)
    with ThreadPoolExecutor(3) as pool, serve(compute_threads=2) as server:
        asked = [pool.submit(post, server, "/evaluate", endless) for _ in range(3)]
        wait_for_status(server, "/readyz", 503)
        with server.client() as client:
            seconds = []
            for _ in range(10):
                start = time.monotonic()
                assert client.get("/livez").json() == {"status": "alive"}
                assert client.post("/gradient", json=LINE_REQUEST).content == LINE_ANSWER
                seconds.append(time.monotonic() - start)
        # Nobody waits for them: the server is killed.
        assert not any(request.done() for request in asked)
        assert sorted(seconds)[5] < 1


def test_a_deadline_ends_the_work(server: Server) -> None:
    response = post(server, "/evaluate", heavy(20_000, timeout_seconds=0.5))
    assert (response.status_code, response.json()["type"]) == (504, "/problems/deadline-exceeded")
    assert_well(server)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopping_server_finishes_what_it_has(number: signal.Signals) -> None:
    """Three kinds of requests: one computes, others wait for its thread, one is still sending its body."""
    work = heavy(80)
    with serve(compute_threads=1) as server, ThreadPoolExecutor(3) as pool:
        computing = [pool.submit(post, server, "/evaluate", work) for _ in range(3)]
        wait_for_status(server, "/readyz", 503)
        with server.connect() as connection, connection.makefile("rb") as stream:
            body = json.dumps(LINE_REQUEST).encode()
            connection.sendall(head("/gradient", f"Content-Length: {len(body)}", "Expect: 100-continue"))
            # The server says this when it has begun to work on the request.
            assert stream.readline().startswith(b"HTTP/1.1 100 ")
            assert stream.readline() == b"\r\n"
            server.signal(number)
            wait_until(server.refuses)
            assert server.process.poll() is None
            connection.sendall(body)
            assert read_response(stream) == (200, LINE_ANSWER)
        answers = [request.result() for request in computing]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert len({answer.content for answer in answers}) == 1
        assert server.exit_code() == 0
        assert "Traceback" not in server.log
        assert "ERROR" not in server.log


def test_an_idle_server_stops_with_connections_open() -> None:
    with serve() as server, server.client() as client:
        client.get("/livez")
        server.signal(signal.SIGTERM)
        assert server.exit_code() == 0
        assert "Traceback" not in server.log


def start_in_vain(*arguments: str, **settings: object) -> str:
    """What a server says that cannot start."""
    run = subprocess.run(
        command(*arguments),
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert run.returncode not in (0, None)
    assert run.returncode > 0, "ended by a signal"
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    return run.stderr


@pytest.mark.parametrize("cut", [0, 30, 200])
def test_an_offer_of_another_protocol_is_ignored(cut: int, server: Server) -> None:
    offer = (
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
    )
    body = json.dumps(LINE_REQUEST).encode()
    sent = head("/gradient", *offer, f"Content-Length: {len(body)}") + body
    with server.connect() as connection, connection.makefile("rb") as stream:
        for part in (sent[:cut], sent[cut:]):
            connection.sendall(part)
            time.sleep(0.05)
        assert read_response(stream) == (200, LINE_ANSWER)


def test_a_port_in_use_is_said_clearly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = start_in_vain("--port", str(port))
    [error] = [line for line in said.splitlines() if " ERROR " in line]
    assert "ddress already in use" in error
    assert str(port) in said


@pytest.mark.parametrize(
    ("arguments", "settings", "name"),
    [
        ((), {"timeout_seconds": "soon"}, "WENGERT_TIMEOUT_SECONDS='soon'"),
        ((), {"compute_threads": 0}, "WENGERT_COMPUTE_THREADS='0'"),
        (("--port", "65536"), {}, "WENGERT_PORT='65536'"),
        ((), {"port": "http"}, "WENGERT_PORT='http'"),
    ],
)
def test_a_setting_that_does_not_fit_is_one_line(
    arguments: tuple[str, ...], settings: dict[str, object], name: str
) -> None:
    [line] = start_in_vain(*arguments, **settings).splitlines()
    assert line.startswith(f"{name}: ")
