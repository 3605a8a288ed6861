"""Batching as a transformation of the tape: the same computation for a whole axis of values at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.engine.plan import needed
from app.ops.namespace import ops
from app.ops.value import Value


def vectorize(outputs: Sequence[Value], batched: Mapping[Value, Value]) -> list[Value]:
    """What the outputs are when some values carry an extra leading axis.

    Args:
        outputs: values of one tape.
        batched: for each value that is to vary, the values it takes, along an extra leading axis; these
            axes have one length.

    Returns:
        For each output its values along a leading axis. What does not depend on the varied values is
        computed once.
    """
    if not outputs or not batched:
        return list(outputs)
    size = next(iter(batched.values())).shape[0]
    rows = batched_rows(outputs, batched)
    return [
        rows[output.index] if output.index in rows else ops.broadcast_to(output, shape=(size, *output.shape))
        for output in outputs
    ]


def batched_rows(outputs: Sequence[Value], batched: Mapping[Value, Value]) -> dict[int, Value]:
    """As `vectorize`, for each value that the outputs depend on and that varies, by its index on the tape."""
    rows = {value.index: many for value, many in batched.items()}
    if not outputs:
        return rows
    tape = outputs[0].tape
    origin = tape.origin
    for instruction in needed(outputs):
        carries = [operand.index in rows for operand in instruction.operands]
        if not any(carries) or all(o.index in rows for o in instruction.outputs):
            continue
        tape.origin = instruction.origin
        operands = [rows.get(o.index, o) for o in instruction.operands]
        result = instruction.op.batch(instruction.op, operands, carries, instruction.attributes)
        results = result if instruction.op.results else (result,)
        rows.update(zip([o.index for o in instruction.outputs], results, strict=True))
    tape.origin = origin
    return rows
