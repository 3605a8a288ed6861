"""Operations that move elements without computing on them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Annotated, Any, Literal

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis, leading, with_rank
from app.ops.creation import check_fits
from app.ops.entry import Any_, Array, Cost, Free, composite, op
from app.ops.infer import OneAxis
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import (
    MAX_RANK,
    Spec,
    check_shape,
    normalize_axes,
    normalize_axis,
)

_X = {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}
# The indices of a repetition by a list are known, and in memory, before the work is estimated.
_MOST_LISTED = 2**24
_MOST_PARTS = 10_000

_X3 = [[[0.5, -1.2, 2.0, 0.1], [1.1, 0.3, -0.7, 0.2], [0.9, 0.6, -0.4, 1.3]]]


def _reshape_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    own = Spec(x.shape[1:], x.dtype)
    return op(x, shape=(x.shape[0], *_reshaped(own, **attributes).shape))


def _permute_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    return op(x, axes=(0, *[a + 1 for a in _order(x.ndim - 1, attributes["axes"])]))


def _broadcast_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    shape = attributes["shape"]
    return op(with_rank(x, len(shape)), shape=(x.shape[0], *shape))


def _pad_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    widths = _widths(x.ndim - 1, attributes["pad_width"])
    return op(x, **{**attributes, "pad_width": ((0, 0), *widths)})


def _roll_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    shift, axis = attributes["shift"], attributes["axis"]
    if axis is None:
        rows = ops.reshape(x, shape=(x.shape[0], math.prod(x.shape[1:])))
        return ops.reshape(op(rows, shift=shift, axis=1), shape=x.shape)
    axes = tuple(a + 1 for a in normalize_axes(axis, x.ndim - 1))
    return op(x, shift=shift if isinstance(shift, tuple) else (shift,) * len(axes), axis=axes)


def _reshaped(x: Spec, *, shape: Sequence[int]) -> Spec:
    if shape.count(-1) > 1:
        raise OperationError(f"shape {list(shape)} has more than one -1", attribute="shape")
    known = math.prod(n for n in shape if n != -1)
    if -1 in shape and known and x.size % known == 0:
        shape = [x.size // known if n == -1 else n for n in shape]
    if -1 in shape or math.prod(shape) != x.size:
        raise OperationError(f"{x.size} elements cannot take the shape {list(shape)}", attribute="shape")
    return Spec(check_shape(shape), x.dtype)


@op(
    infer=_reshaped,
    cost=0,
    keeps=True,
    batch=_reshape_batch,
    complex_values=True,
    examples=[{**_X, "shape": [3, 2]}, {**_X, "shape": [-1]}],
)
def reshape(
    x: Any_, *, shape: Annotated[list[int], "The new shape; one length may be -1, to be worked out."]
) -> Array:
    """The same elements in the same (C) order with another shape."""
    return np.reshape(x, shape)


reshape.vjp(lambda g, y, x, *, shape: ops.reshape(g, shape=x.shape))


@composite(examples=[_X])
def flatten(x: Any_) -> Array:
    """All elements in one dimension, in C order."""
    return ops.reshape(x, shape=(-1,))


def _permuted(x: Spec, *, axes: Sequence[int] | None) -> Spec:
    order = _order(x.ndim, axes)
    return Spec(tuple(x.shape[a] for a in order), x.dtype)


def _order(ndim: int, axes: Sequence[int] | None) -> tuple[int, ...]:
    if axes is None:
        return tuple(reversed(range(ndim)))
    order = normalize_axes(axes, ndim, attribute="axes")
    if len(order) != ndim:
        raise OperationError(f"axes {list(axes)} must name each of the {ndim} axes once", attribute="axes")
    return order


@op(
    infer=_permuted,
    cost=0,
    view=True,
    batch=_permute_batch,
    complex_values=True,
    examples=[{"x": _X3, "axes": [2, 0, 1]}, _X],
    aliases=["transpose"],
)
def permute_dims(
    x: Any_, *, axes: Annotated[list[int] | None, "The axes in their new order; null reverses them."] = None
) -> Array:
    """The axes in another order."""
    return np.transpose(x, axes)


permute_dims.vjp(
    lambda g, y, x, *, axes: ops.permute_dims(
        g, axes=tuple(_order(x.ndim, axes).index(a) for a in range(x.ndim))
    )
)


@permute_dims.specialize
def _(x: Any, *, axes: Any) -> Any:
    return x if _order(x.ndim, axes) == tuple(range(x.ndim)) else None


@composite(examples=[{"x": _X3}], aliases=["matrix_T"])
def matrix_transpose(x: Any_) -> Array:
    """The last two axes exchanged."""
    if x.ndim < 2:
        raise OperationError("needs at least two axes", operand=0)
    return ops.permute_dims(x, axes=(*range(x.ndim - 2), x.ndim - 1, x.ndim - 2))


@composite(examples=[{"x": _X3, "source": 0, "destination": -1}])
def moveaxis(
    x: Any_,
    *,
    source: Annotated[int | list[int], "Where the axes are."],
    destination: Annotated[int | list[int], "Where they go."],
) -> Array:
    """Some axes moved to other places, the rest staying in order."""
    origin = normalize_axes(source, x.ndim, attribute="source")
    goal = normalize_axes(destination, x.ndim, attribute="destination")
    if len(origin) != len(goal):
        raise OperationError("source and destination must name as many axes", attribute="destination")
    order = [a for a in range(x.ndim) if a not in origin]
    for place, axis in sorted(zip(goal, origin, strict=True)):
        order.insert(place, axis)
    return ops.permute_dims(x, axes=tuple(order))


@composite(examples=[{**_X, "axis": 1}, {**_X, "axis": [0, -1]}])
def expand_dims(
    x: Any_, *, axis: Annotated[int | list[int], "Where the new axes stand in the result."] = 0
) -> Array:
    """New axes of length 1."""
    count = 1 if isinstance(axis, int) else len(axis)
    places = normalize_axes(axis, x.ndim + count)
    lengths = iter(x.shape)
    shape = tuple(1 if i in places else next(lengths) for i in range(x.ndim + count))
    return ops.reshape(x, shape=shape)


@composite(examples=[{"x": [[[0.5], [1.1], [0.2]]], "axis": [0]}, {"x": [[[0.5], [1.1], [0.2]]]}])
def squeeze(
    x: Any_, *, axis: Annotated[int | list[int] | None, "Axes of length 1; null for all of them."] = None
) -> Array:
    """Axes of length 1 removed."""
    if axis is None:
        axes = tuple(a for a, n in enumerate(x.shape) if n == 1)
    else:
        axes = normalize_axes(axis, x.ndim)
        for a in axes:
            if x.shape[a] != 1:
                raise OperationError(f"axis {a} has length {x.shape[a]}, not 1", attribute="axis")
    return ops.reshape(x, shape=tuple(n for a, n in enumerate(x.shape) if a not in axes))


def _broadcast(x: Spec, *, shape: Sequence[int]) -> Spec:
    check_shape(shape)
    fits = len(shape) >= x.ndim and all(
        m in (n, 1) for m, n in zip(reversed(x.shape), reversed(shape), strict=False)
    )
    if not fits:
        raise OperationError(
            f"a value of shape {x.shape} does not broadcast to {tuple(shape)}: lengths are compared from the "
            "last axis, and must be equal or 1",
            attribute="shape",
        )
    return Spec(tuple(shape), x.dtype)


@op(
    infer=_broadcast,
    cost=0,
    view=True,
    keeps=True,
    batch=_broadcast_batch,
    complex_values=True,
    examples=[{**_X, "shape": [4, 2, 3]}, {"x": [[0.5], [1.5]], "shape": [2, 3]}],
)
def broadcast_to(x: Any_, *, shape: Annotated[list[int], "The shape wanted."]) -> Array:
    """The value repeated along new axes and axes of length 1, as in arithmetic."""
    return np.broadcast_to(x, shape)


# The reverse walk sums over the axes that were stretched.
broadcast_to.vjp(lambda g, y, x, *, shape: g)


@broadcast_to.specialize
def _(x: Any, *, shape: Any) -> Any:
    inner = x.producer
    if inner is None or inner.op is not broadcast_to:
        return None
    return ops.broadcast_to(inner.operands[0], shape=shape)


def _concatenated(*arrays: Spec, axis: int) -> Spec:
    first = arrays[0]
    if first.ndim == 0:
        raise OperationError("scalars cannot be concatenated; use stack", operand=0)
    along = normalize_axis(axis, first.ndim)
    for position, other in enumerate(arrays[1:], start=1):
        if other.ndim != first.ndim or any(
            n != m for a, (n, m) in enumerate(zip(first.shape, other.shape, strict=True)) if a != along
        ):
            raise OperationError(
                f"shape {other.shape} does not continue {first.shape}: all axes but axis {along} must agree",
                operand=position,
            )
    shape = list(first.shape)
    shape[along] = sum(a.shape[along] for a in arrays)
    return Spec(tuple(shape), first.dtype)


@op(
    infer=_concatenated,
    batch=along_axis,
    complex_values=True,
    examples=[
        {"arrays": [[[0.5, -1.2, 2.0]], [[1.1, 0.3, -0.7], [0.2, 0.4, 0.6]]]},
        {"arrays": [[[0.5], [-1.2]], [[1.1, 0.3], [0.2, 0.4]]], "axis": -1},
    ],
    aliases=["concatenate"],
)
def concat(*arrays: Any_, axis: OneAxis = 0) -> Array:
    """Values joined one after the other along an axis."""
    return np.concatenate(arrays, axis=axis)


@concat.vjp_all
def _(g: Any, y: Any, *arrays: Any, axis: int) -> list[Any]:
    along = normalize_axis(axis, g.ndim)
    ends = list(accumulate((a.shape[along] for a in arrays), initial=0))
    whole = [Slice()] * along
    return [ops.getitem(g, key=(*whole, Slice(*bounds))) for bounds in pairwise(ends)]


@composite(
    examples=[
        {"arrays": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]},
        {"arrays": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "axis": 1},
    ],
    aliases=["pack"],
)
def stack(*arrays: Any_, axis: OneAxis = 0) -> Array:
    """Values of one shape joined along a new axis."""
    for position, other in enumerate(arrays):
        if other.shape != arrays[0].shape:
            raise OperationError(
                f"shape {other.shape} differs from the first's, {arrays[0].shape}", operand=position
            )
    return ops.concat(*[ops.expand_dims(a, axis=axis) for a in arrays], axis=axis)


def _few(parts: int) -> int:
    """The number of parts, each of them a result, if there are not too many.

    Raises:
        OperationError: there are.
    """
    if parts > _MOST_PARTS:
        raise OperationError(f"{parts} parts are too many; an operation has at most {_MOST_PARTS} results")
    return parts


def _sections(length: int, sections: int | Sequence[int]) -> tuple[int, ...]:
    if isinstance(sections, int):
        if sections < 1:
            raise OperationError(f"sections must be at least 1, not {sections}", attribute="sections")
        if length % sections:
            raise OperationError(
                f"an axis of length {length} cannot be split into {sections} equal parts; give a list of "
                "lengths",
                attribute="sections",
            )
        return (length // sections,) * _few(sections)
    if any(n < 0 for n in sections) or sum(sections) != length:
        raise OperationError(
            f"sections {list(sections)} must not be negative and must add up to the axis's length, {length}",
            attribute="sections",
        )
    _few(len(sections))
    return tuple(sections)


def _split(x: Spec, *, sections: int | Sequence[int], axis: int) -> tuple[Spec, ...]:
    along = normalize_axis(axis, x.ndim)
    lengths = _sections(x.shape[along], sections)
    return tuple(Spec((*x.shape[:along], n, *x.shape[along + 1 :]), x.dtype) for n in lengths)


@op(
    infer=_split,
    cost=0,
    view=True,
    results=["parts*"],
    batch=along_axis,
    complex_values=True,
    examples=[{**_X, "sections": 3, "axis": 1}, {**_X, "sections": [1, 2], "axis": -1}],
)
def split(
    x: Any_,
    *,
    sections: Annotated[int | list[int], "Number of equal parts, or the length of each part."],
    axis: OneAxis = 0,
) -> tuple[Array, ...]:
    """A value cut into parts along an axis; the results are the parts, `name:0`, `name:1` and so on."""
    lengths = _sections(x.shape[axis], sections)
    return tuple(np.split(x, np.cumsum(lengths[:-1]), axis=axis)) if lengths else ()


split.vjp(lambda g, y, x, *, sections, axis: ops.concat(*g, axis=axis))


def _unstacked(x: Spec, *, axis: int) -> tuple[Spec, ...]:
    along = normalize_axis(axis, x.ndim)
    return (Spec(x.shape[:along] + x.shape[along + 1 :], x.dtype),) * _few(x.shape[along])


@op(
    infer=_unstacked,
    cost=0,
    view=True,
    results=["parts*"],
    batch=along_axis,
    complex_values=True,
    examples=[_X, {**_X, "axis": 1}],
    aliases=["unpack"],
)
def unstack(x: Any_, *, axis: OneAxis = 0) -> tuple[Array, ...]:
    """The slices of a value along an axis, which the results do not have any more."""
    return tuple(np.moveaxis(x, axis, 0))


unstack.vjp(lambda g, y, x, *, axis: ops.stack(*g, axis=axis))


def _same_axes(x: Spec, *, axis: Any) -> Spec:
    normalize_axes(axis, x.ndim)
    return x


@op(
    infer=_same_axes,
    cost=0,
    view=True,
    batch=along_axis,
    complex_values=True,
    examples=[{**_X, "axis": 1}, _X],
    aliases=["tf.reverse"],
)
def flip(
    x: Any_, *, axis: Annotated[int | list[int] | None, "Axis or axes; null for all of them."] = None
) -> Array:
    """The order of the elements reversed along some axes."""
    return np.flip(x, normalize_axes(axis, x.ndim))


flip.vjp(lambda g, y, x, *, axis: ops.flip(g, axis=axis))


def _rolled(x: Spec, *, shift: Any, axis: Any) -> Spec:
    if isinstance(shift, tuple) and (axis is None or isinstance(axis, int) or len(shift) != len(axis)):
        raise OperationError("a list of shifts needs a list of as many axes", attribute="shift")
    if not normalize_axes(axis, x.ndim) and axis is not None:
        raise OperationError("no axis is named; null stands for the flattened value", attribute="axis")
    return x


def _roll_cost(operands: Sequence[Spec], results: Sequence[Spec], *, axis: Any, **_: Any) -> Cost:
    [x] = operands
    # Over all axes at once it is laid out in order first.
    return Cost(x.size, x.nbytes if axis is None else 0)


@op(
    infer=_rolled,
    cost=_roll_cost,
    batch=_roll_batch,
    complex_values=True,
    examples=[{**_X, "shift": 1, "axis": 1}, {**_X, "shift": 2}, {**_X, "shift": [1, -1], "axis": [0, 1]}],
)
def roll(
    x: Any_,
    *,
    shift: Annotated[int | list[int], "By how many places."],
    axis: Annotated[int | list[int] | None, "Along which axis; null for the flattened value."] = None,
) -> Array:
    """The elements moved along an axis, those that leave at one end coming in at the other."""
    return np.roll(x, shift, axis)


roll.vjp(
    lambda g, y, x, *, shift, axis: ops.roll(
        g, shift=tuple(-s for s in shift) if isinstance(shift, tuple) else -shift, axis=axis
    )
)


@composite(examples=[{**_X, "repetitions": [2, 1]}, {"x": [0.5, -1.2, 2.0], "repetitions": [2, 1, 2]}])
def tile(x: Any_, *, repetitions: Annotated[list[int], "How many times, for each axis."]) -> Array:
    """The value repeated whole along its axes."""
    check_shape(repetitions, attribute="repetitions")
    rank = max(x.ndim, len(repetitions))
    times = (1,) * (rank - len(repetitions)) + tuple(repetitions)
    lengths = (1,) * (rank - x.ndim) + tuple(x.shape)
    paired = tuple(n for pair in zip(times, lengths, strict=True) for n in pair)
    apart = ops.reshape(x, shape=tuple(n for length in lengths for n in (1, length)))
    joined = tuple(t * n for t, n in zip(times, lengths, strict=True))
    return ops.reshape(ops.broadcast_to(apart, shape=paired), shape=joined)


def _padded(x: Spec, *, pad_width: Any, mode: str, value: Any) -> Spec:
    check_fits(value, x.dtype)
    widths = _widths(x.ndim, pad_width)
    for axis, (n, (before, after)) in enumerate(zip(x.shape, widths, strict=True)):
        if before < 0 or after < 0:
            raise OperationError("pad_width cannot be negative", attribute="pad_width")
        if (mode == "reflect" and max(before, after) >= max(n, 1)) or (
            mode == "edge" and n == 0 and max(before, after) > 0
        ):
            raise OperationError(
                f"axis {axis} of length {n} is too short to be padded by {before} and {after} with mode "
                f"'{mode}'",
                attribute="pad_width",
            )
    lengths = [n + before + after for n, (before, after) in zip(x.shape, widths, strict=True)]
    return Spec(check_shape(lengths, attribute="pad_width"), x.dtype)


def _widths(ndim: int, pad_width: Any) -> tuple[tuple[int, int], ...]:
    """The margins before and after each axis."""
    if isinstance(pad_width, int):
        return ((pad_width, pad_width),) * ndim
    if len(pad_width) != ndim or any(len(pair) != 2 for pair in pad_width):
        raise OperationError(
            f"pad_width {[list(p) for p in pad_width]} must be a number, or one pair [before, after] for each of the "
            f"{ndim} axes",
            attribute="pad_width",
        )
    return tuple((pair[0], pair[1]) for pair in pad_width)


@op(
    infer=_padded,
    batch=_pad_batch,
    complex_values=True,
    examples=[
        {**_X, "pad_width": [[1, 0], [2, 1]], "value": 0.5},
        {**_X, "pad_width": [[1, 1], [2, 1]], "mode": "reflect"},
        {**_X, "pad_width": [[2, 0], [1, 3]], "mode": "edge"},
    ],
)
def pad(
    x: Any_,
    *,
    pad_width: Annotated[
        int | list[list[int]], "Elements added: a number for every side, or [before, after] for each axis."
    ],
    mode: Annotated[
        Literal["constant", "reflect", "edge"],
        "What is added: a constant, the value mirrored at its edge, or its edge repeated.",
    ] = "constant",
    value: Annotated[int | float, "The constant."] = 0,
) -> Array:
    """The value with a margin around it."""
    widths = _widths(x.ndim, pad_width)
    if mode != "constant":
        # NumPy takes no empty list of pairs.
        return np.pad(x, widths, mode=mode) if widths else x.copy()
    padded = np.full([n + b + a for n, (b, a) in zip(x.shape, widths, strict=True)], value, x.dtype)
    padded[tuple(slice(b, b + n) for n, (b, _) in zip(x.shape, widths, strict=True))] = x
    return padded


@pad.vjp
def _(g: Any, y: Any, x: Any, *, pad_width: Any, mode: str, value: Any) -> Any:
    widths = _widths(x.ndim, pad_width)
    if mode == "constant":
        return ops.getitem(g, key=tuple(Slice(b, b + n) for n, (b, _) in zip(x.shape, widths, strict=True)))
    if not g.size:
        return ops.zeros_like(x)
    for axis, (n, (before, after)) in enumerate(zip(x.shape, widths, strict=True)):
        source = np.pad(np.arange(n), (before, after), mode=mode)  # type: ignore[call-overload]
        rows = ops.moveaxis(g, source=axis, destination=0)
        folded = ops.segment_sum(rows, source, num_segments=n)
        g = ops.moveaxis(folded, source=0, destination=axis)
    return g


def _triangle(x: Spec, *, k: int) -> Spec:
    if x.ndim < 2:
        raise OperationError("needs at least two axes", operand=0)
    return x


def _clipped(x: Array, k: int) -> int:
    """A diagonal within NumPy's integers: beyond the corners all are alike."""
    return max(-x.shape[-2], min(k, x.shape[-1]))


def _triangle_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    [x] = operands
    # A mask for one matrix.
    return Cost(x.size, math.prod(x.shape[-2:]))


_Diagonal = Annotated[int, "Which diagonal bounds it: 0 the main one, above it positive, below negative."]


@op(
    infer=_triangle,
    cost=_triangle_cost,
    batch=leading,
    complex_values=True,
    examples=[{"x": _X3, "k": 1}, _X],
)
def tril(x: Any_, *, k: _Diagonal = 0) -> Array:
    """The lower triangle of a matrix (the last two axes), zeros elsewhere."""
    return np.tril(x, _clipped(x, k))


tril.vjp(lambda g, y, x, *, k: ops.tril(g, k=k))


@op(
    infer=_triangle,
    cost=_triangle_cost,
    batch=leading,
    complex_values=True,
    examples=[{"x": _X3, "k": 1}, _X],
)
def triu(x: Any_, *, k: _Diagonal = 0) -> Array:
    """The upper triangle of a matrix (the last two axes), zeros elsewhere."""
    return np.triu(x, _clipped(x, k))


triu.vjp(lambda g, y, x, *, k: ops.triu(g, k=k))


@composite(
    examples=[
        {**_X, "repeats": 2, "axis": 1},
        {**_X, "repeats": [2, 0, 1], "axis": -1},
        {**_X, "repeats": 2},
    ]
)
def repeat(
    x: Any_,
    *,
    repeats: Annotated[int | list[int], "How many times, one number for all or one for each element."],
    axis: Annotated[int | None, "Along which axis; null for the flattened value."] = None,
) -> Array:
    """Each element repeated in its place along an axis."""
    if axis is None:
        x, axis = ops.reshape(x, shape=(-1,)), 0
    along = normalize_axis(axis, x.ndim)
    length = x.shape[along]
    counts = (repeats,) if isinstance(repeats, int) else repeats
    if any(n < 0 for n in counts):
        raise OperationError(f"repeats cannot be negative, as {min(counts)} is", attribute="repeats")
    if isinstance(repeats, int):
        before, after = x.shape[: along + 1], x.shape[along + 1 :]
        apart = ops.reshape(x, shape=(*before, 1, *after))
        many = ops.broadcast_to(apart, shape=(*before, repeats, *after))
        return ops.reshape(many, shape=(*x.shape[:along], length * repeats, *after))
    if len(counts) != length:
        raise OperationError(
            f"repeats has {len(counts)} numbers, but axis {along} has length {length}", attribute="repeats"
        )
    if sum(counts) > _MOST_LISTED:
        raise OperationError(
            f"repeats add up to {sum(counts)}; listed one by one they may make {_MOST_LISTED}",
            attribute="repeats",
        )
    return ops.take(x, np.repeat(np.arange(length), counts), axis=along)


@composite(examples=[{"x": [0.5, -1.2, 2.0], "ndim": 3}])
def atleast_nd(x: Any_, *, ndim: Annotated[int, "How many axes there must be."]) -> Array:
    """The value with axes of length 1 in front until it has so many."""
    if not 0 <= ndim <= MAX_RANK:
        raise OperationError(f"ndim is {ndim}; it must lie between 0 and {MAX_RANK}", attribute="ndim")
    return ops.reshape(x, shape=(1,) * (ndim - x.ndim) + tuple(x.shape))


@composite(
    examples=[
        {"arrays": [[0.5, -1.2, 2.0], [1.1, 0.3]]},
        {"arrays": [[0.5, -1.2, 2.0], [1.1, 0.3]], "indexing": "ij"},
    ],
    results=["coordinates*"],
)
def meshgrid(
    *arrays: Free,
    indexing: Annotated[
        Literal["xy", "ij"], "Whether the first vector runs along axis 1 (xy) or axis 0 (ij)."
    ] = "xy",
) -> tuple[Array, ...]:
    """The coordinates of the points of a grid, one result for each vector."""
    for position, x in enumerate(arrays):
        if x.ndim > 1:
            raise OperationError("must be a vector or a scalar", operand=position)
    places = list(range(len(arrays)))
    if indexing == "xy":
        places[:2] = places[:2][::-1]
    shape = [1] * len(arrays)
    for x, place in zip(arrays, places, strict=True):
        shape[place] = x.size
    apart = [tuple(n if i == place else 1 for i, n in enumerate(shape)) for place in places]
    return tuple(
        ops.broadcast_to(ops.reshape(x, shape=own), shape=tuple(shape))
        for x, own in zip(arrays, apart, strict=True)
    )
