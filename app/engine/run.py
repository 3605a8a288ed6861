"""Running a plan: one pass over its steps, with a look at the clock between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.engine import scalars
from app.engine.body import Body
from app.engine.generate import straight
from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.errors import DeadlineExceeded, OperationError
from app.ops.value import Value

# A plan is written out as a function once it was run so often: compiling that takes as long as some ten runs.
INTERPRETED_RUNS = 3
MOST_GENERATED = 20_000


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


class Execution:
    """One run of a plan, and of the bodies inside it.

    Args:
        deadline: checked between instructions, and once for every step of a loop.
        observe: called after each instruction with the arrays it read and those it computed; what it raises
            ends the run.
    """

    def __init__(self, deadline: Deadline | None = None, observe: Observer | None = None) -> None:
        self.observe = observe
        self.check: Callable[[], None] = _unbounded if deadline is None else deadline.check

    def carry_out(self, plan: Plan, slots: list[Any]) -> None:
        """Fill the slots of a plan, those of its inputs and constants being filled.

        Raises:
            OperationError: a value does not suit an operation; `origin` says where.
            DeadlineExceeded: the deadline has passed.
        """
        check, observe = self.check, self.observe
        instruction = None
        try:
            for step in plan.steps:
                check()
                instruction = step.instruction
                op = instruction.op
                operands = [slots[r] for r in step.reads]
                if op.nested is not None:
                    result = op.kernel(self, *operands, **instruction.attributes)
                else:
                    result = op.kernel(*operands, **instruction.attributes)
                if op.results:
                    for slot, part in zip(step.writes, result, strict=True):
                        slots[slot] = part
                else:
                    slots[step.writes[0]] = result
                if observe is not None:
                    observe(instruction, operands, [slots[w] for w in step.writes])
                for slot in step.frees:
                    slots[slot] = None
        except OperationError as error:
            if error.origin is None and instruction is not None:
                error.origin = instruction.origin
            raise

    def call(self, body: Body, arrays: Sequence[Any]) -> list[Any]:
        """The results of a body, interpreted."""
        plan = body.plan
        slots: list[Any] = [None] * plan.slot_count
        for slot, constant in plan.constants:
            slots[slot] = constant
        for value, array in zip(body.inputs, arrays, strict=True):
            place = plan.find(value)
            if place is not None:
                slots[place] = array
        self.carry_out(plan, slots)
        return [slots[slot] for slot in plan.output_slots]


def _unbounded() -> None:
    """Nothing to check."""


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
    given = [inputs[value] for value in plan.inputs]
    execution = Execution(deadline, observe)
    plan.runs += 1
    if plan.runs > INTERPRETED_RUNS and observe is None and len(plan.steps) <= MOST_GENERATED:
        return _generated(plan, execution, given)
    slots: list[Any] = [None] * plan.slot_count
    for slot, constant in plan.constants:
        slots[slot] = constant
    for value, array in zip(plan.inputs, given, strict=True):
        slots[plan.slot(value)] = array
    with np.errstate(all="ignore"):
        execution.carry_out(plan, slots)
    return [np.asarray(slots[slot]) for slot in plan.output_slots]


def _generated(plan: Plan, execution: Execution, given: Sequence[Any]) -> list[np.ndarray[Any, Any]]:
    """The outputs of a plan that is written out as a function; on Python's numbers if it is about such only."""
    if plan.on_numbers is None:
        plan.on_numbers = scalars.is_scalar(plan) and straight(plan, scalar=True)
    if plan.on_numbers:
        try:
            numbers = plan.on_numbers(execution, *[np.asarray(array).item() for array in given])
        except scalars.RAISED:
            plan.on_numbers = False
        else:
            dtypes = [value.dtype for value in plan.outputs]
            return [np.asarray(x, dtype) for x, dtype in zip(numbers, dtypes, strict=True)]
    if plan.on_arrays is None:
        plan.on_arrays = straight(plan, scalar=False)
    with np.errstate(all="ignore"):
        return [np.asarray(result) for result in plan.on_arrays(execution, *given)]
