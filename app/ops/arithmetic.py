"""Arithmetic and powers, element by element."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.errors import OperationError
from app.ops.entry import Array, Float, Number, composite, op, per_element
from app.ops.infer import arithmetic, broadcast, same
from app.ops.namespace import ops
from app.ops.spec import Spec, real_of

_PAIR = {"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [0.9, 2.2, -1.3]}
_POSITIVE = {"x": [0.3, 1.7, 4.0]}
_SIGNED = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}


@op(infer=broadcast, elementwise=True, ufunc=np.add, holomorphic=True, examples=[_PAIR], aliases=["tf.add"])
def add(x1: Number, x2: Number) -> Array:
    """Sum of two values, element by element. Booleans add as a logical or, as in NumPy."""
    return np.add(x1, x2)


add.vjp(lambda g, y, x1, x2: g, lambda g, y, x1, x2: g)


@add.specialize
def _(x1: Any, x2: Any) -> Any:
    """What was put into zeros, as gradients of parts are, is added to that part only."""
    for whole, part in ((x1, x2), (x2, x1)):
        producer = part.producer
        scattered = producer is not None and producer.op is ops.at_add and len(producer.operands) == 2
        if not scattered or whole.spec != part.spec:
            continue
        zeros, values = producer.operands
        source = zeros.producer.operands[0] if zeros.producer is not None else zeros
        if (
            source.constant is not None
            and source.size == 1
            and not source.constant.any()
            and whole is not zeros
        ):
            return ops.at_add(whole, values, **producer.attributes)
    return None


@op(
    infer=arithmetic, elementwise=True, ufunc=np.subtract, holomorphic=True, examples=[_PAIR], aliases=["sub"]
)
def subtract(x1: Number, x2: Number) -> Array:
    """Difference of two values, element by element."""
    return np.subtract(x1, x2)


subtract.vjp(lambda g, y, x1, x2: g, lambda g, y, x1, x2: -g)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.multiply,
    holomorphic=True,
    examples=[_PAIR],
    aliases=["mul"],
    neutral={0: 1, 1: 1},
)
def multiply(x1: Number, x2: Number) -> Array:
    """Product of two values, element by element. Booleans multiply as a logical and."""
    return np.multiply(x1, x2)


multiply.vjp(lambda g, y, x1, x2: g * x2, lambda g, y, x1, x2: g * x1)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.divide,
    cost=4,
    holomorphic=True,
    examples=[_PAIR],
    aliases=["div", "truediv", "true_divide"],
    neutral={1: 1},
)
def divide(x1: Float, x2: Float) -> Array:
    """Quotient of two values, element by element; floating also for integers. Division by zero gives
    infinities or NaN as IEEE 754 says."""
    return np.divide(x1, x2)


divide.vjp(lambda g, y, x1, x2: g / x2, lambda g, y, x1, x2: -(g * y) / x2)


@op(
    infer=arithmetic,
    elementwise=True,
    ufunc=np.floor_divide,
    cost=8,
    examples=[_PAIR],
    kink="Piecewise constant: the gradient is 0 everywhere, also at the steps.",
)
def floor_divide(x1: Number, x2: Number) -> Array:
    """Quotient rounded towards minus infinity. Integers divided by zero give 0, as in NumPy."""
    return np.floor_divide(x1, x2)


floor_divide.vjp(lambda g, y, x1, x2: ops.zeros_like(x1), lambda g, y, x1, x2: ops.zeros_like(x2))


@op(
    infer=arithmetic,
    elementwise=True,
    ufunc=np.remainder,
    cost=8,
    examples=[_PAIR],
    aliases=["mod", "floormod"],
    kink="At the jumps, the derivative of the side that the value belongs to: 1 for x1, -floor(x1/x2) for x2.",
)
def remainder(x1: Number, x2: Number) -> Array:
    """Remainder of the division, with the sign of the divisor (Python's `%`)."""
    return np.remainder(x1, x2)


remainder.vjp(lambda g, y, x1, x2: g, lambda g, y, x1, x2: -g * ops.floor_divide(x1, x2))


@op(
    infer=arithmetic,
    elementwise=True,
    ufunc=np.negative,
    holomorphic=True,
    examples=[_SIGNED],
    aliases=["neg"],
)
def negative(x: Number) -> Array:
    """The value with its sign changed."""
    return np.negative(x)


negative.vjp(lambda g, y, x: -g)


@op(infer=arithmetic, elementwise=True, ufunc=np.positive, holomorphic=True, examples=[_SIGNED])
def positive(x: Number) -> Array:
    """The value itself (unary plus)."""
    return np.positive(x)


positive.vjp(lambda g, y, x: g)


def _modulus(x: Spec) -> Spec:
    return Spec(x.shape, real_of(x.dtype))


@op(
    infer=_modulus,
    elementwise=True,
    ufunc=np.abs,
    complex_values=True,
    examples=[_SIGNED],
    aliases=["absolute"],
    kink="abs'(0) = 0.",
)
def abs_(x: Number) -> Array:
    """Absolute value; of a complex value its modulus."""
    return np.abs(x)


@abs_.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    if x.dtype.kind != "c":
        return g * ops.sign(x)
    return g * (x / ops.where(ops.equal(y, 0), 1, y))


@op(
    infer=arithmetic,
    elementwise=True,
    ufunc=np.sign,
    examples=[_SIGNED],
    kink="Piecewise constant: the gradient is 0.",
)
def sign(x: Number) -> Array:
    """-1, 0 or 1 by the sign of the value; NaN for NaN."""
    return np.sign(x)


sign.vjp(lambda g, y, x: ops.zeros_like(x))


@op(infer=arithmetic, elementwise=True, ufunc=np.square, holomorphic=True, examples=[_SIGNED])
def square(x: Number) -> Array:
    """The value times itself."""
    return np.square(x)


square.vjp(lambda g, y, x: g * (2 * x))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.sqrt,
    cost=4,
    holomorphic=True,
    examples=[_POSITIVE],
    kink="The derivative at 0 is infinite.",
)
def sqrt(x: Float) -> Array:
    """Square root; NaN for negative values."""
    return np.sqrt(x)


sqrt.vjp(lambda g, y, x: g * 0.5 / y)


@op(infer=same, elementwise=True, cost=per_element(6, 8), examples=[_POSITIVE])
def rsqrt(x: Float) -> Array:
    """One over the square root."""
    return 1 / np.sqrt(x)


rsqrt.vjp(lambda g, y, x: g * -0.5 * y / x)


@op(
    infer=same,
    elementwise=True,
    ufunc=np.cbrt,
    cost=20,
    examples=[_SIGNED],
    kink="The derivative at 0 is infinite.",
)
def cbrt(x: Float) -> Array:
    """Cube root, real also for negative values."""
    return np.cbrt(x)


cbrt.vjp(lambda g, y, x: g / (3 * y * y))


@op(infer=same, elementwise=True, cost=4, holomorphic=True, examples=[_SIGNED])
def reciprocal(x: Float) -> Array:
    """One over the value."""
    return np.divide(np.asarray(1, x.dtype), x)


reciprocal.vjp(lambda g, y, x: -g * (y * y))


@op(
    infer=arithmetic,
    elementwise=True,
    cost=40,
    holomorphic=True,
    examples=[
        {"x1": [[0.5, 1.7, 2.4], [3.1, 0.8, 1.2]], "x2": [2.5, -1.5, 0.7]},
        {"x1": [-2.0, -0.5], "x2": 3},
    ],
    aliases=["pow"],
    neutral={1: 1},
    kink="x**0 has derivative 0 also at x = 0; at x1 <= 0 the derivative with respect to x2 is 0 "
    "where the value is real. 0**y with 0 < y < 1 has an infinite derivative with respect to x1.",
)
def power(x1: Number, x2: Number) -> Array:
    """The first value raised to the second. Integers stay integers while the exponent is not negative:
    make the exponent floating (`2.0`) for negative powers."""
    if x1.dtype.kind in "iu" and np.any(x2 < 0):
        raise OperationError(
            "an array of integers has a negative exponent; convert the base with astype", operand=1
        )
    return np.power(x1, x2)


power.vjp(
    lambda g, y, x1, x2: g * _power_slope(x1, x2),
    lambda g, y, x1, x2: g * (y * _log_base(x1)),
)


def _log_base(x1: Any) -> Any:
    """log(x1), and 0 where the power of a real x1 has no derivative with respect to the exponent."""
    taken = ops.not_equal(x1, 0) if x1.dtype.kind == "c" else x1 > 0
    return ops.where(taken, ops.log(ops.where(taken, x1, 1)), 0)


def _power_slope(x1: Any, x2: Any) -> Any:
    """x2 x1**(x2 - 1), and 0 where x2 is 0, also at x1 = 0."""
    constant = ops.equal(x2, 0)
    if getattr(x2, "constant", None) is None:
        # Elsewhere the slope, although 0, changes with x2. Below the root its own slopes overflow.
        constant = ops.logical_and(constant, ops.abs(x1) < float(np.sqrt(np.finfo(x1.dtype).tiny)))
    return ops.where(constant, 0, x2 * x1 ** ops.where(constant, 1, x2 - 1))


@power.specialize
def _(x1: Any, x2: Any) -> Any:
    if x2.constant is None or x2.constant.size != 1 or x2.ndim > x1.ndim:
        return None
    exponent = x2.constant.item()
    if exponent == 2:
        return ops.square(x1)
    if x1.dtype.kind in "iu" and exponent < 0:
        return ops.power(ops.astype(x1, dtype="float64"), x2)
    return None


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.maximum,
    examples=[_PAIR],
    kink="Where the operands are equal, the whole gradient goes to the first.",
)
def maximum(x1: Number, x2: Number) -> Array:
    """The larger of two values, element by element; NaN where one is NaN."""
    return np.maximum(x1, x2)


maximum.vjp(lambda g, y, x1, x2: ops.where(x1 >= x2, g, 0), lambda g, y, x1, x2: ops.where(x1 >= x2, 0, g))


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.minimum,
    examples=[_PAIR],
    kink="Where the operands are equal, the whole gradient goes to the first.",
)
def minimum(x1: Number, x2: Number) -> Array:
    """The smaller of two values, element by element; NaN where one is NaN."""
    return np.minimum(x1, x2)


minimum.vjp(lambda g, y, x1, x2: ops.where(x1 <= x2, g, 0), lambda g, y, x1, x2: ops.where(x1 <= x2, 0, g))


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.fmax,
    examples=[_PAIR],
    kink="Where the operands are equal, the whole gradient goes to the first.",
)
def fmax(x1: Number, x2: Number) -> Array:
    """The larger of two values, element by element; where one is NaN, the other."""
    return np.fmax(x1, x2)


fmax.vjp(
    lambda g, y, x1, x2: ops.where(ops.logical_or(x1 >= x2, ops.isnan(x2)), g, 0),
    lambda g, y, x1, x2: ops.where(ops.logical_or(x1 >= x2, ops.isnan(x2)), 0, g),
)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.fmin,
    examples=[_PAIR],
    kink="Where the operands are equal, the whole gradient goes to the first.",
)
def fmin(x1: Number, x2: Number) -> Array:
    """The smaller of two values, element by element; where one is NaN, the other."""
    return np.fmin(x1, x2)


fmin.vjp(
    lambda g, y, x1, x2: ops.where(ops.logical_or(x1 <= x2, ops.isnan(x2)), g, 0),
    lambda g, y, x1, x2: ops.where(ops.logical_or(x1 <= x2, ops.isnan(x2)), 0, g),
)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.copysign,
    examples=[_PAIR],
    kink="At x1 = 0 the derivative is 0, as that of abs; with respect to x2 it is 0 everywhere.",
)
def copysign(x1: Float, x2: Float) -> Array:
    """The size of the first value with the sign of the second; the sign of -0 counts."""
    return np.copysign(x1, x2)


copysign.vjp(
    lambda g, y, x1, x2: g * (ops.sign(x1) * ops.copysign(1, x2)),
    lambda g, y, x1, x2: ops.zeros_like(x2),
)


@composite(examples=[_PAIR])
def squared_difference(x1: Number, x2: Number) -> Array:
    """Square of the difference, (x1 - x2)**2."""
    return ops.square(x1 - x2)


@composite(
    examples=[{"x": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "y": [0.9, 2.2, -1.3]}],
    aliases=["div_no_nan"],
    kink="Where y is 0 the value and both derivatives are 0.",
)
def divide_no_nan(x: Float, y: Float) -> Array:
    """x / y, and 0 where y is 0, whatever x is."""
    nothing = ops.equal(y, 0)
    return ops.where(nothing, 0, x / ops.where(nothing, 1, y))


@op(
    infer=broadcast,
    elementwise=True,
    holomorphic=True,
    cost=per_element(2, 1),
    examples=[{"x": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "y": [0.9, 2.2, -1.3]}],
    kink="Where y is 0 the derivative with respect to x is 0, also where x is infinite or NaN.",
)
def multiply_no_nan(x: Float, y: Float) -> Array:
    """x y, and 0 where y is 0, also where x is infinite or NaN."""
    result = np.asarray(x * y)
    np.copyto(result, 0, where=y == 0)
    return result


multiply_no_nan.vjp(lambda g, out, x, y: g * y, lambda g, out, x, y: ops.multiply_no_nan(x, g))


_ENDS = {"x": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "y": [0.9, 2.2, -1.3]}


@composite(examples=[{**_ENDS, "weight": [[0.2], [0.8]]}, {**_ENDS, "weight": 1.3}])
def lerp(x: Float, y: Float, weight: Float) -> Array:
    """Linear interpolation from x (weight 0) to y (weight 1), exact at both ends; beyond them it
    extrapolates."""
    return ops.where(weight < 0.5, x + weight * (y - x), y - (1 - weight) * (y - x))


@composite(examples=[{**_ENDS, "z": [[0.6], [-1.4]]}])
def multiply_add(x: Number, y: Number, z: Number) -> Array:
    """x y + z, rounded after each of the two steps."""
    return x * y + z
