"""The recorded tape as data: every instruction with its value and its adjoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine import Plan, Value
from app.graph.compiled import Summary
from app.graph.inquiry import Inquiry


def traced(inquiry: Inquiry, adjoints: Mapping[Value, Value]) -> list[dict[str, Any]]:
    """One entry for each value that the answer depends on, in the order of the tape.

    Args:
        inquiry: after everything else was asked of it.
        adjoints: the adjoint of each value that the reverse walk reached.

    Returns:
        Entries with `id` (a name of the document, or `%` and a number), `node` it was recorded for and its `line` in a program, `phase`,
        `op`, `inputs`, `attributes`, `shape`, `dtype`, `value` and `adjoint`.
    """
    plan = Plan(inquiry.asked)
    names = inquiry.recording.names()

    def label(value: Value) -> str:
        return names.get(value, f"%{value.index}")

    entries = [
        _entry(inquiry, adjoints, value, label(value), op="input", node=None, phase="input")
        for value in plan.inputs
    ]
    for step in plan.steps:
        instruction = step.instruction
        forward = instruction.position < inquiry.recording.forward
        site = instruction.origin
        node = None if site is None else site.node["name"]
        line = None if site is None else site.line
        for output in instruction.outputs:
            entry = _entry(
                inquiry,
                adjoints,
                output,
                label(output),
                op=instruction.op.name,
                node=node,
                phase="forward" if forward else "backward",
                line=line,
            )
            entry["inputs"] = [operand_label(value, label(value)) for value in instruction.operands]
            entry["attributes"] = {
                key: value if isinstance(value, bool | int | float | str | None) else repr(value)
                for key, value in instruction.attributes.items()
            }
            entries.append(entry)
    return entries


def operand_label(value: Value, label: str) -> str:
    """The id of an operand, or the number that a constant holds."""
    if value.constant is not None:
        return str(value.constant.item()) if value.size == 1 else f"constant {value.spec}"
    return label


def _entry(
    inquiry: Inquiry,
    adjoints: Mapping[Value, Value],
    value: Value,
    label: str,
    *,
    op: str,
    node: str | None,
    phase: str,
    line: int | None = None,
) -> dict[str, Any]:
    adjoint = adjoints.get(value)
    return {
        "id": label,
        "node": node,
        "line": line,
        "phase": phase,
        "op": op,
        "inputs": [],
        "attributes": {},
        "shape": list(value.shape),
        "dtype": str(value.dtype),
        "value": Summary(inquiry.place(value)),
        "adjoint": None if adjoint is None else Summary(inquiry.place(adjoint)),
    }
