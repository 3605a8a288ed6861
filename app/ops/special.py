"""Special functions, element by element; SciPy computes them, the derivative rules are here."""

from __future__ import annotations

import math
from typing import Annotated

from annotated_types import Ge
from scipy import special

from app.ops.entry import Array, Float, op
from app.ops.infer import same
from app.ops.namespace import ops

_SIGNED = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}
_POSITIVE = {"x": [0.3, 1.7, 4.0]}


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED])
def erf(x: Float) -> Array:
    """Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x."""
    return special.erf(x)


erf.vjp(lambda g, y, x: g * (2 / math.sqrt(math.pi)) * ops.exp(-x * x))


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED])
def erfc(x: Float) -> Array:
    """1 - erf(x), exact also where erf(x) is near 1."""
    return special.erfc(x)


erfc.vjp(lambda g, y, x: g * (-2 / math.sqrt(math.pi)) * ops.exp(-x * x))


@op(infer=same, elementwise=True, cost=60, examples=[_POSITIVE], aliases=["lgamma"])
def gammaln(x: Float) -> Array:
    """Logarithm of the absolute value of the gamma function."""
    return special.gammaln(x)


gammaln.vjp(lambda g, y, x: g * ops.digamma(x))


@op(infer=same, elementwise=True, cost=60, examples=[_POSITIVE], aliases=["psi"])
def digamma(x: Float) -> Array:
    """Derivative of gammaln."""
    return special.digamma(x)


digamma.vjp(lambda g, y, x: g * ops.polygamma(x, n=1))


@op(infer=same, elementwise=True, cost=90, examples=[{**_POSITIVE, "n": 1}, {**_POSITIVE, "n": 2}])
def polygamma(x: Float, *, n: Annotated[int, Ge(0), "Order of the derivative."] = 1) -> Array:
    """The n-th derivative of digamma."""
    return special.polygamma(n, x).astype(x.dtype, copy=False)


polygamma.vjp(lambda g, y, x, *, n: g * ops.polygamma(x, n=n + 1))
