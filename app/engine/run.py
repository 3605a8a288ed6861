"""Running a plan: one pass over its steps, with a look at the clock between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.errors import DeadlineExceeded, OperationError
from app.ops.value import Value


class Deadline:
    """A moment on the monotonic clock after which work stops.

    Args:
        seconds: from now on; infinity for no deadline.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = time.monotonic() + seconds

    def check(self) -> None:
        """Stop if the moment has passed.

        Raises:
            DeadlineExceeded: it has.
        """
        if time.monotonic() > self.at:
            raise DeadlineExceeded(f"the work was stopped after its deadline of {self.seconds:g} seconds")


Observer = Callable[[Instruction, Sequence[Any], Sequence[Any]], None]


def run(
    plan: Plan,
    inputs: Mapping[Value, Any],
    deadline: Deadline | None = None,
    observe: Observer | None = None,
) -> list[np.ndarray[Any, Any]]:
    """Compute the plan's outputs.

    Args:
        plan: what to compute.
        inputs: an array of the recorded shape and dtype for each of `plan.inputs`.
        deadline: checked between instructions.
        observe: called after each instruction with the arrays it read and those it computed; what it raises
            ends the run.

    Returns:
        An array for each output. It may share memory with an input or another output, and is not to be
        written to.

    Raises:
        OperationError: a value does not suit an operation, such as an index outside its axis; `origin`
            says where.
        DeadlineExceeded: the deadline has passed.
    """
    slots: list[Any] = [None] * plan.slot_count
    for slot, constant in plan.constants:
        slots[slot] = constant
    for value in plan.inputs:
        slots[plan.slot(value)] = inputs[value]
    instruction = None
    try:
        with np.errstate(all="ignore"):
            for step in plan.steps:
                if deadline is not None:
                    deadline.check()
                instruction = step.instruction
                result = instruction.op.kernel(*[slots[r] for r in step.reads], **instruction.attributes)
                if instruction.op.results:
                    for slot, part in zip(step.writes, result, strict=True):
                        slots[slot] = part
                else:
                    slots[step.writes[0]] = result
                if observe is not None:
                    observe(instruction, [slots[r] for r in step.reads], [slots[w] for w in step.writes])
                for slot in step.frees:
                    slots[slot] = None
    except OperationError as error:
        error.origin = instruction.origin if instruction is not None else None
        raise
    return [np.asarray(slots[slot]) for slot in plan.output_slots]
