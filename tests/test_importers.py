"""Imported expressions and models: recorded, evaluated and differentiated, against SymPy's own numbers and
closed forms."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy.codegen import cfunctions

from app import cli
from app.importers import (
    NotImportable,
    from_mathoptformat,
    from_sympy,
    from_sympy_text,
    read_mathoptformat,
)
from app.importers.mathopt_terms import OPERATORS
from tests.conftest import Client

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "importers.md").read_text()

x, y, z = sympy.symbols("x y z", real=True)
p = sympy.Symbol("p", positive=True)
AT = {"x": 0.7, "y": -1.3, "z": 2.2, "p": 1.6}
SYMBOLS = {"x": x, "y": y, "z": z, "p": p}

Document = dict[str, Any]


def inputs_of(graph: Document) -> set[str]:
    """The names that nodes use and none has."""
    nodes = {node["name"] for node in graph["nodes"]}
    used = {name for node in graph["nodes"] for name in node["inputs"] if isinstance(name, str)}
    return used - nodes


def answer(client: Client, graph: Document, at: Mapping[str, Any] = AT) -> tuple[Any, dict[str, Any]]:
    values = {name: at[name] for name in inputs_of(graph)}
    asked = {"graph": graph, "parameters": values, "unconnected_gradients": "zero"}
    given = client.gradient(asked)
    return given["loss"], given["gradients"]


def number(expression: Any, at: Mapping[str, Any] = AT) -> float:
    """SymPy's own value."""
    exact = {symbol: sympy.Float(at[name], 40) for name, symbol in SYMBOLS.items()}
    return float(plain(sympy.sympify(expression)).subs(exact).evalf(30))


def plain(expression: Any) -> Any:
    """The expression with functions of C, which SymPy prints and does not evaluate, written out."""
    unevaluated = (cfunctions.fma, cfunctions.Sqrt, cfunctions.Cbrt)
    return sympy.expand_func(expression) if expression.has(*unevaluated) else expression


def agree(client: Client, expression: Any, graph: Document, rtol: float = 1e-12) -> None:
    """The graph has the value and all derivatives of the expression."""
    loss, gradients = answer(client, graph)
    np.testing.assert_allclose(loss, number(expression), rtol=rtol, atol=1e-14)
    for symbol in expression.free_symbols:
        slope = number(slope_of(expression, symbol))
        np.testing.assert_allclose(gradients.get(symbol.name, 0.0), slope, rtol=rtol, atol=1e-13)


def slope_of(expression: Any, symbol: Any) -> Any:
    """The derivative; that of floor and ceiling, which SymPy leaves open, is 0."""
    slope = expression.diff(symbol)
    return slope.replace(sympy.Subs, lambda *_: sympy.S.Zero).replace(
        sympy.Derivative, lambda *_: sympy.S.Zero
    )


def ops_of(graph: Document) -> list[str]:
    return [node["op"] for node in graph["nodes"]]


EXPRESSIONS = [
    x,
    x + y,
    x - y,
    -x - y - z,
    3 - x,
    x / 3 - 2 * y / 7 + sympy.Rational(1, 3),
    x * y * z,
    -x * y / z,
    2 / z - 3 / (x * z),
    x**2 + y**2,
    x**3 - 2 * x**-3 + y**-2,
    z**x + 2**y + sympy.E**x + 10**x,
    sympy.sqrt(z) + 1 / sympy.sqrt(z) + z ** sympy.Rational(2, 3),
    p ** sympy.Rational(1, 3) + p ** sympy.Rational(-1, 3),
    z ** sympy.Rational(1, 3),
    x**2.5 + 0.1 * y,
    sympy.exp(x) - 1,
    2 - 2 * sympy.exp(x * y),
    sympy.exp(x) - 1 + y,
    sympy.log(1 + x) + sympy.log(z),
    sympy.log(1 - x**2),
    sympy.log(1 + x + y**2),
    sympy.log(z, 2) - sympy.log(z, 10) + 3 * sympy.log(z, 5),
    sympy.log(1 + sympy.exp(x * y)),
    sympy.log(sympy.exp(x) + sympy.exp(y)),
    sympy.log(sympy.exp(x) + sympy.exp(y) + sympy.exp(z)),
    1 / (1 + sympy.exp(-x)),
    sympy.log(1 / (1 + sympy.exp(-x))),
    1 - 1 / (1 + sympy.exp(-x)),
    (1 / (1 + sympy.exp(-x))).diff(x),
    sympy.log(1 + sympy.exp(x)).diff(x),
    y * sympy.exp(x) / (1 + sympy.exp(x)) ** 2,
    sympy.sqrt(x**2 + y**2),
    sympy.sqrt(1 + x**2),
    sympy.sqrt(x**2 + y**2 + z**2),
    sympy.sin(x) * sympy.cos(y) + sympy.tan(x),
    sympy.cot(x) + sympy.sec(x) + sympy.csc(x),
    sympy.asin(x) + sympy.acos(x / 2) + sympy.atan(y),
    sympy.acot(x) + sympy.asec(z) + sympy.acsc(z),
    sympy.sinh(x) + sympy.cosh(y) + sympy.tanh(z),
    sympy.sech(x) + sympy.csch(y) + sympy.coth(z),
    sympy.asinh(x) + sympy.acosh(z) + sympy.atanh(x),
    sympy.asech(x) + sympy.acsch(y) + sympy.acoth(z),
    sympy.atan2(y, x) + sympy.atan2(x, -z),
    sympy.sinc(x) + sympy.sinc(y * z),
    sympy.erf(x) + sympy.erfc(y) + sympy.erfinv(x),
    1 - sympy.erf(x),
    sympy.erf2(x, y),
    sympy.gamma(z) + sympy.gamma(x),
    sympy.gamma(y),
    sympy.gamma(y - 1),
    sympy.gamma(p),
    sympy.loggamma(z),
    sympy.digamma(z) + sympy.polygamma(2, z),
    sympy.factorial(z),
    sympy.binomial(z, x),
    sympy.beta(x, z),
    sympy.harmonic(z),
    sympy.besseli(0, x) + sympy.besseli(1, y) + sympy.besseli(3, z) + sympy.besseli(-2, z),
    sympy.Abs(y) + sympy.sign(y) * x,
    sympy.Max(x, y) * sympy.Min(x, y, z, 3),
    sympy.Max(x, 0) + sympy.Max(y, 0),
    sympy.Heaviside(y) * x + sympy.Heaviside(x) * y,
    sympy.floor(z) * x + sympy.ceiling(y) * y,
    sympy.pi * x + sympy.E * y + sympy.EulerGamma * z + sympy.GoldenRatio + sympy.Catalan,
    sympy.sqrt(2) * x + sympy.sin(1) + sympy.pi**2,
    sympy.zeta(3) * x + sympy.besselj(0, 1) * y,
    sympy.Piecewise((x**2, x > 0), (sympy.exp(x), True)),
    sympy.Piecewise((x, x < 0), (y, sympy.And(x > 0, y < 0)), (z, True)),
    sympy.Piecewise((x * y, sympy.Or(x < 0, ~(y > 0))), (z, True)),
    sympy.Piecewise((1, x > 0), (0, True)) * y,
    sympy.Piecewise((x, sympy.Xor(x > 0, y > 0)), (z, True)),
    sympy.Piecewise((x, sympy.Ne(x, y) & sympy.Implies(x > 0, z > 5)), (z * x, True)),
    sympy.Piecewise((sympy.log(y), y > 0), (x, True)),
    cfunctions.expm1(x) + cfunctions.log1p(z) + cfunctions.exp2(y) + cfunctions.log2(z),
    cfunctions.fma(x, y, z) + cfunctions.log10(z),
    sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi),
    (x + y) ** 2 * sympy.sin((x + y) ** 2) + 1 / (x + y),
    sympy.Mul(x, sympy.Add(y, 1, evaluate=False), 1, evaluate=False),
    sympy.Add(x, x, -1, 1, evaluate=False),
    sympy.Pow(sympy.Mul(x, x, evaluate=False), 2, evaluate=False),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_expressions_have_sympys_values_and_slopes(client: Client, expression: Any) -> None:
    agree(client, expression, from_sympy(expression))


# SymPy prints some of C's functions as others of its own.
PRINTED = [
    e for e in EXPRESSIONS if not e.has(cfunctions.exp2) and "zeta" not in str(e) and "fma" not in str(e)
]


@pytest.mark.parametrize("expression", PRINTED, ids=str)
def test_what_sympy_prints_is_read(client: Client, expression: Any) -> None:
    agree(client, expression, from_sympy_text(str(expression)))


@pytest.mark.parametrize(
    ("expression", "slopes"),
    [
        (sympy.Mod(y, x), {"y": 1.0, "x": 2.0}),
        (sympy.frac(y), {"y": 1.0}),
        (sympy.Heaviside(x, 0), {"x": 0.0}),
        (cfunctions.Cbrt(p), {"p": AT["p"] ** (-2 / 3) / 3}),
        (cfunctions.Sqrt(p), {"p": AT["p"] ** -0.5 / 2}),
        (cfunctions.hypot(x, y), {"x": 0.7 / math.hypot(0.7, 1.3), "y": -1.3 / math.hypot(0.7, 1.3)}),
        (sympy.re(sympy.Symbol("x")) + sympy.im(sympy.Symbol("y")), {"x": 1.0}),
        (sympy.conjugate(sympy.Symbol("x")), {"x": 1.0}),
    ],
    ids=str,
)
def test_functions_whose_slope_sympy_does_not_evaluate(
    client: Client, expression: Any, slopes: dict[str, float]
) -> None:
    loss, gradients = answer(client, from_sympy(expression))
    at = {symbol: AT[symbol.name] for symbol in expression.free_symbols}
    np.testing.assert_allclose(loss, float(plain(expression).subs(at).evalf(20)), rtol=1e-12)
    for name, slope in slopes.items():
        np.testing.assert_allclose(gradients[name], slope, rtol=1e-12)


def test_erfcinv(client: Client) -> None:
    loss, gradients = answer(client, from_sympy(sympy.erfcinv(x)))
    expected = number(sympy.erfinv(1 - x))
    np.testing.assert_allclose(loss, expected, rtol=1e-12)
    np.testing.assert_allclose(gradients["x"], -math.sqrt(math.pi) / 2 * math.exp(expected**2), rtol=1e-12)


@pytest.mark.parametrize(
    ("expression", "ops"),
    [
        (x**2, ["square"]),
        (1 / x, ["reciprocal"]),
        (x / y, ["divide"]),
        (x - y, ["subtract"]),
        (-x, ["negative"]),
        (sympy.sqrt(x), ["sqrt"]),
        (1 / sympy.sqrt(x), ["rsqrt"]),
        (p ** sympy.Rational(1, 3), ["cbrt"]),
        (x ** sympy.Rational(1, 3), ["power"]),
        (2**x, ["exp2"]),
        (sympy.exp(x) - 1, ["expm1"]),
        (1 - sympy.exp(x), ["expm1", "negative"]),
        (sympy.log(1 + x), ["log1p"]),
        (sympy.log(1 - x), ["negative", "log1p"]),
        (sympy.log(x, 2), ["log2"]),
        (sympy.log(x, 10), ["log10"]),
        (sympy.log(1 + sympy.exp(x)), ["softplus"]),
        (sympy.log(sympy.exp(x) + sympy.exp(y)), ["logaddexp"]),
        (1 / (1 + sympy.exp(-x)), ["sigmoid"]),
        (sympy.exp(x) / (1 + sympy.exp(x)), ["sigmoid"]),
        (sympy.log(1 / (1 + sympy.exp(-x))), ["log_sigmoid"]),
        (1 - sympy.erf(x), ["erfc"]),
        (sympy.sqrt(x**2 + y**2), ["hypot"]),
        (x / 3, ["divide"]),
        (2 * x / 3, ["multiply", "divide"]),
        (sympy.Piecewise((x, x > 0), (y, True)), ["greater", "where"]),
        (sympy.gamma(p), ["gammaln", "exp"]),
    ],
    ids=str,
)
def test_careful_forms(expression: Any, ops: list[str]) -> None:
    assert ops_of(from_sympy(expression)) == ops


@pytest.mark.parametrize(
    ("expression", "at", "loss", "slope"),
    [
        (sympy.exp(x) - 1, 1e-12, math.expm1(1e-12), math.exp(1e-12)),
        (sympy.log(1 + x), 1e-17, 1e-17, 1.0),
        (sympy.log(1 + sympy.exp(x)), 1000.0, 1000.0, 1.0),
        (sympy.log(1 + sympy.exp(x)).diff(x), 1000.0, 1.0, 0.0),
        ((1 / (1 + sympy.exp(-x))).diff(x), -1000.0, 0.0, 0.0),
        (sympy.sqrt(x**2 + 1), 1e200, 1e200, 1.0),
        (1 - sympy.erf(x), 10.0, math.erfc(10), -2 / math.sqrt(math.pi) * math.exp(-100)),
        (sympy.Piecewise((sympy.sqrt(x), x > 0), (0, True)), 0.0, 0.0, 0.0),
        (sympy.cot(x), math.pi / 2, math.cos(math.pi / 2), -1.0),
    ],
    ids=str,
)
def test_careful_forms_where_the_plain_ones_fail(
    client: Client, expression: Any, at: float, loss: float, slope: float
) -> None:
    found, gradients = answer(client, from_sympy(expression), {"x": at})
    np.testing.assert_allclose([found, gradients["x"]], [loss, slope], rtol=1e-14)


def test_each_sub_expression_is_one_node() -> None:
    shared = sympy.sin(x * y + 1)
    graph = from_sympy([shared**2 + sympy.exp(shared), sympy.sin(x * y + 1) / 3])
    assert sorted(ops_of(graph)) == ["add", "add", "divide", "exp", "multiply", "sin", "square"]
    assert graph["outputs"] == ["result_1", "result_2"]


def test_nothing_is_expanded() -> None:
    value: Any = x
    for _ in range(60):
        value = sympy.Add(value, sympy.Mul(value, value, evaluate=False), evaluate=False)
    assert len(from_sympy(value)["nodes"]) == 120


def test_long_sums_are_balanced(client: Client) -> None:
    symbols = sympy.symbols("a:1000")
    graph = from_sympy(sympy.Add(*symbols))
    depth: dict[str, int] = {}
    for node in graph["nodes"]:
        depth[node["name"]] = 1 + max(depth.get(name, 0) for name in node["inputs"])
    assert max(depth.values()) == 10
    loss, gradients = answer(client, graph, {s.name: float(i) for i, s in enumerate(symbols)})
    assert loss == 999 * 500
    assert set(gradients.values()) == {1.0}


def test_outputs_have_names(client: Client) -> None:
    graph = from_sympy({"loss": x * y, "again": x * y, "x": x, "three": sympy.Integer(3), "sign": x > 0})
    assert graph["outputs"] == ["loss", "again", "x_2", "three", "sign"]
    values = client.evaluate({"graph": graph, "parameters": {"x": 2.0, "y": 3.0}})
    assert values == {"loss": 6.0, "again": 6.0, "x_2": 2.0, "three": 3.0, "sign": True}


def test_names_of_nodes_avoid_those_of_symbols(client: Client) -> None:
    t1, result = sympy.symbols("t1 result")
    loss, gradients = answer(client, from_sympy(sympy.exp(t1 * result)), {"t1": 2.0, "result": 0.5})
    assert (loss, gradients) == (math.e, {"t1": math.e / 2, "result": 2 * math.e})


def test_arrays_may_stand_for_symbols(client: Client) -> None:
    graph = from_sympy(x**2 + sympy.sin(y))
    loss, gradients = answer(client, graph, {"x": [1.0, 2.0], "y": [[0.0], [math.pi]]})
    assert np.shape(loss) == (2, 2)
    np.testing.assert_allclose(gradients["x"], [4.0, 8.0])


@pytest.mark.parametrize("given", [sympy.sin(x) > 0, sympy.Eq(x, y), sympy.true], ids=str)
def test_conditions_are_outputs_too(client: Client, given: Any) -> None:
    found = client.evaluate(
        {"graph": from_sympy(given), "constants": {n: AT[n] for n in ("x", "y") if n in str(given)}}
    )
    assert found == {"result": given is not None and bool(given.subs({x: AT["x"], y: AT["y"]}))}


def test_symbols_may_be_conditions(client: Client) -> None:
    q = sympy.Symbol("q")
    graph = from_sympy(sympy.Piecewise((x, q), (y, True)))
    for truth, expected in ((True, 0.7), (False, -1.3)):
        given = {"graph": graph, "parameters": {"x": 0.7, "y": -1.3}, "constants": {"q": truth}}
        assert client.gradient(given)["loss"] == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (sympy.Piecewise((x, x > 1)), "NaN"),
        (sympy.log(y), "NaN"),
        (y ** sympy.Rational(1, 3), "NaN"),
        (sympy.Piecewise((sympy.oo, x > 0), (0, True)), "Infinity"),
        (sympy.Piecewise((-sympy.oo, x > 0), (sympy.nan, True)), "-Infinity"),
    ],
    ids=str,
)
def test_what_is_not_finite(client: Client, expression: Any, expected: str) -> None:
    assert answer(client, from_sympy(expression))[0] == expected


# Matrices.

A, B = sympy.MatrixSymbol("A", 2, 2), sympy.MatrixSymbol("B", 2, 2)
v = sympy.MatrixSymbol("v", 2, 1)
MATRICES = {"A": [[2.0, 0.5], [-0.3, 1.5]], "B": [[0.2, 1.0], [0.7, -0.4]], "v": [[1.0], [-2.0]], **AT}


@pytest.mark.parametrize(
    ("expression", "ops"),
    [
        (A + 2 * B - A.T, None),
        (x * A * B, None),
        (A * B * v, ["matmul", "matmul"]),
        (A.inv() * v, ["solve"]),
        (v.T * A.inv() * v, ["matrix_transpose", "solve", "matmul"]),
        (A.inv(), ["inv"]),
        (A**3, ["matrix_power"]),
        (sympy.Trace(A * B), ["matmul", "trace"]),
        (sympy.Determinant(A), ["det"]),
        (sympy.log(sympy.Determinant(A)), ["logdet"]),
        (sympy.HadamardProduct(A, B), ["multiply"]),
        (sympy.KroneckerProduct(A, B), ["kron"]),
        (A[0, 1] * B[1, 1] + x, None),
        (A + sympy.Identity(2), None),
        (A + sympy.OneMatrix(2, 2), None),
        (sympy.DotProduct(v, v), None),
        (sympy.Matrix([[x, y], [1, x * y]]) * A, None),
        (sympy.Matrix([[x, y], [1, x * y]]), ["multiply", "stack", "reshape"]),
        (sympy.ImmutableSparseMatrix([[x, 0], [0, 2]]), ["stack", "reshape"]),
        (sympy.Matrix([[1, 2], [3, 4]]) + A, None),
        (sympy.Array([[x, y], [z, 1]]), ["stack", "reshape"]),
        (sympy.Array([x, y]), ["stack"]),
    ],
    ids=str,
)
def test_matrices(client: Client, expression: Any, ops: list[str] | None) -> None:
    graph = from_sympy(expression)
    if ops is not None:
        assert ops_of(graph) == ops
    loss, gradients = answer(client, graph, MATRICES)
    names = sorted(inputs_of(graph))
    symbols = [{"A": A, "B": B, "v": v, **SYMBOLS}[name] for name in names]
    explicit = expression.replace(sympy.Determinant, lambda matrix: matrix.as_explicit().det())
    explicit = explicit.replace(sympy.Trace, lambda matrix: matrix.as_explicit().trace())
    numeric = sympy.lambdify(symbols, explicit, "numpy")

    def value(*values: Any) -> Any:
        return np.asarray(numeric(*values), dtype=float)

    at = [np.array(MATRICES[name]) for name in names]
    np.testing.assert_allclose(loss, value(*at), rtol=1e-12)
    for i, name in enumerate(names):
        np.testing.assert_allclose(gradients[name], differences(value, at, i), rtol=1e-6, atol=1e-8)


def differences(value: Any, at: list[Any], i: int) -> Any:
    """The gradient of the sum of a function's elements, by central differences."""
    slopes = np.zeros(at[i].shape)
    for index in np.ndindex(at[i].shape):
        step = np.zeros(at[i].shape)
        step[index] = 1e-6
        up, down = ([*at[:i], at[i] + s * step, *at[i + 1 :]] for s in (1, -1))
        slopes[index] = (value(*up).sum() - value(*down).sum()) / 2e-6
    return slopes


def test_matrix_symbols_declare_their_shape() -> None:
    n = sympy.Symbol("n", integer=True)
    graph = from_sympy(sympy.MatrixSymbol("C", n, 2) * A)
    assert graph["inputs"] == {"C": {"shape": [None, 2]}, "A": {"shape": [2, 2]}}


def test_indexed_values(client: Client) -> None:
    w = sympy.IndexedBase("w")
    graph = from_sympy(w[0] * w[1] ** 2 + w[0])
    assert answer(client, graph, {"w": [2.0, 3.0, 5.0]}) == (20.0, {"w": [10.0, 12.0, 0.0]})


# Depth.


def test_deep_expressions_do_not_crash() -> None:
    deep: Any = x
    for _ in range(100_000):
        deep = sympy.sin(deep, evaluate=False)
    graph = from_sympy(deep)
    assert len(graph["nodes"]) == 100_000
    with pytest.raises(NotImportable, match="besselj"):
        from_sympy(sympy.besselj(0, deep, evaluate=False))


def test_deep_expressions_are_computed(client: Client) -> None:
    deep: Any = x
    for _ in range(2_000):
        deep = sympy.Add(sympy.Mul(deep, sympy.Rational(1, 2), evaluate=False), y, evaluate=False)
    loss, gradients = answer(client, from_sympy(deep))
    np.testing.assert_allclose([loss, gradients["y"]], [-2.6, 2.0])


# What is refused.

f = sympy.Function("f")
mine = sympy.Function("sin")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (sympy.besselj(0, x * y), "besselj(0, x*y): no operation stands for besselj"),
        (1 + sympy.sin(f(x)), "f(x): no operation stands for f"),
        (mine(x), "sin(x): no operation stands for sin"),
        (
            sympy.Derivative(sympy.sin(x), x),
            "Derivative(sin(x), x): no operation stands for Derivative; evaluate it",
        ),
        (sympy.Integral(f(x), x), "no operation stands for Integral; evaluate it with doit() first"),
        (x + sympy.I, "I: only real expressions"),
        (sympy.Piecewise((sympy.zoo, x > 0), (1, True)), "zoo: complex infinity"),
        (sympy.polygamma(x, y), "polygamma(x, y): the order of polygamma must be a whole number from 0 on"),
        (sympy.besseli(sympy.Rational(1, 3), x), "the order of a Bessel function must be a whole number"),
        (sympy.besseli(101, x), "is 100 at most"),
        (x + sympy.Float("1e999"), "beyond the range of float64"),
        (x + 10 ** sympy.Integer(400), "beyond the range of float64"),
        (sympy.Symbol("a:b") + 1, "'a:b' cannot be the name of an input"),
        (x + sympy.Symbol("x"), "two symbols are named 'x'"),
        (sympy.Symbol("A") * sympy.Trace(A), "two symbols are named 'A'"),
        (A**x, "the exponent of a matrix must be a whole number"),
        (sympy.IndexedBase("w")[sympy.Symbol("i", integer=True)], "the indices must be whole numbers"),
        (sympy.Identity(sympy.Symbol("n", integer=True)), "its shape must be known"),
        (
            sympy.Mul(x, sympy.Pow(sympy.Add(1, -1, evaluate=False), -1, evaluate=False), evaluate=False),
            "divides by 0",
        ),
        (sympy.Matrix(0, 0, []), "a matrix without elements"),
        ([], "there is no expression"),
        (3, "3 is no SymPy expression"),
        ("sin(x)", "'sin(x)' is no SymPy expression"),
    ],
    ids=str,
)
def test_what_cannot_be_imported(expression: Any, said: str) -> None:
    with pytest.raises(NotImportable, match=re.escape(said)) as caught:
        from_sympy(expression)
    assert caught.value.status == 422


# Text.


@pytest.mark.parametrize(
    ("text", "loss", "slopes"),
    [
        ("x*y - 2*x/y", 0.7 * -1.3 + 1.4 / 1.3, {"y": 0.7 + 1.4 / 1.69}),
        ("s = x + y\nt = s**2\ns*t", (-0.6) ** 3, {"x": 3 * 0.36}),
        ("s = x\ns = s + 1\nloss = s**2", 1.7**2, {"x": 3.4}),
        ("0 < x <= z", None, {}),
        ("x if y > 0 else z", 2.2, {"z": 1.0}),
        ("Piecewise((x, (y > 0) & (x > 0)), (z, (y < 0) | (x < 0)), (1, True))", 2.2, {"z": 1.0}),
        ("Piecewise((x, ~(y > 0) and not z < 0), (nan, True))", 0.7, {"x": 1.0}),
        ("x**Rational(1, 2) + sqrt(z) + root(z, 4) + cbrt(z)", None, {}),
        ("x % 0.5 + z // 2", 0.2 + 1, {"x": 1.0}),
        ("abs(y) + min(x, y) + max(x, y) + ceil(z) + ln(z)", 1.3 + -0.6 + 3 + math.log(2.2), {"y": 0.0}),
        ("+x - -y", -0.6, {"x": 1.0}),
        ("Ne(x, y) * z", 2.2, {"z": 1.0}),
        ("(x > 0) + (z > 0) + (y > 0)*x", 2.0, {"x": 0.0}),
        ("Symbol('p', positive=True)**(1/3)", 1.6 ** (1 / 3), {}),
        ("Min(x, oo) + Max(-oo, y)", -0.6, {"x": 1.0}),
        ("gamma*beta", None, {}),
        ("1.5e0*x + 2", 3.05, {"x": 1.5}),
    ],
)
def test_text(client: Client, text: str, loss: float | None, slopes: dict[str, float]) -> None:
    at = {**AT, "gamma": 1.5, "beta": 2.0}
    found, gradients = answer(client, from_sympy_text(text), at)
    if loss is not None:
        np.testing.assert_allclose(found, loss, rtol=1e-14)
    for name, slope in slopes.items():
        np.testing.assert_allclose(gradients[name], slope, rtol=1e-14)


def test_text_with_matrices(client: Client) -> None:
    text = (
        "A = MatrixSymbol('A', 2, 2)\n"
        "R = Matrix([[cos(x), -sin(x)], [sin(x), cos(x)]])\n"
        "c = Matrix([x, y])\n"
        "det(R.T*A*R), (A**(-1)*c)[1, 0], Trace(A/2), A[0, 1]"
    )
    graph = from_sympy_text(text)
    values = client.evaluate({"graph": graph, "parameters": {"A": MATRICES["A"], "x": 0.7, "y": -1.3}})
    matrix = np.array(MATRICES["A"])
    expected = [np.linalg.det(matrix), np.linalg.solve(matrix, [0.7, -1.3])[1], 1.75, 0.5]
    np.testing.assert_allclose([values[name] for name in graph["outputs"]], expected, rtol=1e-14)
    assert "solve" in ops_of(graph)


def test_text_names_its_nodes() -> None:
    graph = from_sympy_text("s = x + y\nx*s")
    assert [node["name"] for node in graph["nodes"]] == ["s", "result"]


def test_deep_text(client: Client) -> None:
    lines = ["t0 = x", *(f"t{i} = t{i - 1}/2 + y" for i in range(1, 20_000))]
    assert len(from_sympy_text("\n".join(lines))["nodes"]) == 2 * 19_999
    long = from_sympy_text(" + ".join(["x"] * 2_000))
    assert answer(client, long) == (pytest.approx(1400), {"x": 2000.0})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no expression"),
        ("x +", "line 1, column 4: invalid syntax"),
        ("a = 1\nfoo(x)", "line 2, column 1: no operation stands for foo"),
        ("sinn(x)", "no operation stands for sinn; did you mean 'sin'?"),
        ("__import__('os').system('true')", "no operation stands for this call"),
        ("x.__class__", "this is no expression that can be imported"),
        ("(lambda: x)()", "no operation stands for this call"),
        ("[y for y in x]", "this is no expression"),
        ("import os", "a line is `name = expression`"),
        ("x\ny", "line 1, column 1: a line is"),
        ("a, b = x, y", "a line is"),
        ("sin(x, y)", "sin takes 1 argument; got 2"),
        ("atan2(x)", "atan2 takes 2 arguments; got 1"),
        ("Heaviside()", "Heaviside takes 1 or 2 arguments; got 0"),
        ("Min()", "Min takes at least 1 argument; got 0"),
        ("sin(x=1)", "takes arguments by position"),
        ("sin(*x)", "takes arguments by position"),
        ("Piecewise(x, y)", "Piecewise takes pairs"),
        ("Matrix([[1, x], [2]])", "a list of rows of one length"),
        ("Matrix(x)", "a list of rows of one length"),
        ("sqrt()", "sqrt takes 1 argument; got 0"),
        ("root(x)", "root takes 2 arguments; got 1"),
        ("det(x)", "Determinant without a matrix"),
        ("sin(Matrix([[1, x]]))", "sin of a matrix"),
        ("Matrix([[1, x]]) + 1", "it adds a matrix and a number"),
        ("1/Matrix([[1, x], [2, 3]])", "it divides by a matrix"),
        ("1/0", "it divides by 0"),
        ("x << 2", "the operator LShift cannot be imported"),
        ("x in y", "the operator In cannot be imported"),
        ("2j*x", "2j is no real number"),
        ("'x'", "'x' is no real number"),
        ("I*x", "I is complex"),
        ("x[y]", "the indices must be whole numbers"),
        ("x[0:1]", "the indices must be whole numbers"),
        ("Symbol(x)", "Symbol takes a name in quotes first"),
        ("MatrixSymbol('A', 2)", "MatrixSymbol takes a name, a number of rows"),
        ("1e999*x", "beyond the range of float64"),
        ("x + " + "9" * 400, "beyond the range of float64"),
        ("(" * 300 + "x" + ")" * 300, "too many nested parentheses"),
        ("-" * 100_000 + "x", "nests too deep"),
        ("+".join(["x"] * 100_000), "nests too deep"),
        ("9" * 5000, "Exceeds the limit"),
        ("x\0", "null"),
    ],
    ids=lambda text: text[:30],
)
def test_text_that_cannot_be_imported(text: str, said: str) -> None:
    with pytest.raises(NotImportable, match=re.escape(said)):
        from_sympy_text(text)


def test_large_numbers_are_not_computed(client: Client) -> None:
    lines = ["a = 1000001/1000000", *(["a = a*a"] * 40)]
    assert answer(client, from_sympy_text("\n".join([*lines[:20], "a*x"])))[0] == pytest.approx(
        0.7 * 1.6892, rel=1e-4
    )
    with pytest.raises(NotImportable, match="beyond the range of float64"):
        from_sympy_text("\n".join(lines))
    assert answer(client, from_sympy_text("x*0 + 2**(-10**6)"))[0] == 0.0
    assert answer(client, from_sympy_text("9**9**9**9 + x"))[0] == "Infinity"


# Random expressions.

LEAVES = st.sampled_from([x, y, z, p, sympy.Integer(2), sympy.Rational(1, 3), sympy.Float(0.75), sympy.pi])
UNARY = [
    *(sympy.sin, sympy.cos, sympy.exp, sympy.tanh, sympy.atan, sympy.asinh, sympy.erf, sympy.Abs, sympy.sinh),
    *(lambda e: sympy.log(1 + e**2), lambda e: sympy.sqrt(1 + e**2), lambda e: 1 / (1 + sympy.exp(-e))),
    *(lambda e: -e, lambda e: e**2, lambda e: e**3, lambda e: 1 / (2 + e**2), lambda e: sympy.exp(e) - 1),
    *(lambda e: sympy.log(1 + sympy.exp(e)), lambda e: sympy.gamma(1 + e**2), lambda e: e / 3),
]
BINARY = [
    *(lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / (1 + b**2), sympy.Max),
    *(sympy.Min, lambda a, b: sympy.atan2(a, 2 + b**2), lambda a, b: (1 + a**2) ** b),
    lambda a, b: sympy.Piecewise((a, a > b), (b * 2, True)),
    lambda a, b: sympy.log(sympy.exp(a) + sympy.exp(b)),
]


def larger(smaller: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    unary = st.tuples(st.sampled_from(UNARY), smaller).map(lambda made: made[0](made[1]))
    return unary | st.tuples(st.sampled_from(BINARY), smaller, smaller).map(lambda made: made[0](*made[1:]))


def tame(expression: Any) -> bool:
    """Whether no part of it is large, so that rounding stays small."""
    parts = [part for part in sympy.preorder_traversal(expression) if isinstance(part, sympy.Expr)]
    sizes = (abs(number(part)) for part in parts if not part.is_Number)
    return all(size < 50 for size in sizes)


@settings(max_examples=120)
@given(st.recursive(LEAVES, larger, max_leaves=7))
def test_random_expressions(client: Client, expression: Any) -> None:
    assume(tame(expression))
    slopes = {symbol: expression.diff(symbol) for symbol in expression.free_symbols}
    assume(not any(slope.has(sympy.DiracDelta, sympy.Derivative) for slope in slopes.values()))
    for graph in (from_sympy(expression), from_sympy_text(str(expression))):
        loss, gradients = answer(client, graph)
        np.testing.assert_allclose(loss, number(expression), rtol=1e-9, atol=1e-11)
        for symbol, slope in slopes.items():
            exact = number(slope)
            np.testing.assert_allclose(
                gradients.get(symbol.name, 0.0), exact, rtol=1e-8, atol=1e-9 * (1 + abs(exact))
            )


# MathOptFormat.


def model(
    function: Any = None, *constraints: Any, sense: Any = "min", variables: Any = ("x", "y", "z")
) -> Document:
    objective = {"sense": sense} if function is None else {"sense": sense, "function": function}
    return {
        "version": {"major": 1, "minor": 7},
        "variables": [v if isinstance(v, dict) else {"name": v} for v in variables],
        "objective": objective,
        "constraints": list(constraints),
    }


def nonlinear(root: Any, *node_list: Any) -> Document:
    return {"type": "ScalarNonlinearFunction", "root": root, "node_list": list(node_list)}


def nested(depth: int) -> Any:
    """A list in a list in a list."""
    made: Any = []
    for _ in range(depth):
        made = [made]
    return made


def call(kind: str, *args: Any) -> Document:
    return {"type": kind, "args": list(args)}


def ref(index: int) -> Document:
    return {"type": "node", "index": index}


DEGREE = math.pi / 180
T = {"x": 0.7, "y": -1.3, "z": 2.2}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (call("+", "x", "y", 1), x + y + 1),
        (call("+", "x"), x),
        (call("-", "x"), -x),
        (call("-", "x", "y"), x - y),
        (call("-", "x", "y", "z"), x - y - z),
        (call("*", "x", "y", 2.5), 2.5 * x * y),
        (call("/", "x", "y"), x / y),
        (call("^", "x", 2), x**2),
        (call("^", "z", "x"), z**x),
        (call("^", "z", 0.5), sympy.sqrt(z)),
        (call("sqrt", "z"), sympy.sqrt(z)),
        (call("cbrt", "y"), -sympy.cbrt(-y)),
        (call("abs", "y"), sympy.Abs(y)),
        (call("abs2", "y"), y**2),
        (call("inv", "y"), 1 / y),
        (call("exp2", "x"), 2**x),
        (call("atan", "x", "y"), sympy.atan2(x, y)),
        (call("atan", "x"), sympy.atan(x)),
        (call("min", "x", "y", "z"), sympy.Min(x, y, z)),
        (call("max", "x", "y", 0), sympy.Max(x, 0)),
        (call("log1p", "x"), sympy.log(1 + x)),
        (call("expm1", "x"), sympy.exp(x) - 1),
        (call("log2", "z"), sympy.log(z, 2)),
        (call("log10", "z"), sympy.log(z, 10)),
        (call("lgamma", "z"), sympy.loggamma(z)),
        (call("trigamma", "z"), sympy.polygamma(1, z)),
        (call("erfcx", "x"), sympy.exp(x**2) * sympy.erfc(x)),
        (call("erfcinv", "x"), sympy.erfinv(1 - x)),
        (call("deg2rad", "x"), x * sympy.pi / 180),
        (call("rad2deg", "x"), x * 180 / sympy.pi),
        *(
            (call(f"{n}d", "x"), getattr(sympy, n)(x * sympy.pi / 180))
            for n in ["sin", "cos", "tan", "sec", "csc", "cot"]
        ),
        *(
            (call(f"a{n}d", "x"), getattr(sympy, f"a{n}")(x) * 180 / sympy.pi)
            for n in ["sin", "cos", "tan", "cot"]
        ),
        *((call(f"a{n}d", "z"), getattr(sympy, f"a{n}")(z) * 180 / sympy.pi) for n in ["sec", "csc"]),
        *(
            (call(n, "x"), getattr(sympy, n)(x))
            for n in ["sin", "cos", "tan", "sec", "csc", "cot", "exp", "sinh", "cosh", "tanh"]
        ),
        *(
            (call(n, "x"), getattr(sympy, n)(x))
            for n in ["sech", "csch", "coth", "asin", "acos", "acot", "asinh", "atanh", "asech"]
        ),
        *(
            (call(n, "x"), getattr(sympy, n)(x))
            for n in ["acsch", "erf", "erfc", "erfinv", "gamma", "digamma"]
        ),
        *((call(n, "z"), getattr(sympy, n)(z)) for n in ["log", "asec", "acsc", "acosh", "acoth"]),
        (call("floor", "z"), sympy.floor(z)),
        (call("ceil", "z"), sympy.ceiling(z)),
        (call("ifelse", call("<=", "x", "y"), "x", call("*", "y", "z")), y * z),
        (call("ifelse", call("&&", call(">", "x", 0), call("<", "y", 0)), "x", "z"), x),
        (call("ifelse", call("||", call("==", "x", 0), call(">=", "y", 0)), "x", "z"), z),
        (call("+", call(">", "x", 0), call("*", call(">", "z", 0), "y")), 1 + y),
        (call("ifelse", 1, "x", "z"), x),
        ({"type": "variable", "name": "x"}, x),
        (call("*", {"type": "real", "value": 3}, {"type": "complex", "real": 2.0, "imag": 0}, "x"), 6 * x),
        (call("log", call("+", 1, call("exp", "x"))), sympy.log(1 + sympy.exp(x))),
    ],
    ids=str,
)
def test_operators_of_mathoptformat(client: Client, term: Any, expected: Any) -> None:
    agree(client, expected, from_mathoptformat(model(nonlinear(term))))


def test_every_operator_is_tested() -> None:
    text = Path(__file__).read_text()
    words = set(re.findall(r"[a-z0-9]+", text)) | {
        f"{n}d" for n in ["sin", "cos", "tan", "sec", "csc", "cot"]
    }
    words |= {f"a{n}d" for n in ["sin", "cos", "tan", "cot", "sec", "csc"]}
    assert [name for name in OPERATORS if name.isalnum() and name not in words] == []


def test_node_lists_are_shared_and_in_any_order(client: Client) -> None:
    function = nonlinear(
        call("+", ref(3), ref(3), ref(1)), call("^", ref(2), 2), call("sin", "x"), call("*", ref(1), "y")
    )
    graph = from_mathoptformat(model(function))
    assert ops_of(graph).count("sin") == 1
    agree(client, 2 * sympy.sin(x) ** 2 * y + sympy.sin(x) ** 2, graph)


def test_affine_and_quadratic_functions(client: Client) -> None:
    affine = {
        "type": "ScalarAffineFunction",
        "terms": [
            {"coefficient": 2, "variable": "x"},
            {"coefficient": -1.5, "variable": "y"},
            {"coefficient": 1, "variable": "x"},
        ],
        "constant": 4,
    }
    agree(client, 3 * x - 1.5 * y + 4, from_mathoptformat(model(affine)))
    quadratic = {
        "type": "ScalarQuadraticFunction",
        "quadratic_terms": [
            {"coefficient": 2, "variable_1": "x", "variable_2": "x"},
            {"coefficient": 3, "variable_1": "x", "variable_2": "y"},
            {"coefficient": 1, "variable_1": "y", "variable_2": "x"},
        ],
        "affine_terms": [{"coefficient": 5, "variable": "z"}],
        "constant": -1,
    }
    agree(client, x**2 + 4 * x * y + 5 * z - 1, from_mathoptformat(model(quadratic)))


def test_a_model(client: Client) -> None:
    """Hock and Schittkowski's problem 71, whose solution and multipliers are known."""
    start = [1.0, 5.0, 5.0, 1.0]
    variables = [{"name": f"x[{i}]", "primal_start": s} for i, s in enumerate(start, start=1)]
    names = [v["name"] for v in variables]
    bounds = [
        {"function": {"type": "Variable", "name": n}, "set": {"type": "Interval", "lower": 1, "upper": 5}}
        for n in names
    ]
    objective = nonlinear(call("+", call("*", names[0], names[3], call("+", *names[:3])), names[2]))
    product = {
        "name": "product",
        "function": nonlinear(call("*", *names)),
        "set": {"type": "GreaterThan", "lower": 25.0},
    }
    squares = {
        "function": {
            "type": "ScalarQuadraticFunction",
            "quadratic_terms": [{"coefficient": 2.0, "variable_1": n, "variable_2": n} for n in names],
            "affine_terms": [],
            "constant": 0.0,
        },
        "set": {"type": "EqualTo", "value": 40.0},
    }
    read = read_mathoptformat(model(objective, *bounds, product, squares, variables=variables))
    assert read.graph["outputs"] == ["minimize", "product", "constraint_6"]
    assert read.graph["inputs"]["x[1]"] == {"doc": "from 1 to 5; starts from 1"}
    assert read.sense == "min"
    assert read.sets == {"product": product["set"], "constraint_6": squares["set"]}
    assert read.bounds["x[4]"] == [{"type": "Interval", "lower": 1, "upper": 5}]
    assert read.start == dict(zip(names, start, strict=True))
    solution = dict(zip(names, [1.0, 4.742999637, 3.821149979, 1.379408293], strict=True))
    given = client.ask("/jacobian", {"graph": read.graph, "parameters": solution})
    values = [given["outputs"][name] for name in read.graph["outputs"]]
    np.testing.assert_allclose(values, [17.0140173, 25.0, 40.0], rtol=1e-8)
    slopes = np.array([[given["jacobian"][o][n] for n in names] for o in read.graph["outputs"]])
    multipliers = np.linalg.lstsq(slopes[1:, 1:].T, slopes[0, 1:], rcond=None)[0]
    np.testing.assert_allclose(multipliers, [0.55229366, -0.16146857], rtol=1e-6)
    np.testing.assert_allclose(slopes[1:, 1:].T @ multipliers, slopes[0, 1:], atol=1e-7)


def test_maximization_is_said_and_not_undone(client: Client) -> None:
    read = read_mathoptformat(model({"type": "Variable", "name": "x"}, sense="max"))
    assert (read.sense, read.graph["outputs"]) == ("max", ["maximize"])
    assert answer(client, read.graph, T) == (0.7, {"x": 1.0})


def test_vectors(client: Client) -> None:
    term = {"coefficient": 2, "variable": "x"}
    square = {"coefficient": 2, "variable_1": "y", "variable_2": "y"}
    functions = {
        "variables": {"type": "VectorOfVariables", "variables": ["x", "z"]},
        "affine": {
            "type": "VectorAffineFunction",
            "terms": [{"output_index": 2, "scalar_term": term}],
            "constants": [5, 6],
        },
        "quadratic": {
            "type": "VectorQuadraticFunction",
            "quadratic_terms": [{"output_index": 1, "scalar_term": square}],
            "affine_terms": [{"output_index": 2, "scalar_term": term}],
            "constants": [0, 1],
        },
        "nonlinear": {
            "type": "VectorNonlinearFunction",
            "rows": [ref(1), call("*", ref(1), "y"), "z", 3],
            "node_list": [call("sin", "x")],
        },
    }
    chosen = {"type": "Nonnegatives", "dimension": 2}
    constraints = [{"name": name, "function": f, "set": chosen} for name, f in functions.items()]
    graph = from_mathoptformat(model(None, *constraints, sense="feasibility"))
    assert graph["outputs"] == list(functions)
    values = client.evaluate({"graph": graph, "parameters": T})
    expected = {
        "variables": [0.7, 2.2],
        "affine": [5.0, 7.4],
        "quadratic": [1.69, 2.4],
        "nonlinear": [math.sin(0.7), math.sin(0.7) * -1.3, 2.2, 3.0],
    }
    for name, value in expected.items():
        np.testing.assert_allclose(values[name], value, rtol=1e-14)


def test_sets_of_variables_are_said() -> None:
    sets = [
        {"type": "ZeroOne"},
        {"type": "Integer"},
        {"type": "LessThan", "upper": 2.5},
        {"type": "GreaterThan", "lower": 0},
        {"type": "Semicontinuous", "lower": 1, "upper": 2},
        {"type": "Unknown", "kind": 3},
    ]
    variable = {"type": "Variable", "name": "x"}
    constraints = [{"function": variable, "set": s} for s in sets]
    graph = from_mathoptformat(model(variable, *constraints))
    assert graph["inputs"]["x"]["doc"] == (
        '0 or 1; a whole number; at most 2.5; at least 0; 0, or from 1 to 2; {"type": "Unknown", "kind": 3}'
    )


def test_parameters_are_not_trained(client: Client) -> None:
    fixed = {"function": {"type": "Variable", "name": "y"}, "set": {"type": "Parameter", "value": 3.0}}
    graph = from_mathoptformat(model(nonlinear(call("*", "x", "y")), fixed))
    assert graph["inputs"] == {"y": {"trainable": False, "doc": "a parameter, 3.0"}}
    assert client.gradient({"graph": graph, "parameters": {"x": 2.0, "y": 3.0}})["gradients"] == {"x": 3.0}


def test_names_that_a_graph_cannot_have(client: Client) -> None:
    affine = {"type": "ScalarAffineFunction", "terms": [{"coefficient": 2, "variable": "a:b"}], "constant": 0}
    chosen = {"type": "LessThan", "upper": 1}
    constraints = [
        {"name": name, "function": affine, "set": chosen} for name in ("a_b", "c", "c", "minimize")
    ]
    graph = from_mathoptformat(model(affine, *constraints, variables=["a:b"]))
    assert graph["inputs"] == {"a_b": {"doc": "named 'a:b' in the model"}}
    assert graph["outputs"] == ["minimize", "a_b_2", "c", "c_2", "minimize_2"]
    assert answer(client, graph, {"a_b": 2.0}) == (4.0, {"a_b": 2.0})


def test_deep_models_do_not_crash() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = call("sin", deep)
    assert len(from_mathoptformat(model(nonlinear(deep)))["nodes"]) == 100_000
    chain = [call("sin", "x"), *(call("sin", ref(i)) for i in range(1, 20_000))]
    assert len(from_mathoptformat(model(nonlinear(ref(20_000), *chain)))["nodes"]) == 20_000
    wrong: Any = call("airyai", "x")
    for _ in range(20_000):
        wrong = call("sin", wrong)
    with pytest.raises(NotImportable) as caught:
        from_mathoptformat(model(nonlinear(wrong)))
    assert caught.value.faults[0].pointer.endswith("/args/0/type")


ROOTS = "/objective/function/root"


@pytest.mark.parametrize(
    ("document", "pointer", "said"),
    [
        ([], "", "an object is wanted"),
        ({}, "/version", "MathOptFormat 1 is read"),
        ({**model(), "version": {"major": 0, "minor": 6}}, "/version", "this document says"),
        ({**model(), "variables": {}}, "/variables", "a list is wanted"),
        (model(variables=[{"name": ""}]), "/variables/0/name", "a variable has a name"),
        (model(variables=["x", "x"]), "/variables/1/name", "two variables are named 'x'"),
        (model(variables=[{"name": "x", "primal_start": "1"}]), "/variables/0/primal_start", "a number"),
        (model(sense="best"), "/objective/sense", "min, max or feasibility"),
        (model(), "/objective/function", "an object is wanted; got None"),
        (model(sense="feasibility"), "", "neither an objective nor a constraint"),
        (
            model({"type": "Mystery"}),
            "/objective/function/type",
            "a function is one of Variable, ScalarAffine",
        ),
        (model({"type": "Variable", "name": "q"}), "/objective/function/name", "there is no variable 'q'"),
        (model(nonlinear("q")), ROOTS, "there is no variable 'q'"),
        (model(nonlinear({"type": "variable"})), f"{ROOTS}/name", "there is no variable None"),
        (model(nonlinear(None)), ROOTS, "got None"),
        (model(nonlinear(True)), ROOTS, "got True"),
        (model(nonlinear(math.inf)), ROOTS, "beyond the range of float64"),
        (model(nonlinear(10**400)), ROOTS, "beyond the range of float64"),
        (model(nonlinear({})), f"{ROOTS}/type", "the name of an operator is wanted; got None"),
        (model(nonlinear({"type": []})), f"{ROOTS}/type", "the name of an operator is wanted; got []"),
        (model(sense=[]), "/objective/sense", "min, max or feasibility; got []"),
        (model(nonlinear(nested(100_000))), ROOTS, "got [[[[[["),
        (model(nonlinear(call("besselj0", "x"))), f"{ROOTS}/type", "no operation stands for 'besselj0'"),
        (model(nonlinear(call("sinn", "x"))), f"{ROOTS}/type", "did you mean 'sin'?"),
        (model(nonlinear(call("sin", "x", "y"))), f"{ROOTS}/args", "'sin' does not take 2 arguments"),
        (model(nonlinear(call("+"))), f"{ROOTS}/args", "'+' does not take 0 arguments"),
        (model(nonlinear({"type": "sin"})), ROOTS, "has no list args"),
        (model(nonlinear(call("/", "x", 0))), ROOTS, "'/': it divides by 0"),
        (
            model(nonlinear(call("+", "x", {"type": "complex", "real": 1, "imag": 2}))),
            f"{ROOTS}/args/1",
            "complex",
        ),
        (model(nonlinear({"type": "real", "value": "1"})), f"{ROOTS}/value", "got '1'"),
        (model(nonlinear(ref(1))), f"{ROOTS}/index", "there is no node 1"),
        (model(nonlinear(ref(0), "x")), f"{ROOTS}/index", "there is no node 0"),
        (
            model(nonlinear(ref(1), call("sin", ref(2)), call("cos", ref(1)))),
            "/objective/function/node_list/0",
            "depends on itself",
        ),
        (
            model(nonlinear(ref(1), call("sin", call("+", "x", "a/b~c")))),
            "/objective/function/node_list/0/args/0/args/1",
            "there is no variable 'a/b~c'",
        ),
        (
            model(
                {
                    "type": "ScalarAffineFunction",
                    "terms": [{"coefficient": "2", "variable": "x"}],
                    "constant": 0,
                }
            ),
            "/objective/function/terms/0/coefficient",
            "a number",
        ),
        (
            model(
                {
                    "type": "VectorAffineFunction",
                    "terms": [{"output_index": 3, "scalar_term": {"coefficient": 1, "variable": "x"}}],
                    "constants": [0, 0],
                }
            ),
            "/objective/function/terms/0/output_index",
            "there is no row 3 of 2",
        ),
        (model({"type": "VectorOfVariables", "variables": []}), "/objective/function", "without elements"),
        (
            model({"type": "Variable", "name": "x"}, {"function": {"type": "Variable", "name": "x"}}),
            "/constraints/0/set",
            "an object is wanted",
        ),
    ],
)
def test_models_that_cannot_be_imported(document: Any, pointer: str, said: str) -> None:
    with pytest.raises(NotImportable, match=re.escape(said)) as caught:
        from_mathoptformat(document)
    assert [fault.pointer for fault in caught.value.faults] == [pointer]


# The command.


def run_cli(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["import", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_as_a_process(tmp_path: Path, client: Client) -> None:
    file = tmp_path / "model.mof.json"
    file.write_text(json.dumps(model(nonlinear(call("^", "x", 2)))))
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "import", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert answer(client, json.loads(done.stdout), {"x": 3.0}) == (9.0, {"x": 6.0})


def test_the_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, graph, about = (tmp_path / name for name in ("m.json", "g.json", "about.json"))
    source.write_text(json.dumps(model({"type": "Variable", "name": "x"}, sense="max")))
    code, out, err = run_cli(capsys, str(source), "--output", str(graph), "--model", str(about))
    assert (code, out, err) == (0, "", "")
    assert json.loads(graph.read_text())["outputs"] == ["maximize"]
    assert json.loads(about.read_text()) == {"sense": "max", "sets": {}, "bounds": {}, "start": {}}


def test_the_command_reads_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "expression.txt"
    file.write_text("x**2 + 1\n")
    code, out, _ = run_cli(capsys, str(file))
    assert code == 0
    assert json.loads(out) == from_sympy_text("x**2 + 1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x**2 + 1")))
    assert run_cli(capsys, "-", "--format", "sympy") == (0, out, "")


@pytest.mark.parametrize(
    ("name", "content", "arguments", "said"),
    [
        ("a.txt", b"x +", [], "line 1, column 4: invalid syntax"),
        ("a.txt", b"\xff\xfe", [], "it is not text in UTF-8"),
        ("a.json", b"{", [], "it is not JSON"),
        ("a.json", b"[" * 100_000, [], "the JSON nests too deep"),
        ("a.json", b"{}", [], "/version: MathOptFormat 1 is read"),
        ("a.txt", b"x", ["--model", "b"], "--model is for models"),
        ("a.txt", b"x", ["--output", "/nowhere/at/all"], "No such file"),
        ("a.txt", None, [], "No such file"),
    ],
)
def test_errors_of_the_command_are_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    arguments: list[str],
    said: str,
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, out, err = run_cli(capsys, str(file), *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("wengert: ")
    assert err.count("\n") == 1
    assert said in err


def test_the_command_needs_no_sympy() -> None:
    script = "import sys, app.cli; app.cli.from_sympy_text('sin(x)'); print('sympy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"


# The page.


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_page_runs(client: Client) -> None:
    for code in blocks("python"):
        names: dict[str, Any] = {"__name__": "page"}
        exec(compile(code, "importers.md", "exec", dont_inherit=True), names)  # noqa: S102  (the page's own code)
        shown = json.loads(blocks("json")[0])
        assert names["graph"] == shown
        assert client.gradient({"graph": shown, "parameters": {"x": 0.0, "y": 2.0}})["loss"] == math.log(2)


def test_the_page_imports_its_examples(client: Client) -> None:
    [text] = blocks("text")
    assert len(from_sympy_text(text)["outputs"]) == 1
    _, mof, graph = map(json.loads, blocks("json"))
    assert from_mathoptformat(mof) == graph
    assert client.evaluate({"graph": graph, "parameters": {"x": 1.0, "y": 2.0}}) == {
        "minimize": 5.0,
        "limit": 2.0,
    }


def test_the_page_lists_every_operator() -> None:
    assert [name for name in OPERATORS if f"`{name}`" not in PAGE] == []
