"""What a question would take, without answering it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.engine import Deadline, gradient, hessian, jacobian
from app.errors import BudgetExceeded
from app.graph.compiled import Work
from app.graph.inquiry import Inquiry, Limits
from app.graph.requests import EstimateRequest

MOST_EXPENSES = 5
NO_WORK = Work()


@dataclass(slots=True)
class Estimated:
    """An answer that is known already."""

    answer: dict[str, Any]
    work: Work = NO_WORK

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """The answer."""
        deadline.check()
        return self.answer


def estimate(request: EstimateRequest, limits: Limits) -> Estimated:
    """How many operations, FLOPs and bytes would it take?"""
    inquiry = Inquiry(request, limits, shapes_suffice=True)
    with inquiry.recording.locating():
        _RECORD[request.question](inquiry)
    inquiry.outputs()
    plan = inquiry.plan()
    try:
        limits.budget.check(plan)
        within = True
    except BudgetExceeded:
        within = False
    spent: dict[tuple[str, str], float] = {}
    for step in plan.steps:
        instruction = step.instruction
        if instruction.origin is not None:
            node = instruction.origin.node
            key = (node["name"], node["op"])
            spent[key] = spent.get(key, 0.0) + instruction.cost().flops
    costly = sorted(spent, key=lambda key: -spent[key])[:MOST_EXPENSES]
    answer: dict[str, Any] = {
        "operations": plan.estimate.operations,
        "flops": plan.estimate.flops,
        "peak_bytes": plan.estimate.peak_bytes,
        "within_budget": within,
        "most_expensive": [{"node": name, "op": op, "flops": spent[name, op]} for name, op in costly],
        "shapes": inquiry.recording.shapes(),
    }
    return Estimated({**answer, "warnings": inquiry.warnings} if inquiry.warnings else answer)


def _evaluate(inquiry: Inquiry) -> None:
    for entry in inquiry.graph_outputs():
        inquiry.slot(entry.value)


def _gradient(inquiry: Inquiry) -> None:
    targets = [t.value for t in inquiry.targets()]
    for value in [*targets, *gradient(targets, [s.value for s in inquiry.sources()])]:
        inquiry.slot(value)


def _jacobian(inquiry: Inquiry) -> None:
    sources = [s.value for s in inquiry.sources()]
    for target in inquiry.targets(all_outputs=True):
        for value in [target.value, *jacobian(target.value, sources)]:
            inquiry.slot(value)


def _hessian(inquiry: Inquiry) -> None:
    targets, sources = [t.value for t in inquiry.targets()], [s.value for s in inquiry.sources()]
    for target in targets:
        for value in [target, *gradient([target], sources)]:
            inquiry.slot(value)
        for row in hessian(target, sources):
            for value in row:
                inquiry.slot(value)


_RECORD: Mapping[str, Callable[[Inquiry], None]] = {
    "evaluate": _evaluate,
    "gradient": _gradient,
    "jacobian": _jacobian,
    "hessian": _hessian,
}
