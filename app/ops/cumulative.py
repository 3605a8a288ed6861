"""Running reductions along an axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Cost, Float, Number, op
from app.ops.indexing import add_along_axis
from app.ops.infer import OneAxis
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, accumulator, normalize_axis

_X = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]
_EXAMPLES: list[dict[str, Any]] = [
    {"x": _X},
    {"x": _X, "axis": 0},
    {"x": _X, "axis": 1, "reverse": True},
    {"x": _X, "axis": 1, "reverse": True, "exclusive": True},
]
_UNEVEN = [[0.5, 1.2, 0.7, 2.0, 1.6], [1.1, 0.3, -0.7, 1.4, 1.8]]
_EXTREMES: list[dict[str, Any]] = [
    {"x": _UNEVEN},
    {"x": _UNEVEN, "axis": 0},
    {"x": _UNEVEN, "axis": -1, "reverse": True},
]

Reverse = Annotated[bool, "Run from the end of the axis to its start."]
Exclusive = Annotated[bool, "Leave each element itself out of its own result."]


def _running(x: Spec, *, axis: int, **_: Any) -> Spec:
    if x.ndim == 0:
        raise OperationError("needs at least one axis; a scalar has none", operand=0)
    normalize_axis(axis, x.ndim)
    return x


def _running_sum(x: Spec, *, axis: int, **_: Any) -> Spec:
    return Spec(_running(x, axis=axis).shape, accumulator(x.dtype))


def _run(
    ufunc: np.ufunc, x: Array, dtype: Any, start: Any, axis: int, reverse: bool, exclusive: bool
) -> Array:
    """Accumulate along an axis; `start` is the result over nothing."""
    along = np.moveaxis(x, axis, 0)
    if reverse:
        along = along[::-1]
    result = np.empty(along.shape, dtype)
    if exclusive:
        result[:1] = start
        ufunc.accumulate(along[:-1], axis=0, out=result[1:])
    elif along.size:
        ufunc.accumulate(along, axis=0, out=result)
    return np.moveaxis(result[::-1] if reverse else result, 0, axis)


def _earlier(rows: Any) -> Any:
    """The rows (last axis) moved one place back, a 0 moving in at the end."""
    pad_width = (*[(0, 0)] * (rows.ndim - 1), (0, min(1, rows.shape[-1])))
    return ops.pad(ops.getitem(rows, key=("...", Slice(1, None))), pad_width=pad_width)


def _recurrence(inputs: Any, factors: Any) -> Any:
    """Along the last axis, s with s[k] = inputs[k] + factors[k] * s[k + 1] and nothing after the end;
    `factors` is one shorter.

    By doubling, log2(n) steps over the whole array, which are products and sums, so that derivatives of
    any order are exact. Source: Blelloch, Prefix sums and their applications (1990), section 1.4.
    """
    n, step = inputs.shape[-1], 1
    margins = [(0, 0)] * (inputs.ndim - 1)
    result = inputs
    while step < n:
        later = ops.getitem(result, key=("...", Slice(step, None)))
        result = result + ops.pad(factors * later, pad_width=(*margins, (0, step)))
        if 2 * step < n:
            left = ops.getitem(factors, key=("...", Slice(None, n - 2 * step)))
            factors = left * ops.getitem(factors, key=("...", Slice(step, None)))
        step *= 2
    return result


Rule = Callable[[Any, Any, Any], Any]


def _directed(operation: Callable[..., Any], rule: Rule) -> Callable[..., Any]:
    """A derivative rule for all attributes from one for the last axis, forward and inclusive."""

    def whole(g: Any, y: Any, x: Any, *, axis: int, reverse: bool, exclusive: bool) -> Any:
        def turned(value: Any) -> Any:
            last = ops.moveaxis(value, source=axis, destination=-1)
            return ops.flip(last, axis=-1) if reverse else last

        g, x = turned(g), turned(x)
        if exclusive:
            g, y = _earlier(g), operation(x, axis=-1)
        else:
            y = turned(y)
        result = rule(g, y, x)
        result = ops.flip(result, axis=-1) if reverse else result
        return ops.moveaxis(result, source=-1, destination=axis)

    return whole


@op(
    infer=_running_sum,
    cost=2,
    batch=along_axis,
    holomorphic=True,
    examples=_EXAMPLES,
    aliases=["cumsum"],
)
def cumulative_sum(
    x: Number, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """Sums of everything up to each element along an axis. Booleans and small integers add up as int64."""
    return _run(np.add, x, accumulator(x.dtype), 0, axis, reverse, exclusive)


cumulative_sum.vjp(
    lambda g, y, x, *, axis, reverse, exclusive: ops.cumulative_sum(
        g, axis=axis, reverse=not reverse, exclusive=exclusive
    )
)


@op(
    infer=_running_sum,
    cost=2,
    batch=along_axis,
    holomorphic=True,
    examples=[
        *_EXAMPLES,
        {"x": [[0.5, 0.0, 2.0, 1.5, 0.8], [0.0, 0.3, 0.0, -0.7, 1.2]]},
        {"x": [[0.5, 0.0, 2.0, 1.5], [0.0, 0.3, 0.0, -0.7]], "exclusive": True},
    ],
    aliases=["cumprod"],
    kink="Exact also with zeros among the factors, at every order.",
)
def cumulative_prod(
    x: Number, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """Products of everything up to each element along an axis; the empty product is 1."""
    return _run(np.multiply, x, accumulator(x.dtype), 1, axis, reverse, exclusive)


def _prod_rule(g: Any, y: Any, x: Any) -> Any:
    """The product before an element times what the elements after it make of it; nothing is divided."""
    after = ops.getitem(x, key=("...", Slice(1, None)))
    return ops.cumulative_prod(x, axis=-1, exclusive=True) * _recurrence(g, after)


cumulative_prod.vjp(_directed(cumulative_prod, _prod_rule))


def _places(x: Spec, *, axis: int, **_: Any) -> Spec:
    return Spec(_running(x, axis=axis).shape, INT64)


def _places_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    return Cost(3 * operands[0].size, 3 * operands[0].size + results[0].nbytes * 2)


def _last_record(x: Array, ufunc: np.ufunc, beyond: np.ufunc, axis: int, reverse: bool) -> Array:
    """For each element the place of the last, up to it, that went strictly beyond all before it."""
    along = np.moveaxis(x, axis, -1)
    if reverse:
        along = along[..., ::-1]
    n = along.shape[-1]
    record = np.ones(along.shape, bool)
    if along.size:
        so_far = ufunc.accumulate(along, axis=-1)[..., :-1]
        # NaN goes beyond everything but NaN.
        record[..., 1:] = beyond(along[..., 1:], so_far) | (np.isnan(along[..., 1:]) & ~np.isnan(so_far))
    place = (
        np.maximum.accumulate(np.where(record, np.arange(n), 0), axis=-1) if n else np.zeros(along.shape, int)
    )
    return np.moveaxis((n - 1 - place)[..., ::-1] if reverse else place, -1, axis)


@op(
    infer=_places,
    cost=_places_cost,
    batch=along_axis,
    examples=[{"x": _X}, {"x": _X, "axis": 0, "reverse": True}],
)
def cumulative_argmax(x: Number, *, axis: OneAxis = -1, reverse: Reverse = False) -> Array:
    """Index along an axis of the largest element up to each, the first that was met of several. An integer:
    the path through it is cut."""
    return _last_record(x, np.maximum, np.greater, axis, reverse)


@op(
    infer=_places,
    cost=_places_cost,
    batch=along_axis,
    examples=[{"x": _X}, {"x": _X, "axis": 0, "reverse": True}],
)
def cumulative_argmin(x: Number, *, axis: OneAxis = -1, reverse: Reverse = False) -> Array:
    """Index along an axis of the smallest element up to each, the first that was met of several. An integer:
    the path through it is cut."""
    return _last_record(x, np.minimum, np.less, axis, reverse)


_FIRST = "Of elements that tie, the one met first has the gradient."


def _lowest(dtype: np.dtype[Any]) -> Any:
    return -np.inf if dtype.kind == "f" else False if dtype.kind == "b" else np.iinfo(dtype).min


def _highest(dtype: np.dtype[Any]) -> Any:
    return np.inf if dtype.kind == "f" else True if dtype.kind == "b" else np.iinfo(dtype).max


@op(
    infer=_running,
    batch=along_axis,
    examples=[*_EXTREMES, {"x": [[2, 1, 3]], "exclusive": True}],
    aliases=["cummax"],
    kink=_FIRST,
)
def cumulative_max(
    x: Number, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """The largest of everything up to each element along an axis; over nothing -inf, or the dtype's least
    integer. NaN from the first NaN on."""
    return _run(np.maximum, x, x.dtype, _lowest(x.dtype), axis, reverse, exclusive)


@op(
    infer=_running,
    batch=along_axis,
    examples=[*_EXTREMES, {"x": [[2, 1, 3]], "exclusive": True}],
    aliases=["cummin"],
    kink=_FIRST,
)
def cumulative_min(
    x: Number, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """The smallest of everything up to each element along an axis; over nothing inf, or the dtype's
    greatest integer. NaN from the first NaN on."""
    return _run(np.minimum, x, x.dtype, _highest(x.dtype), axis, reverse, exclusive)


cumulative_max.vjp(
    _directed(cumulative_max, lambda g, y, x: add_along_axis(x, g, ops.cumulative_argmax(x), axis=-1))
)
cumulative_min.vjp(
    _directed(cumulative_min, lambda g, y, x: add_along_axis(x, g, ops.cumulative_argmin(x), axis=-1))
)


def _exp_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    return Cost(40 * operands[0].size)


@op(
    infer=_running,
    cost=_exp_cost,
    batch=along_axis,
    examples=_EXAMPLES[:3],
    aliases=["logcumsumexp", "tf.math.cumulative_logsumexp"],
    kink="Over values that are all -inf the value is -inf and the gradient 0.",
)
def cumulative_logsumexp(
    x: Float, *, axis: OneAxis = -1, reverse: Reverse = False, exclusive: Exclusive = False
) -> Array:
    """log(sum(exp(...))) of everything up to each element along an axis, without overflow; -inf over
    nothing."""
    return _run(np.logaddexp, x, x.dtype, -np.inf, axis, reverse, exclusive)


def _logsumexp_rule(g: Any, y: Any, x: Any) -> Any:
    """x's share in y at its place, exp(x - y), times a sum in which each later y weighs exp(y - later y).

    No exponent is above 0. Where y is -inf so is everything before it, and every share is exp(-inf).
    """
    nothing = ops.equal(y, -np.inf)
    finite = ops.where(nothing, 0, y)
    n = x.shape[-1]
    now, later = Slice(None, max(n - 1, 0)), Slice(1, None)
    decay = ops.getitem(finite, key=("...", now)) - ops.getitem(finite, key=("...", later))
    decay = ops.where(ops.getitem(nothing, key=("...", now)), 0, decay)
    return ops.exp(x - finite) * _recurrence(g, ops.exp(decay))


cumulative_logsumexp.vjp(_directed(cumulative_logsumexp, _logsumexp_rule))
