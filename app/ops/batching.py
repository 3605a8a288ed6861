"""How an extra leading axis goes through an operation: the rules that many share.

A batch rule gets the operation, its operands, which of them carry an extra leading axis (`batched`, at least
one), and the attributes as for operands without it. It records (or computes) the operation for the whole
batch at once and returns results that all carry the leading axis. Like a derivative rule it is written with
operators and `ops.*` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.ops.namespace import ops
from app.ops.spec import normalize_axes

BatchRule = Callable[[Any, Sequence[Any], Sequence[bool], Mapping[str, Any]], Any]


def batch_size(operands: Sequence[Any], batched: Sequence[bool]) -> int:
    """The length of the batch axis."""
    size: int = next(o.shape[0] for o, many in zip(operands, batched, strict=True) if many)
    return size


def own_rank(operand: Any, batched: bool) -> int:
    """The operand's number of axes without the batch axis."""
    return operand.ndim - batched


def with_rank(operand: Any, rank: int) -> Any:
    """A batched operand whose own axes are preceded by axes of length 1, up to `rank` of them."""
    missing = rank - (operand.ndim - 1)
    if missing <= 0:
        return operand
    return ops.reshape(operand, shape=(operand.shape[0], *[1] * missing, *operand.shape[1:]))


def all_batched(operands: Sequence[Any], batched: Sequence[bool]) -> list[Any]:
    """The operands with the ones not batched repeated along a leading axis."""
    size = batch_size(operands, batched)
    return [
        o if b else ops.broadcast_to(o, shape=(size, *o.shape))
        for o, b in zip(operands, batched, strict=True)
    ]


def elementwise(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """Operands broadcast; the batch axis stands before all their axes."""
    rank = max(own_rank(o, b) for o, b in zip(operands, batched, strict=True))
    return op(*[with_rank(o, rank) if b else o for o, b in zip(operands, batched, strict=True)], **attributes)


def leading(op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]) -> Any:
    """The operation works on the last axes, and broadcasts those before: as `elementwise`, but no axis
    counts from the start."""
    return elementwise(op, operands, batched, attributes)


def along_axis(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """One attribute `axis` (an integer, several, or None for all) counts the axes of every operand, which
    all have the same number of axes."""
    full = all_batched(operands, batched)
    rank = full[0].ndim - 1
    axis = attributes["axis"]
    shifted = tuple(a + 1 for a in normalize_axes(axis, rank))
    return op(*full, **{**attributes, "axis": shifted[0] if isinstance(axis, int) else shifted})


def looped(op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]) -> Any:
    """One application after the other, for what has no better rule."""
    size = batch_size(operands, batched)
    rows = []
    for i in range(size):
        row = [ops.getitem(o, key=(i,)) if b else o for o, b in zip(operands, batched, strict=True)]
        result = op(*row, **attributes)
        rows.append(result if isinstance(result, tuple) else (result,))
    stacked = tuple(ops.stack(*column) for column in zip(*rows, strict=True))
    return stacked if op.results else stacked[0]
