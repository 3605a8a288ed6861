"""Reading and replacing parts of a value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np
from scipy.sparse import csc_array

from app.errors import OperationError
from app.ops.batching import along_axis, batch_size, own_rank, with_rank
from app.ops.entry import Any_, Array, Cost, Free, Integer, op
from app.ops.infer import OneAxis
from app.ops.keys import Index, Key, Slice, expand, numpy_key, resolve
from app.ops.namespace import ops
from app.ops.spec import Spec, check_shape, dtype_named, normalize_axis, spec_of
from app.ops.value import Value

_X = [[0.5, -1.2, 2.0, 0.9], [1.1, 0.3, -0.7, 0.2], [0.8, 0.6, -0.4, 1.3]]


def check_indices(indices: Array, length: int, operand: int) -> None:
    """Refuse indices outside [-length, length).

    Raises:
        OperationError: names the first that is outside.
    """
    if indices.size == 0 or (indices.min() >= -length and indices.max() < length):
        return
    outside = np.argwhere((indices < -length) | (indices >= length))[0]
    place = f" at position {tuple(map(int, outside))}" if indices.ndim else ""
    raise OperationError(
        f"index {int(indices[tuple(outside)])}{place} is out of range for an axis of length {length}",
        operand=operand,
    )


class _Batched(NamedTuple):
    """An indexing operation with the batch axis taken in.

    Attributes:
        key: for x with the batch axis in front.
        indices: the index operands it refers to.
        joint: number of axes that the index arrays give together.
        start: where these axes stand in the part of one example.
        first: whether index arrays vary, so that the batch axis is one of theirs: the part then has the
            batch axis, the joint axes, and the rest. Otherwise it is as for one example, behind the batch
            axis, but for joint axes that NumPy moves to the very front (`front`).
        front: whether it does.
    """

    key: tuple[Any, ...]
    indices: list[Any]
    joint: int
    start: int
    first: bool
    front: bool


def _batched_key(ndim: int, indices: Sequence[Any], many: Sequence[bool], key: Sequence[Any]) -> _Batched:
    entries = expand(key, ndim)
    used = any(isinstance(e, Index) for e in entries)
    places = [i for i, e in enumerate(entries) if isinstance(e, Index) or (used and isinstance(e, int))]
    joint = max((own_rank(x, m) for x, m in zip(indices, many, strict=True)), default=0)
    front = bool(places) and places != list(range(places[0], places[0] + len(places)))
    start = 0 if front or not places else sum(not isinstance(e, int) for e in entries[: places[0]])
    if not any(many):
        return _Batched((Slice(), *entries), list(indices), joint, start, first=False, front=front)
    size = next(x.shape[0] for x, m in zip(indices, many, strict=True) if m)
    aligned = [with_rank(x, joint) if m else x for x, m in zip(indices, many, strict=True)]
    rows = np.arange(size).reshape((size,) + (1,) * joint)
    lead = Index(len(indices) + 1)
    return _Batched((lead, *entries), [*aligned, rows], joint, start, first=True, front=False)


def _zeros(like: Any, shape: tuple[int, ...]) -> Any:
    """Zeros in the dtype of a value, as a scalar that is broadcast."""
    zero = np.zeros((), like.dtype)
    return ops.broadcast_to(like.tape.constant(zero) if isinstance(like, Value) else zero, shape=shape)


def _moved(x: Any, source: Sequence[int], destination: Sequence[int]) -> Any:
    if list(source) == list(destination):
        return x
    return ops.moveaxis(x, source=tuple(source), destination=tuple(destination))


def _getitem_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    x, *indices = operands
    many = batched[1:]
    plan = _batched_key(own_rank(x, batched[0]), indices, many, attributes["key"])
    if not batched[0]:
        # Index arrays may have any shape: the batch axis is one more of theirs, the first.
        *aligned, _ = plan.indices
        return _moved(op(x, *aligned, key=plan.key[1:]), [plan.start], [0])
    part = op(x, *plan.indices, key=plan.key)
    joint = range(plan.joint)
    if plan.first:
        return _moved(part, [1 + j for j in joint], [1 + plan.start + j for j in joint])
    return _moved(part, [plan.joint], [0]) if plan.front else part


def _at_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    x, values, *indices = operands
    many = batched[2:]
    size = batch_size(operands, batched)
    own = x.shape[1:] if batched[0] else x.shape
    shapes = [Spec(i.shape[1:] if m else i.shape, i.dtype) for i, m in zip(indices, many, strict=True)]
    part = resolve(attributes["key"], Spec(own, x.dtype), shapes).shape
    if not batched[0]:
        x = ops.broadcast_to(x, shape=(size, *own))
    if batched[1]:
        values = with_rank(values, len(part))
    values = ops.broadcast_to(values, shape=(size, *part))
    plan = _batched_key(len(own), indices, many, attributes["key"])
    joint = range(plan.joint)
    if plan.first:
        values = _moved(values, [1 + plan.start + j for j in joint], [1 + j for j in joint])
    elif plan.front:
        values = _moved(values, [0], [plan.joint])
    return op(x, values, *plan.indices, key=plan.key)


def _take_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    x, indices = operands
    along = normalize_axis(attributes["axis"], own_rank(x, batched[0]))
    if not batched[1]:
        return op(x, indices, axis=along + 1)
    if not batched[0]:
        return _moved(op(x, indices, axis=along), [along], [0])
    key = (*[Slice()] * along, Index(1))
    return _getitem_batch(ops.getitem, operands, batched, {"key": key})


def _segment_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    values, ids = operands
    if not batched[1]:
        summed = op(_moved(values, [0], [1]), ids, **attributes)
        return _moved(summed, [1], [0])
    own = values.shape[2:] if batched[0] else values.shape[1:]
    zeros = _zeros(values, (attributes["num_segments"], *own))
    return _at_batch(ops.at_add, (zeros, values, ids), (False, *batched), {"key": (Index(1),)})


def _one_hot_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    return op(*operands, **attributes)


def _picked(x: Spec, *indices: Spec, key: Sequence[Any]) -> Spec:
    return Spec(resolve(key, x, indices).shape, x.dtype)


def _checked_key(x: Array, indices: Sequence[Array], key: Sequence[Any], first: int) -> tuple[Any, ...]:
    """The key for NumPy, after a look at the index arrays; `first` is the position of the first of them."""
    if not indices:
        return numpy_key(key, ())
    entries = expand(key, x.ndim)
    axis = 0
    for entry in entries:
        if isinstance(entry, Index):
            check_indices(indices[entry.operand - 1], x.shape[axis], entry.operand - 1 + first)
        axis += entry is not None
    return numpy_key(entries, indices)


def _is_blank(x: Array) -> bool:
    """Whether it is a zero that was broadcast, as where a derivative is gathered."""
    return x.ndim > 0 and x.size > 0 and not any(x.strides) and not x.item(0)


def _writable(x: Array) -> Array:
    """A copy in C order; memory for zeros comes cleared."""
    return np.zeros(x.shape, x.dtype) if _is_blank(x) else np.array(x, order="C")


def _block(entries: Sequence[Any]) -> tuple[int, int] | None:
    """Where index arrays (and integers, which count as such) stand side by side among whole axes: the first
    and the last but one of their axes. None for another key."""
    found = [i for i, entry in enumerate(entries) if isinstance(entry, int | Index)]
    start, stop = found[0], found[-1] + 1
    others = (*entries[:start], *entries[stop:])
    return (start, stop) if stop - start == len(found) and all(e == Slice() for e in others) else None


def _added(x: Array, entries: Sequence[Any], indices: Sequence[Array], values: Array) -> Array:
    """A copy of x after `np.add.at` with an expanded key; faster where the index arrays make a block."""
    place, block = numpy_key(entries, indices), _block(entries)
    if block is None or not x.size:
        result = _writable(x)
        np.add.at(result, place, values)
        return result
    start, stop = block
    lengths = x.shape[start:stop]
    rows: Any = 0
    for index, length in zip(place[start:stop], lengths, strict=True):
        index = np.asarray(index).astype(np.intp, copy=False)
        rows = rows * length + np.where(index < 0, index + length, index)
    part = x.shape[:start] + rows.shape + x.shape[stop:]
    before, width = math.prod(x.shape[:start]), math.prod(x.shape[stop:])
    if before > 1:
        rows = np.arange(before)[:, None] * math.prod(lengths) + rows.reshape(-1)
    return _added_rows(x, rows.reshape(-1), np.broadcast_to(values, part).reshape(-1, width))


def _added_rows(x: Array, rows: Array, values: Array) -> Array:
    """A copy of x with each row of `values` added to a row of it, where x is seen as a matrix as wide as
    `values`; `rows` is not negative.

    NumPy's `add.at` is fast for single elements, and several times slower for rows than the product with
    a sparse matrix that has a one in each column.
    """
    count, width = values.shape
    if _by_product(x.size, count, width, x.dtype):
        ones = np.ones(count, values.dtype)
        chosen = csc_array((ones, rows, np.arange(count + 1)), shape=(x.size // width, count))
        result = (chosen @ values).reshape(x.shape)
        if not _is_blank(x):
            result += x
        return result
    result = _writable(x)
    places = rows if width == 1 else (rows[:, None] * width + np.arange(width)).reshape(-1)
    np.add.at(result.reshape(-1), places, values.reshape(-1))
    return result


def _by_product(size: int, count: int, width: int, dtype: np.dtype[Any]) -> bool:
    # The product passes over the whole result.
    return width > 1 and dtype.kind == "f" and count * width >= 1024 and size <= 4 * count * width


def _add_workspace(result: Spec, count: int, width: int, joint: int) -> int:
    """The bytes that adding `count` rows takes: the values written out, and indices; `joint` of them are
    worked out from the index arrays."""
    itemsize = result.dtype.itemsize
    if _by_product(result.size, count, width, result.dtype):
        return count * (width * itemsize + itemsize + 24) + 24 * joint
    return count * (width * (itemsize + (16 if width > 1 else 0)) + 8) + 24 * joint


def _at_add_cost(operands: Sequence[Spec], results: Sequence[Spec], *, key: Sequence[Any]) -> Cost:
    x, _, *indices = operands
    if not indices:
        return Cost(x.size)
    part = math.prod(resolve(key, x, indices).shape)
    block = _block(expand(key, x.ndim))
    if block is None or not x.size:
        return Cost(x.size + part)
    before, width = math.prod(x.shape[: block[0]]), math.prod(x.shape[block[1] :])
    return Cost(x.size + part, _add_workspace(x, part // width, width, part // width // before))


def _segment_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    values, [result] = operands[0], results
    count, *lengths = values.shape
    return Cost(values.size, _add_workspace(result, count, math.prod(lengths), count))


_GETITEM = [
    {"x": _X, "key": [0]},
    {"x": _X, "key": [{"start": 1}, {"step": 2}]},
    {"x": _X, "key": ["...", None, -1]},
    {"x": _X, "indices": [[0, 2, 2, 1, 0]], "key": [{"operand": 1}]},
    {"x": _X, "indices": [[0, 2], [1, 3]], "key": [{"operand": 1}, {"operand": 2}]},
]


@op(
    infer=_picked,
    cost=1,
    batch=_getitem_batch,
    complex_values=True,
    examples=_GETITEM,
    aliases=["slice", "strided_slice"],
)
def getitem(x: Any_, *indices: Integer, key: Key) -> Array:
    """Part of a value, as NumPy's `x[key]` gives it. Index arrays are further operands."""
    part = x[_checked_key(x, indices, key, first=1)]
    # A view would keep the whole of x in memory after its last use, unseen by the estimate.
    return part if indices else np.array(part, order="C")


@getitem.vjp_each
def _(g: Any, y: Any, x: Any, *indices: Any, index: int, key: Any) -> Any:
    return ops.at_add(ops.zeros_like(x), g, *indices, key=key) if index == 0 else None


@getitem.specialize
def _(x: Any, *indices: Any, key: Any) -> Any:
    whole = not indices and all(e == Slice(0, n) or e == Slice() for e, n in zip(key, x.shape, strict=False))
    return x if whole and len(key) <= x.ndim else None


def _replaced(x: Spec, values: Spec, *indices: Spec, key: Sequence[Any]) -> Spec:
    part = resolve(key, x, indices).shape
    lengths = zip(reversed(part), reversed(values.shape), strict=False)
    if values.ndim > len(part) or any(m not in (n, 1) for n, m in lengths):
        raise OperationError(
            f"values of shape {values.shape} do not broadcast to the part's shape {part}", operand=1
        )
    return x


_AT = [
    {"x": _X, "values": [0.1, 0.2, 0.3, 0.4], "key": [1]},
    {"x": _X, "values": 0.5, "key": [{"start": 1}, {"step": 2}]},
    {"x": _X, "values": [[0.1], [0.2], [0.3]], "indices": [[0, 2, 1]], "key": [{"operand": 2}]},
]


@op(
    infer=_replaced,
    cost=1,
    batch=_at_batch,
    complex_values=True,
    examples=_AT,
    kink="Where an index stands twice, the last value is the one that counts, for the gradient too.",
)
def at_set(x: Any_, values: Any_, *indices: Integer, key: Key) -> Array:
    """The value with a part replaced, as a new value (NumPy's `x[key] = values`). Index arrays are further
    operands, so the first of them is input number 2."""
    result = _writable(x)
    place = _checked_key(x, indices, key, first=2)
    if indices:
        # NumPy writes in the order in which index arrays lie in memory; in C order the last value is the last.
        joint = np.broadcast_shapes(*[i.shape for i in indices])
        at = next(n for n, entry in enumerate(place) if isinstance(entry, np.ndarray | np.generic))
        place = (*place[:at], np.array(np.broadcast_to(place[at], joint), order="C"), *place[at + 1 :])
    result[place] = values
    return result


@op(
    infer=_replaced,
    cost=_at_add_cost,
    batch=_at_batch,
    complex_values=True,
    examples=[
        *_AT,
        {"x": _X, "values": [[0.1], [0.2], [0.3]], "indices": [[0, 2, 0]], "key": [{"operand": 2}]},
    ],
)
def at_add(x: Any_, values: Any_, *indices: Integer, key: Key) -> Array:
    """The value with something added to a part of it, as a new value; where an index stands twice, both
    are added. Index arrays are further operands, so the first of
    them is input number 2."""
    place = _checked_key(x, indices, key, first=2)
    if indices:
        return _added(x, expand(key, x.ndim), indices, values)
    result = _writable(x)
    result[place] += values
    return result


def add_in_place(x: Array, values: Array, *, key: Key) -> Array:
    """As `at_add` without index arrays, but into x itself."""
    x[numpy_key(key, ())] += values
    return x


@at_add.vjp_each
def _(g: Any, y: Any, x: Any, values: Any, *indices: Any, index: int, key: Any) -> Any:
    if index == 0:
        return g
    return ops.getitem(g, *indices, key=key) if index == 1 else None


@at_set.vjp_each
def _(g: Any, y: Any, x: Any, values: Any, *indices: Any, index: int, key: Any) -> Any:
    if index == 0:
        return ops.at_set(g, 0, *indices, key=key)
    if index > 1:
        return None
    if not indices:
        return ops.getitem(g, key=key)
    # Number the elements of the part, write the numbers, and see which of them stayed.
    part = resolve(key, spec_of(x), [spec_of(i) for i in indices]).shape
    numbers = np.arange(int(np.prod(part))).reshape(part)
    written = ops.at_set(np.full(x.shape, -1), numbers, *indices, key=key)
    stayed = ops.equal(ops.getitem(written, *indices, key=key), numbers)
    return ops.where(stayed, ops.getitem(g, *indices, key=key), 0)


def _taken(x: Spec, indices: Spec, *, axis: int) -> Spec:
    along = normalize_axis(axis, x.ndim)
    return Spec(x.shape[:along] + indices.shape + x.shape[along + 1 :], x.dtype)


@op(
    infer=_taken,
    batch=_take_batch,
    complex_values=True,
    examples=[
        {"x": _X, "indices": [2, 0, 2]},
        {"x": _X, "indices": [[2, 0, 2], [1, 1, -1]], "axis": 1},
    ],
    aliases=["gather"],
)
def take(x: Any_, indices: Integer, *, axis: OneAxis = 0) -> Array:
    """The slices of a value at some indices of an axis; negative ones count from the end."""
    check_indices(indices, x.shape[axis], 1)
    if x.flags.c_contiguous:
        return np.take(x, indices, axis=axis)
    # NumPy's take would copy all of x first. A single index gives a view, which would keep it in memory.
    part = np.moveaxis(x, axis, 0)[indices]
    if indices.ndim == 0:
        return np.array(part)
    return np.moveaxis(part, range(indices.ndim), range(axis % x.ndim, axis % x.ndim + indices.ndim))


@take.vjp
def _(g: Any, y: Any, x: Any, indices: Any, *, axis: int) -> Any:
    along = normalize_axis(axis, x.ndim)
    key = (*[Slice()] * along, Index(1))
    return ops.at_add(ops.zeros_like(x), g, indices, key=key)


def _taken_along(x: Spec, indices: Spec, *, axis: int) -> Spec:
    along = normalize_axis(axis, x.ndim)
    if indices.ndim != x.ndim:
        raise OperationError(f"indices must have {x.ndim} axes like x, not {indices.ndim}", operand=1)
    for a, (n, m) in enumerate(zip(x.shape, indices.shape, strict=True)):
        if a != along and n != m:
            raise OperationError(
                f"axis {a} of the indices has length {m}, but that of x has {n}; only axis {along} may differ",
                operand=1,
            )
    return Spec(indices.shape, x.dtype)


@op(
    infer=_taken_along,
    batch=along_axis,
    complex_values=True,
    examples=[
        {"x": _X, "indices": [[1], [3], [3]], "axis": 1},
        {"x": _X, "indices": [[2, 0, 2, 1], [1, 1, 0, 2]], "axis": 0},
    ],
)
def take_along_axis(x: Any_, indices: Integer, *, axis: OneAxis = -1) -> Array:
    """The elements at an index of their own for each place, along an axis."""
    check_indices(indices, x.shape[axis], 1)
    return np.take_along_axis(x, indices, axis)


@take_along_axis.vjp
def _(g: Any, y: Any, x: Any, indices: Any, *, axis: int) -> Any:
    return add_along_axis(x, g, indices, axis=axis)


def add_along_axis(x: Any, values: Any, indices: Any, *, axis: int) -> Any:
    """Zeros like x with each of the values added at an index of its own along an axis: what
    `take_along_axis` does in reverse."""
    along = normalize_axis(axis, x.ndim)
    places = [
        indices if a == along else np.arange(n).reshape((n,) + (1,) * (x.ndim - a - 1))
        for a, n in enumerate(x.shape)
    ]
    key = tuple(Index(i + 1) for i in range(x.ndim))
    return ops.at_add(ops.zeros_like(x), values, *places, key=key)


def _one_hot(indices: Spec, *, depth: int, dtype: str) -> Spec:
    return Spec(check_shape((*indices.shape, depth), attribute="depth"), dtype_named(dtype))


def _one_hot_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    # Booleans, before they are numbers.
    return Cost(results[0].size, results[0].size)


@op(
    infer=_one_hot,
    cost=_one_hot_cost,
    batch=_one_hot_batch,
    examples=[{"indices": [[0, 2, 1], [3, 3, -1]], "depth": 4}],
)
def one_hot(
    indices: Integer,
    *,
    depth: Annotated[int, "Length of the new last axis."],
    dtype: Annotated[str, "Dtype of the result."] = "float64",
) -> Array:
    """A new last axis with a one at each index and zeros elsewhere; all zeros where the index is outside
    [0, depth). Carries no derivative."""
    return (indices[..., None] == np.arange(depth)).astype(dtype)


def _segments(values: Spec, segment_ids: Spec, *, num_segments: int) -> Spec:
    if segment_ids.ndim != 1 or values.ndim < 1 or segment_ids.shape[0] != values.shape[0]:
        raise OperationError(
            "segment_ids must have one axis, as long as the first axis of the values", operand=1
        )
    return Spec(check_shape((num_segments, *values.shape[1:]), attribute="num_segments"), values.dtype)


@op(
    infer=_segments,
    cost=_segment_cost,
    batch=_segment_batch,
    complex_values=True,
    examples=[{"values": _X, "segment_ids": [2, 0, 2], "num_segments": 5}],
)
def segment_sum(
    values: Free,
    segment_ids: Integer,
    *,
    num_segments: Annotated[int, "Number of segments, the length of the result's first axis."],
) -> Array:
    """Sums of the slices along the first axis that share a segment; 0 for a segment without any."""
    check_indices(segment_ids, num_segments, 1)
    zeros = np.broadcast_to(np.zeros((), values.dtype), (num_segments, *values.shape[1:]))
    return _added(zeros, (Index(1), *[Slice()] * (values.ndim - 1)), (segment_ids,), values)


segment_sum.vjp(lambda g, y, values, segment_ids, *, num_segments: ops.take(g, segment_ids, axis=0))
