"""Logarithms of probability densities and, for counts and classes, of probabilities.

Operands broadcast. Outside the support the value is -inf and the gradient 0. Where a distribution has a
probability of success, its log odds are taken, `logits`: they keep the digits that 1 - p loses.
"""

from __future__ import annotations

import math
from typing import Any

from app.errors import OperationError
from app.ops.entry import Array, Float, Integer, composite
from app.ops.namespace import ops
from app.ops.spec import broadcast_shapes

_NOWHERE = -math.inf
_EDGE = "Outside the support the value is -inf and the gradient 0."

_REAL = {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "loc": [0.1, 0.2, 0.4], "scale": 1.5}
_POSITIVE = [[0.5, 1.2, 2.0], [1.1, 0.3, 0.7]]
_PORTIONS = [[0.2, 0.7, 0.45], [0.9, 0.05, 0.6]]
_COUNTS = {"k": [[0.5, 3.0, 1.0], [2.0, 1.5, 4.0]], "logits": [0.5, -1.2, 2.0]}


def _log1p_square(x: Any) -> Any:
    """log(1 + x**2) without overflow."""
    size = ops.abs(x)
    large = size > 1e8
    return ops.where(
        large, 2 * ops.log(ops.where(large, size, 1)), ops.log1p(ops.square(ops.where(large, 0, x)))
    )


def _log_choose(n: Any, k: Any) -> Any:
    """Logarithm of the binomial coefficient."""
    return -ops.log1p(n) - ops.betaln(n - k + 1, k + 1)


@composite(examples=[_REAL])
def normal_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of the normal distribution with mean loc and standard deviation scale."""
    z = (x - loc) / scale
    return -0.5 * ops.square(z) - ops.log(scale) - 0.5 * math.log(2 * math.pi)


@composite(examples=[{"x": _POSITIVE, "loc": [0.1, 0.2, 0.4], "scale": 1.5}], kink=_EDGE)
def lognormal_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of a positive variable whose logarithm is normal with mean loc and standard deviation
    scale."""
    outside = x <= 0
    log_x = ops.log(ops.where(outside, 1, x))
    return ops.where(outside, _NOWHERE, ops.normal_log_prob(log_x, loc, scale) - log_x)


@composite(examples=[{"x": _POSITIVE, "scale": [0.8, 1.5, 0.6]}], kink=_EDGE)
def half_normal_log_prob(x: Float, scale: Float) -> Array:
    """Log density of the size of a normal variable with mean 0 and standard deviation scale."""
    outside = x < 0
    inner = ops.normal_log_prob(ops.where(outside, 0, x), 0, scale) + math.log(2)
    return ops.where(outside, _NOWHERE, inner)


@composite(
    examples=[
        {"x": [[0.5, -0.4, 0.9], [1.1, 0.3, -0.7]], "loc": 0.2, "scale": 0.9, "low": [-1.0, -2.5, -1.4],
         "high": 1.8},
        {"x": [5.1, 4.3], "loc": 0.2, "scale": 0.9, "low": 4.0, "high": 7.5},
    ],
    kink=_EDGE,
)  # fmt: skip
def truncated_normal_log_prob(x: Float, loc: Float, scale: Float, low: Float, high: Float) -> Array:
    """Log density of a normal variable with mean loc and standard deviation scale before it was confined to
    the interval from low to high; either bound may be infinite."""
    outside = ops.logical_or(x < low, x > high)
    # Beyond any probability, and still finite: an infinite bound would give NaN in the derivatives.
    lower = ops.where(ops.isinf(low), -1e8, (ops.where(ops.isinf(low), 0, low) - loc) / scale)
    upper = ops.where(ops.isinf(high), 1e8, (ops.where(ops.isinf(high), 0, high) - loc) / scale)
    # An interval above the mean is mirrored to the side where the logarithms of ndtr differ.
    mirrored = lower > 0
    less = ops.log_ndtr(ops.where(mirrored, -upper, lower))
    more = ops.log_ndtr(ops.where(mirrored, -lower, upper))
    gap = less - more
    near = gap > -math.log(2)
    log_mass = more + ops.where(
        near,
        ops.log(-ops.expm1(ops.where(near, gap, -1))),
        ops.log1p(-ops.exp(ops.where(near, -1, gap))),
    )
    return ops.where(
        outside, _NOWHERE, ops.normal_log_prob(ops.where(outside, loc, x), loc, scale) - log_mass
    )


@composite(examples=[_REAL], kink="The derivative with respect to x and loc is 0 where they are equal.")
def laplace_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of the Laplace distribution, exp(-|x - loc| / scale) / (2 scale)."""
    return -ops.abs((x - loc) / scale) - ops.log(scale) - math.log(2)


@composite(examples=[_REAL])
def logistic_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of the logistic distribution, whose distribution function is sigmoid((x - loc) / scale)."""
    z = (x - loc) / scale
    return ops.log_sigmoid(z) + ops.log_sigmoid(-z) - ops.log(scale)


@composite(examples=[_REAL])
def gumbel_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of the Gumbel distribution of maxima, with mode loc."""
    z = (x - loc) / scale
    return -(z + ops.exp(-z)) - ops.log(scale)


@composite(examples=[_REAL])
def cauchy_log_prob(x: Float, loc: Float, scale: Float) -> Array:
    """Log density of the Cauchy distribution with median loc and half width scale."""
    return -_log1p_square((x - loc) / scale) - ops.log(scale) - math.log(math.pi)


@composite(examples=[{"x": _POSITIVE, "scale": [0.8, 1.5, 0.6]}], kink=_EDGE)
def half_cauchy_log_prob(x: Float, scale: Float) -> Array:
    """Log density of the size of a Cauchy variable with median 0 and half width scale."""
    outside = x < 0
    inner = ops.cauchy_log_prob(ops.where(outside, 0, x), 0, scale) + math.log(2)
    return ops.where(outside, _NOWHERE, inner)


@composite(examples=[{"x": _REAL["x"], "df": [[2.5], [4.0]], "loc": [0.1, 0.2, 0.4], "scale": 1.5}])
def student_t_log_prob(x: Float, df: Float, loc: Float, scale: Float) -> Array:
    """Log density of Student's t distribution with df degrees of freedom, moved by loc and stretched by
    scale."""
    z = (x - loc) / (scale * ops.sqrt(df))
    return -0.5 * (df + 1) * _log1p_square(z) - ops.log(scale) - 0.5 * ops.log(df) - ops.betaln(0.5 * df, 0.5)


@composite(examples=[{"x": _POSITIVE, "low": [-0.5, 0.1, 0.3], "high": 2.5}], kink=_EDGE)
def uniform_log_prob(x: Float, low: Float, high: Float) -> Array:
    """Log density of the uniform distribution from low to high, both bounds included. It does not change with
    x, whose gradient is 0."""
    inside = ops.logical_and(x >= low, x <= high)
    # What is neither inside nor outside is NaN.
    beyond = ops.where(ops.logical_or(x < low, x > high), _NOWHERE, x)
    return ops.where(inside, -ops.log(high - low), beyond)


@composite(examples=[{"x": _POSITIVE, "rate": [0.8, 1.5, 0.6]}], kink=_EDGE)
def exponential_log_prob(x: Float, rate: Float) -> Array:
    """Log density of the exponential distribution, rate exp(-rate x)."""
    outside = x < 0
    return ops.where(outside, _NOWHERE, ops.log(rate) - rate * ops.where(outside, 0, x))


@composite(examples=[{"x": _POSITIVE, "concentration": [0.8, 1.5, 3.6], "rate": [[0.7], [1.9]]}], kink=_EDGE)
def gamma_log_prob(x: Float, concentration: Float, rate: Float) -> Array:
    """Log density of the gamma distribution with mean concentration / rate."""
    outside = x < 0
    inner = ops.where(outside, 1, x)
    density = (
        ops.xlogy(concentration - 1, inner)
        + concentration * ops.log(rate)
        - rate * inner
        - ops.gammaln(concentration)
    )
    return ops.where(outside, _NOWHERE, density)


@composite(examples=[{"x": _POSITIVE, "df": [0.8, 1.5, 3.6]}], kink=_EDGE)
def chi2_log_prob(x: Float, df: Float) -> Array:
    """Log density of the chi-squared distribution with df degrees of freedom."""
    return ops.gamma_log_prob(x, 0.5 * df, 0.5)


@composite(examples=[{"x": _POSITIVE, "concentration": [0.8, 1.5, 3.6], "scale": [[0.7], [1.9]]}], kink=_EDGE)
def inverse_gamma_log_prob(x: Float, concentration: Float, scale: Float) -> Array:
    """Log density of the reciprocal of a gamma variable with this concentration and rate scale."""
    outside = x <= 0
    inner = ops.where(outside, 1, x)
    density = (
        concentration * ops.log(scale)
        - (concentration + 1) * ops.log(inner)
        - scale / inner
        - ops.gammaln(concentration)
    )
    return ops.where(outside, _NOWHERE, density)


@composite(examples=[{"x": _POSITIVE, "concentration": [0.8, 1.5, 3.6], "scale": [[0.7], [1.9]]}], kink=_EDGE)
def weibull_log_prob(x: Float, concentration: Float, scale: Float) -> Array:
    """Log density of the Weibull distribution, under which (x / scale)**concentration is exponential."""
    outside = x < 0
    t = ops.where(outside, 1, x) / scale
    density = ops.log(concentration / scale) + ops.xlogy(concentration - 1, t) - t**concentration
    return ops.where(outside, _NOWHERE, density)


@composite(
    examples=[{"x": [[2.5, 3.2, 2.0], [4.1, 5.3, 2.7]], "concentration": [0.8, 1.5, 3.6], "scale": 1.4}],
    kink=_EDGE,
)
def pareto_log_prob(x: Float, concentration: Float, scale: Float) -> Array:
    """Log density of the Pareto distribution, concentration scale**concentration / x**(concentration + 1)
    from scale on."""
    outside = x < scale
    inner = ops.where(outside, scale, x)
    density = ops.log(concentration) - ops.log(inner) - concentration * ops.log(inner / scale)
    return ops.where(outside, _NOWHERE, density)


@composite(examples=[{"x": _PORTIONS, "alpha": [0.8, 1.5, 3.6], "beta": [[0.7], [1.9]]}], kink=_EDGE)
def beta_log_prob(x: Float, alpha: Float, beta: Float) -> Array:
    """Log density of the beta distribution with mean alpha / (alpha + beta)."""
    outside = ops.logical_or(x < 0, x > 1)
    inner = ops.where(outside, 0.5, x)
    density = ops.xlogy(alpha - 1, inner) + ops.xlog1py(beta - 1, -inner) - ops.betaln(alpha, beta)
    return ops.where(outside, _NOWHERE, density)


@composite(examples=[{"x": [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]], "concentration": [0.8, 1.5, 3.6]}])
def dirichlet_log_prob(x: Float, concentration: Float) -> Array:
    """Log density of the Dirichlet distribution over the last axis. That x is positive and adds up to 1 is
    taken for granted."""
    if concentration.ndim == 0 or x.ndim == 0 or concentration.shape[-1] != x.shape[-1]:
        raise OperationError("x and concentration need last axes of the same length", operand=1)
    return (
        ops.sum(ops.xlogy(concentration - 1, x), axis=-1)
        + ops.gammaln(ops.sum(concentration, axis=-1))
        - ops.sum(ops.gammaln(concentration), axis=-1)
    )


@composite(examples=[{"x": _REAL["x"], "loc": [0.1, 0.2, 0.4], "concentration": [[0.7], [3.5]]}])
def von_mises_log_prob(x: Float, loc: Float, concentration: Float) -> Array:
    """Log density of the von Mises distribution of angles in radians, with mode loc."""
    # cos(d) - 1 keeps its digits as -2 sin(d/2)**2; the last term is 0, and so is the derivative that
    # i0e lacks at its kink at 0.
    exponent = -2 * concentration * ops.square(ops.sin(0.5 * (x - loc)))
    excess = concentration - ops.abs(concentration)
    return exponent - ops.log(ops.i0e(concentration)) - math.log(2 * math.pi) + excess


@composite(examples=[{"k": [0, 1, 1], "logits": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}])
def bernoulli_log_prob(k: Float, logits: Float) -> Array:
    """Log probability of k (0 or 1) under the Bernoulli distribution with these log odds."""
    return -ops.sigmoid_cross_entropy(logits, k, reduction="none")


@composite(examples=[_COUNTS], kink=_EDGE)
def geometric_log_prob(k: Float, logits: Float) -> Array:
    """Log probability of k failures before the first success, which has these log odds."""
    outside = k < 0
    inner = ops.where(outside, 0, k)
    return ops.where(outside, _NOWHERE, ops.log_sigmoid(logits) + inner * ops.log_sigmoid(-logits))


@composite(examples=[{**_COUNTS, "total_count": [[5.0], [7.0]]}], kink=_EDGE)
def binomial_log_prob(k: Float, logits: Float, total_count: Float) -> Array:
    """Log probability of k successes in total_count trials, where success has these log odds."""
    outside = ops.logical_or(k < 0, k > total_count)
    inner = ops.where(outside, 0, k)
    mass = (
        _log_choose(total_count, inner)
        + inner * ops.log_sigmoid(logits)
        + (total_count - inner) * ops.log_sigmoid(-logits)
    )
    return ops.where(outside, _NOWHERE, mass)


@composite(examples=[{**_COUNTS, "total_count": [[5.0], [2.5]]}], kink=_EDGE)
def negative_binomial_log_prob(k: Float, logits: Float, total_count: Float) -> Array:
    """Log probability of k successes before the failure number total_count (any positive number), where
    success has these log odds. The mean is total_count exp(logits)."""
    outside = k < 0
    inner = ops.where(outside, 0, k)
    mass = (
        total_count * ops.log_sigmoid(-logits)
        + inner * ops.log_sigmoid(logits)
        - ops.log(total_count + inner)
        - ops.betaln(total_count, inner + 1)
    )
    return ops.where(outside, _NOWHERE, mass)


@composite(examples=[{"k": [0, 3, 1], "rate": [0.5, 2.5, 1.2]}], kink=_EDGE)
def poisson_log_prob(k: Float, rate: Float) -> Array:
    """Log probability of the count k under the Poisson distribution."""
    outside = k < 0
    inner = ops.where(outside, 0, k)
    return ops.where(outside, _NOWHERE, ops.xlogy(inner, rate) - rate - ops.gammaln(inner + 1))


@composite(
    examples=[
        {"k": [2, 0], "logits": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]},
        {"k": [[2], [0], [1], [1]], "logits": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]},
    ]
)
def categorical_log_prob(k: Integer, logits: Float) -> Array:
    """Log probability of the class k, an index along the last axis of the logits; the other axes broadcast
    against those of k."""
    if logits.ndim == 0:
        raise OperationError("logits need an axis of classes, the last", operand=1)
    shape = broadcast_shapes(k.shape, logits.shape[:-1])
    logs = ops.broadcast_to(ops.log_softmax(logits), shape=(*shape, logits.shape[-1]))
    places = ops.expand_dims(ops.broadcast_to(k, shape=shape), axis=-1)
    return ops.squeeze(ops.take_along_axis(logs, places, axis=-1), axis=-1)


@composite(examples=[{"k": [[2.0, 0.0, 3.0], [1.0, 1.0, 0.0]], "logits": [0.5, -1.2, 2.0]}])
def multinomial_log_prob(k: Float, logits: Float) -> Array:
    """Log probability of the counts k of the classes along the last axis, among as many draws as they add up
    to."""
    if logits.ndim == 0 or k.ndim == 0 or logits.shape[-1] != k.shape[-1]:
        raise OperationError("k and logits need last axes of the same length", operand=1)
    logs = ops.log_softmax(logits)
    # A class that cannot occur and did not counts as 0, not as 0 times -inf.
    nothing = ops.logical_and(ops.equal(k, 0), ops.isinf(logs))
    return (
        ops.sum(k * ops.where(nothing, 0, logs), axis=-1)
        + ops.gammaln(ops.sum(k, axis=-1) + 1)
        - ops.sum(ops.gammaln(k + 1), axis=-1)
    )
