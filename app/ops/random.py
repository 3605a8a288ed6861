"""Random numbers. The seed alone decides: the same seed gives the same numbers, in every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.creation import MaybeDtype, Shape
from app.ops.entry import Array, Cost, Float, op
from app.ops.namespace import ops
from app.ops.spec import FLOAT64, Spec, check_shape, dtype_named

Seed = Annotated[int, "Which numbers: an integer, not negative."]


def _generator(seed: int) -> np.random.Generator:
    """A generator that counts instead of stepping, so that neighbouring seeds have nothing in common."""
    return np.random.Generator(np.random.Philox(seed))


def _check_seed(seed: int) -> None:
    if seed < 0:
        raise OperationError(f"seed must not be negative, and is {seed}", attribute="seed")


def _floating(shape: Sequence[int], seed: int, dtype: str | None) -> Spec:
    _check_seed(seed)
    spec = Spec(check_shape(shape), dtype_named(dtype or "float64"))
    if not spec.is_floating:
        raise OperationError(f"dtype must be floating, not {spec.dtype}", attribute="dtype")
    return spec


def _drawing_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    """Drawn in float64 whatever the result is."""
    return Cost(25.0 * results[0].size, FLOAT64.itemsize * results[0].size)


def _uniform_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    """As the others, and what it takes to keep to the bound."""
    size = results[0].size
    return Cost(30.0 * size, (FLOAT64.itemsize + 1) * size + results[0].nbytes)


def _normal(*, shape: Sequence[int], seed: int, loc: float, scale: float, dtype: str | None) -> Spec:
    if not scale >= 0:
        raise OperationError(f"scale must not be negative, and is {scale}", attribute="scale")
    return _floating(shape, seed, dtype)


@op(
    infer=_normal,
    cost=_drawing_cost,
    examples=[{"shape": [2, 3], "seed": 7}, {"shape": [4], "seed": 7, "loc": 1.5, "scale": 0.2}],
    aliases=["tf.random.normal", "jax.random.normal"],
)
def random_normal(
    *,
    shape: Shape,
    seed: Seed,
    loc: Annotated[int | float, "The mean."] = 0.0,
    scale: Annotated[int | float, "The standard deviation."] = 1.0,
    dtype: MaybeDtype = None,
) -> Array:
    """Independent numbers of a normal distribution. The same seed and shape give the same numbers, rounded
    to the dtype."""
    return (loc + scale * _generator(seed).standard_normal(shape)).astype(dtype or FLOAT64)


def _uniform(*, shape: Sequence[int], seed: int, low: float, high: float, dtype: str | None) -> Spec:
    if not low <= high:
        raise OperationError(f"low, {low}, must not exceed high, {high}", attribute="low")
    return _floating(shape, seed, dtype)


@op(
    infer=_uniform,
    cost=_uniform_cost,
    examples=[{"shape": [2, 3], "seed": 7}, {"shape": [4], "seed": 7, "low": -1.0, "high": 2.0}],
    aliases=["tf.random.uniform", "jax.random.uniform"],
)
def random_uniform(
    *,
    shape: Shape,
    seed: Seed,
    low: Annotated[int | float, "The least number."] = 0.0,
    high: Annotated[int | float, "The bound that no number reaches, unless low is as large."] = 1.0,
    dtype: MaybeDtype = None,
) -> Array:
    """Independent numbers, all between low and high as likely. The same seed and shape give the same
    numbers, rounded to the dtype."""
    drawn = (low + (high - low) * _generator(seed).random(shape)).astype(dtype or FLOAT64)
    # Rounding may have reached the bound.
    bound = drawn.dtype.type(high)
    return np.where(drawn < bound, drawn, np.nextafter(bound, drawn.dtype.type(low)))


def _bernoulli(*, shape: Sequence[int], seed: int, p: float, dtype: str | None) -> Spec:
    _check_seed(seed)
    _check_share(p, "p")
    return Spec(check_shape(shape), dtype_named(dtype or "bool"))


def _check_share(share: float, name: str) -> None:
    if not 0 <= share <= 1:
        raise OperationError(f"{name} must lie between 0 and 1, and is {share}", attribute=name)


@op(
    infer=_bernoulli,
    cost=_drawing_cost,
    examples=[{"shape": [2, 3], "seed": 7}, {"shape": [5], "seed": 7, "p": 0.2, "dtype": "float32"}],
    aliases=["jax.random.bernoulli"],
)
def random_bernoulli(
    *,
    shape: Shape,
    seed: Seed,
    p: Annotated[int | float, "The probability of true."] = 0.5,
    dtype: Annotated[str | None, "Its dtype, for ones and zeros; null for bool."] = None,
) -> Array:
    """Independent booleans, true with probability p. The same seed and shape give the same ones."""
    return (_generator(seed).random(shape) < p).astype(dtype or bool)


def _dropped(x: Spec, *, rate: float, seed: int) -> Spec:
    _check_seed(seed)
    _check_share(rate, "rate")
    return x


def _dropout_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    size = operands[0].size
    return Cost(12.0 * size, size + max(FLOAT64.itemsize * size, operands[0].nbytes))


def _same_for_all(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """Each row is dropped from as it would be alone: at the same places."""
    (x,) = operands
    kept = op(ops.ones_like(ops.sum(x, axis=0)), **attributes) > 0
    return ops.where(kept, x / _share_kept(attributes["rate"]), 0)


def _share_kept(rate: float) -> float:
    return float(1 - rate) or 1.0


@op(
    infer=_dropped,
    cost=_dropout_cost,
    batch=_same_for_all,
    examples=[
        {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "rate": 0.4, "seed": 7},
        {"x": [0.5, -1.2, 2.0], "rate": 0, "seed": 7},
    ],
)
def dropout(
    x: Float,
    *,
    rate: Annotated[int | float, "The probability of each element to become 0."],
    seed: Annotated[int, "Which elements: an integer, not negative. A training step takes one of its own."],
) -> Array:
    """Each element set to 0 with probability `rate`, the others divided by 1 - rate, so that the mean stays.
    The same seed and shape drop the same elements. Source: Srivastava et al., Dropout (2014)."""
    kept = _generator(seed).random(x.shape) >= rate
    zero = np.zeros((), x.dtype)
    return np.where(kept, x / np.asarray(_share_kept(rate), x.dtype), zero)


# Linear, and its own transpose: the cotangent is dropped from at the same places.
dropout.vjp(lambda g, y, x, *, rate, seed: ops.dropout(g, rate=rate, seed=seed))


@dropout.specialize
def _(x: Any, *, rate: float, seed: int) -> Any:
    _dropped(x.spec, rate=rate, seed=seed)
    return x if rate == 0 else None
