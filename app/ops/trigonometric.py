"""Trigonometric and hyperbolic functions, element by element. Angles are in radians, save where said."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le

from app.ops.entry import Array, Cost, Float, composite, op, per_element
from app.ops.infer import broadcast, same
from app.ops.namespace import ops

_SIGNED = {"x": [[-1.3, 0.4], [1.1, -0.8], [0.9, 2.5]]}
_INSIDE = {"x": [[-0.6, 0.4], [0.8, -0.1], [0.3, 0.7]]}


@op(infer=same, elementwise=True, ufunc=np.sin, cost=20, holomorphic=True, examples=[_SIGNED])
def sin(x: Float) -> Array:
    """Sine."""
    return np.sin(x)


sin.vjp(lambda g, y, x: g * ops.cos(x))


@op(infer=same, elementwise=True, ufunc=np.cos, cost=20, holomorphic=True, examples=[_SIGNED])
def cos(x: Float) -> Array:
    """Cosine."""
    return np.cos(x)


cos.vjp(lambda g, y, x: -g * ops.sin(x))


@op(infer=same, elementwise=True, ufunc=np.tan, cost=25, holomorphic=True, examples=[_SIGNED])
def tan(x: Float) -> Array:
    """Tangent."""
    return np.tan(x)


tan.vjp(lambda g, y, x: g * (1 + y * y))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.arcsin,
    cost=25,
    examples=[_INSIDE],
    aliases=["arcsin"],
    kink="The derivative at -1 and 1 is infinite.",
)
def asin(x: Float) -> Array:
    """Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1]."""
    return np.arcsin(x)


asin.vjp(lambda g, y, x: g * ops.rsqrt(ops.one_minus_square(x)))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.arccos,
    cost=25,
    examples=[_INSIDE],
    aliases=["arccos"],
    kink="The derivative at -1 and 1 is infinite.",
)
def acos(x: Float) -> Array:
    """Inverse cosine, in [0, pi]; NaN outside [-1, 1]."""
    return np.arccos(x)


acos.vjp(lambda g, y, x: -g * ops.rsqrt(ops.one_minus_square(x)))


@op(infer=same, elementwise=True, cost=per_element(3, 16), examples=[_INSIDE])
def one_minus_square(x: Float) -> Array:
    """1 - x**2, exact also where x is near -1 or 1."""
    return (1 - x) * (1 + x)


one_minus_square.vjp(lambda g, y, x: g * (-2 * x))


@op(infer=same, elementwise=True, ufunc=np.arctan, cost=25, examples=[_SIGNED], aliases=["arctan"])
def atan(x: Float) -> Array:
    """Inverse tangent, in [-pi/2, pi/2]."""
    return np.arctan(x)


atan.vjp(lambda g, y, x: g / (1 + x * x))


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.arctan2,
    cost=30,
    examples=[{"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [0.9, -2.2, -1.3]}],
    aliases=["arctan2"],
    kink="The derivative at (0, 0) is NaN.",
)
def atan2(x1: Float, x2: Float) -> Array:
    """Angle of the point (x2, x1) from the positive x-axis, in [-pi, pi]."""
    return np.arctan2(x1, x2)


atan2.vjp(
    # Divided twice, as the square of the distance may over- or underflow where the slope does not.
    lambda g, y, x1, x2: g * (ops.hypot_slope(x2, x1) / ops.hypot(x1, x2)),
    lambda g, y, x1, x2: -g * (ops.hypot_slope(x1, x2) / ops.hypot(x1, x2)),
)


@op(infer=same, elementwise=True, ufunc=np.sinh, cost=25, holomorphic=True, examples=[_SIGNED])
def sinh(x: Float) -> Array:
    """Hyperbolic sine."""
    return np.sinh(x)


sinh.vjp(lambda g, y, x: g * ops.cosh(x))


@op(infer=same, elementwise=True, ufunc=np.cosh, cost=25, holomorphic=True, examples=[_SIGNED])
def cosh(x: Float) -> Array:
    """Hyperbolic cosine."""
    return np.cosh(x)


cosh.vjp(lambda g, y, x: g * ops.sinh(x))


@op(infer=same, elementwise=True, ufunc=np.tanh, cost=25, holomorphic=True, examples=[_SIGNED])
def tanh(x: Float) -> Array:
    """Hyperbolic tangent."""
    return np.tanh(x)


# With y at 1 to the last bit, 1 - y**2 has lost what the secant still knows; that of a complex value overflows.
tanh.vjp(lambda g, y, x: g * (1 - y * y if x.dtype.kind == "c" else ops.square(ops.sech(x))))


@op(infer=same, elementwise=True, cost=per_element(30, 16), examples=[_SIGNED])
def sech(x: Float) -> Array:
    """Hyperbolic secant, 1 / cosh(x)."""
    with np.errstate(over="ignore"):
        return 1 / np.cosh(x)


sech.vjp(lambda g, y, x: -g * (y * ops.tanh(x)))


@op(infer=same, elementwise=True, ufunc=np.arcsinh, cost=25, examples=[_SIGNED], aliases=["arcsinh"])
def asinh(x: Float) -> Array:
    """Inverse hyperbolic sine."""
    return np.arcsinh(x)


asinh.vjp(lambda g, y, x: g / ops.hypot(x, 1))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.arccosh,
    cost=25,
    examples=[{"x": [1.3, 2.0, 4.5]}],
    aliases=["arccosh"],
    kink="The derivative at 1 is infinite.",
)
def acosh(x: Float) -> Array:
    """Inverse hyperbolic cosine; NaN below 1."""
    return np.arccosh(x)


acosh.vjp(lambda g, y, x: g / (ops.sqrt(x - 1) * ops.sqrt(x + 1)))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.arctanh,
    cost=25,
    examples=[_INSIDE],
    aliases=["arctanh"],
    kink="The derivative at -1 and 1 is infinite.",
)
def atanh(x: Float) -> Array:
    """Inverse hyperbolic tangent; NaN outside [-1, 1]."""
    return np.arctanh(x)


atanh.vjp(lambda g, y, x: g / ops.one_minus_square(x))


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=np.hypot,
    cost=8,
    examples=[{"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [0.9, -2.2, -1.3]}],
    kink="The gradient at (0, 0) is 0.",
)
def hypot(x1: Float, x2: Float) -> Array:
    """Length of the hypotenuse, sqrt(x1**2 + x2**2) without overflow."""
    return np.hypot(x1, x2)


hypot.vjp(
    lambda g, y, x1, x2: g * ops.hypot_slope(x1, x2),
    lambda g, y, x1, x2: g * ops.hypot_slope(x2, x1),
)


@op(
    infer=broadcast,
    elementwise=True,
    cost=per_element(16, 3, arrays=4),
    examples=[{"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [0.9, -2.2, -1.3]}],
    kink="The value and the gradient at (0, 0) are 0.",
)
def hypot_slope(x1: Float, x2: Float) -> Array:
    """x1 / hypot(x1, x2), the derivative of hypot with respect to x1. Beside an infinity only infinities
    count."""
    infinite = np.isinf(x1) | np.isinf(x2)
    if infinite.any():
        x1, x2 = (np.where(infinite, np.copysign(np.isinf(x), x), x) for x in (x1, x2))
    size = np.hypot(x1, x2)
    return np.asarray(x1 / np.where(size == 0, np.inf, size))


# 1/size - x1**2/size**3 would cancel where x1 is much the larger.
hypot_slope.vjp(
    lambda g, y, x1, x2: g * _turned(ops.hypot_slope(x2, x1), x1, x2),
    lambda g, y, x1, x2: -g * _turned(y, x1, x2),
)


def _turned(slope: Any, x1: Any, x2: Any) -> Any:
    """A slope of hypot times that in the direction of x2, over the size."""
    size = ops.hypot(x1, x2)
    return slope * (ops.hypot_slope(x2, x1) / ops.where(ops.equal(size, 0), math.inf, size))


@composite(examples=[{"x": [[-130.0, 40.0], [110.0, -80.0], [90.0, 250.0]]}], aliases=["radians"])
def deg2rad(x: Float) -> Array:
    """Degrees converted to radians."""
    return x * (math.pi / 180)


@composite(examples=[_SIGNED], aliases=["degrees"])
def rad2deg(x: Float) -> Array:
    """Radians converted to degrees."""
    return x * (180 / math.pi)


@op(infer=same, elementwise=True, cost=per_element(30, 24), examples=[_SIGNED])
def sinc(x: Float) -> Array:
    """sin(pi x) / (pi x), and 1 at 0, as in NumPy."""
    return np.sinc(x)


sinc.vjp(lambda g, y, x: g * ops.sinc_derivative(x, n=1))


@op(
    infer=same,
    elementwise=True,
    cost=lambda operands, results, *, n: Cost(operands[0].size * (200 + 10 * n), operands[0].size * 88),
    examples=[{**_SIGNED, "n": 1}, {**_SIGNED, "n": 4}],
)
def sinc_derivative(x: Float, *, n: Annotated[int, Ge(1), Le(100), "Order of the derivative."] = 1) -> Array:
    """The n-th derivative of sinc, exact also near 0 where the quotient's own derivatives cancel.

    With t = pi x and s[k] the k-th derivative of sin at t, t f[k] + k f[k-1] = s[k] gives the orders one
    after the other; near 0 the power series of the integral of s**n cos(s t + n pi/2) over s from 0 to 1
    does.
    """
    t = np.pi * x.astype(np.float64)
    border = max(1.0, n / 2)
    far = np.where(np.abs(t) < border, border, t)
    # A whole number of half turns is taken off x, where it is exact.
    turn = np.pi * np.where(np.abs(t) < border, border / np.pi, np.fmod(x.astype(np.float64), 2))
    waves = (np.sin(turn), np.cos(turn))
    value = waves[0] / far
    for k in range(1, n + 1):
        wave = waves[k % 2] if k % 4 < 2 else -waves[k % 2]
        value = (wave - k * value) / far
    near = np.where(np.abs(t) < border, t, 0.0)
    term, series = np.ones_like(near), np.zeros_like(near)
    for m in range(int(3 * border) + 25):
        if m:
            term = term * near / m
        if (m + n) % 2 == 0:
            series = series + (1 if (m + n) % 4 == 0 else -1) * term / (m + n + 1)
    return (np.pi**n * np.where(np.abs(t) < border, series, value)).astype(x.dtype)


sinc_derivative.vjp(lambda g, y, x, *, n: g * ops.sinc_derivative(x, n=n + 1))
