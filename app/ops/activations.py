"""Activation functions of neural networks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from scipy import special

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Cost, CostRule, Float, composite, op, per_element
from app.ops.infer import OneAxis, broadcast, same
from app.ops.namespace import ops
from app.ops.spec import Spec, normalize_axis

_X = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}


@op(infer=same, elementwise=True, ufunc=special.expit, cost=25, examples=[_X], aliases=["expit"])
def sigmoid(x: Float) -> Array:
    """1 / (1 + exp(-x)), without overflow."""
    return special.expit(x)


# The square of the secant of x/2, over 4: y (1 - y) loses digits where y is near 1, and its derivative at 0.
sigmoid.vjp(lambda g, y, x: g * ops.square(0.5 * ops.sech(0.5 * x)))


@op(infer=same, elementwise=True, ufunc=special.log_expit, cost=25, examples=[_X])
def log_sigmoid(x: Float) -> Array:
    """log(sigmoid(x)), exact also far below 0."""
    return special.log_expit(x)


log_sigmoid.vjp(lambda g, y, x: g * ops.sigmoid(-x))


@op(infer=same, elementwise=True, cost=30, examples=[_X])
def softplus(x: Float) -> Array:
    """log(1 + exp(x)), exact for large values of either sign."""
    return np.logaddexp(x, np.zeros((), x.dtype))


softplus.vjp(lambda g, y, x: g * ops.sigmoid(x))


@op(infer=same, elementwise=True, examples=[_X], kink="relu'(0) = 0.")
def relu(x: Float) -> Array:
    """The value where it is positive, 0 elsewhere; NaN for NaN."""
    return np.maximum(x, np.zeros((), x.dtype))


relu.vjp(lambda g, y, x: ops.where(x > 0, g, 0))


@composite(examples=[{**_X, "negative_slope": 0.1}], kink="At 0 the derivative is the negative slope.")
def leaky_relu(x: Float, *, negative_slope: Annotated[float, "Factor for negative values."] = 0.01) -> Array:
    """The value where it is positive, a fraction of it elsewhere."""
    return ops.where(x > 0, x, negative_slope * x)


@composite(examples=[_X, {**_X, "alpha": 0.7}], kink="At 0 the derivative is alpha.")
def elu(x: Float, *, alpha: Annotated[float, "Minus the limit for large negative values."] = 1.0) -> Array:
    """The value where it is positive, alpha (exp(x) - 1) elsewhere."""
    return ops.where(x > 0, x, alpha * ops.expm1(ops.where(x > 0, 0, x)))


@op(
    infer=broadcast,
    elementwise=True,
    cost=per_element(2, 1),
    examples=[{"x": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "gate": [0.9, 0.2, 0.3]}],
    kink="With respect to the gate, x counts as no larger than the square root of the largest number: where x is "
    "infinite, a gate that no longer changes with it has no gradient.",
)
def gated(x: Float, gate: Float) -> Array:
    """x times a gate, and 0 where the gate is 0, also where x is infinite."""
    result = np.asarray(x * gate)
    np.copyto(result, 0, where=gate == 0)
    return result


def _bounded(x: Any, bound: float) -> Any:
    return ops.minimum(ops.maximum(x, -bound), bound)


gated.vjp(
    lambda g, y, x, gate: g * gate,
    lambda g, y, x, gate: g * _bounded(x, math.sqrt(np.finfo(x.dtype).max)),
)


@composite(
    examples=[_X, {**_X, "approximate": True}],
)
def gelu(
    x: Float, *, approximate: Annotated[bool, "Use the tanh approximation instead of erf."] = False
) -> Array:
    """x times the standard normal distribution function of x. Source: Hendrycks and Gimpel (2016)."""
    if approximate:
        # (1 + tanh(t)) / 2 as sigmoid(2 t) keeps its digits far below 0. Past 100 the cube may overflow.
        t = _bounded(x, 100)
        return ops.gated(x, ops.sigmoid(math.sqrt(8 / math.pi) * (t + 0.044715 * (t * t * t))))
    return ops.gated(0.5 * x, ops.erfc(x * -math.sqrt(0.5)))


@composite(examples=[_X], aliases=["swish"])
def silu(x: Float) -> Array:
    """x times sigmoid(x)."""
    return ops.gated(x, ops.sigmoid(x))


@composite(examples=[{"x": [[-1.6, 0.4, 6.7], [2.3, -0.8, 5.1]]}], kink="The derivative at 0 and at 6 is 0.")
def relu6(x: Float) -> Array:
    """The value, moved into the interval from 0 to 6."""
    return ops.minimum(6, ops.relu(x))


@composite(examples=[_X], kink="At 0 the derivative is that of the positive side.")
def selu(x: Float) -> Array:
    """elu with the scale and alpha that keep mean and variance through layers. Source: Klambauer, Unterthiner,
    Mayr and Hochreiter (2017)."""
    scale, alpha = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
    below = x < 0
    return ops.where(below, scale * alpha * ops.expm1(ops.where(below, x, 0)), scale * x)


@composite(examples=[_X, {**_X, "alpha": 0.7}])
def celu(
    x: Float, *, alpha: Annotated[float, "Minus the limit for large negative values; not 0."] = 1.0
) -> Array:
    """The value where it is positive, alpha (exp(x / alpha) - 1) elsewhere; the derivative is continuous.
    Source: Barron (2017)."""
    if alpha == 0:
        raise OperationError("alpha cannot be 0", attribute="alpha")
    above = x > 0
    return ops.where(above, x, alpha * ops.expm1(ops.where(above, 0, x) / alpha))


@composite(examples=[_X])
def mish(x: Float) -> Array:
    """x tanh(softplus(x)). Source: Misra (2019)."""
    return ops.gated(x, ops.tanh(ops.softplus(x)))


@composite(
    examples=[{"x": [[-1.6, 0.4, 6.7], [2.3, -0.8, 0.1]]}],
    aliases=["hardtanh"],
    kink="The derivative at -1 and 1 is 1.",
)
def hard_tanh(x: Float) -> Array:
    """The value, moved into the interval from -1 to 1."""
    return ops.clip(x, min=-1, max=1)


@composite(
    examples=[{"x": [[-3.6, 0.4, 6.7], [2.3, -0.8, 0.1]]}],
    aliases=["hardsigmoid"],
    kink="The derivative at -3 and 3 is 0.",
)
def hard_sigmoid(x: Float) -> Array:
    """relu6(x + 3) / 6, made of three straight lines. Source: Howard et al. (2019)."""
    return ops.relu6(x + 3) / 6


@composite(
    examples=[{"x": [[-3.6, 0.4, 6.7], [2.3, -0.8, 0.1]]}],
    aliases=["hardswish", "hard_silu"],
    kink="At -3 and 3 the derivative is that of the outer sides: 0 and 1.",
)
def hard_swish(x: Float) -> Array:
    """x hard_sigmoid(x). Source: Howard et al. (2019)."""
    return ops.gated(x, ops.hard_sigmoid(x))


@op(infer=same, elementwise=True, cost=per_element(6, 16), examples=[_X])
def softsign(x: Float) -> Array:
    """x / (1 + |x|); -1 and 1 at the infinities."""
    size = np.minimum(np.abs(x), np.finfo(x.dtype).max)
    return np.copysign(size / (1 + size), x)


softsign.vjp(lambda g, y, x: g * ops.square(1 / (1 + ops.abs(x))))


def _along(x: Spec, *, axis: int) -> Spec:
    normalize_axis(axis, x.ndim)
    return x


def _shares_cost(arrays: int, totals: int) -> CostRule:
    """The cost of what SciPy makes on the way: arrays like x, and maxima and sums of its rows."""

    def cost(operands: Sequence[Spec], results: Sequence[Spec], *, axis: int) -> Cost:
        [x] = operands
        rows = x.nbytes // max(x.shape[axis], 1) if x.ndim else x.nbytes
        return Cost(28.0 * x.size, arrays * x.nbytes + totals * rows)

    return cost


_ROWS = {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}


@op(infer=_along, cost=_shares_cost(1, 2), batch=along_axis, examples=[_ROWS, {**_ROWS, "axis": 0}])
def softmax(x: Float, *, axis: OneAxis = -1) -> Array:
    """exp(x) divided by its sum along an axis, without overflow."""
    return special.softmax(x, axis=axis) if x.size else x


@softmax.vjp
def _(g: Any, y: Any, x: Any, *, axis: int) -> Any:
    return y * (g - ops.sum(g * y, axis=axis, keepdims=True))


@op(infer=_along, cost=_shares_cost(2, 3), batch=along_axis, examples=[_ROWS, {**_ROWS, "axis": 0}])
def log_softmax(x: Float, *, axis: OneAxis = -1) -> Array:
    """Logarithm of softmax, exact also where softmax is near 0."""
    return special.log_softmax(x, axis=axis) if x.size else x


log_softmax.vjp(lambda g, y, x, *, axis: g - ops.exp(y) * ops.sum(g, axis=axis, keepdims=True))
