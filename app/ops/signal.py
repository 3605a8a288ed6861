"""Sequences: convolution in one dimension, and interpolation between points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np

from app.errors import OperationError
from app.ops.batching import looped
from app.ops.entry import Array, Cost, Float, Number, composite, op
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec

_X1: Any = [0.5, -1.2, 2.0, 0.1, 1.4]
_X2: Any = [0.9, 0.4, -0.6]


def _part(n: int, m: int, mode: str) -> tuple[int, int]:
    """Which part of the full convolution of lengths n and m is the result: its start and its length."""
    full, longer, shorter = n + m - 1, max(n, m), min(n, m)
    if mode == "full":
        return 0, full
    if mode == "same":
        return (shorter - 1) // 2, longer
    return shorter - 1, longer - shorter + 1


def _convolved(x1: Spec, x2: Spec, *, mode: str) -> Spec:
    for position, x in enumerate((x1, x2)):
        if x.ndim != 1:
            raise OperationError(f"must have one axis, not {x.ndim}; use conv for more", operand=position)
        if x.size == 0:
            raise OperationError("cannot be empty", operand=position)
    return Spec((_part(x1.size, x2.size, mode)[1],), x1.dtype)


def _convolve_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    x1, x2 = operands
    # NumPy turns the shorter around.
    return Cost(2.0 * x1.size * x2.size, min(x1.nbytes, x2.nbytes))


def _batched_convolve(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """As conv: with one sequence for all a batch of examples, otherwise a batch of groups."""
    x, kernel = operands if batched[0] else reversed(operands)
    n, m = x.shape[-1], kernel.shape[-1]
    start, length = _part(n, m, attributes["mode"])
    groups = x.shape[0] if all(batched) else 1
    full = ops.conv(
        ops.reshape(x, shape=(x.shape[0] // groups, groups, n)),
        ops.reshape(ops.flip(kernel, axis=-1), shape=(groups, 1, m)),
        padding=((m - 1, m - 1),),
        groups=groups,
    )
    part = ops.getitem(full, key=("...", Slice(start, start + length)))
    return ops.reshape(part, shape=(x.shape[0], length))


@op(
    infer=_convolved,
    cost=_convolve_cost,
    batch=_batched_convolve,
    examples=[
        {"x1": _X1, "x2": _X2},
        {"x1": _X1, "x2": [0.9, 0.4, -0.6, 1.1], "mode": "same"},
        {"x1": _X2, "x2": _X1, "mode": "valid"},
    ],
)
def convolve(
    x1: Float,
    x2: Float,
    *,
    mode: Annotated[
        Literal["full", "same", "valid"],
        "Which part: all of it, as many elements as the longer sequence has, or those where the shorter lies "
        "within the longer.",
    ] = "full",
) -> Array:
    """Convolution of two sequences, element k the sum of x1[i] x2[k - i], as NumPy has it."""
    return np.convolve(x1, x2, mode)


def _spread(g: Any, x1: Any, x2: Any, mode: str) -> Any:
    """The cotangent of the full convolution."""
    start, length = _part(x1.size, x2.size, mode)
    return ops.pad(g, pad_width=((start, x1.size + x2.size - 1 - start - length),))


convolve.vjp(
    lambda g, y, x1, x2, *, mode: ops.convolve(_spread(g, x1, x2, mode), ops.flip(x2), mode="valid"),
    lambda g, y, x1, x2, *, mode: ops.convolve(_spread(g, x1, x2, mode), ops.flip(x1), mode="valid"),
)


def _places(sorted: Spec, values: Spec, *, side: str) -> Spec:
    if sorted.ndim != 1:
        raise OperationError(f"sorted must have one axis, not {sorted.ndim}", operand=0)
    return Spec(values.shape, INT64)


def _search_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    ascending, values = operands
    n = ascending.size
    # The comparison of neighbours or copies in order, of which the sequence's is the smaller.
    return Cost(n + results[0].size * math.log2(n + 2), ascending.nbytes + values.nbytes)


def _batched_search(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """Each value is looked up alone, so a batch of values is just more of them."""
    return looped(op, operands, batched, attributes) if batched[0] else op(*operands, **attributes)


@op(
    infer=_places,
    cost=_search_cost,
    batch=_batched_search,
    examples=[
        {"sorted": [-1.0, 0.5, 0.5, 2.0], "values": [[0.5, 0.1, 3.0], [-2.0, 2.0, 0.7]]},
        {"sorted": [-1.0, 0.5, 0.5, 2.0], "values": 0.5, "side": "right"},
    ],
)
def searchsorted(
    sorted: Number,
    values: Number,
    *,
    side: Annotated[
        Literal["left", "right"], "Before or after the elements that are equal to the value."
    ] = "left",
) -> Array:
    """Where each value would be inserted into an ascending sequence to keep it so. Integers carry no
    derivative."""
    if np.any(sorted[1:] < sorted[:-1]):
        raise OperationError("the sequence must be in ascending order", operand=0)
    return np.asarray(np.searchsorted(sorted, values, side))


@composite(
    examples=[
        {"x": [[0.3, 1.2, -0.5], [1.9, 2.6, 0.8]], "xp": [0.0, 1.0, 1.5, 2.5], "fp": [0.4, -0.6, 1.1, 0.7]},
        {"x": 0.7, "xp": [0.5], "fp": [1.5]},
    ],
    kink="At a point of xp the slope of the piece that begins there, at the last one of the piece that ends "
    "there.",
)
def interp(x: Float, xp: Float, fp: Float) -> Array:
    """Linear interpolation at x between points with ascending abscissas xp and ordinates fp, as NumPy has it:
    constant outside them. Carries derivatives to all three."""
    for position, (name, points) in enumerate((("xp", xp), ("fp", fp)), start=1):
        if points.ndim != 1 or points.shape[0] == 0:
            raise OperationError(f"{name} must have one axis, and at least one point", operand=position)
    count = xp.shape[0]
    if fp.shape[0] != count:
        raise OperationError(f"there are {count} points in xp and {fp.shape[0]} in fp", operand=2)
    first, last = (ops.getitem(fp, key=(place,)) for place in (0, -1))
    left, right = (ops.getitem(xp, key=(place,)) for place in (0, -1))
    below, above = x < left, x > right
    if count == 1:
        return ops.where(ops.isnan(x), x, first)
    inside = ops.where(ops.logical_or(below, above), left, x)
    upper = ops.clip(ops.searchsorted(xp, inside, side="right"), min=1, max=count - 1)
    lower = upper - 1
    start, base = ops.take(xp, lower), ops.take(fp, lower)
    share = (inside - start) / (ops.take(xp, upper) - start)
    end = ops.take(fp, upper)
    same = ops.logical_and(ops.equal(base, end), ops.isinf(base))
    between = ops.where(same, base, base + share * (end - base))
    return ops.where(below, first, ops.where(above, last, between))
