"""Pooling: one number for each window on the spatial axes, channel by channel."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import all_batched
from app.ops.convolution import Lengths, Padding, Windows, for_each_axis, windows_on, with_margins
from app.ops.entry import Array, Cost, Float, Integer, composite, op
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, check_shape

Window = Annotated[int | list[int], "Lengths of a window: a number, or one for each spatial axis."]
PoolStrides = Annotated[
    int | list[int] | None,
    "Steps between windows: a number, or one for each spatial axis; null for the window's lengths, so that "
    "windows lie side by side.",
]

_X1: Any = [[[0.5, -1.2, 2.0, 0.1, 1.4], [1.1, 0.3, -0.7, 0.2, -0.9]]]
_X2: Any = [
    [
        [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7], [0.2, 0.8, -0.4], [1.6, -0.3, 0.9]],
        [[-0.6, 1.2, 0.4], [0.7, -1.3, 1.9], [-2.0, 0.6, 1.0], [1.3, 0.0, -0.8]],
    ]
]
_EXAMPLES: list[dict[str, Any]] = [
    {"x": _X1, "window": 2},
    {"x": _X1, "window": 3, "strides": 1, "padding": "SAME"},
    {"x": _X2, "window": [3, 2], "strides": [1, 2], "padding": [[1, 0], [0, 1]]},
]


def _pools(lengths: Sequence[int], window: Any, strides: Any, padding: Any) -> Windows:
    """Where the windows lie, for the lengths of x's axes.

    Raises:
        OperationError: they do not fit, or one could lie in the padding alone.
    """
    if len(lengths) < 3:
        raise OperationError(
            f"x must have the axes (examples, channels, spatial…), at least 3; it has {len(lengths)}",
            operand=0,
        )
    spatial = lengths[2:]
    sizes = for_each_axis(window, len(spatial), "window")
    windows = windows_on(spatial, sizes, sizes if strides is None else strides, padding)
    for axis, (size, (before, after)) in enumerate(zip(sizes, windows.padding, strict=True)):
        if max(before, after) >= size:
            raise OperationError(
                f"spatial axis {axis} has a padding of {max(before, after)}, which must be smaller than the "
                f"window's length {size}",
                attribute="padding",
            )
    return windows


def _pooled(x: Spec, *, window: Any, strides: Any, padding: Any) -> Spec:
    return Spec((*x.shape[:2], *_pools(x.shape, window, strides, padding).counts), x.dtype)


def _pooled_indices(x: Spec, **attributes: Any) -> Spec:
    return Spec(_pooled(x, **attributes).shape, INT64)


def _pool_work(x: Spec, **attributes: Any) -> tuple[float, int]:
    """Comparisons, and elements held besides operand and result: the padded input, and what is left of it
    after the last axis."""
    windows = _pools(x.shape, **attributes)
    rows = math.prod(x.shape[:2])
    compared, lengths = 0.0, list(windows.padded)
    for axis in reversed(range(len(lengths))):
        lengths[axis] = windows.counts[axis]
        compared += windows.window[axis] * rows * math.prod(lengths)
    margin = 0 if not windows.pads else rows * math.prod(windows.padded)
    left = rows * math.prod((*windows.padded[:-1], windows.counts[-1]))
    return compared, margin + 2 * left


def _max_cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    compared, held = _pool_work(operands[0], **attributes)
    return Cost(compared, held * operands[0].dtype.itemsize)


def _indices_cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    [x], [result] = operands, results
    compared, _ = _pool_work(x, **attributes)
    windows = _pools(x.shape, **attributes)
    rows, lengths = math.prod(x.shape[:2]), list(windows.padded)
    # The padded input, and the numbers of its places.
    before = (rows * x.dtype.itemsize * windows.pads + 2 * INT64.itemsize) * math.prod(lengths)
    held = 0
    for axis in reversed(range(len(lengths))):
        lengths[axis] = windows.counts[axis]
        left = rows * math.prod(lengths)
        made = left * (x.dtype.itemsize + INT64.itemsize)
        # Four arrays of booleans say which elements are better.
        held = max(held, before + made + 4 * left - (0 if axis else result.nbytes))
        before = made
    return Cost(6 * compared, held)


def _folded(op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]) -> Any:
    """A batch is more examples."""
    full = all_batched(operands, batched)
    folded = [ops.reshape(o, shape=(o.shape[0] * o.shape[1], *o.shape[2:])) for o in full]
    result = op(*folded, **attributes)
    return ops.reshape(result, shape=(*full[0].shape[:2], *result.shape[1:]))


def _at_offset(x: Array, windows: Windows, axis: int, offset: int) -> Array:
    """For every window along one spatial axis, its element at this offset."""
    stride, count = windows.strides[axis], windows.counts[axis]
    key = (slice(None),) * (axis + 2)
    return x[(*key, slice(offset, offset + (count - 1) * stride + 1, stride))]


@op(
    infer=_pooled,
    cost=_max_cost,
    batch=_folded,
    examples=_EXAMPLES,
    kink="Where elements of a window tie, the whole gradient goes to the first of them in C order, as in "
    "TensorFlow.",
)
def max_pool(x: Float, *, window: Window, strides: PoolStrides = None, padding: Padding = "VALID") -> Array:
    """Largest element of each window; x has the axes (examples, channels, spatial…). Padding is never the
    largest. NaN where the window holds one."""
    windows = _pools(x.shape, window, strides, padding)
    result = with_margins(x, windows, -np.inf)
    # The maximum over a box is one over each axis in turn.
    for axis in reversed(range(len(windows.window))):
        largest = np.array(_at_offset(result, windows, axis, 0))
        for offset in range(1, windows.window[axis]):
            np.maximum(largest, _at_offset(result, windows, axis, offset), out=largest)
        result = largest
    return result


max_pool.vjp(
    lambda g, y, x, **a: ops.max_unpool(g, ops.max_pool_indices(x, **a), lengths=x.shape[2:]),
)


@op(infer=_pooled_indices, cost=_indices_cost, batch=_folded, examples=_EXAMPLES)
def max_pool_indices(
    x: Float, *, window: Window, strides: PoolStrides = None, padding: Padding = "VALID"
) -> Array:
    """Where the largest element of each window stands: its index into the flattened spatial axes of x,
    without padding. The first in C order where several tie, the first NaN where there is one. Integers carry
    no derivative."""
    windows = _pools(x.shape, window, strides, padding)
    values = with_margins(x, windows, -np.inf)
    places = np.arange(math.prod(windows.lengths)).reshape(1, 1, *windows.lengths)
    indices = with_margins(places, windows, -1)
    for axis in reversed(range(len(windows.window))):
        largest = np.array(_at_offset(values, windows, axis, 0))
        first = np.array(np.broadcast_to(_at_offset(indices, windows, axis, 0), largest.shape))
        for offset in range(1, windows.window[axis]):
            value = _at_offset(values, windows, axis, offset)
            # Also over padding, which -inf does not exceed; a NaN is not less than anything, and stays.
            better = (~(value <= largest) & (largest == largest)) | (first < 0)
            np.copyto(largest, value, where=better)
            np.copyto(first, _at_offset(indices, windows, axis, offset), where=better)
        values, indices = largest, first
    return indices


def _unpooled(values: Spec, indices: Spec, *, lengths: Sequence[int]) -> Spec:
    if values.ndim < 3:
        raise OperationError(
            f"values must have the axes (examples, channels, spatial…), at least 3; they have {values.ndim}",
            operand=0,
        )
    if indices.shape != values.shape:
        raise OperationError(
            f"indices must have the values' shape {values.shape}, not {indices.shape}", operand=1
        )
    return Spec(check_shape((*values.shape[:2], *lengths), attribute="lengths"), values.dtype)


def _unpool_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    """A few operations for each place; in memory the indices into the whole result, and what NumPy copies
    of them and the values."""
    size = operands[0].size
    return Cost(8.0 * size + results[0].size, 3 * INT64.itemsize * size)


@op(
    infer=_unpooled,
    cost=_unpool_cost,
    batch=_folded,
    examples=[
        {
            "values": [[[0.5, 2.0, 0.3], [1.1, -0.7, 0.8]]],
            "indices": [[[1, 1, 4], [0, 3, 2]]],
            "lengths": [5],
        },
        {"values": [[[[0.5], [-1.5]]]], "indices": [[[[5], [2]]]], "lengths": [2, 3]},
    ],
)
def max_unpool(values: Float, indices: Integer, *, lengths: Lengths) -> Array:
    """Values put where max_pool_indices says, zeros elsewhere; those with one place add up. The transpose of
    reading a value's elements at these places."""
    rows, places = math.prod(values.shape[:2]), math.prod(lengths)
    if indices.size and (indices.min() < 0 or indices.max() >= places):
        outside = indices.min() if indices.min() < 0 else indices.max()
        raise OperationError(f"index {outside} is outside the {places} places of the result", operand=1)
    result = np.zeros(rows * places, values.dtype)
    flat = (
        indices.astype(np.int64, copy=False).reshape(rows, math.prod(indices.shape[2:]))
        + np.arange(rows)[:, None] * places
    )
    np.add.at(result, flat.reshape(-1), values.reshape(-1))
    return result.reshape(*values.shape[:2], *lengths)


@max_unpool.vjp
def _(g: Any, y: Any, values: Any, indices: Any, *, lengths: Any) -> Any:
    rows = tuple(values.shape[:2])
    flat = ops.reshape(g, shape=(*rows, math.prod(lengths)))
    places = ops.reshape(indices, shape=(*rows, math.prod(values.shape[2:])))
    return ops.reshape(ops.take_along_axis(flat, places, axis=-1), shape=values.shape)


@composite(examples=[*_EXAMPLES, {"x": _X2, "window": [3, 2]}])
def avg_pool(x: Float, *, window: Window, strides: PoolStrides = None, padding: Padding = "VALID") -> Array:
    """Mean of the elements of each window; x has the axes (examples, channels, spatial…). Padding does not
    count: a window that reaches over the edge is the mean of the elements it has."""
    windows = _pools(x.shape, window, strides, padding)
    if not windows.pads and windows.strides == windows.window:
        return _mean_of_blocks(x, windows)
    rows, rank = tuple(x.shape[:2]), len(windows.window)
    # The sum over a box is one over each axis in turn.
    total = ops.reshape(x, shape=(math.prod(rows), 1, *windows.lengths))
    for axis in range(rank):
        alone = tuple(windows.window[axis] if a == axis else 1 for a in range(rank))
        total = ops.conv(
            total,
            np.ones((1, 1, *alone), x.dtype),
            strides=tuple(windows.strides[axis] if a == axis else 1 for a in range(rank)),
            padding=tuple(windows.padding[axis] if a == axis else (0, 0) for a in range(rank)),
        )
    total = ops.reshape(total, shape=(*rows, *windows.counts))
    if not windows.pads:
        return total / float(math.prod(windows.window))
    for axis in range(rank):
        counted = _counted(windows, axis).astype(x.dtype)
        total = total / counted.reshape((-1,) + (1,) * (rank - axis - 1))
    return total


def _mean_of_blocks(x: Any, windows: Windows) -> Any:
    """The mean over windows that lie side by side."""
    covered = [n * w for n, w in zip(windows.counts, windows.window, strict=True)]
    used = ops.getitem(x, key=("...", *[Slice(0, n) for n in covered]))
    apart = [n for pair in zip(windows.counts, windows.window, strict=True) for n in pair]
    blocks = ops.reshape(used, shape=(*x.shape[:2], *apart))
    return ops.mean(blocks, axis=tuple(range(3, 3 + 2 * len(covered), 2)))


def _counted(windows: Windows, axis: int) -> Array:
    """How many elements of x each window along an axis covers."""
    starts = np.arange(windows.counts[axis]) * windows.strides[axis] - windows.padding[axis][0]
    ends = np.minimum(starts + windows.window[axis], windows.lengths[axis])
    return ends - np.maximum(starts, 0)
