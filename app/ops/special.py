"""Special functions, element by element; SciPy computes them, the derivative rules are here."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from scipy import special

from app.ops.entry import Array, Cost, Float, op, per_element
from app.ops.infer import broadcast, same
from app.ops.namespace import ops

_SIGNED = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}
_POSITIVE = {"x": [0.3, 1.7, 4.0]}
# So many are added up as fast as they are put together otherwise, and nothing cancels.
FEW_TERMS = 64


def _bell(x: Any) -> Any:
    """exp(-x**2). Beyond 30 nothing is left of it, and so that its derivatives at infinity are 0, nothing of
    x."""
    return ops.exp(-ops.square(ops.where(ops.abs(x) > 30, 30, x)))


@op(infer=same, elementwise=True, ufunc=special.erf, cost=30, examples=[_SIGNED])
def erf(x: Float) -> Array:
    """Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x."""
    return special.erf(x)


erf.vjp(lambda g, y, x: g * (2 / math.sqrt(math.pi)) * _bell(x))


@op(infer=same, elementwise=True, ufunc=special.erfc, cost=30, examples=[_SIGNED])
def erfc(x: Float) -> Array:
    """1 - erf(x), exact also where erf(x) is near 1."""
    return special.erfc(x)


erfc.vjp(lambda g, y, x: g * (-2 / math.sqrt(math.pi)) * _bell(x))


@op(infer=same, elementwise=True, ufunc=special.gammaln, cost=60, examples=[_POSITIVE], aliases=["lgamma"])
def gammaln(x: Float) -> Array:
    """Logarithm of the absolute value of the gamma function."""
    return special.gammaln(x)


# A value that where() did not take comes back with the cotangent 0, here to a slope that may be infinite
# or NaN at a pole; so in the rules below.
gammaln.vjp(lambda g, y, x: ops.multiply_no_nan(ops.digamma(x), g))


@op(infer=same, elementwise=True, cost=per_element(60, 4, arrays=4.5), examples=[_POSITIVE], aliases=["psi"])
def digamma(x: Float) -> Array:
    """Derivative of gammaln."""
    value = np.asarray(special.digamma(x))
    # SciPy reflects with the tangent of pi x, which has lost the distance from the pole.
    distance = x - np.rint(x)
    near = (x < 0) & (np.abs(distance) < 0.25) & (distance != 0)
    if near.any():
        value[near] = special.digamma(1 - x[near]) - np.pi / np.tan(np.pi * distance[near])
    return value


digamma.vjp(lambda g, y, x: ops.multiply_no_nan(ops.polygamma(x, n=1), g))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(90, 24),
    examples=[{**_POSITIVE, "n": 1}, {**_POSITIVE, "n": 2}],
)
def polygamma(x: Float, *, n: Annotated[int, Ge(0), "Order of the derivative."] = 1) -> Array:
    """The n-th derivative of digamma."""
    if n == 0:
        return special.digamma(x)
    # Here and there DLMF 5.15.1: it is (-1)^(n+1) n! times Hurwitz's zeta function of n + 1 and x.
    factor = special.gamma(n + 1.0) * (-1) ** (n + 1)
    return (factor * _hurwitz(n + 1, x.astype(np.float64, copy=False))).astype(x.dtype, copy=False)


def _hurwitz(s: int, x: Array) -> Array:
    """The sum of (x + k)^-s over k = 0, 1, …

    SciPy adds up one term for each whole number between x and 0, in a time without bound. With f the distance of x to the
    whole number below, they are the terms of the sums at 1 - f and at 1 - x, with their signs.
    """
    below = (x < -FEW_TERMS) & np.isfinite(x)
    value = np.asarray(special.zeta(s, np.where(below, 1, x)))
    if below.any():
        x = x[below]
        f = x - np.floor(x)
        terms = special.zeta(s, 1 - f) - special.zeta(s, 1 - x)
        value[below] = special.zeta(s, f) + (-1) ** s * terms
    return value


polygamma.vjp(lambda g, y, x, *, n: ops.multiply_no_nan(ops.polygamma(x, n=n + 1), g))


@op(
    infer=broadcast,
    elementwise=True,
    ufunc=special.betaln,
    cost=150,
    examples=[{"a": [[0.5, 2.0, 1.3], [0.2, 3.0, 0.7]], "b": [0.4, 1.6, 2.5]}],
    aliases=["lbeta"],
)
def betaln(a: Float, b: Float) -> Array:
    """Logarithm of the absolute value of the beta function of two values, element by element."""
    return special.betaln(a, b)


betaln.vjp(
    lambda g, y, a, b: ops.multiply_no_nan(_digamma_step(a, b), g),
    lambda g, y, a, b: ops.multiply_no_nan(_digamma_step(b, a), g),
)


def _digamma_step(a: Any, b: Any) -> Any:
    """digamma(a) - digamma(a + b). Where both are large, term by term from the asymptotic expansion with the
    difference of the reciprocals taken out, as the two may agree in all digits. Source: Olver et al., NIST
    Handbook of Mathematical Functions (2010), 5.11."""
    end = a + b
    large = ops.minimum(a, end) > 100
    p, q = 1 / ops.where(large, a, 1), 1 / ops.where(large, end, 1)
    step = ops.where(large, b, 0)
    u, v = p * p, q * q
    terms = 1 / 12 - (u + v) / 120 + (u * u + u * v + v * v) / 252
    far = -ops.log1p(step * p) - step * p * q * (0.5 + (p + q) * terms)
    return ops.where(large, far, ops.digamma(ops.where(large, 1, a)) - ops.digamma(ops.where(large, 1, end)))


@op(
    infer=same,
    elementwise=True,
    ufunc=special.erfinv,
    cost=40,
    examples=[{"x": [[-0.6, 0.4], [0.8, -0.1], [0.3, 0.7]]}],
    kink="The derivative at -1 and 1 is infinite.",
)
def erfinv(x: Float) -> Array:
    """Inverse of erf; infinite at -1 and 1, NaN outside."""
    return special.erfinv(x)


erfinv.vjp(lambda g, y, x: ops.multiply_no_nan((math.sqrt(math.pi) / 2) * ops.exp(y * y), g))


@op(infer=same, elementwise=True, ufunc=special.erfcx, cost=30, examples=[_SIGNED])
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
    return _bell(x * math.sqrt(0.5)) * (1 / math.sqrt(2 * math.pi))


@op(infer=same, elementwise=True, ufunc=special.ndtr, cost=30, examples=[_SIGNED])
def ndtr(x: Float) -> Array:
    """Distribution function of the standard normal distribution: the probability of a value up to x."""
    return special.ndtr(x)


ndtr.vjp(lambda g, y, x: g * _normal_density(x))


@op(infer=same, elementwise=True, ufunc=special.log_ndtr, cost=40, examples=[_SIGNED])
def log_ndtr(x: Float) -> Array:
    """Logarithm of ndtr, exact also far below 0 where ndtr underflows."""
    return special.log_ndtr(x)


@log_ndtr.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    # exp(-x**2/2 - y) would lose digits far below 0, where both terms are large; erfcx overflows above. It is
    # -x - 1/x + …, of which x alone is left where the derivative of the quotient would overflow.
    above, far = x > 0, x < -1e10
    high, low = ops.where(above, x, 0), ops.where(ops.logical_or(above, far), 0, x)
    upper = _normal_density(high) / ops.ndtr(high)
    lower = math.sqrt(2 / math.pi) / ops.erfcx(low * -math.sqrt(0.5))
    return g * ops.where(above, upper, ops.where(far, -x, lower))


@op(
    infer=same,
    elementwise=True,
    ufunc=special.ndtri,
    cost=40,
    examples=[_PORTIONS],
    kink="The derivative at 0 and 1 is infinite.",
)
def ndtri(p: Float) -> Array:
    """Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
    0 and 1, NaN outside."""
    return special.ndtri(p)


ndtri.vjp(lambda g, y, p: ops.multiply_no_nan(math.sqrt(2 * math.pi) * ops.exp(0.5 * (y * y)), g))


@op(
    infer=same,
    elementwise=True,
    ufunc=special.logit,
    cost=25,
    examples=[_PORTIONS],
    kink="The derivative at 0 and 1 is infinite.",
)
def logit(p: Float) -> Array:
    """log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside."""
    return special.logit(p)


logit.vjp(lambda g, y, p: ops.multiply_no_nan(1 / p + 1 / (1 - p), g))


@op(
    infer=same,
    elementwise=True,
    ufunc=special.entr,
    cost=25,
    examples=[_POSITIVE],
    kink="The derivative at 0 is infinite.",
)
def entr(x: Float) -> Array:
    """-x log(x), the term of an entropy; 0 at 0 and -inf below."""
    return special.entr(x)


entr.vjp(lambda g, y, x: ops.multiply_no_nan(-ops.log(x) - 1, g))

_EVEN_KINK = "exp(-|x|) has a kink at 0; the derivative there is the mean of both sides."
BesselOrder = Annotated[int, Ge(0), Le(100), "Order of the Bessel function."]


@op(
    infer=same,
    elementwise=True,
    ufunc=special.i0e,
    cost=30,
    examples=[_SIGNED],
    aliases=["bessel_i0e"],
    kink=_EVEN_KINK,
)
def i0e(x: Float) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of order 0."""
    return special.i0e(x)


i0e.vjp(lambda g, y, x: g * ops.ive_derivative(x, n=0))


@op(
    infer=same,
    elementwise=True,
    ufunc=special.i1e,
    cost=30,
    examples=[_SIGNED],
    aliases=["bessel_i1e"],
    kink=_EVEN_KINK,
)
def i1e(x: Float) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of order 1."""
    return special.i1e(x)


i1e.vjp(lambda g, y, x: g * ops.ive_derivative(x, n=1))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(300, 96),
    examples=[{**_SIGNED, "n": 2}, {**_SIGNED, "n": 5}],
    kink=_EVEN_KINK,
)
def ive(x: Float, *, n: BesselOrder) -> Array:
    """exp(-|x|) times the modified Bessel function of the first kind of whole order n."""
    return _scaled_bessel(x, n, 0)


ive.vjp(lambda g, y, x, *, n: g * ops.ive_derivative(x, n=n))


@op(
    infer=same,
    elementwise=True,
    cost=lambda operands, results, *, n, k: Cost(
        operands[0].size * (300 * (k + 1) + 20 * k * k), operands[0].size * (16 * k + 104)
    ),
    examples=[{**_SIGNED, "n": 0}, {**_SIGNED, "n": 1, "k": 2}, {"x": [-700.0, 25.0, 700.0], "n": 3, "k": 2}],
    kink=_EVEN_KINK,
)
def ive_derivative(
    x: Float, *, n: BesselOrder, k: Annotated[int, Ge(1), Le(50), "Order of the derivative."] = 1
) -> Array:
    """The k-th derivative of ive, exact also for large x where ive of neighbouring orders cancel.

    Up to max(20, n**2/2) each derivative is the mean of the neighbouring orders less the order itself; beyond,
    the terms of the asymptotic expansion are differentiated one by one. Source: Olver et al., NIST Handbook of
    Mathematical Functions (2010), 10.29 and 10.40.
    """
    return _scaled_bessel(x, n, k)


ive_derivative.vjp(lambda g, y, x, *, n, k: g * ops.ive_derivative(x, n=n, k=k + 1))


def _scaled_bessel(x: Array, n: int, k: int) -> Array:
    """The k-th derivative of exp(-|x|) I_n(x)."""
    size = np.abs(x.astype(np.float64))
    border = max(20.0, n * n / 2)
    near, far = np.minimum(size, border), np.maximum(size, border)
    orders = [special.ive(abs(m), near) for m in range(n - k, n + k + 1)]
    for _ in range(k):
        orders = [((a - b) + (c - b)) / 2 for a, b, c in zip(orders, orders[1:], orders[2:], strict=False)]
    term: Any = math.prod(-0.5 - i for i in range(k)) / math.sqrt(2 * math.pi)
    series = 0.0
    for m in range(1, 41):
        series = series + term
        term = term * (((2 * m - 1) ** 2 - 4 * n * n) / (8 * m) * (m - 0.5 + k) / (m - 0.5)) / far
    with np.errstate(under="ignore"):
        tail = series / np.sqrt(far) * (1 / far) ** k
    value = np.where(size > border, tail, orders[0])
    odd = np.sign(x) if (n + k) % 2 else 1
    return np.asarray(value * odd).astype(x.dtype)


def _unscaled(scaled: Callable[[Array], Array], x: Array) -> Array:
    """exp(|x|) times a function of x, in two steps, as exp overflows before the product does."""
    t = np.clip(x, -1000, 1000)
    half = np.exp(0.5 * np.abs(t))
    with np.errstate(over="ignore"):
        return scaled(t) * half * half


@op(infer=same, elementwise=True, cost=per_element(55, arrays=4), examples=[_SIGNED], aliases=["bessel_i0"])
def i0(x: Float) -> Array:
    """Modified Bessel function of the first kind of order 0. Past 713 it overflows; i0e does not."""
    return _unscaled(special.i0e, x)


i0.vjp(lambda g, y, x: g * ops.i1(x))


@op(infer=same, elementwise=True, cost=per_element(55, arrays=4), examples=[_SIGNED], aliases=["bessel_i1"])
def i1(x: Float) -> Array:
    """Modified Bessel function of the first kind of order 1. Past 713 it overflows; i1e does not."""
    return _unscaled(special.i1e, x)


# (I0 + I2) / 2 instead of the textbook's I0 - I1/x: the same, without the quotient of zeros at 0.
i1.vjp(lambda g, y, x: g * (0.5 * (ops.i0(x) + ops.iv(x, n=2))))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(330, 112),
    examples=[{**_SIGNED, "n": 2}, {**_SIGNED, "n": 5}],
)
def iv(x: Float, *, n: BesselOrder) -> Array:
    """Modified Bessel function of the first kind of whole order n. Past 713 it overflows; ive does not."""
    return np.asarray(_unscaled(lambda t: _scaled_bessel(t, n, 0), x.astype(np.float64))).astype(x.dtype)


iv.vjp(lambda g, y, x, *, n: g * (0.5 * (ops.iv(x, n=abs(n - 1)) + ops.iv(x, n=n + 1))))
