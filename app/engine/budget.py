"""Limits on work, checked against the estimate before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.plan import Plan
from app.errors import BudgetExceeded, in_bytes


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may take.

    Attributes:
        max_bytes: the peak of memory, in bytes.
        max_flops: floating-point operations.
    """

    max_bytes: float = float("inf")
    max_flops: float = float("inf")

    def check(self, plan: Plan) -> None:
        """Refuse a plan that is too large.

        Raises:
            BudgetExceeded: its `origin` is that of the most expensive instruction.
        """
        estimate = plan.estimate
        if estimate.peak_bytes > self.max_bytes:
            raise BudgetExceeded(
                f"the work would need {in_bytes(estimate.peak_bytes)} of memory; the limit is "
                f"{in_bytes(self.max_bytes)}",
                origin=estimate.largest and estimate.largest.origin,
            )
        if estimate.flops > self.max_flops:
            raise BudgetExceeded(
                f"the work would take {estimate.flops:.3g} floating-point operations; the limit is "
                f"{self.max_flops:.3g}",
                origin=estimate.costliest and estimate.costliest.origin,
            )
