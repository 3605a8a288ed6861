"""Running a plan: step by step when it is new, as a function of its own when it comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from app.engine import scalars
from app.engine.apart import apart
from app.engine.elements import worthwhile
from app.engine.execution import Deadline, Execution, Observer
from app.engine.generate import straight
from app.engine.plan import Plan
from app.engine.tiers import ALL, Tiers
from app.ops.spec import Spec
from app.ops.value import Value

MOST_GENERATED = 20_000
# Writing out a step takes as long as so many FLOPs.
GENERATED_FLOPS = 50_000


def run(
    plan: Plan,
    inputs: Mapping[Value, Any],
    deadline: Deadline | None = None,
    observe: Observer | None = None,
    tiers: Tiers = ALL,
) -> list[np.ndarray[Any, Any]]:
    """Compute the plan's outputs.

    Args:
        plan: what to compute.
        inputs: an array of the recorded shape and dtype for each of `plan.inputs`.
        deadline: checked between instructions.
        observe: called after each instruction with the arrays it read and those it computed; what it raises
            ends the run.
        tiers: which of the faster ways are open.

    Returns:
        An array for each output. It may share memory with an input or another output, and is not to be
        written to.

    Raises:
        OperationError: a value does not suit an operation, such as an index outside its axis; `origin`
            says where.
        DeadlineExceeded: the deadline has passed.
    """
    given = [inputs[value] for value in plan.inputs]
    execution = Execution(deadline, observe, tiers)
    plan.runs += 1
    if tiers.generate and observe is None and _worth_generating(plan, tiers):
        return _generated(plan, execution, given)
    slots: list[Any] = [None] * plan.slot_count
    for slot, constant in plan.constants:
        slots[slot] = constant
    for value, array in zip(plan.inputs, given, strict=True):
        slots[plan.slot(value)] = array
    with np.errstate(all="ignore"):
        execution.carry_out(plan, slots)
    return [np.asarray(slots[slot]) for slot in plan.output_slots]


def _worth_generating(plan: Plan, tiers: Tiers) -> bool:
    """Whether a plan is to be written out now: it was run before, or writing it out takes next to no time beside
    running it."""
    steps = len(plan.steps)
    large = tiers.tiles and plan.estimate.flops > GENERATED_FLOPS * (steps + 1)
    return steps <= MOST_GENERATED and (large or plan.runs > tiers.interpreted_runs)


def _generated(plan: Plan, execution: Execution, given: Sequence[Any]) -> list[np.ndarray[Any, Any]]:
    """The outputs of a plan that is written out as a function; on Python's numbers if it is about such only."""
    tiers = execution.tiers
    if plan.on_numbers is None:
        plan.on_numbers = _on_numbers(plan)
    if plan.on_numbers and tiers.numbers:
        try:
            numbers = plan.on_numbers(execution, *map(_elements, given))
        except scalars.RAISED:
            plan.on_numbers = False
        else:
            return [_array(x, value.spec) for x, value in zip(numbers, plan.outputs, strict=True)]
    function = plan.on_arrays.get(tiers.tiles)
    if function is None:
        function = plan.on_arrays[tiers.tiles] = straight(plan, scalar=False, tiles=tiers.tiles)
    with np.errstate(all="ignore"):
        return [np.asarray(result) for result in function(execution, *given)]


def _on_numbers(plan: Plan) -> Callable[..., tuple[Any, ...]] | Literal[False]:
    """The plan on Python's numbers; False where it cannot be had, or would take longer."""
    if scalars.is_scalar(plan):
        return straight(plan, scalar=True)
    return apart(plan) if worthwhile(plan) else False


def _array(numbers: Any, spec: Spec) -> np.ndarray[Any, Any]:
    array = np.asarray(numbers, spec.dtype)
    return array.reshape(spec.shape) if spec.shape else array


def _elements(array: Any) -> Any:
    """The number of an array without axes, the elements of another."""
    array = np.asarray(array)
    return array.ravel().tolist() if array.ndim else array.item()
