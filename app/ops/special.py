"""Special functions, element by element; SciPy computes them, the derivative rules are here."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from scipy import special

from app.ops.entry import Array, Cost, Float, composite, op, per_element
from app.ops.infer import broadcast, same
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


# A value that where() did not take comes back with the cotangent 0, here to a slope that may be infinite
# or NaN at a pole; so in the rules below.
gammaln.vjp(lambda g, y, x: ops.multiply_no_nan(ops.digamma(x), g))


@op(infer=same, elementwise=True, cost=60, examples=[_POSITIVE], aliases=["psi"])
def digamma(x: Float) -> Array:
    """Derivative of gammaln."""
    return special.digamma(x)


digamma.vjp(lambda g, y, x: ops.multiply_no_nan(ops.polygamma(x, n=1), g))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(90, 24),
    examples=[{**_POSITIVE, "n": 1}, {**_POSITIVE, "n": 2}],
)
def polygamma(x: Float, *, n: Annotated[int, Ge(0), "Order of the derivative."] = 1) -> Array:
    """The n-th derivative of digamma."""
    return special.polygamma(n, x).astype(x.dtype, copy=False)


polygamma.vjp(lambda g, y, x, *, n: ops.multiply_no_nan(ops.polygamma(x, n=n + 1), g))


@op(
    infer=broadcast,
    elementwise=True,
    cost=150,
    examples=[{"a": [[0.5, 2.0, 1.3], [0.2, 3.0, 0.7]], "b": [0.4, 1.6, 2.5]}],
    aliases=["lbeta"],
)
def betaln(a: Float, b: Float) -> Array:
    """Logarithm of the absolute value of the beta function of two values, element by element."""
    return special.betaln(a, b)


betaln.vjp(
    lambda g, y, a, b: ops.multiply_no_nan(ops.digamma(a) - ops.digamma(a + b), g),
    lambda g, y, a, b: ops.multiply_no_nan(ops.digamma(b) - ops.digamma(a + b), g),
)


@op(
    infer=same,
    elementwise=True,
    cost=40,
    examples=[{"x": [[-0.6, 0.4], [0.8, -0.1], [0.3, 0.7]]}],
    kink="The derivative at -1 and 1 is infinite.",
)
def erfinv(x: Float) -> Array:
    """Inverse of erf; infinite at -1 and 1, NaN outside."""
    return special.erfinv(x)


erfinv.vjp(lambda g, y, x: ops.multiply_no_nan((math.sqrt(math.pi) / 2) * ops.exp(y * y), g))


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED])
def erfcx(x: Float) -> Array:
    """exp(x**2) erfc(x), which neither underflows nor loses digits for large x."""
    return special.erfcx(x)


erfcx.vjp(lambda g, y, x: g * ops.erfcx_derivative(x, n=1))


@op(
    infer=same,
    elementwise=True,
    cost=lambda operands, results, *, n: Cost(operands[0].size * (300 + 10 * n), operands[0].size * 72),
    examples=[{**_SIGNED, "n": 1}, {**_SIGNED, "n": 3}],
)
def erfcx_derivative(x: Float, *, n: Annotated[int, Ge(1), Le(100), "Order of the derivative."] = 1) -> Array:
    """The n-th derivative of erfcx, exact also for large x where 2 x erfcx(x) - 2/sqrt(pi) cancels.

    D[k] = 2 x D[k-1] + 2 (k-1) D[k-2]; for large x, where that is unstable, the continued fraction of
    D[k] / D[k-1] that belongs to it. Source: Gautschi, in Abramowitz and Stegun (1964), 7.2.
    """
    t = x.astype(np.float64)
    near = np.minimum(t, 2.0)
    older = special.erfcx(near)
    value = 2 * near * older - 2 / math.sqrt(math.pi)
    for k in range(2, n + 1):
        older, value = value, 2 * near * value + 2 * (k - 1) * older
    far = np.maximum(t, 2.0)
    ratio, product = np.zeros_like(far), special.erfcx(far)
    for k in range(n + 60, 0, -1):
        ratio = -2 * k / (2 * far - ratio)
        if k <= n:
            product = product * ratio
    return np.where(t > 2, product, value).astype(x.dtype)


erfcx_derivative.vjp(lambda g, y, x, *, n: g * ops.erfcx_derivative(x, n=n + 1))

_PORTIONS = {"p": [[0.2, 0.7, 0.45], [0.9, 0.05, 0.6]]}


def _normal_density(x: Any) -> Any:
    return ops.exp(-0.5 * (x * x)) * (1 / math.sqrt(2 * math.pi))


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED])
def ndtr(x: Float) -> Array:
    """Distribution function of the standard normal distribution: the probability of a value up to x."""
    return special.ndtr(x)


ndtr.vjp(lambda g, y, x: g * _normal_density(x))


@op(infer=same, elementwise=True, cost=40, examples=[_SIGNED])
def log_ndtr(x: Float) -> Array:
    """Logarithm of ndtr, exact also far below 0 where ndtr underflows."""
    return special.log_ndtr(x)


@log_ndtr.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    # exp(-x**2/2 - y) would lose digits far below 0, where both terms are large; erfcx overflows above.
    above = x > 0
    high, low = ops.where(above, x, 0), ops.where(above, 0, x)
    upper = _normal_density(high) / ops.ndtr(high)
    return g * ops.where(above, upper, math.sqrt(2 / math.pi) / ops.erfcx(low * -math.sqrt(0.5)))


@op(
    infer=same, elementwise=True, cost=40, examples=[_PORTIONS], kink="The derivative at 0 and 1 is infinite."
)
def ndtri(p: Float) -> Array:
    """Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
    0 and 1, NaN outside."""
    return special.ndtri(p)


ndtri.vjp(lambda g, y, p: ops.multiply_no_nan(math.sqrt(2 * math.pi) * ops.exp(0.5 * (y * y)), g))


@op(
    infer=same, elementwise=True, cost=25, examples=[_PORTIONS], kink="The derivative at 0 and 1 is infinite."
)
def logit(p: Float) -> Array:
    """log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside."""
    return special.logit(p)


logit.vjp(lambda g, y, p: ops.multiply_no_nan(1 / (p * (1 - p)), g))


@op(infer=same, elementwise=True, cost=25, examples=[_POSITIVE], kink="The derivative at 0 is infinite.")
def entr(x: Float) -> Array:
    """-x log(x), the term of an entropy; 0 at 0 and -inf below."""
    return special.entr(x)


entr.vjp(lambda g, y, x: ops.multiply_no_nan(-ops.log(x) - 1, g))

_EVEN_KINK = "exp(-|x|) has a kink at 0; the derivative there is the mean of both sides."


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED], aliases=["bessel_i0e"], kink=_EVEN_KINK)
def i0e(x: Float) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of order 0."""
    return special.i0e(x)


i0e.vjp(lambda g, y, x: g * (ops.i1e(x) - ops.sign(x) * y))


@op(infer=same, elementwise=True, cost=30, examples=[_SIGNED], aliases=["bessel_i1e"], kink=_EVEN_KINK)
def i1e(x: Float) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of order 1."""
    return special.i1e(x)


# (I0 + I2) / 2 instead of the textbook's I0 - I1/x: the same, without the quotient of zeros at 0.
i1e.vjp(lambda g, y, x: g * (0.5 * (ops.i0e(x) + ops.ive(x, n=2)) - ops.sign(x) * y))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(300, 40),
    examples=[{**_SIGNED, "n": 2}, {**_SIGNED, "n": 5}],
    kink=_EVEN_KINK,
)
def ive(x: Float, *, n: Annotated[int, Ge(0), Le(100), "Order of the Bessel function."]) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of whole order n."""
    size = np.abs(x)
    # SciPy's algorithm gives up on large arguments, where the leading terms of the expansion are exact.
    large = size > 1e8
    value = np.asarray(special.ive(n, np.where(large, 1, size)))
    if large.any():
        first = (4 * n * n - 1) / (8 * np.where(large, size, 1))
        second = first * (4 * n * n - 9) / (16 * np.where(large, size, 1))
        value = np.where(large, (1 - first + second) / np.sqrt(2 * np.pi * np.where(large, size, 1)), value)
    return (np.where(x < 0, -value, value) if n % 2 else value).astype(x.dtype)


@ive.vjp
def _(g: Any, y: Any, x: Any, *, n: int) -> Any:
    return g * (0.5 * (ops.ive(x, n=abs(n - 1)) + ops.ive(x, n=n + 1)) - ops.sign(x) * y)


@composite(examples=[_SIGNED], aliases=["bessel_i0"])
def i0(x: Float) -> Array:
    """Modified Bessel function of the first kind of order 0. Past 700 it overflows; i0e does not."""
    return ops.exp(ops.abs(x)) * ops.i0e(x)


@composite(examples=[_SIGNED], aliases=["bessel_i1"])
def i1(x: Float) -> Array:
    """Modified Bessel function of the first kind of order 1. Past 700 it overflows; i1e does not."""
    return ops.exp(ops.abs(x)) * ops.i1e(x)
