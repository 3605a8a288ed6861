"""Reductions over axes, and running ones along an axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Bool, Cost, Float, Number, composite, op
from app.ops.infer import (
    Axis,
    KeepDims,
    reduced,
    reduced_bool,
    reduced_count,
    reduced_nonempty,
    reduced_sum,
)
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, accumulator, drop_axes, normalize_axes

Correction = Annotated[int | float, "Subtracted from the number of elements in the divisor: 1 for a sample."]

_X: Any = [[[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]]
_EXAMPLES: list[dict[str, Any]] = [
    {"x": _X},
    {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "axis": 0},
    {"x": _X, "axis": [0, -1], "keepdims": True},
]
_ONE_AXIS: list[dict[str, Any]] = [
    {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]},
    {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "axis": 0},
]


def _axes(x: Array, axis: Any) -> tuple[int, ...]:
    return normalize_axes(axis, x.ndim)


def expanded(reduced_value: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """A reduction's result with the reduced axes back as axes of length 1, to broadcast against `x`."""
    if keepdims:
        return reduced_value
    return ops.reshape(reduced_value, shape=drop_axes(x.shape, normalize_axes(axis, x.ndim), keepdims=True))


# From so many elements on, a product with ones is faster than NumPy's own sum over first or short last axes.
LEAST_BY_PRODUCT = 1024
# NumPy adds up so many numbers one after the other before it adds up pairs of such sums.
LONGEST_BY_PRODUCT = 128


def added(x: Array, axes: tuple[int, ...], keepdims: bool) -> Array:
    """The sum over axes (counted from the start), over short rows, over columns and over axes in the middle as a
    product with ones.

    The product adds one number after the other, as NumPy does in these places: the error is at most
    n eps sum(abs(x)) for n numbers (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2).
    """
    if x.size >= LEAST_BY_PRODUCT and x.dtype.kind == "f" and x.flags.c_contiguous and len(axes) < x.ndim:
        n = math.prod([x.shape[a] for a in axes])
        total = None
        if axes == tuple(range(len(axes))):
            total = np.ones(n, x.dtype) @ x.reshape(n, -1)
        elif axes == tuple(range(axes[0], axes[0] + len(axes))):
            if axes[-1] < x.ndim - 1:
                total = np.ones((1, n), x.dtype) @ x.reshape(math.prod(x.shape[: axes[0]]), n, -1)
            elif n <= LONGEST_BY_PRODUCT:
                total = x.reshape(-1, n) @ np.ones(n, x.dtype)
        if total is not None:
            return total.reshape(drop_axes(x.shape, axes, keepdims))
    return np.add.reduce(x, axis=axes, keepdims=keepdims)  # type: ignore[call-overload]


def _sum_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    count = operands[0].size // max(results[0].size, 1)
    return Cost(operands[0].size, count * operands[0].dtype.itemsize if results[0].shape else 0)


@op(
    infer=reduced_sum,
    batch=along_axis,
    cost=_sum_cost,
    holomorphic=True,
    examples=_EXAMPLES,
    aliases=["reduce_sum"],
)
def sum_(x: Number, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Sum over some axes, or over all of them. Booleans and small integers add up as int64."""
    return added(x, _axes(x, axis), keepdims)


@sum_.vjp
def _(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool) -> Any:
    return ops.broadcast_to(expanded(g, x, axis, keepdims), shape=x.shape)


@sum_.specialize
def _(x: Any, *, axis: Any, keepdims: bool) -> Any:
    axes = normalize_axes(axis, x.ndim)
    if x.dtype == accumulator(x.dtype) and all(x.shape[a] == 1 for a in axes):
        return ops.reshape(x, shape=drop_axes(x.shape, axes, keepdims))
    return None


@op(
    infer=reduced,
    batch=along_axis,
    cost=_sum_cost,
    holomorphic=True,
    examples=_EXAMPLES,
    aliases=["reduce_mean"],
)
def mean(x: Float, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Arithmetic mean over some axes, or over all of them; NaN over nothing."""
    axes = _axes(x, axis)
    count = reduced_count(x.shape, axes)
    total = added(x, axes, keepdims)
    # In place, where it is an array.
    total /= np.asarray(count, x.dtype)
    return total


@mean.vjp
def _(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool) -> Any:
    scaled = g / float(reduced_count(x.shape, axis) or 1)
    return ops.broadcast_to(expanded(scaled, x, axis, keepdims), shape=x.shape)


@op(
    infer=reduced_sum,
    batch=along_axis,
    holomorphic=True,
    examples=[*_EXAMPLES, {"x": [[0.5, 0.0, 2.0], [1.1, 0.3, -0.7]], "axis": 1}],
    aliases=["reduce_prod"],
    kink="Exact also with zeros among the factors, at every order.",
)
def prod(x: Number, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Product over some axes, or over all of them; 1 over nothing."""
    return np.prod(x, axis=_axes(x, axis), keepdims=keepdims)


@prod.vjp
def _(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool) -> Any:
    """The product of the others: an exclusive product from the left times one from the right."""
    axes = normalize_axes(axis, x.ndim)
    kept = [a for a in range(x.ndim) if a not in axes]
    order = (*kept, *axes)
    lengths = tuple(x.shape[a] for a in order)
    rows = ops.reshape(
        ops.permute_dims(x, axes=order), shape=(*lengths[: len(kept)], reduced_count(x.shape, axis))
    )
    before = ops.cumulative_prod(rows, axis=-1, exclusive=True)
    others = before * ops.cumulative_prod(rows, axis=-1, exclusive=True, reverse=True)
    back = tuple(order.index(a) for a in range(x.ndim))
    others = ops.permute_dims(ops.reshape(others, shape=lengths), axes=back)
    return expanded(g, x, axis, keepdims) * others


def _share_ties(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool) -> Any:
    hit = ops.astype(ops.equal(x, expanded(y, x, axis, keepdims)), dtype=str(g.dtype))
    count = ops.sum(hit, axis=axis, keepdims=True)
    return expanded(g, x, axis, keepdims) * (hit / count)


_TIES = "Elements that tie share the gradient equally."


@op(infer=reduced_nonempty, batch=along_axis, examples=_EXAMPLES, aliases=["reduce_max", "amax"], kink=_TIES)
def max_(x: Number, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Largest element over some axes, or over all of them; NaN where there is one."""
    return np.max(x, axis=_axes(x, axis), keepdims=keepdims)


max_.vjp(_share_ties)


@op(infer=reduced_nonempty, batch=along_axis, examples=_EXAMPLES, aliases=["reduce_min", "amin"], kink=_TIES)
def min_(x: Number, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Smallest element over some axes, or over all of them; NaN where there is one."""
    return np.min(x, axis=_axes(x, axis), keepdims=keepdims)


min_.vjp(_share_ties)


@op(
    infer=reduced_bool,
    batch=along_axis,
    examples=[{"x": [[True, False, True], [True, True, False]], "axis": 0}],
    aliases=["reduce_any"],
)
def any_(x: Bool, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Whether any element is true; false over nothing. Carries no derivative."""
    return np.any(x, axis=_axes(x, axis), keepdims=keepdims)


@op(
    infer=reduced_bool,
    batch=along_axis,
    examples=[{"x": [[True, False, True], [True, True, True]], "axis": 1}],
    aliases=["reduce_all"],
)
def all_(x: Bool, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """Whether all elements are true; true over nothing. Carries no derivative."""
    return np.all(x, axis=_axes(x, axis), keepdims=keepdims)


def _counted(x: Spec, *, axis: Any, keepdims: bool) -> Spec:
    return Spec(reduced(x, axis=axis, keepdims=keepdims).shape, INT64)


def _count_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    return Cost(operands[0].size, operands[0].size)


@op(
    infer=_counted,
    cost=_count_cost,
    batch=along_axis,
    examples=[{"x": [[0.0, 2.0, 3.0], [0.0, 0.0, 1.0]], "axis": 1}],
)
def count_nonzero(x: Number, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """How many elements are not 0. Carries no derivative."""
    return np.asarray(np.count_nonzero(x, axis=_axes(x, axis), keepdims=keepdims), dtype=np.int64)


@composite(examples=_EXAMPLES, aliases=["reduce_variance"])
def var(x: Float, *, axis: Axis = None, correction: Correction = 0, keepdims: KeepDims = False) -> Array:
    """Variance: the mean square of the distance from the mean, in two passes so that nothing cancels. Of complex
    values the distance is the modulus."""
    squares = ops.square(_from_mean(x, axis))
    return ops.sum(squares, axis=axis, keepdims=keepdims) / _divisor(x, axis, correction)


def _from_mean(x: Any, axis: Any) -> Any:
    """The distance of each element from the mean; signed where they are real."""
    centred = x - ops.mean(x, axis=axis, keepdims=True)
    return ops.abs(centred) if x.dtype.kind == "c" else centred


def _divisor(x: Any, axis: Any, correction: float) -> float:
    return float(max(reduced_count(x.shape, axis) - correction, 0))


@composite(
    examples=_EXAMPLES[:1],
    aliases=["reduce_std"],
    kink="Where all elements are equal the value is 0 and the gradient is 0.",
)
def std(x: Float, *, axis: Axis = None, correction: Correction = 0, keepdims: KeepDims = False) -> Array:
    """Standard deviation, the square root of the variance, also where that over- or underflows."""
    norm = ops.vector_norm(_from_mean(x, axis), axis=axis, keepdims=keepdims)
    return norm / math.sqrt(_divisor(x, axis, correction))


def _exp_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    [x], [result] = operands, results
    # The shares, which of them are the largest, and for each result maximum, sum, and counts as integers.
    return Cost(24 * x.size, x.nbytes + x.size + 32 * result.size)


@op(
    infer=reduced,
    cost=_exp_cost,
    batch=along_axis,
    examples=_EXAMPLES,
    aliases=["reduce_logsumexp"],
    kink="Over values that are all -inf the value is -inf and the gradient 0.",
)
def logsumexp(x: Float, *, axis: Axis = None, keepdims: KeepDims = False) -> Array:
    """log(sum(exp(x))) without overflow; -inf over nothing."""
    axes = _axes(x, axis)
    if x.size == 0:
        return np.full(drop_axes(x.shape, axes, keepdims), -np.inf, x.dtype)
    largest = np.max(x, axis=axes, keepdims=True)
    shares = np.asarray(x - np.where(np.isfinite(largest), largest, np.zeros((), x.dtype)))
    np.exp(shares, out=shares)
    # The largest are counted apart, so that log1p keeps the digits of what the others add.
    top = shares == 1
    np.copyto(shares, 0, where=top)
    count = np.maximum(np.count_nonzero(top, axis=axes, keepdims=True), 1).astype(x.dtype)
    result = np.log1p(np.sum(shares, axis=axes, keepdims=True) / count) + np.log(count) + largest
    return result if keepdims else result.reshape(drop_axes(x.shape, axes, keepdims=False))


@logsumexp.vjp
def _(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool) -> Any:
    # Where the result is -inf every share is exp(-inf), not exp(-inf + inf).
    full = expanded(y, x, axis, keepdims)
    finite = ops.where(ops.equal(full, -np.inf), 0, full)
    return expanded(g, x, axis, keepdims) * ops.exp(x - finite)


def _index_of(x: Spec, *, axis: int | None, keepdims: bool) -> Spec:
    spec = reduced(x, axis=axis, keepdims=keepdims)
    if reduced_count(x.shape, axis) == 0:
        raise OperationError("there is no index into an empty axis", operand=0)
    return Spec(spec.shape, INT64)


# NumPy copies what it looks through to where it lies in order; so much of it at a time.
BLOCK_BYTES = 1 << 18


def _place(find: Callable[..., Any], x: Array, axis: int | None, keepdims: bool) -> Any:
    """Where `find` finds an element along an axis, without a copy of all of x that lies in another order."""
    last = axis is None or axis % x.ndim == x.ndim - 1
    if axis is None or x.ndim == 1 or x.nbytes <= BLOCK_BYTES or (last and x.flags.c_contiguous):
        return find(x, axis=axis, keepdims=keepdims)
    rows = np.moveaxis(x, axis, -1)
    found = np.empty(rows.shape[:-1], np.int64)
    step = max(1, BLOCK_BYTES // max(rows[:1].nbytes, 1))
    for low in range(0, len(rows), step):
        find(rows[low : low + step], axis=-1, out=found[low : low + step])
    return np.expand_dims(found, axis) if keepdims else found


def _place_cost(operands: Sequence[Spec], results: Sequence[Spec], *, axis: int | None, **_: Any) -> Cost:
    [x] = operands
    if axis is None or x.ndim == 1:
        return Cost(x.size, x.nbytes)
    first = x.shape[1 if axis % x.ndim == 0 else 0]
    return Cost(x.size, max(min(x.nbytes, BLOCK_BYTES), x.nbytes // max(first, 1)))


def _index_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    [x] = operands
    if attributes["axis"] is not None:
        return along_axis(op, operands, batched, attributes)
    flat = op(ops.reshape(x, shape=(x.shape[0], math.prod(x.shape[1:]))), axis=1)
    lengths = (1,) * (x.ndim - 1) if attributes["keepdims"] else ()
    return ops.reshape(flat, shape=(x.shape[0], *lengths))


MaybeAxis = Annotated[int | None, "The axis; null for the index into the flattened array."]


@op(infer=_index_of, cost=_place_cost, batch=_index_batch, examples=_ONE_AXIS, aliases=["tf.argmax"])
def argmax(x: Number, *, axis: MaybeAxis = None, keepdims: KeepDims = False) -> Array:
    """Index of the largest element, the first of several. An integer: the path through it is cut."""
    return _place(np.argmax, x, axis, keepdims)


@op(infer=_index_of, cost=_place_cost, batch=_index_batch, examples=_ONE_AXIS)
def argmin(x: Number, *, axis: MaybeAxis = None, keepdims: KeepDims = False) -> Array:
    """Index of the smallest element, the first of several. An integer: the path through it is cut."""
    return _place(np.argmin, x, axis, keepdims)
