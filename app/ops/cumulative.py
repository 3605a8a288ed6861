"""Running reductions along an axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Float, Number, composite, op
from app.ops.infer import OneAxis
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, accumulator, normalize_axis

Reverse = Annotated[bool, "Run from the end of the axis to its start."]
Exclusive = Annotated[bool, "Leave each element itself out of its own result."]

_X = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]
_EXAMPLES: list[dict[str, Any]] = [
    {"x": _X},
    {"x": _X, "axis": 0},
    {"x": _X, "axis": 1, "reverse": True},
    {"x": _X, "axis": 1, "exclusive": True},
    {"x": _X, "axis": 1, "reverse": True, "exclusive": True},
]


def _checked_axis(x: Any, axis: int) -> int:
    if x.ndim == 0:
        raise OperationError("needs at least one axis; a scalar has none", operand=0)
    return normalize_axis(axis, x.ndim)


def _running(x: Spec, *, axis: int, **_: Any) -> Spec:
    _checked_axis(x, axis)
    return Spec(x.shape, accumulator(x.dtype))


@op(infer=_running, cost=2, batch=along_axis, examples=_EXAMPLES, aliases=["cumsum"])
def cumulative_sum(
    x: Number, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """Sum of everything up to each element along an axis."""
    along = np.moveaxis(x, axis, 0)
    if reverse:
        along = along[::-1]
    result = np.empty(along.shape, accumulator(x.dtype))
    if exclusive:
        result[:1] = 0
        np.cumsum(along[:-1], axis=0, out=result[1:])
    else:
        np.cumsum(along, axis=0, out=result)
    return np.moveaxis(result[::-1] if reverse else result, 0, axis)


cumulative_sum.vjp(
    lambda g, y, x, *, axis, reverse, exclusive: ops.cumulative_sum(
        g, axis=axis, reverse=not reverse, exclusive=exclusive
    )
)


def _shifted(x: Any, axis: int, by: int, reverse: bool, fill: float) -> Any:
    """The elements moved along an axis by some places, `fill` moving in."""
    by = min(by, x.shape[axis])
    kept = Slice(by, None) if reverse else Slice(None, x.shape[axis] - by)
    part = ops.getitem(x, key=(*[Slice()] * axis, kept))
    margin = (0, by) if reverse else (by, 0)
    widths = tuple(margin if a == axis else (0, 0) for a in range(x.ndim))
    return ops.pad(part, pad_width=widths, value=fill)


def _doubled(
    x: Any, axis: int, reverse: bool, exclusive: bool, fill: float, combine: Callable[[Any, Any], Any]
) -> Any:
    """A running reduction in log2(n) steps on the whole array.

    Source: Hillis and Steele, Data parallel algorithms (1986). Nothing but `combine` is used, so the
    derivatives are as exact as its own.
    """
    axis = _checked_axis(x, axis)
    if exclusive:
        x = _shifted(x, axis, 1, reverse, fill)
    step = 1
    while step < x.shape[axis]:
        x = combine(x, _shifted(x, axis, step, reverse, fill))
        step *= 2
    return x


@composite(
    examples=[*_EXAMPLES, {"x": [[0.5, 0.0, 2.0, 0.0, 1.5]], "axis": 1}],
    aliases=["cumprod"],
    kink="Exact also with zeros among the factors, at every order.",
)
def cumulative_prod(
    x: Float, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """Product of everything up to each element along an axis."""
    return _doubled(x, axis, reverse, exclusive, 1, lambda a, b: a * b)


@composite(
    examples=_EXAMPLES[:3],
    kink="Over values that are all -inf the value is -inf; the share of a tie is one half at each step.",
)
def cumulative_logsumexp(
    x: Float, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """log of the sum of exp of everything up to each element along an axis, without overflow."""
    return _doubled(x, axis, reverse, exclusive, -np.inf, ops.logaddexp)


def _indices(x: Spec, *, axis: int, **_: Any) -> Spec:
    _checked_axis(x, axis)
    return Spec(x.shape, INT64)


@op(infer=_indices, cost=3, batch=along_axis, examples=[{"x": _X}, {"x": _X, "axis": 0, "reverse": True}])
def cumulative_argmax(x: Number, *, axis: OneAxis = -1, reverse: Reverse = False) -> Array:
    """Index along an axis of the largest element up to each, the first that was met of several. An integer:
    the path through it is cut."""
    along = np.moveaxis(x, axis, -1)
    if reverse:
        along = along[..., ::-1]
    largest = np.maximum.accumulate(along, axis=-1)
    # An element is new where it exceeds the largest before it, or is the first NaN.
    new = np.ones(along.shape, bool)
    new[..., 1:] = (along[..., 1:] > largest[..., :-1]) | (
        np.isnan(along[..., 1:]) & ~np.isnan(largest[..., :-1])
    )
    place = np.maximum.accumulate(np.where(new, np.arange(along.shape[-1]), 0), axis=-1)
    if reverse:
        place = (along.shape[-1] - 1 - place)[..., ::-1]
    return np.moveaxis(place, -1, axis)


_TIES = "Of elements that tie, the one met first has the gradient."


@composite(examples=_EXAMPLES[:3], aliases=["cummax"], kink=_TIES)
def cumulative_max(x: Number, *, axis: OneAxis = -1, reverse: Reverse = False) -> Array:
    """Largest element up to each along an axis."""
    places = ops.cumulative_argmax(x, axis=axis, reverse=reverse)
    return ops.take_along_axis(x, places, axis=axis)


@composite(examples=_EXAMPLES[:3], aliases=["cummin"], kink=_TIES)
def cumulative_min(x: Number, *, axis: OneAxis = -1, reverse: Reverse = False) -> Array:
    """Smallest element up to each along an axis."""
    places = ops.cumulative_argmax(ops.negative(x), axis=axis, reverse=reverse)
    return ops.take_along_axis(x, places, axis=axis)
