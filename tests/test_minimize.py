"""Where losses are least: against SciPy with derivatives of its own, against the rules as their papers have them."""

from __future__ import annotations

import json
import math
import socket
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import optimize

from app.graph.minimize.along import walk
from app.graph.minimize.search import EXACT, METHODS
from app.graph.minimize.steps import RATES, rate_at, rule
from app.graph.requests import MinimizeRequest, Schedule
from tests.conftest import Client, Json, array_object
from tests.server import message, serve, until

ROSENBROCK: dict[str, Any] = {
    "program": "loss = 100 * (y - x ** 2) ** 2 + (1 - x) ** 2",
    "parameters": {"x": -1.2, "y": 1.0},
}
SQUARES: dict[str, Any] = {
    "program": "loss = sum((x - c) ** 2)",
    "parameters": {"x": [0.0, 0.0]},
    "constants": {"c": [1.0, -2.0]},
}
random = np.random.default_rng(0)
X = random.normal(size=(100, 3))
LINE: dict[str, Any] = {
    "program": "loss = mean((X @ w + b - y) ** 2)",
    "parameters": {"w": [0.0, 0.0, 0.0], "b": 0.0},
    "constants": {"X": X.tolist(), "y": (X @ [1.0, 2.0, 3.0] + 0.5).tolist()},
}
FIRST_ORDER = sorted(RATES)
EVENTS = "text/event-stream"


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, by name, with their data."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


@pytest.mark.parametrize("method", ["L-BFGS-B", "BFGS", "Newton-CG", "trust-krylov"])
def test_rosenbrock_as_scipy_with_its_own_derivatives(method: str, client: Client) -> None:
    answer = client.ask("/minimize", {**ROSENBROCK, "method": method})
    assert answer["converged"]
    assert answer["gradient_norm"] <= 1e-6
    assert answer["parameters"] == pytest.approx({"x": 1.0, "y": 1.0}, abs=1e-5)
    steps = []
    local: Any = optimize.minimize
    with np.errstate(all="ignore"):
        local(
            optimize.rosen,
            [-1.2, 1.0],
            jac=optimize.rosen_der,
            hessp=optimize.rosen_hess_prod if method in ("Newton-CG", "trust-krylov") else None,
            method=method,
            callback=lambda x: steps.append(np.abs(optimize.rosen_der(x)).max()),
            options={"maxiter": 1000, **(EXACT[method])},
        )
    there = next(number for number, norm in enumerate(steps, 1) if norm <= 1e-6)
    # Rounding of the last digits may tip a line search.
    assert answer["steps"] == pytest.approx(there, abs=3)


@pytest.mark.parametrize("method", sorted(EXACT))
def test_it_ends_where_rounding_leaves_nothing_to_gain(method: str, client: Client) -> None:
    """A tolerance of 1e-300 is met by no gradient that is not 0."""
    request = {"program": "loss = log(cosh(x - 1)) + sum((y - c) ** 4) / 3 + sum((y - c) ** 2) * pi"}
    values = {"parameters": {"x": 0.3, "y": [0.0, 0.7]}, "constants": {"c": [0.1, 2.3]}}
    answer = client.ask("/minimize", {**request, **values, "method": method, "tolerance": 1e-300})
    assert answer["steps"] < 200
    assert answer["reason"] != "max_steps steps were taken"
    np.testing.assert_allclose(answer["parameters"]["y"], [0.1, 2.3], atol=1e-6)


def test_residuals(client: Client) -> None:
    request = {**ROSENBROCK, "program": "r = stack([10 * (y - x ** 2), 1 - x])", "method": "least-squares"}
    answer = client.ask("/minimize", request)
    assert answer["converged"]
    assert answer["loss"] == pytest.approx(0.0, abs=1e-12)
    assert answer["parameters"] == pytest.approx({"x": 1.0, "y": 1.0})


@pytest.mark.parametrize("method", ["L-BFGS-B", "least-squares", *FIRST_ORDER])
def test_bounds_are_kept(method: str, client: Client) -> None:
    text = "x - c" if method == "least-squares" else SQUARES["program"]
    rest = {"learning_rate": 0.1} if method in FIRST_ORDER else {}
    request = {**SQUARES, "program": text, "bounds": {"x": [-0.5, 0.25]}, "method": method, **rest}
    answer = client.ask("/minimize", {**request, "max_steps": 200})
    np.testing.assert_allclose(answer["parameters"]["x"], [0.25, -0.5], atol=1e-6)


@pytest.mark.parametrize(
    ("bounds", "where"),
    [
        ([["-Infinity", -1.5], [0.25, "Infinity"]], [0.25, -1.5]),
        ([None, [0.25, "Infinity"]], [0.25, -2.0]),
        ([[1.0, -0.5], None], [1.0, -0.5]),
        ([array_object([2], [1.0, -3.0]), 1.5], [1.0, -2.0]),
    ],
)
@pytest.mark.parametrize("method", ["L-BFGS-B", "adam"])
def test_each_element_may_have_bounds_of_its_own(
    method: str, bounds: Json, where: list[float], client: Client
) -> None:
    rest = {"learning_rate": 0.05, "max_steps": 2000} if method == "adam" else {}
    answer = client.ask("/minimize", {**SQUARES, "bounds": {"x": bounds}, "method": method, **rest})
    np.testing.assert_allclose(answer["parameters"]["x"], where, atol=1e-5)


@pytest.mark.parametrize("method", ["L-BFGS-B", "least-squares", *FIRST_ORDER])
@pytest.mark.parametrize("bounds", [[2.0, 3.0], [1.5, 1.5], [[2.0], [2.0]]])
def test_a_start_outside_the_bounds_is_brought_inside(method: str, bounds: Json, client: Client) -> None:
    request = {"program": "y = x ** 2", "parameters": {"x": [1.0]}, "bounds": {"x": bounds}, "method": method}
    answer = client.ask("/minimize", {**request, "max_steps": 20})
    assert answer["parameters"]["x"] == pytest.approx(np.ravel(bounds[0]), abs=1e-9)


@pytest.mark.parametrize("method", FIRST_ORDER)
def test_steps_along_the_gradient_go_down(method: str, client: Client) -> None:
    request = {**SQUARES, "method": method, "learning_rate": 0.1, "max_steps": 100}
    start = client.ask("/minimize", {**request, "max_steps": 1})
    answer = client.ask("/minimize", request)
    assert answer["loss"] < 0.3 * start["loss"]
    assert answer["evaluations"] == answer["steps"] + 1


def request(**members: Any) -> MinimizeRequest:
    return MinimizeRequest(**members)


def test_rules_are_those_of_their_papers() -> None:
    slopes = [np.array([1.0, -2.0]), np.array([0.5, 3.0]), np.array([-1.0, 0.1])]

    def taken(**members: Any) -> list[Any]:
        step = rule(request(**members), 2)
        return [step(g, 0.1, number) for number, g in enumerate(slopes, 1)]

    np.testing.assert_allclose(taken(method="sgd"), [-0.1 * g for g in slopes])
    velocity, ahead = np.zeros(2), []
    plain = []
    for g in slopes:
        velocity = 0.5 * velocity - 0.1 * g
        plain.append(velocity)
        ahead.append(0.5 * velocity - 0.1 * g)
    np.testing.assert_allclose(taken(method="momentum", momentum=0.5), plain)
    np.testing.assert_allclose(taken(method="momentum", momentum=0.5, nesterov=True), ahead)
    adam, rmsprop, adagrad = [], [], []
    for n in range(1, 4):
        past = slopes[:n]
        mean = sum(0.1 * 0.9 ** (n - 1 - i) * g for i, g in enumerate(past)) / (1 - 0.9**n)
        square = sum(0.001 * 0.999 ** (n - 1 - i) * g * g for i, g in enumerate(past)) / (1 - 0.999**n)
        adam.append(-0.1 * mean / (np.sqrt(square) + 1e-7))
        kept = sum(0.1 * 0.9 ** (n - 1 - i) * g * g for i, g in enumerate(past))
        rmsprop.append(-0.1 * past[-1] / (np.sqrt(kept) + 1e-7))
        adagrad.append(-0.1 * past[-1] / (np.sqrt(0.1 + sum(g * g for g in past)) + 1e-7))
    np.testing.assert_allclose(taken(method="adam"), adam)
    np.testing.assert_allclose(taken(method="rmsprop"), rmsprop)
    np.testing.assert_allclose(taken(method="adagrad"), adagrad)


@pytest.mark.parametrize(
    ("members", "step", "rate"),
    [
        ({"schedule": "exponential"}, 0, 1.0),
        ({"schedule": "exponential"}, 15, 0.5**1.5),
        ({"schedule": "staircase"}, 19, 0.5),
        ({"schedule": "staircase"}, 20, 0.25),
        ({"schedule": "inverse_time"}, 20, 0.5),
        ({"schedule": "cosine"}, 5, 0.5),
        ({"schedule": "cosine", "final": 0.2}, 99, 0.2),
        ({"schedule": "exponential", "final": 0.1}, 1000, 0.1),
    ],
)
def test_schedules(members: dict[str, Any], step: int, rate: float) -> None:
    schedule = Schedule(initial=1.0, decay_steps=10, **members)
    assert rate_at(schedule, step) == pytest.approx(rate)


def test_batches_are_parts_of_the_data(client: Client) -> None:
    asked = {**LINE, "method": "sgd", "learning_rate": 0.1, "max_steps": 7}
    batch = {"axis": {"X": 0, "y": 0}, "size": 30, "shuffle": False}
    answer = client.ask("/minimize", {**asked, "batch": batch})
    w, b, y = np.zeros(3), 0.0, np.array(LINE["constants"]["y"])
    for number in range(7):
        low = number % 3 * 30
        part, error = X[low : low + 30], X[low : low + 30] @ w + b - y[low : low + 30]
        w, b = w - 0.1 * 2 * part.T @ error / 30, b - 0.1 * 2 * error.mean()
    np.testing.assert_allclose(answer["parameters"]["w"], w, rtol=1e-12)
    assert answer["loss"] == pytest.approx(np.mean((X @ w + b - y) ** 2)), "the loss is that of all data"
    shuffled = [
        client.ask("/minimize", {**asked, "batch": {**batch, "shuffle": True, "seed": s}}) for s in (1, 1, 2)
    ]
    assert shuffled[0]["parameters"] == shuffled[1]["parameters"] != shuffled[2]["parameters"]


def test_another_axis_may_count_the_examples(client: Client) -> None:
    turned = {**LINE, "program": "loss = mean((w @ X + b - y) ** 2)"}
    turned["constants"] = {**LINE["constants"], "X": X.T.tolist()}
    rest = {"method": "adam", "max_steps": 5}
    found = [
        client.ask("/minimize", {**asked, **rest, "batch": {"axis": {"X": axis, "y": 0}, "size": 10}})
        for asked, axis in ((LINE, 0), (turned, -1))
    ]
    np.testing.assert_allclose(found[0]["parameters"]["w"], found[1]["parameters"]["w"])


@pytest.mark.parametrize(
    ("members", "pointer", "said"),
    [
        ({"method": "gradient-descent"}, "/method", "adam"),
        ({"method": "BFGS", "bounds": {"x": [0, 1]}}, "/bounds", "takes no bounds"),
        ({"bounds": {"z": [0, 1]}}, "/bounds/z", "not among the sources"),
        ({"bounds": {"x": [1, 0]}}, "/bounds/x", "above"),
        ({"bounds": {"x": [1]}}, "/bounds/x", ""),
        ({"bounds": {"x": [[0, 3], [1, 2]]}}, "/bounds/x", "above"),
        ({"bounds": {"x": [[0, 0, 0], None]}}, "/bounds/x/0", "has the source's shape (2,)"),
        ({"bounds": {"x": [0, "NaN"]}}, "/bounds/x/1", "bounds nothing"),
        ({"bounds": {"x": ["Infinity", None]}}, "/bounds/x", "no finite number"),
        ({"bounds": {"x": [None, "-Infinity"]}}, "/bounds/x", "no finite number"),
        ({"bounds": {"x": [0, True]}}, "/bounds/x/1", "is a number"),
        ({"bounds": {"x": [0, "a"]}}, "/bounds/x/1", ""),
        ({"learning_rate": 0.1}, "/learning_rate", "finds its own"),
        ({"batch": {"axis": {"c": 0}, "size": 1}}, "/batch", "takes no batches"),
        ({"method": "adam", "batch": {"axis": {"k": 0}, "size": 1}}, "/batch/axis/k", "no constant"),
        ({"method": "adam", "batch": {"axis": {"c": 1}, "size": 1}}, "/batch/axis/c", "no axis 1"),
        ({"method": "adam", "batch": {"axis": {"c": 0}, "size": 3}}, "/batch/size", "2 examples"),
        ({"method": "adam", "batch": {"axis": {}, "size": 3}}, "/batch/axis", ""),
        ({"sources": ["loss"]}, "/sources/0", "only parameters and constants"),
        ({"max_steps": 0}, "/max_steps", ""),
        ({"method": "least-squares", "target": ["loss", "x"]}, "/target", "one target"),
        ({"parameters": {"x": 1}, "program": "loss = argmax(x * c)"}, "/target", "real floating"),
    ],
)
def test_what_does_not_fit(members: dict[str, Any], pointer: str, said: str, client: Client) -> None:
    response = client.post("/minimize", {**SQUARES, **members})
    assert response.status_code == 422, response.text
    problem = response.json()
    assert said in problem["detail"]
    if pointer != "/target" or "argmax" not in str(members):
        assert problem["errors"][0]["pointer"].startswith(pointer)


def test_no_time_left_ends_it_where_it_stands(client: Client) -> None:
    answer = client.ask(
        "/minimize",
        {**SQUARES, "method": "sgd", "learning_rate": 1e-9, "max_steps": 10**9, "timeout_seconds": 0.4},
    )
    assert (answer["converged"], answer["reason"]) == (False, "the time is up")
    assert answer["steps"] > 0


def test_no_time_left_with_batches_still_tells_the_loss_of_all_data(client: Client) -> None:
    batch = {"axis": {"X": 0, "y": 0}, "size": 10}
    asked = {**LINE, "method": "adam", "max_steps": 10**9, "batch": batch, "timeout_seconds": 0.5}
    answer = client.ask("/minimize", asked)
    w, b = np.array(answer["parameters"]["w"]), answer["parameters"]["b"]
    assert answer["reason"] == "the time is up"
    assert answer["loss"] == pytest.approx(np.mean((X @ w + b - LINE["constants"]["y"]) ** 2), abs=1e-12)


def test_time_for_not_even_one_evaluation_is_a_deadline(client: Client) -> None:
    long = {
        "program": "a = full([400, 400], 0.001) * x\nfor i in range(300):\n    a = a @ a\nloss = sum(a)",
        "parameters": {"x": 1.0},
        "timeout_seconds": 0.2,
    }
    client.problem(client.post("/minimize", long), 504, "deadline-exceeded")


def test_the_budget_of_operations_holds_for_all_steps(client_with: Callable[..., Client]) -> None:
    client = client_with(max_flops=500)
    answer = client.ask("/minimize", {**SQUARES, "method": "sgd", "learning_rate": 1e-9})
    assert not answer["converged"]
    assert "used up" in answer["reason"]


def test_a_loss_that_is_not_finite_ends_it(client: Client) -> None:
    answer = client.ask(
        "/minimize",
        {"program": "loss = log(x)", "parameters": {"x": 1.0}, "method": "sgd", "learning_rate": 2.0},
    )
    assert answer["loss"] == "NaN"
    assert answer["reason"] == "the loss is not finite"


def test_parameters_that_the_loss_does_not_need_stay(client: Client) -> None:
    asked = {**SQUARES, "parameters": {"x": [0.0, 0.0], "unused": 3.0}}
    for method in ("L-BFGS-B", "trust-krylov", "adam"):
        assert client.ask("/minimize", {**asked, "method": method})["parameters"]["unused"] == 3.0


@pytest.mark.parametrize("method", [*METHODS, *FIRST_ORDER])
def test_every_step_is_told(method: str, client: Client) -> None:
    assert callable(walk)
    asked = {**SQUARES, "method": method, "max_steps": 4}
    if method == "least-squares":
        asked["program"] = "r = x - c"
    response = client.post("/minimize", asked, accept=EVENTS)
    assert response.headers["content-type"] == EVENTS
    assert response.headers["cache-control"] == "no-store"
    *told, last = events(response.text)
    assert [name for name, _ in told] == ["progress"] * len(told)
    assert [said["step"] for _, said in told] == list(range(len(told)))
    assert last[0] == "answer"
    assert last[1]["steps"] == told[-1][1]["step"]
    assert last[1]["parameters"] == told[-1][1]["parameters"]
    assert all(said["seconds_left"] >= 0 for _, said in told)
    again = client.ask("/minimize", asked)
    assert {**again, "evaluations": 0} == {**last[1], "evaluations": 0}


def test_what_is_refused_before_the_first_step_has_its_status(client: Client) -> None:
    response = client.post("/minimize", {**SQUARES, "bounds": {"z": [0, 1]}}, accept=EVENTS)
    client.problem(response, 422, "invalid-document")


def test_what_goes_wrong_later_is_the_last_event(client: Client) -> None:
    asked = {"program": "loss = log(x)", "parameters": {"x": 1.0}, "method": "sgd", "learning_rate": 2.0}
    response = client.post("/minimize", {**asked, "check_numerics": True}, accept=EVENTS)
    assert response.status_code == 200
    *_, (name, problem) = events(response.text)
    assert name == "problem"
    assert problem["type"] == "/problems/non-finite-value"


def test_over_a_socket_steps_come_as_they_are_taken() -> None:
    asked = {**SQUARES, "method": "sgd", "learning_rate": 1e-9, "max_steps": 10**9, "timeout_seconds": 60}
    with serve() as server, server.client() as client:
        with server.connect() as connection:
            body = message("/minimize", asked).replace(b"Host:", b"Accept: text/event-stream\r\nHost:")
            connection.sendall(body)
            found = b""
            while found.count(b"event: progress") < 3:
                found += connection.recv(65536)
            assert b"event: answer" not in found
            busy = client.get("/metrics").text
            assert "\nwengert_requests_under_way 2.0\n" in busy
            connection.shutdown(socket.SHUT_RDWR)
        # Nobody waits for it any more.
        until(lambda: "\nwengert_threads_busy 0.0\n" in client.get("/metrics").text)
        assert "Traceback" not in server.log


def test_float32_parameters_stay_such(client: Client) -> None:
    answer = client.ask("/minimize", {**SQUARES, "dtype": "float32", "tolerance": 1e-4})
    assert answer["converged"]
    assert math.isclose(answer["parameters"]["x"][1], -2.0, abs_tol=1e-3)
