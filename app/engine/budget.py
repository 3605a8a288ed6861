"""Limits on work, checked against the estimate before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.errors import BudgetExceeded, in_bytes


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may take.

    Attributes:
        max_bytes: the peak of memory, in bytes.
        max_flops: floating-point operations.
        max_elements: of one array.
    """

    max_bytes: float = float("inf")
    max_flops: float = float("inf")
    max_elements: float = float("inf")

    def check(self, plan: Plan) -> None:
        """Refuse a plan that is too large.

        Raises:
            BudgetExceeded: its `origin` is that of the most expensive instruction.
        """
        estimate = plan.estimate
        if estimate.peak_bytes > self.max_bytes:
            raise self.exceeded(estimate.peak_bytes, 0.0, estimate.largest)
        if estimate.flops > self.max_flops:
            raise self.exceeded(0.0, estimate.flops, estimate.costliest)

    def exceeded(
        self, peak_bytes: float, flops: float, instruction: Instruction | None = None
    ) -> BudgetExceeded:
        """What is raised for work that takes too much memory, or else too many operations.

        Args:
            peak_bytes: the most memory that it takes.
            flops: its floating-point operations.
            instruction: the most expensive.
        """
        if peak_bytes > self.max_bytes:
            detail = f"the work would need {in_bytes(peak_bytes)} of memory; the limit is {in_bytes(self.max_bytes)}"
        else:
            detail = f"the work would take {flops:.3g} floating-point operations; the limit is {self.max_flops:.3g}"
        return BudgetExceeded(detail, origin=instruction and instruction.origin)
