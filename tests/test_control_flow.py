"""Loops, branches and functions: each against the same program written out, in every kind of derivative."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine import Plan, Tape, gradient, ops, run
from app.graph.inquiry import Inquiry, Limits
from app.graph.program import compiled_program, program_of
from app.graph.requests import GradientRequest
from app.ops.spec import FLOAT64, Spec
from tests.conftest import Client, Json, document, node, same

X = [[0.5, -1.2], [1.1, 0.3], [-0.7, 0.8]]
LONG = np.linspace(-1.0, 1.0, 24).reshape(12, 2).tolist()
W = [[0.4, -0.3], [0.2, 0.6]]

# Pairs of programs that mean the same: one with a loop or a branch, one written out.
PAIRS = {
    "scan": (
        "def step(h, x):\n    h = tanh(W @ h + x)\n    return h, h * x\n"
        "last, ys = scan(step, zeros(2), xs)\nloss = sum(last ** 2) + sum(ys ** 3)",
        "h = zeros(2)\nys = []\nfor i in range(xs.shape[0]):\n    x = xs[i]\n    h = tanh(W @ h + x)\n"
        "    ys = ys + [h * x]\nloss = sum(h ** 2) + sum(stack(ys) ** 3)",
    ),
    "scan in reverse": (
        "def step(h, x):\n    h = sin(h * x + w)\n    return h, h\n"
        "last, ys = scan(step, zeros(2), xs, reverse=True)\nloss = sum(last * ys[0] * ys[-1] ** 2)",
        "h = zeros(2)\nys = []\nfor i in reversed(range(xs.shape[0])):\n    h = sin(h * xs[i] + w)\n    ys = [h] + ys\n"
        "loss = sum(h * ys[0] * ys[-1] ** 2)",
    ),
    "scan with several carries": (
        "def step(state, x):\n    (a, n), b = state\n    return ((b * w, n + 1), a + sum(x)), (a * b, None)\n"
        "((a, n), b), (ys, _) = scan(step, ((1.0, 0), w), xs)\nloss = a * b + sum(ys) * n",
        "a, n, b = 1.0, 0, w\nys = []\nfor i in range(xs.shape[0]):\n    ys = ys + [a * b]\n"
        "    a, n, b = b * w, n + 1, a + sum(xs[i])\nloss = a * b + sum(stack(ys)) * n",
    ),
    "scan over several xs": (
        "def step(c, x):\n    a, (b, i) = x\n    return c * a[0] + b, c\n"
        "c, ys = scan(step, w, (xs, (xs[:, 1], arange(xs.shape[0]))))\nloss = c ** 2 + sum(sin(ys))",
        "c = w\nys = []\nfor i in range(xs.shape[0]):\n    ys = ys + [c]\n    c = c * xs[i, 0] + xs[i, 1]\n"
        "loss = c ** 2 + sum(sin(stack(ys)))",
    ),
    "scan within scan": (
        "def row(c, x):\n    def cell(d, v):\n        return d * v + w * c, d\n    d, ds = scan(cell, c, x)\n"
        "    return d + sum(ds), d\nc, ds = scan(row, w, xs)\nloss = c + sum(ds ** 2)",
        "c = w\nds = []\nfor i in range(xs.shape[0]):\n    d = c\n    inner = 0\n    for j in range(2):\n"
        "        inner = inner + d\n        d = d * xs[i, j] + w * c\n    ds = ds + [d]\n    c = d + inner\n"
        "loss = c + sum(stack(ds) ** 2)",
    ),
    "cond": (
        "y = cond(w > 0, lambda x: exp(x) * w, lambda x: x ** 3, xs)\nloss = sum(y ** 2)",
        "y = exp(xs) * w\nloss = sum(y ** 2)",
    ),
    "cond within scan": (
        "def step(c, x):\n    c = cond(x[0] > 0, lambda c: sin(c) + x[1], lambda c: c * c * w, c)\n    return c, c\n"
        "c, ys = scan(step, w, xs)\nloss = c * sum(ys)",
        "c = w\nys = []\nfor i in range(xs.shape[0]):\n    x = xs[i]\n    c = where(x[0] > 0, sin(c) + x[1], c * c * w)\n"
        "    ys = ys + [c]\nloss = c * sum(stack(ys))",
    ),
    "while_loop": (
        "def go(state):\n    i, a = state\n    return i < 5\ndef on(state):\n    i, a = state\n"
        "    return i + 1, sin(a) * w + xs[0]\n_, a = while_loop(go, on, (0, xs[1]))\nloss = sum(a ** 2)",
        "a = xs[1]\nfor i in range(5):\n    a = sin(a) * w + xs[0]\nloss = sum(a ** 2)",
    ),
    "while_loop within scan": (
        "def step(c, x):\n    def go(s):\n        return s[0] < 3\n    def on(s):\n        return s[0] + 1, cos(s[1]) * x\n"
        "    _, d = while_loop(go, on, (0, c))\n    return d * w, sum(d)\nc, ys = scan(step, xs[0], xs)\n"
        "loss = sum(c) * sum(ys)",
        "c = xs[0]\nys = []\nfor i in range(xs.shape[0]):\n    d = c\n    for j in range(3):\n        d = cos(d) * xs[i]\n"
        "    ys = ys + [sum(d)]\n    c = d * w\nloss = sum(c) * sum(stack(ys))",
    ),
    "map": (
        "ys = map(lambda x: (W @ x) * w, xs)\nloss = sum(ys ** 3)",
        "ys = stack([(W @ xs[i]) * w for i in range(xs.shape[0])])\nloss = sum(ys ** 3)",
    ),
    "map over several": (
        "ys, zs = map(lambda x, y: (x * y, sum(x)), xs, xs[:, 0])\nloss = sum(ys ** 2) * sum(zs)",
        "n = xs.shape[0]\nys = stack([xs[i] * xs[i, 0] for i in range(n)])\nzs = stack([sum(xs[i]) for i in range(n)])\n"
        "loss = sum(ys ** 2) * sum(zs)",
    ),
    "scan within map": (
        "def total(x):\n    c, _ = scan(lambda c, v: (c * v + w, None), w, x)\n    return c\n"
        "loss = sum(map(total, xs) ** 2)",
        "n = xs.shape[0]\nloss = sum(stack([(w * xs[i, 0] + w) * xs[i, 1] + w for i in range(n)]) ** 2)",
    ),
    "cond within map": (
        "ys = map(lambda x: cond(x[0] > 0, lambda: sum(x) * w, lambda: x[0] ** 2), xs)\nloss = sum(ys ** 2)",
        "ys = where(xs[:, 0] > 0, sum(xs, axis=1) * w, xs[:, 0] ** 2)\nloss = sum(ys ** 2)",
    ),
    "while_loop within map": (
        "def grow(x):\n    return while_loop(lambda y: sum(y ** 2) < 2, lambda y: y * (1.5 + w), x)\n"
        "loss = sum(map(grow, xs) ** 3)",
        "n = xs.shape[0]\ndef grow(x):\n    for i in range(6):\n"
        "        x = where(sum(x ** 2) < 2, x * (1.5 + w), x)\n    return x\n"
        "loss = sum(stack([grow(xs[i]) for i in range(n)]) ** 3)",
    ),
    "call": (
        "def f(x):\n    return sin(x) * w, x ** 2\na, b = call(f, xs)\nloss = sum(a * b)",
        "loss = sum(sin(xs) * w * xs ** 2)",
    ),
    "checkpoint": (
        "@checkpoint\ndef step(h, x):\n    h = tanh(W @ h + x)\n    return h, h * x\n"
        "last, ys = scan(step, zeros(2), xs)\nloss = sum(last ** 2) + sum(ys ** 3)",
        "def step(h, x):\n    h = tanh(W @ h + x)\n    return h, h * x\n"
        "last, ys = scan(step, zeros(2), xs)\nloss = sum(last ** 2) + sum(ys ** 3)",
    ),
    "a checkpointed value": (
        "a = checkpoint(sin(xs * w))\nb = checkpoint(exp(a) * xs)\nloss = sum(b * a * tanh(b))",
        "a = sin(xs * w)\nb = exp(a) * xs\nloss = sum(b * a * tanh(b))",
    ),
    "custom_gradient that is right": (
        "square_ = custom_gradient(lambda x: x * x, lambda g, x, y: 2 * x * g)\nloss = sum(square_(xs * w) * xs)",
        "loss = sum((xs * w) ** 2 * xs)",
    ),
    "custom_gradient within scan": (
        "f = custom_gradient(lambda x: sin(x), lambda g, x, y: g * cos(x))\n"
        "c, _ = scan(lambda c, x: (f(c) * x, None), xs[0] * w, xs)\nloss = sum(c)",
        "c, _ = scan(lambda c, x: (sin(c) * x, None), xs[0] * w, xs)\nloss = sum(c)",
    ),
    "gradient within scan": (
        "def step(c, x):\n    energy = sum(c ** 4) * w\n    return c - 0.1 * gradient(energy, c), energy\n"
        "c, es = scan(step, xs[0], xs)\nloss = sum(c) + sum(es)",
        "c = xs[0]\nes = 0\nfor i in range(xs.shape[0]):\n    es = es + sum(c ** 4) * w\n    c = c - 0.4 * c ** 3 * w\n"
        "loss = sum(c) + es",
    ),
    "gradient of a value around the function": (
        "z = w ** 2\ndef step(c, x):\n    y = z * x[0]\n    return c + gradient(y, w), None\n"
        "c, _ = scan(step, 0.0, xs)\nloss = c * w",
        "loss = 2 * w * sum(xs[:, 0]) * w",
    ),
    "hessian of a scan": (
        "c, _ = scan(lambda c, x: (sin(c * x[0]) + x[1], None), w, xs)\nH = hessian(c, xs)\nloss = sum(H ** 2)",
        "c = w\nfor i in range(xs.shape[0]):\n    c = sin(c * xs[i, 0]) + xs[i, 1]\nH = hessian(c, xs)\nloss = sum(H ** 2)",
    ),
}

each_pair = pytest.mark.parametrize("name", PAIRS)
each_length = pytest.mark.parametrize("xs", [X, LONG], ids=["interpreted", "generated"])


def request(program: str, xs: Json, **more: Json) -> Json:
    return {"program": program, "parameters": {"w": 0.7, "W": W, "xs": xs}, **more}


@each_length
@each_pair
def test_gradient_is_that_of_the_program_written_out(name: str, xs: Json, client: Client) -> None:
    looped, plain = (client.gradient(request(p, xs, unconnected_gradients="zero")) for p in PAIRS[name])
    same(looped, plain)


@each_pair
def test_second_derivatives(name: str, client: Client) -> None:
    looped, plain = (
        client.ask("/hessian", request(p, X, unconnected_gradients="zero", sources=["w", "xs"]))
        for p in PAIRS[name]
    )
    same(looped, plain)


@each_pair
@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_jacobians(name: str, mode: str, client: Client) -> None:
    looped, plain = (
        client.ask("/jacobian", request(p, X, mode=mode, unconnected_gradients="zero")) for p in PAIRS[name]
    )
    for answer in (looped, plain):
        answer.pop("outputs")
        [answer["jacobian"]] = answer["jacobian"].values()
    same(looped, plain)


@each_pair
def test_tangents_and_cotangents(name: str, client: Client) -> None:
    tangents = {"w": 0.3, "xs": np.arange(1.0, 7.0).reshape(3, 2).tolist()}
    looped, plain = (
        client.ask("/jvp", request(p, X, tangents=tangents, target="loss", unconnected_gradients="zero"))
        for p in PAIRS[name]
    )
    same(looped, plain)
    pulled = client.ask(
        "/vjp", request(PAIRS[name][0], X, output_gradients={"loss": [1.0, -2.0, 0.5]}, target="loss")
    )
    plain = client.gradient(request(PAIRS[name][1], X))
    for source, several in pulled["gradients"].items():
        if several is not None and plain["gradients"][source] is not None:
            one = np.array(plain["gradients"][source])
            np.testing.assert_allclose(
                several, np.multiply.outer([1.0, -2.0, 0.5], one), rtol=1e-9, atol=1e-9
            )


@each_pair
def test_central_differences(name: str, client: Client) -> None:
    answer = client.ask("/check", request(PAIRS[name][0], X))
    assert answer["passed"], answer
    assert not any(source["kinks"] for source in answer["sources"].values())


NESTED = """\
def f(a):
    def g(b):
        return b * a, 1.0
    c, d = cond(a > 0, lambda: g(a), lambda: (a, 2.0))
    ys = map(lambda t: cond(sum(t) > c, lambda u: u * d, lambda u: -u, t), xs)
    return sum(ys)
loss = f(w) + call(f, w)
"""


@pytest.mark.parametrize("program", [NESTED, *(program for pair in PAIRS.values() for program in pair)])
def test_programs_with_functions_come_back(program: str) -> None:
    specs = {"w": Spec((), FLOAT64), "W": Spec((2, 2), FLOAT64), "xs": Spec((3, 2), FLOAT64)}
    graph, _ = compiled_program(program, specs)
    text = program_of(graph)
    assert text is not None
    again, _ = compiled_program(text, {}, closed=False)
    assert again.model_dump(exclude_defaults=True) == graph.model_dump(exclude_defaults=True)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9])
def test_lengths(length: int, client: Client) -> None:
    xs = np.linspace(0.1, 1.0, 10)[:length]
    given = {"object_type": "array", "shape": [length], "dtype": "float64"}
    data = {"encoding": "json", "buffer": xs.tolist()}
    program = "c, ys = scan(lambda c, x: (c * x + w, c), w, xs)\nloss = c"
    answer = client.gradient(
        {"program": program, "parameters": {"w": 0.5}, "constants": {"xs": {**given, "data": data}}}
    )
    c, slope = 0.5, 1.0
    for x in xs:
        c, slope = c * x + 0.5, slope * x + 1
    assert answer["loss"] == pytest.approx(c, rel=1e-14)
    assert answer["gradients"]["w"] == pytest.approx(slope, rel=1e-14)


def plan_of(program: str, **values: Json) -> Plan:
    """The plan of loss and gradients."""
    asked = GradientRequest.model_validate({"program": program, **values})
    inquiry = Inquiry(asked, Limits())
    targets, sources = inquiry.targets(), inquiry.sources()
    found = gradient([t.value for t in targets], [s.value for s in sources])
    return Plan([targets[0].value, *(slope for slope in found if slope is not None)])


SMALL = "def step(h, x):\n    return tanh(W @ h + x), None\nh, _ = scan(step, zeros(8), xs)\nloss = sum(h)"


def test_a_long_scan_is_one_instruction_and_keeps_what_it_needs() -> None:
    values = {"W": np.eye(8).tolist()}
    short, long = (
        plan_of(SMALL, parameters=values, constants={"xs": np.ones((n, 8)).tolist()}) for n in (10, 10_000)
    )
    assert len(long.steps) == len(short.steps) < 20
    # Of each step tanh's result is kept, and the carry that W was multiplied with.
    residuals = 10_000 * 2 * 8 * 8
    xs = 10_000 * 8 * 8
    assert residuals < long.estimate.peak_bytes - xs < 2 * residuals


def test_checkpoint_trades_memory_for_computing() -> None:
    body = "def step(h, x):\n    for i in range(6):\n        h = tanh(W @ h + x)\n    return h, None\n"
    rest = "h, _ = scan({}, zeros(8), xs)\nloss = sum(h)"
    values: Any = {"parameters": {"W": np.eye(8).tolist()}, "constants": {"xs": np.ones((1000, 8)).tolist()}}
    kept = plan_of(body + rest.format("step"), **values).estimate
    again = plan_of(body + rest.format("checkpoint(step)"), **values).estimate
    assert again.peak_bytes < 0.4 * kept.peak_bytes
    assert again.flops > 1.2 * kept.flops


def test_a_checkpointed_value_is_not_kept() -> None:
    program = "a = x\nfor i in range(4):\n    a = {}\nloss = sum(a)"
    values: Any = {"parameters": {"x": np.ones(10_000).tolist()}}
    kept = plan_of(program.format("sin(exp(a))"), **values).estimate
    again = plan_of(program.format("sin(checkpoint(exp(a)))"), **values).estimate
    assert again.peak_bytes < kept.peak_bytes
    assert again.flops > kept.flops


def test_a_loop_without_end_is_stopped(client: Client) -> None:
    endless = "y = while_loop(lambda x: x > 0, lambda x: x + 1, x)"
    problem = client.problem(
        client.post("/gradient", {"program": endless, "parameters": {"x": 1.0}}), 422, "operation-error"
    )
    assert "after 10000 iterations" in problem["detail"]
    assert problem["errors"][0]["line"] == 1


def test_max_iterations_gives_the_state_so_far(client: Client) -> None:
    program = "y = while_loop(lambda x: x > 0, lambda x: 2 * x, x, max_iterations=7)"
    answer = client.gradient({"program": program, "parameters": {"x": 1.5}})
    assert answer == {"loss": 1.5 * 128, "gradients": {"x": 128.0}}


def test_a_while_loop_that_never_runs(client: Client) -> None:
    program = "y = while_loop(lambda x: x > 10, lambda x: 2 * x, x)"
    assert client.gradient({"program": program, "parameters": {"x": 1.5}}) == {
        "loss": 1.5,
        "gradients": {"x": 1.0},
    }


def test_only_the_branch_taken_is_carried_out(client: Client) -> None:
    program = "y = cond(x > 0, lambda x: log(x), lambda x: sum(cholesky(stack([[x, 0], [0, x]]))), x)"
    assert client.gradient({"program": program, "parameters": {"x": 2.0}})["gradients"]["x"] == 0.5
    refused = client.post("/gradient", {"program": program, "parameters": {"x": -2.0}})
    assert "not positive definite" in client.problem(refused, 422, "operation-error")["detail"]


def test_no_nan_from_the_branch_not_taken(client: Client) -> None:
    program = "def f(x):\n    return cond(x > 0, lambda: sqrt(x), lambda: x)\nloss = sum(map(f, xs))"
    answer = client.gradient({"program": program, "parameters": {"xs": [-1.0, 0.0, 4.0]}})
    assert answer == {"loss": 1.0, "gradients": {"xs": [1.0, 1.0, 0.25]}}


def test_straight_through_estimator(client: Client) -> None:
    program = "f = custom_gradient(lambda x: round(x), lambda g, x, y: g)\nloss = sum(f(x) * x)"
    asked = {"program": program, "parameters": {"x": [1.2, 2.7]}}
    assert client.gradient(asked)["gradients"]["x"] == pytest.approx([2.2, 5.7])
    assert client.ask("/hessian", asked)["hessian"]["x"]["x"] == [[2.0, 0.0], [0.0, 2.0]]
    assert client.gradient(
        {**asked, "program": program.replace("f(x) * x", "map(f, x) * x")}
    ) == client.gradient(asked)


def test_the_gradient_of_a_function_gets_cotangents_inputs_and_results(client: Client) -> None:
    program = (
        "def forward(x, y):\n    return x * y, x + y\n"
        "def backward(g0, g1, x, y, r0, r1):\n    return 1000 * g0 + 100 * g1 + x, 10 * r0 + r1\n"
        "f = custom_gradient(forward, backward)\na, b = f(x, y)\nloss = 2 * a + 3 * b"
    )
    answer = client.gradient({"program": program, "parameters": {"x": 2.0, "y": 5.0}})
    assert answer == {"loss": 41.0, "gradients": {"x": 2302.0, "y": 107.0}}


def test_what_a_function_with_a_gradient_of_its_own_may_not_use(client: Client) -> None:
    program = "f = custom_gradient(lambda x: x * w, lambda g, x, y: g * w)\nloss = sum(f(x))"
    asked = {"program": program, "parameters": {"x": [1.0, 2.0], "w": 3.0}}
    problem = client.problem(client.post("/gradient", asked), 422, "operation-error")
    assert "make that value an input of the function" in problem["detail"]
    assert client.gradient({**asked, "sources": ["x"]})["gradients"] == {"x": [3.0, 3.0]}


def test_numerics_are_watched_inside_bodies(client: Client) -> None:
    forward = "c, _ = scan(lambda c, x: (log(c - x), None), w, xs)\nloss = c"
    values: Any = {"parameters": {"w": 2.0}, "constants": {"xs": [0.5, 0.2, 0.1]}, "check_numerics": True}
    problem = client.problem(
        client.post("/gradient", {"program": forward, **values}), 422, "non-finite-value"
    )
    assert "forward pass, operation log" in problem["detail"]
    assert problem["errors"][0]["column"] == 1 + forward.index("log(c - x)")
    backward = "c, _ = scan(lambda c, x: (c + sqrt(x * w), None), 0.0, xs)\nloss = c"
    values["constants"]["xs"] = [0.5, 0.0, 1.0]
    problem = client.problem(
        client.post("/gradient", {"program": backward, **values}), 422, "non-finite-value"
    )
    assert "backward pass" in problem["detail"]


def test_a_deadline_ends_a_loop(client: Client) -> None:
    program = "y = while_loop(lambda x: x > 0, lambda x: x + sum(sin(big)), x, max_iterations=200000)"
    asked = {"program": program, "parameters": {"x": 1e9}, "constants": {"big": np.ones(1000).tolist()}}
    response = client.post("/evaluate", {**asked, "timeout_seconds": 0.05})
    client.problem(response, 504, "deadline-exceeded")


def test_python_functions_in_the_engine() -> None:
    tape = Tape()
    a, xs = tape.input(()), tape.input((12,))
    [root] = tape.record(
        ops.while_loop,
        (tape.constant(1.0),),
        {"condition": lambda x: ops.abs(x * x - a) > 1e-14, "body": lambda x: (x + a / x) / 2},
    )
    last, ys = ops.scan(tape.constant(0.5), xs, body=lambda c, x: (ops.sin(c * a) + x, c), num_carry=1)
    [first] = gradient([root], [a])
    assert first is not None
    [second] = gradient([first], [a])
    [through] = gradient([last + ops.sum(ys)], [a])
    feeds: dict[Any, Any] = {a: np.array(2.0), xs: np.linspace(0, 1, 12)}
    asked = [value for value in (root, first, second, through) if value is not None]
    found = run(Plan(asked), feeds)
    np.testing.assert_allclose(found[:3], [2**0.5, 0.5 * 2**-0.5, -0.25 * 2**-1.5], rtol=1e-12)

    def sum_at(value: float) -> float:
        c, total = 0.5, 0.0
        for x in feeds[xs]:
            total += c
            c = np.sin(c * value) + x
        return c + total

    assert found[3] == pytest.approx((sum_at(2 + 1e-6) - sum_at(2 - 1e-6)) / 2e-6, rel=1e-7)


def function(inputs: list[str], *nodes: Json, **more: Json) -> Json:
    return {"inputs": inputs, "nodes": list(nodes), **more}


def test_functions_as_nodes(client: Client) -> None:
    """The same as in programs, in the words of a graph document."""
    nodes = [
        {"name": "walk", "op": "scan", "inputs": [0, "xs"], "body": "step"},
        {"name": "loss", "op": "call", "inputs": ["walk:0", "walk:1"], "function": "norm"},
    ]
    functions = {
        "step": function(
            ["c", "x"],
            node("wx", "multiply", "w", "x"),
            node("next", "add", "c", "wx"),
            outputs=["next", "c"],
        ),
        "norm": function(
            ["a", "b"],
            node("squares", "square", "b"),
            node("s", "sum", "squares"),
            node("r", "add", "a", "s"),
        ),
    }
    asked = {
        "graph": {"nodes": nodes, "functions": functions},
        "parameters": {"w": 2.0},
        "constants": {"xs": [1.0, 2.0, 3.0]},
    }
    assert client.gradient(asked) == {"loss": 52.0, "gradients": {"w": 46.0}}


REFUSED: dict[str, tuple[Json, Json, str, str]] = {
    "no such function": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "sqare"}],
        {"square_it": function(["x"], node("y", "square", "x"))},
        "/graph/nodes/0/function",
        "no function is named 'sqare'; did you mean 'square_it'?",
    ),
    "too many arguments": (
        [{"name": "y", "op": "call", "inputs": ["x", "x"], "function": "f"}],
        {"f": function(["x"], node("y", "square", "x"))},
        "/graph/nodes/0/function",
        "takes 1 inputs, but is given 2",
    ),
    "recursion": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {"f": function(["x"], {"name": "y", "op": "call", "inputs": ["x"], "function": "f"})},
        "/graph/functions/f",
        "function 'f' uses itself (f → f)",
    ),
    "mutual recursion": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {
            "f": function(["x"], {"name": "y", "op": "call", "inputs": ["x"], "function": "g"}),
            "g": function(["x"], {"name": "y", "op": "call", "inputs": ["x"], "function": "f"}),
        },
        "/graph/functions/f",
        "(f → g → f)",
    ),
    "carry changes shape": (
        [{"name": "y", "op": "scan", "inputs": ["x", "xs"], "body": "f"}],
        {"f": function(["c", "x"], node("both", "stack", "c", "x"))},
        "/graph/nodes/0/inputs/0",
        "carry 0 goes into 'f' as float64[] and comes back as float64[2]",
    ),
    "carry changes dtype": (
        [{"name": "y", "op": "scan", "inputs": ["n", "xs"], "body": "f"}],
        {"f": function(["c", "x"], node("both", "add", "c", "x"))},
        "/graph/nodes/0/inputs/0",
        "carry 0 goes into 'f' as int64[] and comes back as float64[]",
    ),
    "predicate with a shape": (
        [{"name": "y", "op": "cond", "inputs": ["xs", "x"], "then": "f", "else": "f"}],
        {"f": function(["x"], node("y", "square", "x"))},
        "/graph/nodes/0/inputs/0",
        "the predicate must be a scalar, not of shape (2,)",
    ),
    "branches that differ": (
        [{"name": "y", "op": "cond", "inputs": ["x", "x"], "then": "f", "else": "g"}],
        {"f": function(["x"], node("y", "square", "x")), "g": function(["x"], node("y", "stack", "x", "x"))},
        "/graph/nodes/0/else",
        "result 0 has shape () in then and (2,) in else",
    ),
    "condition with a shape": (
        [{"name": "y", "op": "while_loop", "inputs": ["xs"], "condition": "c", "body": "f"}],
        {"f": function(["x"], node("y", "square", "x")), "c": function(["x"], node("y", "greater", "x", 0))},
        "/graph/nodes/0/condition",
        "must return one boolean scalar; it returns bool[2]",
    ),
    "nothing to go through": (
        [{"name": "y", "op": "scan", "inputs": ["x"], "body": "f"}],
        {"f": function(["x"], node("y", "square", "x"))},
        "/graph/nodes/0/length",
        "length must say how many steps",
    ),
    "a scalar has no slices": (
        [{"name": "y", "op": "scan", "inputs": ["x", "x"], "body": "f"}],
        {"f": function(["c", "x"], node("y", "square", "x"))},
        "/graph/nodes/0/inputs/1",
        "a scalar has no slices",
    ),
    "a negative length": (
        [{"name": "y", "op": "scan", "inputs": ["x"], "body": "f", "length": -1}],
        {"f": function(["x"], node("y", "square", "x"))},
        "/graph/nodes/0/length",
        "must be an integer or null; got -1",
    ),
    "two inputs of one name": (
        [{"name": "y", "op": "call", "inputs": ["x", "x"], "function": "f"}],
        {"f": function(["x", "x"], node("y", "square", "x"))},
        "/graph/functions/f/inputs/1",
        "has two inputs named 'x'",
    ),
    "a fault inside": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {"f": function(["x"], node("y", "sum", "x", axis=3))},
        "/graph/functions/f/nodes/0/axis",
        "node 'y' (sum) of function 'f': x has shape (); axis 3 is out of range",
    ),
    "a gradient that takes the wrong number": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {"f": function(["x"], node("y", "square", "x"), gradient="g"), "g": function(["g"], outputs=["g"])},
        "/graph/nodes/0",
        "the gradient 'g' of 'f' takes 1 inputs; it is given 3",
    ),
    "a gradient of the wrong shape": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {
            "f": function(["x"], node("y", "square", "x"), gradient="g"),
            "g": function(["g", "x", "y"], node("z", "stack", "g", "g")),
        },
        "/graph/nodes/0",
        "returns shape (2,) for input 0; it must be ()",
    ),
    "an unknown field of a function": (
        [{"name": "y", "op": "call", "inputs": ["x"], "function": "f"}],
        {"f": function(["x"], node("y", "square", "x"), checkpiont=True)},
        "/graph/functions/f/checkpiont",
        "did you mean 'checkpoint'?",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused(case: str, client: Client) -> None:
    nodes, functions, pointer, said = REFUSED[case]
    asked = document(*nodes, parameters={"x": 1.5, "xs": [1.0, 2.0]}, constants={"n": 1})
    asked["graph"]["functions"] = functions
    response = client.post("/gradient", asked)
    problem = response.json()
    assert response.status_code == 422, problem
    assert said in problem["detail"]
    assert problem["errors"][0]["pointer"] == pointer


def test_functions_within_functions_have_a_limit(client: Client) -> None:
    functions = {
        f"f{i}": function(["x"], {"name": "y", "op": "call", "inputs": ["x"], "function": f"f{i + 1}"})
        for i in range(5000)
    }
    asked = document({"name": "y", "op": "call", "inputs": ["x"], "function": "f0"}, parameters={"x": 1.0})
    asked["graph"]["functions"] = functions
    problem = client.problem(client.post("/gradient", asked), 422, "invalid-document")
    assert "more than 30 deep" in problem["detail"]


def test_nodes_of_functions_count_each_time(client: Client) -> None:
    twice = [
        {"name": "y", "op": "call", "inputs": ["x"], "function": "f{}"},
        {"name": "z", "op": "call", "inputs": ["y"], "function": "f{}"},
    ]
    functions = {
        f"f{i}": function(["x"], *({**n, "function": f"f{i + 1}"} for n in twice)) for i in range(25)
    }
    functions["f25"] = function(["x"], node("y", "sin", "x"))
    asked = document({"name": "y", "op": "call", "inputs": ["x"], "function": "f0"}, parameters={"x": 1.0})
    asked["graph"]["functions"] = functions
    assert (
        "more than 100000 nodes"
        in client.problem(client.post("/gradient", asked), 422, "budget-exceeded")["detail"]
    )


def test_a_nest_of_scans_is_refused_by_its_estimate(client: Client) -> None:
    program = "c = x\n" + "".join(
        f"def f{i}(c, _):\n    "
        + (f"c, _ = scan(f{i - 1}, c, None, length=100000)\n    " if i else "")
        + "return sin(c), None\n"
        for i in range(3)
    )
    asked = {"program": program + "y, _ = scan(f2, x, None, length=100000)", "parameters": {"x": 1.0}}
    assert (
        "floating-point operations"
        in client.problem(client.post("/evaluate", asked), 422, "budget-exceeded")["detail"]
    )


def test_text_that_is_generated_holds_no_name_of_a_document(client: Client) -> None:
    hostile = "__import__('os').system('x')"
    functions = {
        hostile: function([hostile, "x"], {"name": "'\n#", "op": "add", "inputs": [hostile, "x"]}),
    }
    asked = document(
        {"name": hostile + "!", "op": "scan", "inputs": ["c", "xs"], "body": hostile},
        parameters={"c": 1.0, "xs": [1.0] * 20},
    )
    asked["graph"]["functions"] = functions
    assert client.gradient(asked)["loss"] == 21.0
