"""Products, Jacobians, Hessians, checks and estimates over HTTP."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.conftest import Client, Json, array_object, document, node

RANDOM = np.random.default_rng(7)
A = RANDOM.normal(size=(4, 3))
X = RANDOM.normal(size=3)
B = RANDOM.normal(size=4)

# y = tanh(A x + b), loss = sum(y**2)
MODEL = [
    node("z", "matmul", "A", "x"),
    node("s", "add", "z", "b"),
    node("y", "tanh", "s"),
    node("q", "square", "y"),
    node("loss", "sum", "q"),
]
Y = np.tanh(A @ X + B)
D = 1 - Y**2
JX = D[:, None] * A
JB = np.diag(D)


def model(**options: Any) -> Json:
    parameters = {"x": X.tolist(), "b": B.tolist()}
    return document(*MODEL, parameters=parameters, constants={"A": A.tolist()}, **options)


def close(found: Any, expected: Any, tolerance: float = 1e-12) -> None:
    np.testing.assert_allclose(np.array(found), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("mode", ["auto", "forward", "reverse"])
def test_jacobian_by_each_mode(client: Client, mode: str) -> None:
    answer = client.ask("/jacobian", model(target="y", mode=mode))
    close(answer["outputs"]["y"], Y)
    close(answer["jacobian"]["y"]["x"], JX)
    close(answer["jacobian"]["y"]["b"], JB)


def test_jacobian_of_several_targets(client: Client) -> None:
    answer = client.ask("/jacobian", model(target=["y", "loss"], sources=["x"]))
    close(answer["jacobian"]["y"]["x"], JX)
    close(answer["jacobian"]["loss"]["x"], 2 * Y @ JX)


def test_jacobian_of_a_thousand_rows(client: Client) -> None:
    t = np.linspace(0, 1, 1000)
    nodes = [node("e", "multiply", "k", "t"), node("y", "exp", "e")]
    answer = client.ask("/jacobian", document(*nodes, parameters={"k": [0.5]}, constants={"t": t.tolist()}))
    close(answer["jacobian"]["y"]["k"], (t * np.exp(0.5 * t))[:, None])


def test_jacobian_per_example(client: Client) -> None:
    x = RANDOM.normal(size=(5, 3))
    nodes = [node("z", "matmul", "x", "W"), node("y", "tanh", "z")]
    asked = document(*nodes, parameters={"x": x.tolist()}, constants={"W": A.T.tolist()}, batch=True)
    found = client.ask("/jacobian", asked)["jacobian"]["y"]["x"]
    close(found, (1 - np.tanh(x @ A.T) ** 2)[:, :, None] * A)


def test_several_cotangents_and_tangents_equal_one_at_a_time(client: Client) -> None:
    cotangents, tangents = RANDOM.normal(size=(6, 4)), RANDOM.normal(size=(6, 3))
    many = client.ask("/vjp", model(target="y", output_gradients={"y": cotangents.tolist()}))["gradients"]
    pushed = client.ask("/jvp", model(target="y", tangents={"x": tangents.tolist()}))["tangents"]["y"]
    for i in range(6):
        one = client.ask("/vjp", model(target="y", output_gradients={"y": cotangents[i].tolist()}))
        close(many["x"][i], one["gradients"]["x"], 1e-13)
        close(many["b"][i], one["gradients"]["b"], 1e-13)
        single = client.ask("/jvp", model(target="y", tangents={"x": tangents[i].tolist()}))
        close(pushed[i], single["tangents"]["y"], 1e-13)
    close(np.sum(cotangents * np.array(pushed)), np.sum(np.array(many["x"]) * tangents))


def test_jvp_moves_several_values_at_once(client: Client) -> None:
    t, u = RANDOM.normal(size=3), RANDOM.normal(size=4)
    answer = client.ask("/jvp", model(target="y", tangents={"x": t.tolist(), "b": u.tolist()}))
    close(answer["tangents"]["y"], JX @ t + JB @ u)


def hessian_of_loss() -> np.ndarray:
    """Second derivatives of sum(tanh(s)**2) with respect to s, on the diagonal."""
    return np.asarray(2 * D * (D - 2 * Y**2))


def test_hessian_blocks(client: Client) -> None:
    answer = client.ask("/hessian", model())
    second = hessian_of_loss()
    close(answer["hessian"]["x"]["x"], A.T @ (second[:, None] * A))
    close(answer["hessian"]["b"]["x"], second[:, None] * A)
    close(answer["hessian"]["x"]["b"], (second[:, None] * A).T)
    close(answer["hessian"]["b"]["b"], np.diag(second))
    close(answer["gradients"]["x"], 2 * Y @ JX)
    close(answer["loss"], np.sum(Y**2))


def test_hessian_of_each_element(client: Client) -> None:
    answer = client.ask("/hessian", model(target="y", sources=["x"]))
    second = -2 * Y * D
    close(answer["hessian"]["x"]["x"], second[:, None, None] * A[:, :, None] * A[:, None, :])


def test_hessian_vector_product(client: Client) -> None:
    v, w = RANDOM.normal(size=3), RANDOM.normal(size=4)
    second = hessian_of_loss()
    both = client.ask("/hvp", model(vectors={"x": v.tolist(), "b": w.tolist()}))["hvp"]
    along = second * (A @ v + w)
    close(both["x"], A.T @ along)
    close(both["b"], along)
    one = client.ask("/hvp", model(vectors={"x": v.tolist()}))["hvp"]
    close(one["b"], second * (A @ v))


def test_derivatives_inside_a_graph(client: Client) -> None:
    v = RANDOM.normal(size=3)
    nodes = [
        *MODEL,
        node("J", "jacobian", "y", "x"),
        node("JF", "jacobian", "y", "x", mode="forward"),
        node("H", "hessian", "loss", "x"),
        node("Hv", "hvp", "loss", "x", "v"),
        node("gJ", "vjp", "y", "x", "g"),
        node("Jv", "jvp", "y", "x", "v"),
    ]
    g = RANDOM.normal(size=4)
    asked = document(
        *nodes,
        parameters={"x": X.tolist(), "b": B.tolist()},
        constants={"A": A.tolist(), "v": v.tolist(), "g": g.tolist()},
        graph_outputs=["J", "JF", "H", "Hv", "gJ", "Jv"],
    )
    outputs = client.evaluate(asked)
    H = A.T @ (hessian_of_loss()[:, None] * A)
    close(outputs["J"], JX)
    close(outputs["JF"], JX)
    close(outputs["H"], H)
    close(outputs["Hv"], H @ v)
    close(outputs["gJ"], g @ JX)
    close(outputs["Jv"], JX @ v)


def test_newton_step_is_differentiated(client: Client) -> None:
    """One Newton step for x**2 = a from x: (x + a/x)/2, whose derivative with respect to a is 1/(2x)."""
    nodes = [
        node("square", "square", "x"),
        node("f", "subtract", "square", "a"),
        node("slope", "gradient", "f", "x"),
        node("step", "divide", "f", "slope"),
        node("next", "subtract", "x", "step"),
    ]
    answer = client.gradient(document(*nodes, parameters={"a": 2.0, "x": 1.5}))
    assert answer["loss"] == pytest.approx(17 / 12, rel=1e-15)
    assert answer["gradients"]["a"] == pytest.approx(1 / 3, rel=1e-15)
    assert answer["gradients"]["x"] == pytest.approx(0.5 - 0.5 * 2 / 1.5**2, rel=1e-13)


def test_physics_informed_loss(client: Client) -> None:
    """The residual u'' + u of u = sin(w t) is (1 - w**2) sin(w t)."""
    t = np.linspace(0.1, 2.0, 7)
    nodes = [
        node("phase", "multiply", "w", "t"),
        node("u", "sin", "phase"),
        node("du", "gradient", "u", "t"),
        node("ddu", "gradient", "du", "t"),
        node("residual", "add", "ddu", "u"),
        node("squares", "square", "residual"),
        node("loss", "mean", "squares"),
    ]
    w = 1.3
    answer = client.gradient(document(*nodes, parameters={"w": w}, constants={"t": t.tolist()}))
    r = (1 - w**2) * np.sin(w * t)
    close(answer["loss"], np.mean(r**2))
    slope = -2 * w * np.sin(w * t) + (1 - w**2) * t * np.cos(w * t)
    close(answer["gradients"]["w"], np.mean(2 * r * slope))


@pytest.mark.parametrize("op", ["gradient", "jacobian", "hessian"])
def test_what_does_not_depend_is_zero_inside_a_graph(client: Client, op: str) -> None:
    nodes = [node("y", "square", "a"), node("d", op, "y", "x")]
    answer = client.evaluate(document(*nodes, parameters={"a": 1.0, "x": [1.0, 2.0]}))
    assert not np.any(answer["d"])


@pytest.mark.parametrize(
    ("path", "options", "pointer", "words"),
    [
        (
            "/vjp",
            {"output_gradients": {"y": [1.0]}, "target": "y"},
            "/output_gradients/y",
            "expected the shape (4,)",
        ),
        (
            "/vjp",
            {"output_gradients": {"yy": 1.0}, "target": "y"},
            "/output_gradients/yy",
            "did you mean 'y'?",
        ),
        ("/vjp", {"output_gradients": {}}, "/output_gradients", "is empty"),
        ("/jvp", {"tangents": {}}, "/tangents", "is empty"),
        ("/jvp", {"tangents": {"xx": 1.0}}, "/tangents/xx", "nothing is named 'xx'"),
        (
            "/jvp",
            {"tangents": {"x": [[1.0, 0.0, 0.0]], "b": [0.0, 0.0, 0.0, 1.0]}},
            "/tangents",
            "must have one length (x: 1, b: none)",
        ),
        ("/hvp", {"vectors": {"x": [[1.0, 2.0, 3.0]]}}, "/vectors/x", "expected the shape (3,)"),
        ("/hvp", {"vectors": {"z": [1.0]}}, "/vectors/z", "'z' is no source"),
        ("/jacobian", {"mode": "sideways"}, "/mode", "forward"),
        ("/hessian", {"target": ["y", "loss"]}, "/target", "'target'"),
        ("/check", {"rtol": 0}, "/rtol", "greater than 0"),
        ("/estimate", {"question": "all"}, "/question", "evaluate"),
    ],
)
def test_bad_options(client: Client, path: str, options: Json, pointer: str, words: str) -> None:
    response = client.post(path, model(**options))
    body = response.json()
    client.problem(response, 422, body["type"].rpartition("/")[2])
    assert words in body["detail"]
    assert pointer in [fault["pointer"] for fault in body["errors"]]


def test_batch_needs_examples(client: Client) -> None:
    response = client.post("/jacobian", model(batch=True))
    detail = client.problem(response, 422, "operation-error")["detail"]
    assert "'loss' has shape ()" in detail


def test_integer_and_complex_targets_inside_a_graph(client: Client) -> None:
    nodes = [node("i", "argmax", "x"), node("d", "gradient", "i", "x")]
    response = client.post("/evaluate", document(*nodes, parameters={"x": [1.0, 2.0]}))
    body = client.problem(response, 422, "operation-error")
    assert body["errors"][0]["pointer"] == "/graph/nodes/1/inputs/0"
    assert "only floating values" in body["detail"]
    nodes = [node("f", "fft", "x"), node("d", "gradient", "f", "x")]
    response = client.post("/evaluate", document(*nodes, parameters={"x": [1.0, 2.0]}))
    assert "y is complex" in client.problem(response, 422, "operation-error")["detail"]


def test_complex_values_both_ways(client: Client) -> None:
    z = array_object([2], [[1.0, 2.0], [-0.5, 0.25]], "complex128")
    nodes = [
        node("m", "abs", "z"),
        node("s", "square", "m"),
        node("loss", "sum", "s"),
        node("c", "conj", "z"),
    ]
    answer = client.gradient(document(*nodes, parameters={"z": z}, target="loss", outputs=["c"]))
    assert answer["loss"] == pytest.approx(5.3125)
    assert answer["gradients"]["z"]["dtype"] == "complex128"
    close(answer["gradients"]["z"]["data"]["buffer"], [[2.0, 4.0], [-1.0, 0.5]])
    close(answer["outputs"]["c"]["data"]["buffer"], [[1.0, -2.0], [-0.5, -0.25]])


def test_complex_target_needs_weights(client: Client) -> None:
    nodes = [node("f", "fft", "x")]
    response = client.post("/gradient", document(*nodes, parameters={"x": [1.0, 2.0]}))
    body = client.problem(response, 422, "operation-error")
    assert "the target 'f' is complex" in body["detail"]
    weights = array_object([2], [[1.0, 0.0], [0.0, 1.0]], "complex128")
    answer = client.gradient(document(*nodes, parameters={"x": [1.0, 2.0]}, output_gradients=weights))
    close(answer["gradients"]["x"], [1.0, 1.0])


def test_check_passes_on_a_smooth_model(client: Client) -> None:
    answer = client.ask("/check", model())
    assert answer["passed"] is True
    assert {name: source["elements"] for name, source in answer["sources"].items()} == {"x": 3, "b": 4}
    worst = answer["sources"]["x"]["worst"]
    assert worst["gradient"] == pytest.approx(worst["difference"], rel=1e-8)


def test_check_in_single_precision_and_at_a_node(client: Client) -> None:
    assert client.ask("/check", model(dtype="float32"))["passed"] is True
    assert client.ask("/check", model(sources=["y", "x"]))["passed"] is True


def test_check_finds_what_is_not_the_derivative(client: Client) -> None:
    nodes = [node("held", "stop_gradient", "x"), node("y", "multiply", "held", "x")]
    answer = client.ask("/check", document(*nodes, parameters={"x": [1.0, 3.0]}))
    source = answer["sources"]["x"]
    assert (answer["passed"], source["passed"]) == (False, False)
    assert source["worst"]["index"] == [1]
    close([source["worst"]["gradient"], source["worst"]["difference"]], [3.0, 6.0], 1e-8)


def test_check_says_where_a_kink_is(client: Client) -> None:
    nodes = [node("a", "abs", "x"), node("y", "exp", "a")]
    source = client.ask("/check", document(*nodes, parameters={"x": [1.0, 0.0, -2.0]}))["sources"]["x"]
    assert source["kinks"] == [[1]]
    assert (source["passed"], source["elements"]) == (True, 2)


def test_check_refuses_more_than_the_budget(client: Client) -> None:
    nodes = [node("y", "matmul", "W", "W"), node("loss", "sum", "y")]
    response = client.post("/check", document(*nodes, parameters={"W": np.eye(300).tolist()}))
    assert "name fewer sources" in client.problem(response, 422, "budget-exceeded")["detail"]


def test_estimate_without_values(client: Client) -> None:
    nodes = [node("z", "matmul", "x", "W"), node("y", "tanh", "z"), node("loss", "sum", "y")]
    inputs = {"x": {"shape": [200, 30]}, "W": {"shape": [30, 40]}}
    answer = client.ask("/estimate", document(*nodes, inputs=inputs, question="evaluate"))
    assert answer["shapes"] == {"z": [200, 40], "y": [200, 40], "loss": []}
    assert answer["operations"] == 3
    assert answer["most_expensive"][0] == {"node": "z", "op": "matmul", "flops": 2 * 200 * 30 * 40}
    assert answer["within_budget"] is True
    more = client.ask("/estimate", document(*nodes, inputs=inputs))
    assert more["flops"] > 2 * answer["flops"]


def test_estimate_refuses_a_jacobian_that_nothing_could_hold(client: Client) -> None:
    asked = document(node("y", "exp", "x"), inputs={"x": {"shape": [1_000_000]}}, question="jacobian")
    body = client.problem(client.post("/estimate", asked), 422, "budget-exceeded")
    assert "(1000000, 1000000)" in body["detail"]


def test_jacobian_that_nothing_could_hold_is_refused(client: Client) -> None:
    asked = document(node("y", "exp", "x"), parameters={"x": array_object([0], [])})
    assert client.ask("/jacobian", asked)["jacobian"]["y"]["x"]["shape"] == [0, 0]
    nodes = [node("big", "broadcast_to", "x", shape=[1_000_000]), node("y", "exp", "big")]
    asked = document(*nodes, parameters={"x": 1.0}, sources=["big"])
    client.problem(client.post("/jacobian", asked), 422, "budget-exceeded")


def test_sparse_gradient_of_two_gathers_and_of_none(client: Client) -> None:
    nodes = [
        node("a", "take", "T", "i"),
        node("b", "take", "T", "j"),
        node("both", "concat", "a", "b"),
        node("q", "square", "both"),
        node("loss", "sum", "q"),
    ]
    values: Json = {
        "parameters": {"T": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]},
        "constants": {"i": [0, 2], "j": [[2, 2]][0]},
    }
    dense = np.array(client.gradient(document(*nodes, **values))["gradients"]["T"])
    sparse = client.gradient(document(*nodes, **values, sparse=True))["gradients"]["T"]
    written = np.zeros((3, 2))
    np.add.at(written, sparse["indices"], sparse["values"])
    close(written, dense)
    plain = document(node("y", "square", "T"), parameters={"T": [1.0, 2.0]}, sparse=True)
    assert client.gradient(plain)["gradients"]["T"] == [2.0, 4.0]


def test_check_of_a_source_sent_in_single_precision(client: Client) -> None:
    source = array_object([3], [0.15798327, 1.390787, 1.1058774], "float32")
    nodes = [node("y", "tile", "x", repetitions=[3]), node("loss", "sum", "y")]
    assert client.ask("/check", document(*nodes, parameters={"x": source}))["passed"] is True
