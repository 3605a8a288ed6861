"""The derivative where there is a choice: at kinks, ties, bounds and the edges of domains."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.engine import Plan, Tape, gradient, ops, run

INF = math.inf
FLOAT_MAX = float(np.finfo(np.float64).max)

# What is computed; its operands; its value; the gradient of the value's sum, for each operand.
ROWS: dict[str, tuple[Callable[..., Any], list[Any], Any, list[Any]]] = {
    "relu at 0": (ops.relu, [[0.0, -0.0]], [0, 0], [[0, 0]]),
    "abs at 0": (ops.abs, [[0.0, -0.0]], [0, 0], [[0, 0]]),
    "sign": (ops.sign, [[-2.0, 0.0, 3.0]], [-1, 0, 1], [[0, 0, 0]]),
    "floor_divide": (ops.floor_divide, [[7.0, -4.0], [2.0, 2.0]], [3, -2], [[0, 0], [0, 0]]),
    "leaky_relu at 0": (lambda x: ops.leaky_relu(x, negative_slope=0.1), [[0.0]], [0], [[0.1]]),
    "leaky_relu with slope 1.5 at 0": (
        lambda x: ops.leaky_relu(x, negative_slope=1.5),
        [[0.0]],
        [0],
        [[1.5]],
    ),
    "maximum of equals": (ops.maximum, [[2.0, 1.0], [2.0, 3.0]], [2, 3], [[1, 0], [0, 1]]),
    "minimum of equals": (ops.minimum, [[2.0, 1.0], [2.0, 3.0]], [2, 1], [[1, 1], [0, 0]]),
    "max with ties": (ops.max, [[3.0, 1.0, 3.0]], 3, [[0.5, 0, 0.5]]),
    "min with ties": (ops.min, [[1.0, 3.0, 1.0]], 1, [[0.5, 0, 0.5]]),
    "max with ties along an axis": (
        lambda x: ops.max(x, axis=1),
        [[[3.0, 3.0, 3.0], [2.0, 5.0, 5.0]]],
        [3, 5],
        [[[1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5]]],
    ),
    "clip at both bounds": (
        lambda x: ops.clip(x, min=-1.0, max=2.0),
        [[-2.0, -1.0, 2.0, 3.0]],
        [-1, -1, 2, 2],
        [[0, 1, 1, 0]],
    ),
    "clip at bounds that are operands": (
        ops.clip,
        [[-1.0, 2.0, 3.0], -1.0, 2.0],
        [-1, 2, 2],
        [[1, 1, 0], 0, 1],
    ),
    "sqrt at 0": (ops.sqrt, [[0.0]], [0], [[INF]]),
    "sqrt not taken at 0": (
        lambda x: ops.where(x > 0, ops.sqrt(x), 0),
        [[-1.0, 0.0, 4.0]],
        [0, 0, 2],
        [[0, 0, 0.25]],
    ),
    "log not taken at 0": (
        lambda x: ops.where(x > 0, ops.log(x), 0),
        [[-1.0, 0.0, 4.0]],
        [0, 0, math.log(4)],
        [[0, 0, 0.25]],
    ),
    "quotient not taken at 0": (
        lambda x: ops.where(ops.equal(x, 0), 0, 1 / x),
        [[0.0, 4.0]],
        [0, 0.25],
        [[0, -0.0625]],
    ),
    "rsqrt not taken at 0": (
        lambda x: ops.where(x > 0, ops.rsqrt(x), 0),
        [[0.0, 4.0]],
        [0, 0.5],
        [[0, -0.0625]],
    ),
    "asin not taken at 1": (lambda x: ops.where(x < 1, ops.asin(x), 0), [[0.0, 1.0]], [0, 0], [[1, 0]]),
    "power with constant exponent 0": (lambda x: x**0, [[0.0, 3.0]], [1, 1], [[0, 0]]),
    "power with variable exponent 0": (
        ops.power,
        [[0.0, 3.0], [0.0, 0.0]],
        [1, 1],
        [[0, 0], [0, math.log(3)]],
    ),
    "power with exponents 1 and 2 at 0": (ops.power, [[0.0, 0.0], [1.0, 2.0]], [0, 0], [[1, 0], [0, 0]]),
    "power with a negative base": (ops.power, [[-2.0], [3.0]], [-8], [[12], [0]]),
    "power not real": (ops.power, [[4.0], [0.5]], [2], [[0.25], [2 * math.log(4)]]),
    "square of 0 as a constant power": (lambda x: x**2, [[0.0]], [0], [[0]]),
    "xlogy at (0, 0)": (ops.xlogy, [[0.0], [0.0]], [0], [[0], [0]]),
    "xlogy at x = 0": (ops.xlogy, [[0.0], [2.0]], [0], [[math.log(2)], [0]]),
    "xlog1py at (0, -1)": (ops.xlog1py, [[0.0], [-1.0]], [0], [[0], [0]]),
    "xlog1py at x = 0": (ops.xlog1py, [[0.0], [1.0]], [0], [[math.log(2)], [0]]),
    "kl_divergence at p = 0": (
        ops.kl_divergence,
        [[[0.0, 1.0]], [[0.5, 0.5]]],
        math.log(2),
        [[[0, 1 + math.log(2)]], [[0, -2]]],
    ),
    "hypot at (0, 0)": (ops.hypot, [[0.0], [0.0]], [0], [[0], [0]]),
    "prod without zeros": (ops.prod, [[2.0, 3.0, 4.0]], 24, [[12, 8, 6]]),
    "prod with one zero": (ops.prod, [[2.0, 0.0, 4.0]], 0, [[0, 8, 0]]),
    "prod with two zeros": (ops.prod, [[0.0, 3.0, 0.0]], 0, [[0, 0, 0]]),
    "prod with rows of each": (
        lambda x: ops.prod(x, axis=0),
        [[[2.0, 0.0, 0.0], [3.0, 5.0, 0.0]]],
        [6, 0, 0],
        [[[3, 5, 0], [2, 0, 0]]],
    ),
    "softplus far out": (ops.softplus, [[-800.0, 800.0]], [0, 800], [[0, 1]]),
    "sigmoid far out": (
        ops.sigmoid,
        [[-700.0, 700.0]],
        [math.exp(-700), 1],
        [[math.exp(-700), math.exp(-700)]],
    ),
    "silu at infinity": (ops.silu, [[-INF, INF]], [0, INF], [[0, 1]]),
    "gelu at infinity": (ops.gelu, [[-INF, INF]], [0, INF], [[0, 1]]),
    "mish at infinity": (ops.mish, [[-INF, INF]], [0, INF], [[0, 1]]),
    "gated by a closed gate": (
        ops.gated,
        [[INF, 2.0], [0.0, 0.0]],
        [0, 0],
        [[0, 0], [math.sqrt(FLOAT_MAX), 2]],
    ),
    "hypot with an infinity": (ops.hypot, [[-INF, 3.0], [2.0, INF]], [INF, INF], [[-1, 0], [0, 1]]),
    "vector_norm at 0": (ops.vector_norm, [[0.0, 0.0]], 0, [[0, 0]]),
    "logsumexp of nothing but -inf": (ops.logsumexp, [[-INF, -INF]], -INF, [[0, 0]]),
    "logsumexp with some -inf": (
        ops.logsumexp,
        [[-INF, 1.0, 1.0]],
        1 + math.log(2),
        [[0, 0.5, 0.5]],
    ),
    "division by 0": (ops.divide, [[1.0], [0.0]], [INF], [[INF], [-INF]]),
    "std of equal elements": (ops.std, [[3.0, 3.0, 3.0]], 0, [[0, 0, 0]]),
    "mean_absolute_error at 0": (
        lambda x, y: ops.mean_absolute_error(x, y, reduction="none"),
        [[1.0], [1.0]],
        [0],
        [[0], [0]],
    ),
    "hinge_loss at margin 1": (ops.hinge_loss, [[1.0], [1.0]], 0, [[0], [0]]),
}


@pytest.mark.parametrize(("function", "operands", "value", "gradients"), ROWS.values(), ids=ROWS)
def test_kink(function: Callable[..., Any], operands: list[Any], value: Any, gradients: list[Any]) -> None:
    tape = Tape()
    arrays = [np.array(operand, np.float64) for operand in operands]
    inputs = [tape.input(a.shape) for a in arrays]
    result = function(*inputs)
    slopes = gradient([result], inputs)
    zeros = [ops.zeros_like(x) if g is None else g for g, x in zip(slopes, inputs, strict=True)]
    found = run(Plan([result, *zeros]), dict(zip(inputs, arrays, strict=True)))
    for name, array, expected in zip(["value", *operands], found, [value, *gradients], strict=True):
        np.testing.assert_allclose(array, expected, rtol=1e-14, err_msg=f"with respect to {name}")


def test_prod_with_zeros_of_second_order() -> None:
    """The mixed derivative of a product is the product of the others."""
    tape = Tape()
    x = tape.input((3,))
    [first] = gradient([ops.prod(x)], [x])
    assert first is not None
    rows = [gradient([ops.getitem(first, key=(i,))], [x])[0] for i in range(3)]
    for factors in ([2.0, 0.0, 4.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.0], [2.0, 3.0, 4.0]):
        a, b, c = factors
        found = run(Plan([row for row in rows if row is not None]), {x: np.array(factors)})
        np.testing.assert_array_equal(found, [[0, c, b], [c, 0, a], [b, a, 0]])


@pytest.mark.parametrize("x", [0.25, 2.0, 1e-100])
def test_power_with_exponent_0_changes_with_it(x: float) -> None:
    """The slope in the base is 0 there, but its derivative with respect to the exponent is 1/x."""
    tape = Tape()
    base, exponent = tape.input(()), tape.input(())
    [slope] = gradient([base**exponent], [base])
    assert slope is not None
    [mixed] = gradient([slope], [exponent])
    assert mixed is not None
    found = run(Plan([slope, mixed]), {base: np.array(x), exponent: np.array(0.0)})
    np.testing.assert_allclose(found, [0, 1 / x], rtol=1e-15)


@pytest.mark.parametrize(
    "function", [ops.vector_norm, lambda x: ops.hypot(*ops.unstack(x))], ids=["norm", "hypot"]
)
def test_the_second_derivative_of_a_norm_at_0_is_0(function: Callable[..., Any]) -> None:
    tape = Tape()
    x = tape.input((2,))
    [first] = gradient([function(x)], [x])
    assert first is not None
    [second] = gradient([first], [x])
    assert second is not None
    np.testing.assert_array_equal(run(Plan([second]), {x: np.zeros(2)})[0], [0, 0])


CHOSEN = [
    ("asin", 2.0),
    ("cbrt", 0.0),
    ("rsqrt", 0.0),
    ("reciprocal", 0.0),
    ("exp", 1e4),
    ("log", 0.0),
    ("sqrt", 0.0),
    ("erfinv", 1.0),
    ("logit", 0.0),
    ("atanh", 1.0),
]


@pytest.mark.parametrize(("name", "at"), CHOSEN)
def test_a_branch_not_taken_leaves_no_nan(name: str, at: float) -> None:
    """At first and at second order, also through what is computed from it twice."""
    tape = Tape()
    x = tape.input((2,))
    branch = getattr(ops, name)(x)
    loss = ops.sum(ops.where(ops.equal(x, at), 0, branch * branch + branch / 3))
    [first] = gradient([loss], [x])
    assert first is not None
    [second] = gradient([first], [x])
    assert second is not None
    for slope in run(Plan([first, second]), {x: np.array([at, 0.7])}):
        assert slope[0] == 0
        assert np.isfinite(slope[1])
        assert slope[1] != 0
