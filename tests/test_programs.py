"""Programs: what they mean (Python's own evaluation with NumPy says so), what they refuse, and the way back."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph.program import compiled_program, program_of
from app.graph.schema import Graph
from app.ops.spec import FLOAT64, INT64, Spec
from tests.conftest import Client, Json, same

VALUES: dict[str, Any] = {
    "x": np.array([[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]),
    "y": np.array([0.8, -0.4, 1.5]),
    "w": np.array(0.7),
    "idx": np.array([2, 0, 2]),
    "n": np.array(3),
}
GIVEN: Any = {
    "parameters": {name: VALUES[name].tolist() for name in ("x", "y", "w")},
    "constants": {name: VALUES[name].tolist() for name in ("idx", "n")},
}
SPECS = {name: Spec(v.shape, INT64 if v.dtype.kind == "i" else FLOAT64) for name, v in VALUES.items()}

NUMPY: dict[str, Any] = {
    **{
        name: getattr(np, name)
        for name in ("sin", "cos", "tanh", "exp", "log", "abs", "sqrt", "square", "where")
    },
    **{
        name: getattr(np, name)
        for name in ("maximum", "minimum", "zeros", "ones", "stack", "concatenate", "outer")
    },
    **{
        name: getattr(np, name)
        for name in ("sum", "mean", "prod", "max", "min", "reshape", "transpose", "einsum")
    },
    **{
        name: getattr(np, name)
        for name in ("arange", "linspace", "eye", "cumsum", "clip", "take", "pi", "e", "round")
    },
    **{
        name: getattr(np, name)
        for name in ("logical_not", "matmul", "dot", "flip", "roll", "tile", "squeeze", "full")
    },
    "np": np,
}


def evaluated(program: str) -> Any:
    """What Python makes of a program, or of an expression."""
    names = {**NUMPY, **{name: np.array(value) for name, value in VALUES.items()}}
    lines = program.split("\n")
    exec("\n".join([*lines[:-1], f"result_ = {lines[-1]}"]), names)  # noqa: S102  (the tests' own text)
    return np.asarray(names["result_"])


def answered(client: Client, program: str, **more: Json) -> Any:
    [found] = client.evaluate({"program": program, **GIVEN, **more}).values()
    return np.asarray(found)


# Each ends with an expression.
SAME_AS_NUMPY = [
    "x + y * w - 2",
    "x / 2 ** w",
    "2 ** 3 ** 2 + w",
    "-x ** 2",
    "(-x) ** 2 % 1.5 // 0.25",
    "7 // 2 + 7 % 4 + w",
    "x @ y",
    "x.T @ x",
    "+x - -x",
    "x * True",
    "1e-3 * x + 1_000",
    "x[0]",
    "x[-1, ::2]",
    "x[:, 1:]",
    "x[..., 0]",
    "x[None, :, None, 1]",
    "x[:, idx]",
    "x[[0, 1, 1], idx]",
    "x[0][1]",
    "x[::-1, -2:]",
    "x[:, idx[1]]",
    "y[idx[:2]] * y[-1]",
    "x > 0",
    "(x > 0) & (x < 1)",
    "(x > 0) | ~(x < 1)",
    "x == x",
    "x != 0.3",
    "where(x > 0, x, -x)",
    "sum(x)",
    "sum(x, 0)",
    "sum(x, axis=1, keepdims=True)",
    "x.sum(axis=0)",
    "x.sum(0).max()",
    "x.mean() + x.std() + x.var(axis=1).sum()",
    "x.reshape(-1)",
    "x.reshape(3, 2)",
    "x.reshape((3, -1))",
    "x.ravel() @ x.flatten()",
    "x.T",
    "x.transpose(1, 0)",
    "transpose(x, (1, 0))",
    "np.transpose(x)",
    "x.clip(-0.5, 1)",
    "x.dot(y)",
    "x.astype(int)",
    "np.sum(np.exp(x), axis=-1)",
    "np.linalg.norm(x)",
    "np.linalg.inv(x @ x.T)",
    "stack([y, 2 * y])",
    "np.stack((y, y), axis=1)",
    "np.concatenate([x, x[:1]], axis=0)",
    "einsum('ij,j->i', x, y)",
    "outer(y, y)",
    "maximum(x, 0)",
    "np.maximum(0, x)",
    "zeros(3) + y",
    "ones((2, 3)) * x",
    "full((2,), w.size * 1.5)",
    "arange(4) * w",
    "np.arange(1, 6, 2) * w",
    "linspace(0, 1, 5) * w",
    "np.eye(3) @ y",
    "np.cumsum(y, axis=0)",
    "np.take(x, idx, 1)",
    "np.roll(y, 1)",
    "np.tile(y, 2)",
    "np.flip(x, 0)",
    "np.squeeze(x[:, :1], 1)",
    "x.shape[0] * w + x.ndim + x.size + len(y)",
    "pi * w + e - np.pi",
    "np.where(x > 0, np.inf, x)",
    "y[0] if 1 < 2 else y[1]",
    "1 if not 0 else w",
    "x[int(3 / 2)]",
    "sum(stack([y[i] * i for i in range(3)]))",
    "stack([a * b for a in [w, 2] for b in (y[0], y[1]) if True])",
    "stack([*[y[0], w], *(y[1],)])",
    "a = x\nb = a * 2\na = a + 1\na * b",
    "a, b = y[0], y[1]\na, b = b, a\na - 2 * b",
    "(a, b), c = (y[0], y[1]), w\na * b * c",
    "a, b = x\na * b",
    "a = x\na += y\na *= 2\na -= 1\na /= 3\na **= 2\na",
    "a = x * 1\na[0] = 5.0\na[:, 1] = y[:2]\na[1, 2] += w\na[0, 0] *= 2\na",
    "a = b = y\na + b",
    "t = y\nfor i in range(3):\n    t = tanh(t) + i\nt",
    "t = 0\nfor i, v in enumerate([y, 2 * y]):\n    t = t + i * v\nt",
    "t = 0\nfor a, b in zip([1, 2], (y, w)):\n    t = t + a * b\nt",
    "t = y\nfor i in range(4):\n    if i % 2 == 0:\n        t = t * 2\n    else:\n        t = t - 1\nt",
    "def f(a, b=2):\n    c = a * b\n    return c + 1\nf(y) + f(y, 3) + f(b=w, a=1)",
    "def f(a):\n    def g(b):\n        return a * b\n    return g(2), g(w)\np, q = f(y)\np + q",
    "f = lambda a, b: a * b + w\nf(y, 2)",
    "def f(x):\n    return x + k\nk = 2 * w\nf(y)",
    "e = w * 2\npi = y\nsum(pi * e)",
    "sin = y\nx + sin",
    "def square(a):\n    return a ** 3\nsquare(y)",
    "a: float = w\na * 2",
    "x = x * 2\nx = x + 1\nx",
]


@pytest.mark.parametrize("program", SAME_AS_NUMPY)
def test_means_what_python_makes_of_it(program: str, client: Client) -> None:
    expected = evaluated(program)
    np.testing.assert_allclose(
        np.asarray(answered(client, program), float), expected.astype(float), rtol=1e-13, atol=1e-13
    )


def test_comparisons_in_a_chain_and_booleans(client: Client) -> None:
    x = VALUES["x"]
    np.testing.assert_array_equal(answered(client, "-1 < x <= 1.1"), (x > -1) & (x <= 1.1))
    np.testing.assert_array_equal(
        answered(client, "x > 0 and x < 1 or x == 2"), ((x > 0) & (x < 1)) | (x == 2)
    )
    np.testing.assert_array_equal(answered(client, "not x > 0"), ~(x > 0))
    np.testing.assert_allclose(answered(client, "x if x > 0 else 0.1 * x"), np.where(x > 0, x, 0.1 * x))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("tf.reduce_mean(tf.square(x), axis=0)", np.mean(VALUES["x"] ** 2, axis=0)),
        ("jnp.dot(x, y)", VALUES["x"] @ VALUES["y"]),
        ("jax.nn.relu(x)", np.maximum(VALUES["x"], 0)),
        ("torch.special.expit(y)", 1 / (1 + np.exp(-VALUES["y"]))),
        ("scipy.special.logsumexp(y)", np.log(np.sum(np.exp(VALUES["y"])))),
        ("tf.math.log(y ** 2)", np.log(VALUES["y"] ** 2)),
        ("np.linalg.qr(x)[1] @ y", np.linalg.qr(VALUES["x"])[1] @ VALUES["y"]),
        ("F.softmax(y, -1)", np.exp(VALUES["y"]) / np.exp(VALUES["y"]).sum()),
        ("stack(y, 2 * y, axis=1)", np.stack([VALUES["y"], 2 * VALUES["y"]], axis=1)),
        ("map(tanh, x)", np.tanh(VALUES["x"])),
        ("y.shape == (3,) and w", VALUES["w"]),
    ],
)
def test_other_spellings(program: str, expected: Any, client: Client) -> None:
    np.testing.assert_allclose(answered(client, program), expected, rtol=1e-13)


def test_values_hide_constants_and_operations(client: Client) -> None:
    asked = {
        "program": "loss = e * gamma + sum(T) + abs(e)",
        "parameters": {"e": 3.0, "gamma": 2.0, "T": [1.0, 4.0]},
    }
    assert client.gradient(asked) == {"loss": 14.0, "gradients": {"e": 3.0, "gamma": 3.0, "T": [1.0, 1.0]}}
    asked = {"program": "loss = sum(sum ** 2)", "parameters": {"sum": [1.0, 2.0]}}
    assert client.gradient(asked)["gradients"] == {"sum": [2.0, 4.0]}


def test_what_the_loss_is(client: Client) -> None:
    for program in (
        "b = w * 3\nloss = b * w",
        "b = w * 3\nreturn b * w",
        "b = w * 3\nb * w",
        "'''A comment.'''\nb = w * 3  # and another\nb *= w",
        "def f(w):\n    return w * 3\nloss = f(w) * w",
        "for i in range(2):\n    loss = 3 * w * w",
    ):
        assert client.gradient({"program": program, **GIVEN, "sources": ["w"]})["gradients"][
            "w"
        ] == pytest.approx(4.2)
    both = client.evaluate({"program": "return w, w * 2", **GIVEN})
    assert list(both.values()) == [0.7, 1.4]


def test_names_of_the_program_can_be_asked_for(client: Client) -> None:
    program = "q, r = qr(x @ x.T)\na = r\nh = y\nh = h * w\nloss = sum(q) + sum(h)"
    answer = client.gradient(
        {"program": program, **GIVEN, "outputs": ["r", "a", "h"], "sources": ["q", "h", "w"]}
    )
    assert answer["outputs"]["r"] == answer["outputs"]["a"]
    np.testing.assert_allclose(answer["outputs"]["h"], VALUES["y"] * 0.7)
    assert answer["gradients"]["q"] == [[1.0, 1.0], [1.0, 1.0]]
    assert answer["gradients"]["h"] == [1.0, 1.0, 1.0]


# What is refused: the program, the line and column, and a part of what is said.
REFUSED = [
    ("y = 1 +* 2", 1, 8, "invalid syntax"),
    ("y = (x", 1, 5, "never closed"),
    ("y = x\n  z = y", 2, 2, "unexpected indent"),
    ("import numpy as np\ny = np.sin(x)", 1, 1, "nothing is imported"),
    ("from numpy import sin\ny = sin(x)", 1, 1, "nothing is imported"),
    ("y = x\nwhile w > 0:\n    y = y + 1", 2, 1, "while_loop(condition, body, state)"),
    ("try:\n    y = x\nexcept ValueError:\n    y = 1", 1, 1, "where(condition, x, y)"),
    ("with x:\n    y = x", 1, 1, "no meaning here"),
    ("class A:\n    pass", 1, 1, "a class has no meaning"),
    ("y = f'{x}'", 1, 5, "f-string"),
    ("y = {'a': x}", 1, 5, "dictionary"),
    ("y = {x}", 1, 5, "a set"),
    ("y = 3j * x", 1, 5, "make_complex"),
    ("y = b'x'", 1, 5, "bytes"),
    ("y = (z := x)", 1, 6, "lines of their own"),
    ("y = x.__class__", 1, 5, "the attribute '__class__' is not allowed"),
    ("y = __import__", 1, 5, "the name '__import__' is not allowed"),
    ("__a__ = x", 1, 1, "the name '__a__' is not allowed"),
    ("y = x._private", 1, 5, "is not allowed"),
    ("y = eval('x')", 1, 5, "no operation or function is named 'eval'"),
    ("y = os.system('x')", 1, 5, "nothing is named 'os'"),
    ("y = sine(x)", 1, 5, "did you mean 'sin'?"),
    ("y = np.linalg.invert(x)", 1, 5, "no operation is named 'np.linalg.invert'"),
    ("y = x.sine()", 1, 5, "a value has no method 'sine'"),
    ("yy = x\nz = yyy + 1", 2, 5, "did you mean 'yy'?"),
    ("y = x << 2", 1, 5, "multiply or divide by powers of 2"),
    ("y = x in [1, 2]", 1, 5, "any(x == y)"),
    ("y = x is w", 1, 5, "compared with =="),
    ("sin(x)\ny = x", 1, 1, "this value goes nowhere"),
    ("y = sin", 1, 5, "the operation 'sin', which is not called"),
    ("y = x(2)", 1, 5, "'x' is a value and cannot be called"),
    ("y = x + 'a'", 1, 5, "the text 'a'"),
    ("y = x + None", 1, 5, "got None"),
    ("y = sum(x, axis=w)", 1, 17, "known from the text"),
    ("y = sum(x, axis='0')", 1, 5, "attribute 'axis' must be an integer"),
    ("y = sum(x, axes=0)", 1, 5, "unknown attribute 'axes'; did you mean 'axis'?"),
    ("y = sin(x, w)", 1, 5, "sin takes 1 inputs (x); 1 more are given"),
    ("y = where(x > 0, x)", 1, 5, "takes 3 inputs"),
    ("y = matmul(x, x1=x)", 1, 18, "is given twice"),
    ("y = x @ x", 1, 5, "x has shape (2, 3)"),
    ("a = x * 2\ny = a.T @ y", 2, 5, "`a.T` has shape (3, 2)"),
    ("y = x[0.5]", 1, 7, "an index is an integer"),
    ("y = x[w:]", 1, 7, "must be integers known from the text"),
    ("y = x[5]", 1, 5, "index 5 is out of range for axis 0"),
    ("q, r, s = qr(x)", 1, 1, "2 values cannot be unpacked into 3 names"),
    ("a, b, c = x", 1, 1, "a value of shape (2, 3) cannot be unpacked into 3 names"),
    ("y = qr(x) + 1", 1, 5, "qr has several results"),
    ("for i in x:\n    y = i", 1, 10, "map and scan go through arrays"),
    ("for i in range(w):\n    y = i", 1, 10, "range takes one to three integers"),
    ("for i in range(3):\n    break", 2, 5, "while_loop ends by a condition"),
    ("if x > 0:\n    y = x", 1, 4, "where(condition, x, y) and cond"),
    ("def f(x):\n    return f(x)\ny = f(x)", 2, 12, "'f' calls itself"),
    ("def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\ny = f(x)", 4, 12, "calls itself"),
    (
        "def f(x):\n    def g(h, _):\n        return f(h), None\n    a, _ = scan(g, x, None, length=2)\n    return a\ny = f(x)",
        3,
        16,
        "'f' calls itself",
    ),
    ("def f(a, b):\n    return a\ny = f(x)", 3, 5, "called without its argument 'b'"),
    ("def f(a):\n    return a\ny = f(x, 2)", 3, 5, "takes 1 arguments; 2 are given"),
    ("def f(a):\n    b = a\ny = f(x)", 3, 5, "returns nothing"),
    ("def f(*a):\n    return a\ny = f(x)", 1, 8, "a fixed number of arguments"),
    ("y = 9**9**9", 1, 5, "does not fit 64 bits"),
    ("y = 10**30 * x", 1, 5, "does not fit 64 bits"),
    ("y = 1 / 0 * x", 1, 5, "division by zero"),
    ("y = 99999999999999999999 * x", 1, 5, "does not fit 64 bits"),
    ("y = (-8) ** 0.5 * x", 1, 5, "not real"),
    ("y = 10.0 ** 400 * x", 1, 5, "too large for float64"),
    ("y, _ = scan(lambda h, x: h, x, x)", 1, 8, "must return two things, (carry, y)"),
    (
        "y, _ = scan(lambda h, x: ((h, h), h), w, x)",
        1,
        8,
        "the carry goes in as one value and comes back as a tuple of 2",
    ),
    ("y = scan(x, x, x)", 1, 5, "expected a function, got"),
    ("y = map(lambda a, b: a, x)", 1, 5, "takes 2 arguments, but is given 1"),
    ("y = cond(w > 0, lambda: w, lambda: (w, w))", 1, 5, "both must return the same form"),
    ("y = while_loop(lambda a: a < 1, lambda a: (a, a), w)", 1, 5, "the state goes in as one value"),
    ("y = sum(w * x)\ng = gradient(y, x[0])", 2, 17, "with respect to a name"),
    ("f = custom_gradient(x, x)\ny = f(x)", 1, 5, "a function of the program"),
    ("q = w\ndef f(a):\n    b = q\n    q = a\n    return b\ny = f(w)", 3, 9, "only later"),
    ("x.a = 3\ny = x", 1, 1, "attributes cannot be assigned"),
    ("def f():\n    global w\n    return w\ny = f()", 2, 5, "return the value instead"),
    ("@property\ndef f(x):\n    return x\ny = f(x)", 1, 2, "the only decorator is @checkpoint"),
    ("y = sum(*x)", 1, 9, "can go through a range, a list or a tuple only"),
    ("y = sum(**x)", 1, 11, "** has no meaning here"),
    ("y = 'ψ' + ψ", 1, 11, "nothing is named 'ψ'"),
]


@pytest.mark.parametrize(("program", "line", "column", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_is_refused_with_its_place(program: str, line: int, column: int, said: str, client: Client) -> None:
    response = client.post("/gradient", {"program": program, **GIVEN})
    problem = response.json()
    assert response.status_code == 422, problem
    client.problem(response, 422, problem["type"].removeprefix("/problems/"))
    assert said in problem["detail"]
    fault = problem["errors"][0]
    assert (fault["pointer"], fault["line"], fault["column"]) == ("/program", line, column)
    shown, carets = fault["detail"].split("\n")[1:]
    assert shown.strip() == program.split("\n")[line - 1].strip()
    assert carets.index("^") - 2 == column - 1


@pytest.mark.parametrize(
    "program",
    [
        "y = " + "(" * 100_000 + "x" + ")" * 100_000,
        "y = " + "-" * 100_000 + "x",
        "y = x" + "[0]" * 20_000,
        "y = " + "lambda: " * 20_000 + "x",
        "y = " + "[" * 150 + "x" + "]" * 150,
        "y = " + " + ".join(["x"] * 100_000),
        "y = " + "f(" * 95 + "x" + ")" * 95,
        "y = x if w else " * 1000 + "x",
        "y = " + "x ** " * 5000 + "x",
        "y = 1" + "0" * 5000,
        "x\x00 = 1",
        "y = \ud800",
        "",
        "   \n# nothing\n",
        "pass",
        "def f(x):\n    return x",
        "for i in range(1000000000):\n    y = x",
        "for i in range(1000):\n    for j in range(1000):\n        for k in range(1000):\n            y = x",
        "y = [x for i in range(1000) for j in range(1000) for k in range(1000)]",
        "y = [x] * 1000000000",
        "def f(a):\n    return [a, a]\ny = x\n" + "y = f(y)\n" * 60 + "z = stack(y)",
        "y = zeros(10000000000000)",
        "y = x[" + ", ".join(["None"] * 100) + "]",
    ],
    ids=range(23),
)
def test_hostile_programs_are_refused(program: str, client: Client) -> None:
    body = json.dumps({"program": program, **GIVEN}).encode()
    response = client.post("/gradient", body)
    assert response.status_code in (400, 422), response.text[:300]
    assert len(response.text) < 5000


def test_ten_megabytes_are_refused(client: Client) -> None:
    response = client.post("/gradient", {"program": "y = x\n" * 2_000_000, **GIVEN})
    assert "the limit is" in client.problem(response, 422, "budget-exceeded")["detail"]


def test_long_programs_are_read(client: Client) -> None:
    lines = ["a0 = w", *(f"a{i} = sin(a{i - 1}) + {i % 3}" for i in range(1, 3000))]
    answer = client.gradient({"program": "\n".join(lines), **GIVEN, "sources": ["w"]})
    assert np.isfinite(answer["gradients"]["w"])
    deep = "".join(" " * i + "if 1:\n" for i in range(90)) + " " * 90 + "y = w"
    assert client.gradient({"program": deep, **GIVEN, "sources": ["w"]})["gradients"]["w"] == 1
    long = "y = " + " + ".join(["w"] * 500)
    assert client.gradient({"program": long, **GIVEN, "sources": ["w"]})["gradients"]["w"] == 500


def test_graph_or_program(client: Client) -> None:
    both = {"program": "y = w", "graph": {"nodes": []}, **GIVEN}
    assert "not both" in client.problem(client.post("/gradient", both), 422, "invalid-document")["detail"]
    assert "'graph' is missing" in client.post("/gradient", GIVEN).json()["detail"]


def test_inputs_are_declared_beside_a_program(client: Client) -> None:
    asked = {
        "program": "loss = a * w",
        "parameters": {"a": 2, "w": 3.0},
        "inputs": {"w": {"trainable": False}},
    }
    assert client.gradient(asked)["gradients"] == {"a": 3.0}
    asked["inputs"] = {"w": {"shape": [2]}}
    problem = client.problem(client.post("/gradient", asked), 422, "invalid-value")
    assert problem["errors"][0]["pointer"] == "/inputs/w/shape"


# Random programs.

SCALARS = st.sampled_from(["w", "y[0]", "x[1, 2]", "0.5", "2", "-1.5", "3"])
ARRAYS = st.sampled_from(
    ["x", "y", "x[0]", "x * w", "y[idx]", "x[:, ::-1]", "x.T[idx[1]][0]", "sum(x, axis=0)"]
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.tuples(inner, st.sampled_from(["+", "-", "*", "/ 3 +", "* 0.1 **"]), inner)
    return st.one_of(
        binary.map(lambda t: f"({t[0]} {t[1].replace('* 0.1 **', '+ 0.1 *')} {t[2]})"),
        inner.map(lambda a: f"(-{a})"),
        inner.map(lambda a: f"tanh({a}) ** 2"),
        inner.map(lambda a: f"sin({a})"),
        inner.map(lambda a: f"np.exp(-abs({a}))"),
        st.tuples(inner, inner, inner).map(lambda t: f"where({t[0]} > {t[1]}, {t[1]}, {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"maximum({t[0]}, {t[1]})"),
        inner.map(lambda a: f"sum(tanh({a}))"),
        inner.map(lambda a: f"f({a})"),
        inner.map(lambda a: f"(lambda t: t * w + {a})(0.3)"),
    )


EXPRESSIONS = st.recursive(st.one_of(SCALARS, ARRAYS, st.sampled_from("abc")), _combined, max_leaves=8)
STATEMENTS = st.one_of(
    st.tuples(st.sampled_from("abc"), EXPRESSIONS).map(lambda t: f"{t[0]} = {t[1]}"),
    st.tuples(st.sampled_from("abc"), st.sampled_from(["+=", "-=", "*="]), EXPRESSIONS).map(
        lambda t: f"{t[0]} = {t[0]} {t[1][0]} {t[2]}"
    ),
    st.tuples(st.sampled_from("abc"), st.integers(0, 3), EXPRESSIONS).map(
        lambda t: f"for i in range({t[1]}):\n    {t[0]} = tanh({t[0]}) + i * {t[2]}"
    ),
    EXPRESSIONS.map(lambda e: f"a, b = b, {e}"),
    EXPRESSIONS.map(lambda e: f"def f(t):\n    u = t * 0.5\n    return u + {e.replace('f(', 'sin(')}"),
)
PROGRAMS = st.tuples(st.lists(STATEMENTS, max_size=6), EXPRESSIONS).map(
    lambda t: "\n".join(["a = w", "b = y", "c = x", "def f(t):\n    return t * 2", *t[0], t[1]])
)


@settings(max_examples=150)
@given(program=PROGRAMS)
def test_random_programs_mean_what_python_makes_of_them(client: Client, program: str) -> None:
    with np.errstate(all="ignore"):
        expected = evaluated(program)
    found = np.asarray(answered(client, program), float)
    np.testing.assert_allclose(found, expected.astype(float), rtol=1e-9, atol=1e-9)


@settings(max_examples=100)
@given(program=PROGRAMS)
def test_random_programs_come_back(program: str) -> None:
    graph, _ = compiled_program(program, SPECS)
    comes_back(graph)


def comes_back(graph: Graph) -> None:
    """The graph written as a program and read again is the same graph."""
    text = program_of(graph)
    assert text is not None
    again, _ = compiled_program(text, {}, closed=False)
    assert again.model_dump(exclude_defaults=True) == graph.model_dump(exclude_defaults=True)
    assert program_of(again) == text


EXAMPLES = {
    path.stem: example["request"]
    for path in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json"))
    if "program" in (example := json.loads(path.read_text()))["request"] and example["status"] == 200
}


@pytest.mark.parametrize("program", SAME_AS_NUMPY)
def test_programs_come_back(program: str) -> None:
    graph, _ = compiled_program(program, SPECS)
    comes_back(graph)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_come_back(name: str) -> None:
    request = EXAMPLES[name]
    values = {**request.get("parameters", {}), **request.get("constants", {})}
    specs = {n: Spec(np.shape(v), FLOAT64) for n, v in values.items()}
    graph, _ = compiled_program(request["program"], specs, closed=bool(specs))
    comes_back(graph)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_graph_of_an_example_answers_the_same(name: str, client: Client) -> None:
    path = Path(__file__).parents[1] / "openapi" / "examples" / f"{name}.json"
    example = json.loads(path.read_text())
    if example["path"] != "/gradient":
        return
    request = dict(example["request"])
    described = client.ask("/graph", request)
    request.pop("program")
    answer = client.gradient({**request, "graph": described["graph"]})
    same(answer, example["answer"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_agree_with_central_differences(name: str, client: Client) -> None:
    """But for the one whose derivative is not that of what it computes."""
    path = Path(__file__).parents[1] / "openapi" / "examples" / f"{name}.json"
    if json.loads(path.read_text())["path"] != "/gradient":
        return
    answer = client.ask("/check", EXAMPLES[name])
    assert answer["passed"] is ("straight-through" not in name), answer


def test_the_root_has_its_closed_form(client: Client) -> None:
    """x**3 + 2 x = 1 has one real root, by Cardano; dx/da = -x / (3 x**2 + a)."""
    found = client.gradient(EXAMPLES["17-implicit-newton"])
    u = np.cbrt(0.5 + np.sqrt(0.25 + 8 / 27)) + np.cbrt(0.5 - np.sqrt(0.25 + 8 / 27))
    assert found["loss"] == pytest.approx(u**2, rel=1e-14)
    assert found["gradients"]["a"] == pytest.approx(-2 * u * u / (3 * u**2 + 2), rel=1e-14)


def test_the_hidden_markov_model_sums_over_all_paths(client: Client) -> None:
    values = EXAMPLES["16-hidden-markov"]
    start, a, b = (np.exp(np.array(values["parameters"][name])) for name in ("start", "A", "B"))
    start, a, b = start / start.sum(), a / a.sum(1, keepdims=True), b / b.sum(1, keepdims=True)
    seen = values["constants"]["observations"]
    total = 0.0
    for path in np.ndindex(*[2] * len(seen)):
        steps = [a[i, j] for i, j in itertools.pairwise(path)]
        total += start[path[0]] * np.prod(steps) * np.prod([b[i, o] for i, o in zip(path, seen, strict=True)])
    assert client.gradient(values)["loss"] == pytest.approx(-np.log(total), rel=1e-13)


def test_traces_have_lines(client: Client) -> None:
    asked = {"program": "a = w * 2\n\nloss = sin(a)", **GIVEN, "trace": True}
    lines = {entry["id"]: entry["line"] for entry in client.gradient(asked)["trace"]}
    assert (lines["w"], lines["a"], lines["loss"]) == (None, 1, 3)


# Where a library means something else by a name than the operation of that name: brought to it, or refused.
A = np.array([[1.0, 0.2, 0.3], [0.1, 2.0, 0.4], [0.3, 0.1, 1.5]])
V = np.array([0.5, -1.2, 2.0])
FOREIGN: list[tuple[str, Any]] = [
    ("np.identity(3) @ v", V),
    ("np.linalg.norm(A, 1)", np.linalg.norm(A, 1)),
    ("np.linalg.norm(A, ord=2)", np.linalg.norm(A, 2)),
    ("np.linalg.norm(A, np.inf)", np.linalg.norm(A, np.inf)),
    ("np.linalg.norm(v, 1)", np.linalg.norm(V, 1)),
    ("np.linalg.norm(A, axis=0)", np.linalg.norm(A, axis=0)),
    ("torch.std(v)", np.std(V, ddof=1)),
    ("torch.var(v, dim=0)", np.var(V, ddof=1)),
    ("np.std(v, ddof=1)", np.std(V, ddof=1)),
    ("jax.nn.gelu(v)", 0.5 * V * (1 + np.tanh(np.sqrt(2 / np.pi) * (V + 0.044715 * V**3)))),
    ("scipy.linalg.cholesky(A @ A.T)", np.linalg.cholesky(A @ A.T).T),
    ("scipy.linalg.cholesky(A @ A.T, lower=True)", np.linalg.cholesky(A @ A.T)),
    ("tf.linalg.triangular_solve(A, v[:, None])[:, 0]", np.linalg.solve(np.tril(A), V)),
    ("np.linalg.svd(A[:2], full_matrices=False)[1]", np.linalg.svd(A[:2])[1]),
    (
        "tf.nn.sigmoid_cross_entropy_with_logits(labels=u, logits=v)",
        np.log1p(np.exp(V)) - np.array([0, 1, 1]) * V,
    ),
    ("np.float32(v).astype(float)", V.astype("f4")),
    ("np.float64(3) * v", 3 * V),
    ("max(v[0], 0.7, v[1])", 0.7),
    ("min(3, 4) * v", 3 * V),
    ("jax.lax.scan(lambda c, t: (c + t, c), 0.0, v)[1]", np.cumsum(V) - V),
    ("lax.while_loop(lambda s: s[0] < 3, lambda s: (s[0] + 1, 2 * s[1]), (0, v))[1]", 8 * V),
    ("jax.lax.cond(v[0] > 0, lambda p: p[0] * p[1], lambda p: p[1], (v, v))", V * V),
    ("[lambda a: a * k for k in range(3)][0](v)", 2 * V),
]


@pytest.mark.parametrize(("program", "expected"), FOREIGN, ids=[row[0] for row in FOREIGN])
def test_other_libraries_meanings(program: str, expected: Any, client: Client) -> None:
    asked = {
        "program": program,
        "parameters": {"A": A.tolist(), "v": V.tolist()},
        "constants": {"u": [0.0, 1.0, 1.0]},
    }
    [found] = client.evaluate(asked).values()
    np.testing.assert_allclose(found, expected, rtol=1e-6 if "float32" in program else 1e-12)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("np.split(y, [1, 2])[0]", "splits at indices"),
        ("torch.split(y, 1)[0]", "parts of one size"),
        ("np.cumsum(x)", "give the axis"),
        ("x.cumsum()", "give the axis"),
        ("np.take(x, idx)", "give the axis"),
        ("torch.median(y)", "median(x) for their mean"),
        ("torch.max(x, 1)[0]", "argmax"),
        ("np.linalg.svd(x)[1]", "full_matrices=False"),
        ("scipy.linalg.qr(x)[0]", "mode='economic'"),
        ("scipy.special.softmax(x)", "over all elements"),
        ("tf.nn.softmax_cross_entropy_with_logits(y, y)", "labels= and logits= by name"),
        ("idx & 1", "for booleans here"),
        ("sum(x ^ 2)", "a power is written **"),
        ("~w", "for booleans here"),
        ("1e999 * w", "infinity is written inf"),
        ("'abc'(w)", "cannot be called"),
        ("'len'(x)", "cannot be called"),
        ("jax.grad(sin)(w)", "gradient(f(x), x)"),
        ("jax.vmap(sin)(x)", "map(f, xs)"),
        ("x.shape if w else None", "where"),
        ("None", "no value"),
    ],
)
def test_what_would_mean_something_else_is_refused(program: str, said: str, client: Client) -> None:
    response = client.post("/gradient", {"program": f"loss = {program}", **GIVEN})
    assert response.status_code == 422, response.text
    if said != "where":
        assert said in response.json()["detail"]


@pytest.mark.parametrize(
    "program",
    [
        "loss = cond(w > 0, lambda a: a, lambda a: -a, y)",
        "loss, rest = qr(x)",
        "loss = y",
        "loss = 3.0",
        "loss, _ = scan(lambda c, t: (c + t, None), 0.0, y)",
        "def f(a):\n    return a * 2\nloss = call(f, y)",
    ],
)
def test_results_have_the_names_of_the_program(program: str, client: Client) -> None:
    asked = {"program": program, **GIVEN}
    outputs = client.evaluate(asked)
    assert list(outputs) == (["rest"] if "qr" in program else ["loss"])
    shape = np.shape(next(iter(outputs.values())))
    given = {next(iter(outputs)): np.ones(shape).tolist()}
    assert list(client.ask("/vjp", {**asked, "output_gradients": given})["outputs"]) == list(outputs)


def test_floats_are_as_the_request_says(client: Client) -> None:
    program = (
        "ts = linspace(0, 1, 4)\ny, ys = scan(lambda c, t: (c - 0.1 * c * t, c), w, ts)\nz = zeros(3) + y"
    )
    asked = {"program": program, "parameters": {"w": 1.0}, "dtype": "float32", "outputs": ["ts", "ys", "z"]}
    response = client.post("/gradient", asked, accept="application/json+base64")
    assert {v["dtype"] for v in response.json()["outputs"].values()} == {"float32"}
    asked = {"program": "y = arange(3)", "dtype": "float32"}
    response = client.post("/evaluate", asked, accept="application/json+base64")
    assert response.json()["outputs"]["y"]["dtype"] == "int64"


def test_finished_examples_are_not_watched(client: Client) -> None:
    program = "ys = map(lambda a: while_loop(lambda z: z < 1e3, lambda z: exp(z), a), v)\nloss = sum(log(ys))"
    asked = {"program": program, "parameters": {"v": [2.0, 6.0, 0.5, -5.0]}}
    assert client.gradient({**asked, "check_numerics": True}) == client.gradient(asked)


SLOW = [
    "t = [0]\n" + "t = t + t\n" * 40 + "loss = w * t[0]",
    "def f0(a):\n    return a + a\n"
    + "".join(f"def f{i}(a):\n    return f{i - 1}(f{i - 1}(a))\n" for i in range(1, 41))
    + "loss = f40(w)",
    "y = sin(w * w)\n" + "y = gradient(y, w)\n" * 40,
    "for i in range(1000):\n    for j in range(1000):\n        k = i * j\nloss = w * k",
]


@pytest.mark.parametrize("program", SLOW, ids=range(len(SLOW)))
def test_reading_ends_by_the_deadline(program: str, client: Client) -> None:
    response = client.post("/gradient", {"program": program, **GIVEN, "timeout_seconds": 0.3})
    assert response.status_code in (422, 504)
    assert response.elapsed.total_seconds() < 10


def test_names_that_python_does_not_have_cannot_be_written(client: Client) -> None:
    graph: Json = {"nodes": [{"name": "layer/1", "op": "sin", "inputs": ["x"]}]}
    assert client.ask("/graph", {"graph": graph})["program"] is None
    graph["nodes"][0]["name"] = "lambda"
    assert client.ask("/graph", {"graph": graph})["program"] is None
    graph["nodes"][0]["name"] = "layer_1"
    assert client.ask("/graph", {"graph": graph})["program"] == "layer_1 = sin(x)\nreturn layer_1\n"
