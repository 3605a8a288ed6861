"""One run of a plan: when it must end, who looks on, and how its steps are carried out one by one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import Any

from app.engine.body import Body
from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.engine.tiers import ALL, Tiers
from app.errors import DeadlineExceeded, OperationError


class Deadline:
    """A moment on the monotonic clock after which work stops.

    Args:
        seconds: from `begun` on; infinity for no deadline.
        begun: a moment of `time.monotonic()`; now, if it is not given.
    """

    __slots__ = ("at", "begun", "seconds")

    def __init__(self, seconds: float, begun: float | None = None) -> None:
        self.begun = time.monotonic() if begun is None else begun
        self.seconds = seconds
        self.at = self.begun + seconds

    @property
    def left(self) -> float:
        """Seconds until then; negative once it has passed."""
        return self.at - time.monotonic()

    def check(self) -> None:
        """Stop if the moment has passed.

        Raises:
            DeadlineExceeded: it has.
        """
        if time.monotonic() > self.at:
            raise self.exceeded()

    def exceeded(self) -> DeadlineExceeded:
        """What is raised when it has passed."""
        return DeadlineExceeded(f"the work was stopped after its deadline of {self.seconds:g} seconds")

    def allow(self, seconds: float) -> None:
        """Move it to so many seconds after the beginning, unless it was brought forward."""
        self.seconds = seconds
        if self.at > -math.inf:
            self.at = self.begun + seconds

    def bring_forward(self) -> None:
        """Let it have passed: nobody waits for the work any more."""
        self.at = -math.inf


Observer = Callable[[Instruction, Sequence[Any], Sequence[Any]], None]


class Execution:
    """One run of a plan, and of the bodies inside it.

    Args:
        deadline: checked between instructions, and once for every step of a loop.
        observe: called after each instruction with the arrays it read and those it computed; what it raises
            ends the run.
        tiers: which of the faster ways are open.
    """

    def __init__(
        self,
        deadline: Deadline | None = None,
        observe: Observer | None = None,
        tiers: Tiers = ALL,
    ) -> None:
        self.observe = observe
        self.tiers = tiers
        self.check: Callable[[], None] = _unbounded if deadline is None else deadline.check

    def carry_out(self, plan: Plan, slots: list[Any]) -> None:
        """Fill the slots of a plan, those of its inputs and constants being filled.

        Raises:
            OperationError: a value does not suit an operation; `origin` says where.
            DeadlineExceeded: the deadline has passed.
        """
        check, observe, long = self.check, self.observe, plan.long
        instruction = None
        try:
            for step in plan.steps:
                check()
                instruction = step.instruction
                op = instruction.op
                operands = [slots[r] for r in step.reads]
                if op.nested is not None:
                    result = op.kernel(self, *operands, **instruction.attributes)
                elif long and instruction in long:
                    result = long[instruction](self, *operands, **instruction.attributes)
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
