"""What TensorFlow's GradientTape does, line by line, over HTTP."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.conftest import Client, document, node

SQUARE = node("y", "multiply", "x", "x")
SUM = node("loss", "sum", "y")


def test_parameters_are_watched_and_constants_are_not(client: Client) -> None:
    product = node("y", "multiply", "v", "c")
    answer = client.gradient(document(product, parameters={"v": 2.0}, constants={"c": 3.0}))
    assert answer["gradients"] == {"v": 3.0}


def test_a_variable_that_is_not_trainable_is_not_watched(client: Client) -> None:
    product = node("y", "multiply", "v", "w")
    answer = client.gradient(
        document(product, parameters={"v": 2.0, "w": 3.0}, inputs={"w": {"trainable": False}})
    )
    assert answer["gradients"] == {"v": 3.0}


def test_watch(client: Client) -> None:
    product = node("y", "multiply", "v", "c")
    asked = document(product, parameters={"v": 2.0}, constants={"c": 3.0}, sources=["c"])
    assert client.gradient(asked)["gradients"] == {"c": 2.0}


def test_gradient_of_nested_structures_is_summed_over_targets(client: Client) -> None:
    nodes = [node("a", "square", "x"), node("b", "multiply", "x", "w")]
    answer = client.gradient(document(*nodes, parameters={"x": 3.0, "w": 5.0}, target=["a", "b"]))
    assert answer == {"loss": [9.0, 15.0], "gradients": {"x": 11.0, "w": 3.0}}


def test_target_that_is_not_a_scalar_counts_as_its_sum(client: Client) -> None:
    answer = client.gradient(document(SQUARE, parameters={"x": [1.0, 2.0, 3.0]}))
    assert answer == {"loss": [1.0, 4.0, 9.0], "gradients": {"x": [2.0, 4.0, 6.0]}}


def test_output_gradients(client: Client) -> None:
    asked = document(SQUARE, parameters={"x": [1.0, 2.0]}, output_gradients=[1.0, -0.5])
    assert client.gradient(asked)["gradients"] == {"x": [2.0, -2.0]}
    pulled = document(SQUARE, parameters={"x": [1.0, 2.0]}, output_gradients={"y": [1.0, -0.5]})
    assert client.ask("/vjp", pulled)["gradients"] == {"x": [2.0, -2.0]}


@pytest.mark.parametrize(("choice", "gradient"), [("none", None), ("zero", [0.0, 0.0])])
def test_unconnected_gradients(client: Client, choice: str, gradient: object) -> None:
    asked = document(
        SQUARE, parameters={"x": 1.0, "z": [1.0, 2.0]}, sources=["z"], unconnected_gradients=choice
    )
    assert client.gradient(asked)["gradients"] == {"z": gradient}


def test_persistent_tape_answers_several_targets_from_one_recording(client: Client) -> None:
    nodes = [node("a", "square", "x"), node("b", "power", "x", 3)]
    asked = document(*nodes, parameters={"x": 2.0}, graph_outputs=["a", "b"])
    assert client.ask("/jacobian", asked)["jacobian"] == {"a": {"x": 4.0}, "b": {"x": 12.0}}
    both = {**asked, "output_gradients": {"a": [1.0, 0.0], "b": [0.0, 1.0]}}
    assert client.ask("/vjp", both)["gradients"] == {"x": [4.0, 12.0]}


def test_jacobian(client: Client) -> None:
    product = node("y", "matmul", "A", "x")
    asked = document(
        product, parameters={"x": [1.0, 2.0]}, constants={"A": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}
    )
    assert client.ask("/jacobian", asked)["jacobian"]["y"]["x"] == [[1, 2], [3, 4], [5, 6]]


def test_batch_jacobian(client: Client) -> None:
    asked = document(SQUARE, parameters={"x": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}, batch=True)
    found = client.ask("/jacobian", asked)["jacobian"]["y"]["x"]
    assert found == [[[2, 0], [0, 4]], [[6, 0], [0, 8]], [[10, 0], [0, 12]]]


def test_nested_tapes(client: Client) -> None:
    nodes = [
        node("y", "power", "x", 3),
        node("dy", "gradient", "y", "x"),
        node("d2y", "gradient", "dy", "x"),
        node("d3y", "gradient", "d2y", "x"),
    ]
    answer = client.gradient(document(*nodes, parameters={"x": 2.0}, target="d2y", outputs=["dy", "d3y"]))
    assert answer == {"loss": 12.0, "gradients": {"x": 6.0}, "outputs": {"dy": 12.0, "d3y": 6.0}}


def test_gradient_penalty(client: Client) -> None:
    nodes = [
        node("critic", "tanh", "x"),
        node("slope", "gradient", "critic", "x"),
        node("norm", "vector_norm", "slope"),
        node("excess", "subtract", "norm", 1),
        node("penalty", "square", "excess"),
    ]
    x = np.array([0.3, -0.7, 1.1])

    def penalty(x: np.ndarray) -> float:
        return float((np.sqrt(((1 - np.tanh(x) ** 2) ** 2).sum()) - 1) ** 2)

    answer = client.gradient(document(*nodes, parameters={"x": x.tolist()}))
    assert answer["loss"] == pytest.approx(penalty(x), rel=1e-14)
    steps = 1e-6 * np.eye(3)
    expected = [(penalty(x + e) - penalty(x - e)) / 2e-6 for e in steps]
    np.testing.assert_allclose(answer["gradients"]["x"], expected, rtol=1e-7)


def test_forward_accumulator(client: Client) -> None:
    asked = document(SQUARE, parameters={"x": [1.0, 2.0]}, tangents={"x": [1.0, -1.0]})
    assert client.ask("/jvp", asked) == {"outputs": {"y": [1.0, 4.0]}, "tangents": {"y": [2.0, -4.0]}}
    inside = [SQUARE, node("moved", "jvp", "y", "x", "t")]
    asked = document(*inside, parameters={"x": [1.0, 2.0]}, constants={"t": [1.0, -1.0]})
    assert client.evaluate(asked) == {"moved": [2.0, -4.0]}


def test_stop_recording(client: Client) -> None:
    nodes = [node("held", "stop_gradient", "x"), node("y", "multiply", "held", "x")]
    assert client.gradient(document(*nodes, parameters={"x": 3.0}))["gradients"] == {"x": 3.0}


def test_recompute_grad(client: Client) -> None:
    nodes = [node("kept", "checkpoint", "x"), node("y", "multiply", "kept", "x")]
    assert client.gradient(document(*nodes, parameters={"x": 3.0}))["gradients"] == {"x": 6.0}
    heavy = {"inputs": ["x"], "nodes": [node("s", "sin", "x"), node("e", "exp", "s")]}
    call: Any = {"name": "y", "op": "call", "inputs": ["x"], "function": "heavy"}
    kept, again = (document(call, parameters={"x": [0.5, 1.0]}, trace=True) for _ in range(2))
    kept["graph"]["functions"] = {"heavy": heavy}
    again["graph"]["functions"] = {"heavy": {**heavy, "checkpoint": True}}
    answers = [client.gradient(asked) for asked in (kept, again)]
    traces = [[entry["op"] for entry in answer.pop("trace")] for answer in answers]
    assert answers[0] == answers[1]
    assert "exp" in traces[0]
    assert traces[1].count("checkpoint") == 2, "once forward, and once again for the backward pass"


def test_custom_gradient(client: Client) -> None:
    """TensorFlow's example: log(1 + exp(x)) whose own derivative is stable."""
    call: Any = {"name": "y", "op": "call", "inputs": ["x"], "function": "log1pexp"}
    asked = document(call, parameters={"x": 100.0})
    asked["graph"]["functions"] = {
        "log1pexp": {
            "inputs": ["x"],
            "nodes": [node("e", "exp", "x"), node("y", "log1p", "e")],
            "gradient": "stable",
        },
        "stable": {
            "inputs": ["upstream", "x", "y"],
            "nodes": [node("s", "sigmoid", "x"), node("g", "multiply", "upstream", "s")],
        },
    }
    assert client.gradient(asked) == {"loss": 100.0, "gradients": {"x": 1.0}}


CONTROL_FLOW = {
    "cond": (
        {"name": "y", "op": "cond", "inputs": ["positive", "x"], "then": "square", "else": "half"},
        {"name": "positive", "op": "greater", "inputs": ["x", 0]},
        9.0,
        6.0,
    ),
    "while_loop": (
        {"name": "y", "op": "while_loop", "inputs": ["x"], "condition": "small", "body": "square"},
        {"name": "unused", "op": "identity", "inputs": ["x"]},
        81.0,
        108.0,
    ),
    "scan": (
        {"name": "y", "op": "scan", "inputs": ["x"], "body": "square", "length": 3},
        {"name": "unused", "op": "identity", "inputs": ["x"]},
        6561.0,
        8 * 2187.0,
    ),
    "map": (
        {"name": "y", "op": "map", "inputs": ["xs"], "function": "square"},
        {"name": "xs", "op": "stack", "inputs": ["x", "x"]},
        [9.0, 9.0],
        12.0,
    ),
}


@pytest.mark.parametrize("name", CONTROL_FLOW)
def test_control_flow_is_recorded(client: Client, name: str) -> None:
    last, first, loss, slope = CONTROL_FLOW[name]
    asked = document(first, last, parameters={"x": 3.0})
    asked["graph"]["functions"] = {
        "square": {"inputs": ["x"], "nodes": [node("y", "square", "x")]},
        "half": {"inputs": ["x"], "nodes": [node("y", "divide", "x", 2)]},
        "small": {"inputs": ["x"], "nodes": [node("y", "less", "x", 10)]},
    }
    assert client.gradient(asked) == {"loss": loss, "gradients": {"x": slope}}
    pushed = client.ask("/jvp", {**asked, "tangents": {"x": 1.0}})["tangents"]["y"]
    np.testing.assert_allclose(np.sum(pushed), slope, rtol=1e-14)


def test_integer_source_is_none_with_a_warning(client: Client) -> None:
    product = node("y", "multiply", "x", "n")
    asked = document(product, parameters={"x": 2.0}, constants={"n": 3}, sources=["n", "x"])
    answer = client.gradient(asked)
    assert answer["gradients"] == {"n": None, "x": 3.0}
    assert "int64" in answer["warnings"][0]


def test_indexed_slices(client: Client) -> None:
    nodes = [node("rows", "take", "table", "ids"), node("y", "square", "rows"), SUM]
    values: Any = {
        "parameters": {"table": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]},
        "constants": {"ids": [2, 0, 2]},
    }
    dense = np.array(client.gradient(document(*nodes, **values))["gradients"]["table"])
    sparse = client.gradient(document(*nodes, **values, sparse=True))["gradients"]["table"]
    assert sparse["object_type"] == "indexed_slices"
    assert sparse["indices"] == [2, 0, 2]
    written = np.zeros(sparse["shape"])
    np.add.at(written, sparse["indices"], sparse["values"])
    np.testing.assert_array_equal(written, dense)


@pytest.mark.parametrize(("op", "phase"), [("log", "forward"), ("sqrt", "backward")])
def test_check_numerics_names_the_first_node(client: Client, op: str, phase: str) -> None:
    nodes = [node("shown", "multiply", "x", 2), node("bad", op, "shown"), node("loss", "sum", "bad")]
    asked = document(*nodes, parameters={"x": [1.0, 0.0]}, check_numerics=True)
    body = client.problem(client.post("/gradient", asked), 422, "non-finite-value")
    assert body["errors"][0]["pointer"] == "/graph/nodes/1"
    assert f"node 'bad' ({op}): {phase} pass" in body["detail"]


def test_check_numerics_as_an_operation(client: Client) -> None:
    nodes = [node("seen", "check_numerics", "x"), node("loss", "sum", "seen")]
    assert client.gradient(document(*nodes, parameters={"x": [1.0, 2.0]}))["gradients"] == {"x": [1.0, 1.0]}
    response = client.post("/gradient", document(*nodes, parameters={"x": [1.0, "NaN"]}))
    assert "node 'seen'" in client.problem(response, 422, "operation-error")["detail"]


def test_watched_variables_are_in_the_trace(client: Client) -> None:
    answer = client.gradient(document(SQUARE, SUM, parameters={"x": [1.0, 2.0]}, trace=True))
    entries = {entry["id"]: entry for entry in answer["trace"]}
    assert entries["x"]["adjoint"] == {"elements": [2.0, 4.0]}
    assert entries["y"]["value"] == {"elements": [1.0, 4.0]}
    assert entries["y"]["inputs"] == ["x", "x"]
    assert entries["loss"]["adjoint"] == {"elements": 1.0}
    phases = [entry["phase"] for entry in answer["trace"]]
    assert phases == sorted(phases, key=["input", "forward", "backward"].index)
