"""Gradients of gathers as rows and indices, without writing out the zeros."""

from __future__ import annotations

from typing import NamedTuple

from app.engine.tape import broadcast_source
from app.ops.keys import Index
from app.ops.namespace import ops
from app.ops.value import Value


class Rows(NamedTuple):
    """Rows of an array of `shape` that is zero elsewhere; where an index stands twice, both add up.

    Attributes:
        shape: of the whole array.
        indices: int64, one dimension.
        values: as many rows.
    """

    shape: tuple[int, ...]
    indices: Value
    values: Value


def indexed_slices(gradient: Value) -> Rows | None:
    """The rows that a gradient consists of, where it was recorded as rows added to zeros; None for others."""
    found = _added(gradient)
    if not found:
        return None
    rows = [ops.reshape(values, shape=(-1, *gradient.shape[1:])) for _, values in found]
    indices = [ops.reshape(ops.astype(places, dtype="int64"), shape=(-1,)) for places, _ in found]
    joined = len(found) > 1
    return Rows(
        gradient.shape,
        ops.concat(*indices) if joined else indices[0],
        ops.concat(*rows) if joined else rows[0],
    )


def _added(value: Value) -> list[tuple[Value, Value]] | None:
    """The (indices, values) that were added to zeros to make this value."""
    producer = value.producer
    if producer is None:
        return None
    if producer.op is ops.add:
        parts = [_added(operand) for operand in producer.operands]
        return None if None in parts else [pair for part in parts if part for pair in part]
    if producer.op is ops.segment_sum:
        values, indices = producer.operands
        return [(indices, values)]
    if producer.op is not ops.at_add or producer.attributes["key"] != (Index(1),):
        return None
    base, values, indices = producer.operands
    held = broadcast_source(base).constant
    if held is None or held.any():
        return None
    full = (*indices.shape, *value.shape[1:])
    return [(indices, ops.broadcast_to(values, shape=full))]
