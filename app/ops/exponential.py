"""Exponentials, logarithms, and the forms of them that do not overflow."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special

from app.ops.entry import Array, Float, op
from app.ops.infer import broadcast, same
from app.ops.namespace import ops

_SIGNED = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}
_POSITIVE = {"x": [0.3, 1.7, 4.0]}
_PAIR = {"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [0.9, 2.2, -1.3]}


@op(infer=same, elementwise=True, ufunc=np.exp, cost=20, holomorphic=True, examples=[_SIGNED])
def exp(x: Float) -> Array:
    """e raised to the value."""
    return np.exp(x)


exp.vjp(lambda g, y, x: g * y)


@op(infer=same, elementwise=True, ufunc=np.exp2, cost=20, examples=[_SIGNED])
def exp2(x: Float) -> Array:
    """2 raised to the value."""
    return np.exp2(x)


exp2.vjp(lambda g, y, x: g * y * float(np.log(2.0)))


@op(infer=same, elementwise=True, ufunc=np.expm1, cost=20, examples=[_SIGNED])
def expm1(x: Float) -> Array:
    """exp(x) - 1, exact also where x is near 0."""
    return np.expm1(x)


expm1.vjp(lambda g, y, x: g * ops.exp(x))


@op(
    infer=same,
    elementwise=True,
    ufunc=np.log,
    cost=20,
    holomorphic=True,
    examples=[_POSITIVE],
    aliases=["ln"],
)
def log(x: Float) -> Array:
    """Natural logarithm; -inf at 0, NaN below."""
    return np.log(x)


log.vjp(lambda g, y, x: g / x)


@op(infer=same, elementwise=True, ufunc=np.log1p, cost=20, examples=[_POSITIVE])
def log1p(x: Float) -> Array:
    """log(1 + x), exact also where x is near 0."""
    return np.log1p(x)


log1p.vjp(lambda g, y, x: g / (1 + x))


@op(infer=same, elementwise=True, ufunc=np.log2, cost=20, examples=[_POSITIVE])
def log2(x: Float) -> Array:
    """Logarithm to base 2."""
    return np.log2(x)


log2.vjp(lambda g, y, x: g / (x * float(np.log(2.0))))


@op(infer=same, elementwise=True, ufunc=np.log10, cost=20, examples=[_POSITIVE])
def log10(x: Float) -> Array:
    """Logarithm to base 10."""
    return np.log10(x)


log10.vjp(lambda g, y, x: g / (x * float(np.log(10.0))))


@op(infer=broadcast, elementwise=True, ufunc=np.logaddexp, cost=45, examples=[_PAIR])
def logaddexp(x1: Float, x2: Float) -> Array:
    """log(exp(x1) + exp(x2)) without overflow."""
    return np.logaddexp(x1, x2)


logaddexp.vjp(
    lambda g, y, x1, x2: g * ops.sigmoid(_difference(x1, x2)),
    lambda g, y, x1, x2: g * ops.sigmoid(_difference(x2, x1)),
)


def _difference(x1: Any, x2: Any) -> Any:
    """x1 - x2, and 0 where both are the same infinity."""
    return ops.where(ops.logical_and(ops.isinf(x1), ops.equal(x1, x2)), 0, x1 - x2)


@op(infer=broadcast, elementwise=True, ufunc=np.logaddexp2, cost=45, examples=[_PAIR])
def logaddexp2(x1: Float, x2: Float) -> Array:
    """log2(2**x1 + 2**x2) without overflow."""
    return np.logaddexp2(x1, x2)


logaddexp2.vjp(
    lambda g, y, x1, x2: g * ops.sigmoid(math.log(2) * _difference(x1, x2)),
    lambda g, y, x1, x2: g * ops.sigmoid(math.log(2) * _difference(x2, x1)),
)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=special.xlogy,
    cost=25,
    examples=[{"x": [[0.5, 2.0, 1.3], [0.2, 3.0, 0.7]], "y": [0.4, 1.6, 2.5]}],
    kink="At x = 0 the value is 0, and where also y <= 0 both derivatives are 0.",
)
def xlogy(x: Float, y: Float) -> Array:
    """x log(y), and 0 where x is 0."""
    return special.xlogy(x, y)


xlogy.vjp(
    lambda g, out, x, y: g * ops.log(ops.where(_nothing(x, y), 1, y)),
    lambda g, out, x, y: g * ops.where(_nothing(x, y), 0, x / ops.where(_nothing(x, y), 1, y)),
)


def _nothing(x: Any, y: Any) -> Any:
    """Where x log(y) is 0 although log(y) is infinite or NaN."""
    return ops.logical_and(ops.equal(x, 0), y <= 0)


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=special.xlog1py,
    cost=25,
    examples=[{"x": [[0.5, 2.0, 1.3], [0.2, 3.0, 0.7]], "y": [0.4, 1.6, -0.5]}],
    kink="At x = 0 the value is 0, and where also y <= -1 both derivatives are 0.",
)
def xlog1py(x: Float, y: Float) -> Array:
    """x log(1 + y), and 0 where x is 0."""
    return special.xlog1py(x, y)


xlog1py.vjp(
    lambda g, out, x, y: g * ops.log1p(ops.where(_nothing(x, 1 + y), 0, y)),
    lambda g, out, x, y: g * ops.where(_nothing(x, 1 + y), 0, x / (1 + ops.where(_nothing(x, 1 + y), 0, y))),
)
