"""More than the service can do at a time: threads, memory, connections, workers."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api import memory
from app.api.lanes import Lane
from app.api.memory import Account, Reservation
from app.api.service import Service
from app.engine import Deadline, Plan, Tape, Tiers, ops, run
from app.errors import BudgetExceeded, DeadlineExceeded, Overloaded
from tests.conftest import Client, document, node
from tests.server import Server, message, read_response, serve, until
from tests.test_server import LINE_ANSWER, LINE_REQUEST, assert_well, heavy, post


def children(server: Server) -> list[int]:
    """The workers of a server."""
    found = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [pid for pid in map(int, found) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def all_workers(server: Server, count: int) -> list[int]:
    """The workers, once they are all there."""

    def found() -> list[int] | None:
        workers = children(server)
        return workers if len(workers) == count else None

    return until(found)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_is_killed_comes_back(workers: int) -> None:
    with serve(workers=workers) as server:
        first = all_workers(server, workers)
        os.kill(first[0], signal.SIGKILL)
        # Who comes meanwhile waits, and is not refused.
        for _ in range(5):
            assert post(server, "/gradient", LINE_REQUEST).content == LINE_ANSWER
        until(lambda: len(set(children(server)) - {first[0]}) == workers)
        server.signal(signal.SIGTERM)
        assert server.exit_code() == 0


def test_workers_end_with_their_parent() -> None:
    with serve(workers=2) as server:
        workers = all_workers(server, 2)
        server.process.kill()
        until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))


def test_heads_that_are_long_or_slow() -> None:
    with serve(max_header_bytes=1000, header_timeout_seconds=0.3, max_connections=5) as server:
        for sent, status in (
            (b"GET /livez HTTP/1.1\r\nX: " + b"a" * 2000, 431),
            (b"GET /livez HTTP/1.1\r\nX: " + b"a" * 2000 + b"\r\n\r\n", 431),
            (b"GET /livez HTTP/1.1\r\nX: a", 408),
            (b"no request\r\n\r\n", 400),
        ):
            with server.connect() as connection, connection.makefile("rb") as stream:
                connection.sendall(sent)
                assert read_response(stream)[0] == status
                assert stream.read() == b"", "the connection is closed"
        assert_well(server)


def test_connections_are_counted() -> None:
    with serve(max_connections=3) as server:
        held = [server.connect() for _ in range(3)]
        with server.connect() as connection, connection.makefile("rb") as stream:
            assert read_response(stream)[0] == 503
        for connection in held:
            connection.close()
        assert_well(server)


def test_work_stops_when_its_client_leaves() -> None:
    with serve(compute_threads=1) as server:
        with server.connect() as connection:
            connection.sendall(message("/evaluate", heavy(20_000, timeout_seconds=60)))
            time.sleep(0.5)
        begun = time.monotonic()
        assert post(server, "/evaluate", heavy(1)).status_code == 200
        assert time.monotonic() - begun < 20
        assert_well(server)


def test_too_many_that_wait_are_refused() -> None:
    work = heavy(20_000, timeout_seconds=3)
    with ThreadPoolExecutor(8) as pool, serve(compute_threads=1, queue_length=2, queue_seconds=1) as server:
        answers = [
            request.result() for request in [pool.submit(post, server, "/evaluate", work) for _ in range(8)]
        ]
        assert {answer.status_code for answer in answers} == {503, 504}
        assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)
        assert_well(server)


def test_a_deadline_is_kept_while_waiting() -> None:
    async def scenario() -> None:
        lane = Lane(1, "test", 10, 60)
        working = asyncio.create_task(lane.run("a", Deadline(60), time.sleep, 0.5))
        await asyncio.sleep(0)
        with pytest.raises(DeadlineExceeded):
            await lane.run("a", Deadline(0.05), time.sleep, 0)
        await working
        assert (lane.busy, lane.waiting) == (0, 0)

    asyncio.run(scenario())


def test_the_client_with_fewest_threads_is_next() -> None:
    order: list[str] = []

    async def scenario() -> None:
        lane = Lane(1, "test", 4, 60)
        hold = asyncio.create_task(lane.run("busy", Deadline(60), time.sleep, 0.2))
        await asyncio.sleep(0)
        waiting = [
            asyncio.create_task(lane.run("busy", Deadline(60), order.append, "busy")) for _ in range(4)
        ]
        await asyncio.sleep(0)
        other = asyncio.create_task(lane.run("other", Deadline(60), order.append, "other"))
        results = await asyncio.gather(hold, *waiting, other, return_exceptions=True)
        assert sum(isinstance(result, Overloaded) for result in results) == 1

    asyncio.run(scenario())
    assert sorted(order) == ["busy"] * 3 + ["other"]


def test_memory_is_promised_once() -> None:
    async def scenario() -> None:
        account = Account(100)
        with Reservation(account) as first:
            first.grow(60)
            second = Reservation(account)
            with second, pytest.raises(Overloaded):
                second.grow(60)
            with Reservation(account) as third:
                waiting = asyncio.create_task(third.wait(80))
                await asyncio.sleep(0)
                assert account.waiting == 1
                assert not account.take(1), "who waits comes first"
                await first.wait(10)
                await waiting
                assert account.held == 90
        assert (account.held, account.waiting) == (0, 0)

    asyncio.run(scenario())


def test_a_wait_that_is_given_up_holds_nothing() -> None:
    async def scenario() -> None:
        account = Account(100)
        with Reservation(account) as first:
            first.grow(100)
            with Reservation(account) as second:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await second.wait(50)
                assert account.waiting == 0
        assert account.held == 0

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("build", "shapes"),
    [
        (lambda x, y: ops.matmul(x, y), [(1100, 700), (700, 500)]),
        (lambda x, y: ops.matmul(x, y), [(7, 300, 500), (500, 400)]),
        (lambda x, y: ops.einsum(x, y, subscripts="ij,jk->ki"), [(1100, 700), (700, 500)]),
        (lambda x: ops.inv(ops.add(x, 3 * np.eye(60))), [(1600, 60, 60)]),
    ],
    ids=["matmul", "stack", "einsum", "inv"],
)
@pytest.mark.parametrize("generate", [True, False])
def test_long_instructions_look_at_the_clock(build: Any, shapes: Any, generate: bool) -> None:
    tape = Tape()
    inputs = [tape.input(shape) for shape in shapes]
    plan = Plan([build(*inputs)])
    assert plan.long
    rng = np.random.default_rng(0)
    feeds = {x: rng.normal(size=x.shape) / 10 for x in inputs}
    looks = []

    class Watched(Deadline):
        def check(self) -> None:
            looks.append(1)
            super().check()

    [found] = run(plan, feeds, Watched(60), tiers=Tiers(generate=generate))
    assert len(looks) > len(plan.steps)
    plan.long.clear()
    [whole] = run(plan, feeds, tiers=Tiers(generate=False))
    np.testing.assert_allclose(found, whole, rtol=1e-9, atol=1e-12)


def test_elements_are_limited() -> None:
    tape = Tape(max_elements=10)
    with pytest.raises(BudgetExceeded, match="11 elements; the limit is 10"):
        tape.input((11,), "int8")
    x = tape.input((10,), "int8")
    with pytest.raises(BudgetExceeded, match="elements"):
        ops.concat(x, x, axis=0)


def test_memory_is_that_of_the_control_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = memory.available()
    monkeypatch.setattr(memory, "CONTROL_GROUPS", tmp_path)
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.available() >= machine
    (tmp_path / "memory.max").write_text("123456\n")
    assert memory.available() == 123456
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text("1234\n")
    assert memory.available() == 1234


def test_memory_that_the_system_does_not_give_is_no_failure(
    client_with: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with()
    request = document(node("y", "square", "x"), parameters={"x": 3.0})

    def full(*_: object) -> None:
        raise MemoryError

    assert isinstance(client.app, Service)
    with monkeypatch.context() as patch:
        patch.setattr(client.app.workshop, "begun", full)
        response = client.post("/gradient", request)
        client.problem(response, 503, "overloaded")
        assert response.headers["retry-after"] == "5"
    assert client.gradient(request)["loss"] == 9.0
    assert client.app.workshop.account.held == 0
