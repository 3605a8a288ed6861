"""Order: sorting, the largest few, median and quantiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Cost, Float, Number, composite, op
from app.ops.infer import Axis, KeepDims, OneAxis
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, drop_axes, normalize_axes, normalize_axis

Descending = Annotated[bool, "From the largest to the smallest."]

_X: Any = [[0.5, -1.2, 2.0, 0.1], [1.1, 0.3, -0.7, 0.9], [0.8, 1.4, -0.3, 0.2]]
_TIES = "Elements that tie keep their order, and each its own gradient."


def _order(x: Spec, *, axis: int, **_: Any) -> Spec:
    normalize_axis(axis, x.ndim)
    return Spec(x.shape, INT64)


def _sort_cost(operands: Sequence[Spec], results: Sequence[Spec], *, axis: int, **_: Any) -> Cost:
    length = operands[0].shape[axis] if operands[0].ndim else 1
    # Of another order in memory NumPy copies operand and indices; descending ones are indices counted back.
    held = operands[0].nbytes + results[0].nbytes
    return Cost(4 * operands[0].size * math.log2(length + 2), held)


@op(
    infer=_order,
    cost=_sort_cost,
    batch=along_axis,
    examples=[{"x": _X}, {"x": _X, "axis": 0, "descending": True}],
)
def argsort(x: Number, *, axis: OneAxis = -1, descending: Descending = False) -> Array:
    """Indices that sort a value along an axis, stable. Integers: the path through them is cut."""
    if not descending:
        return np.argsort(x, axis=axis, kind="stable")
    # Sorting the flipped value and flipping the result keeps ties in order.
    places = np.flip(np.argsort(np.flip(x, axis), axis=axis, kind="stable"), axis)
    return x.shape[axis] - 1 - places


@composite(examples=[{"x": _X}, {"x": _X, "axis": 0, "descending": True}], kink=_TIES)
def sort(x: Number, *, axis: OneAxis = -1, descending: Descending = False) -> Array:
    """The elements in order along an axis; NaN comes last, or first if descending."""
    return ops.take_along_axis(x, ops.argsort(x, axis=axis, descending=descending), axis=axis)


@composite(
    examples=[{"x": _X, "k": 2}, {"x": _X, "k": 1, "axis": 0}], results=["values", "indices"], kink=_TIES
)
def top_k(x: Number, *, k: Annotated[int, "How many."], axis: OneAxis = -1) -> tuple[Array, Array]:
    """The k largest elements along an axis, the largest first, and their indices."""
    along = normalize_axis(axis, x.ndim)
    if not 0 <= k <= x.shape[along]:
        raise OperationError(f"k is {k}, but axis {along} has length {x.shape[along]}", attribute="k")
    order = ops.argsort(x, axis=along, descending=True)
    indices = ops.split(order, sections=[k, x.shape[along] - k], axis=along)[0]
    return ops.take_along_axis(x, indices, axis=along), indices


@composite(
    examples=[{"x": _X}, {"x": _X, "axis": 0}, {"x": _X, "axis": 1, "keepdims": True}],
    kink="With an even number of elements the two in the middle share the gradient. " + _TIES,
)
def median(x: Float, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """The element in the middle, or the mean of the two in the middle; NaN where there is one."""
    return ops.quantile(x, q=0.5, axis=axis, keepdims=keepdims)


@composite(
    examples=[
        {"x": _X, "q": 0.3},
        {"x": _X, "q": [0.25, 0.9], "axis": 1},
        {"x": _X, "q": 0.6, "axis": [0], "keepdims": True},
    ],
    kink=_TIES,
)
def quantile(
    x: Float,
    *,
    q: Annotated[float | list[float], "The share below it, from 0 to 1; several give a first axis."],
    axis: Axis = None,
    keepdims: KeepDims = False,
) -> Array:
    """The value below which a share of the elements lies, between two elements by linear interpolation
    (NumPy's default); NaN where there is one."""
    axes = normalize_axes(axis, x.ndim)
    shares = (q,) if isinstance(q, int | float) else tuple(q)
    for share in shares:
        if not 0 <= share <= 1:
            raise OperationError(f"q is {share}; it must lie between 0 and 1", attribute="q")
    kept = tuple(a for a in range(x.ndim) if a not in axes)
    count = int(np.prod([x.shape[a] for a in axes]))
    if count == 0:
        raise OperationError("there is no quantile over an empty axis", operand=0)
    order = ops.permute_dims(x, axes=(*kept, *axes))
    rows = ops.sort(ops.reshape(order, shape=(*[x.shape[a] for a in kept], count)))
    spoilt = ops.any(ops.isnan(rows), axis=-1)
    shape = drop_axes(x.shape, axes, keepdims)
    if isinstance(q, int | float):
        return ops.reshape(_between(rows, q * (count - 1), count, spoilt), shape=shape)
    positions = np.asarray(q, np.float64) * (count - 1)
    values = _between_each(rows, positions, count, ops.expand_dims(spoilt, axis=-1))
    return ops.reshape(ops.moveaxis(values, source=-1, destination=0), shape=(len(q), *shape))


def _between_each(rows: Any, positions: Any, count: int, spoilt: Any) -> Any:
    """As _between, for many positions at once, along a last axis."""
    low = np.minimum(positions.astype(np.int64), count - 1)
    share = (positions - low).astype(rows.dtype)
    lower = ops.take(rows, low, axis=-1)
    upper = ops.take(rows, np.minimum(low + 1, count - 1), axis=-1)
    value = ops.where(share == 0, lower, ops.where(share < 0.5, *_from_both(lower, upper, share)))
    value = ops.where(_same_infinity(lower, upper), lower, value)
    return ops.where(spoilt, ops.getitem(rows, key=("...", Slice(count - 1, count))), value)


def _from_both(lower: Any, upper: Any, share: Any) -> tuple[Any, Any]:
    """What lies between, reckoned from below and from above: from the nearer one it is finite where that is, as NumPy has it."""
    distance = upper - lower
    return lower + share * distance, upper - (1 - share) * distance


def _same_infinity(lower: Any, upper: Any) -> Any:
    """Where both are the same infinity, whose distance is NaN."""
    return ops.logical_and(ops.equal(lower, upper), ops.isinf(lower))


def _between(rows: Any, position: float, count: int, spoilt: Any) -> Any:
    low = min(int(position), count - 1)
    high = min(low + 1, count - 1)
    share = position - low
    lower, upper = ops.getitem(rows, key=("...", low)), ops.getitem(rows, key=("...", high))
    value = lower if share == 0 else _from_both(lower, upper, share)[share >= 0.5]
    value = ops.where(_same_infinity(lower, upper), lower, value)
    return ops.where(spoilt, ops.getitem(rows, key=("...", count - 1)), value)
