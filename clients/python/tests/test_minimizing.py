"""Minimizing, and the steps as they are taken."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing, closing
from typing import Any

import httpx
import numpy as np
import pytest
import wengert as tf
from scipy import optimize
from wengert import errors, progress
from wengert.events import Reader

from tests.server import Server, until


def rosenbrock(x: Any) -> Any:
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


# With so small a rate and no tolerance it goes on until time is up.
ENDLESS = {
    "program": "loss = sum((x - 1.0) ** 2)",
    "parameters": {"x": [0.0, 3.0]},
    "method": "sgd",
    "learning_rate": 1e-9,
    "max_steps": 1_000_000_000,
    "tolerance": 0,
}


class TestMinimize:
    @pytest.mark.parametrize("method", ["L-BFGS-B", "BFGS", "Newton-CG", "trust-krylov"])
    def test_it_finds_what_scipy_finds(self, method: str) -> None:
        found = tf.minimize(rosenbrock, [-1.2, 1.0], method=method)
        assert found.success, found.message
        np.testing.assert_allclose(found.x, [1.0, 1.0], atol=1e-5)
        assert found.fun < 1e-10
        assert 0 < found.nit <= found.nfev
        assert found.optimality <= 1e-6

    def test_bounds_as_scipy_takes_them(self) -> None:
        bounds = [(None, 0.5), (0.0, 2.0), (None, 0.5), (0.1, np.inf)]
        start = np.array([-1.2, 1.0, 0.5, 0.2])
        found = tf.minimize(rosenbrock, start, bounds=bounds)
        expected = optimize.minimize(
            optimize.rosen, start, jac=optimize.rosen_der, method="L-BFGS-B", bounds=bounds
        )
        np.testing.assert_allclose(found.x, expected.x, atol=1e-4)
        np.testing.assert_allclose(
            tf.minimize(rosenbrock, start[:2], bounds=(None, 0.5)).x, [0.5, 0.25], atol=1e-5
        )
        with pytest.raises(ValueError, match="3 bounds for 4"):
            tf.minimize(rosenbrock, start, bounds=bounds[:3])
        with pytest.raises(ValueError, match="no pair"):
            tf.minimize(rosenbrock, np.ones((2, 2)), bounds=[(0, 1)] * 3)

    def test_structures_data_and_residuals(self) -> None:
        x = np.arange(6.0).reshape(3, 2) ** 2
        found = tf.minimize(
            lambda p, x, y: x @ p["w"] + p["b"] - y,
            {"w": np.zeros(2, np.float32), "b": 0.0},
            (x, np.array([1.0, 2.0, 4.0])),
            method="least-squares",
            bounds={"b": (0, None)},
        )
        assert found.x["w"].dtype == np.float32
        np.testing.assert_allclose(x @ found.x["w"] + found.x["b"], [1.0, 2.0, 4.0], atol=1e-5)

    def test_options_reach_the_service(self) -> None:
        found = tf.minimize(rosenbrock, [-1.2, 1.0], method="adam", learning_rate=0.1, max_steps=3)
        assert (found.nit, found.success) == (3, False)
        assert "steps" in found.message
        with pytest.raises(errors.InvalidRequest):
            tf.minimize(rosenbrock, [-1.2, 1.0], nonsense=1)


class TestProgress:
    def test_a_function_is_told_each_step(self) -> None:
        told: list[dict[str, Any]] = []
        found = tf.minimize(rosenbrock, [-1.2, 1.0], progress=told.append)
        assert [one["step"] for one in told] == [*range(found.nit + 1)]
        assert told[0]["loss"] == pytest.approx(24.2)
        np.testing.assert_allclose(told[-1]["parameters"]["a0"], found.x)

    @pytest.mark.parametrize("package", progress.BARS)
    def test_a_bar(
        self, package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        pytest.importorskip(package)
        monkeypatch.setattr(progress, "BARS", {package: progress.BARS[package]})
        found = tf.minimize(rosenbrock, [-1.2, 1.0], progress=True, max_steps=200)
        shown = capsys.readouterr()
        assert f"{found.nit}/200" in shown.err
        assert shown.out == ""

    def test_none_unless_it_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert progress.display(None, "", 1) is None
        assert progress.display(False, "", 1) is None
        monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
        shown = progress.display(None, "", 1)
        assert shown is not None
        shown.close()
        monkeypatch.setattr(progress, "BARS", {"no_such_package": progress.BARS["tqdm"]})
        assert progress.display(None, "", 1) is None
        with pytest.raises(ImportError, match="tqdm or rich"):
            progress.display(True, "", 1)


def idle(server: Server) -> bool | None:
    """Whether the server computes nothing: its processor time stands still."""
    stat = f"/proc/{server.process.pid}/stat"

    def used() -> int:
        with open(stat) as file:
            fields = file.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = used()
    time.sleep(0.5)
    return used() - before <= 5 or None


class TestEvents:
    def test_steps_and_the_answer(self, used: tf.Client) -> None:
        document = {"program": "loss = (x - 1.0) ** 2", "parameters": {"x": np.array(3.0)}}
        *steps, last = used.minimize_events(document)
        assert {step.name for step in steps} == {"progress"}
        assert steps[0].data["loss"] == 4.0
        assert last.name == "answer"
        np.testing.assert_allclose(last.data["parameters"]["x"], 1.0)

    def test_leaving_stops_the_service(self, server: Server, used: tf.Client) -> None:
        for _step in used.minimize_events(ENDLESS):
            break
        until(lambda: idle(server))
        with closing(used.minimize_events(ENDLESS)) as events:
            assert next(events).data["step"] == 0
        until(lambda: idle(server))

    def test_asyncio(self, server: Server) -> None:
        async def first() -> int:
            async with tf.AsyncClient(server.url) as client:
                async with aclosing(client.minimize_events(ENDLESS)) as events:
                    async for _ in events:
                        break
                short = {**ENDLESS, "max_steps": 3}
                return len([event async for event in client.minimize_events(short)])

        assert asyncio.run(first()) >= 4
        until(lambda: idle(server))

    def test_what_is_wrong_from_the_start(self, used: tf.Client) -> None:
        with pytest.raises(errors.InvalidRequest):
            next(used.minimize_events({"program": "loss = tnh(x)", "parameters": {"x": 1.0}}))

    def test_what_goes_wrong_on_the_way(self) -> None:
        problem = {"status": 504, "title": "Late", "detail": "the deadline passed", "errors": []}
        body = f"event: progress\ndata: {json.dumps({'step': 0, 'loss': 'NaN'})}\n\nevent: problem\ndata: {json.dumps(problem)}\n\n"

        def answer(text: str) -> tf.Client:
            told = httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})
            return tf.Client("http://a", transport=httpx.MockTransport(lambda _: told))

        events = answer(body).minimize_events({})
        assert np.isnan(next(events).data["loss"])
        with pytest.raises(errors.DeadlineExceeded, match="the deadline passed"):
            next(events)
        events = answer(body[: body.index("event: problem")]).minimize_events({})
        next(events)
        with pytest.raises(errors.NoAnswer, match="before the answer"):
            next(events)

    def test_comments_and_unknown_fields_are_passed_over(self) -> None:
        reader = Reader()
        lines = [": a comment", "id: 3", "", "event: answer", 'data: {"steps": 1}', ""]
        assert [event for line in lines for event in reader.read(line)] == [("answer", {"steps": 1})]
        reader.end()
