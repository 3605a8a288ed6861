"""A question made ready to run: a plan, what it is fed, and the shape of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, NoReturn, Protocol

import numpy as np

from app.engine import ALL_TIERS, Budget, Deadline, Observer, Plan, Tiers, Value, run
from app.graph.record import Recording
from app.graph.values import Array


@dataclass(frozen=True, slots=True)
class Slot:
    """In a layout, the place of one of the plan's results."""

    index: int


@dataclass(frozen=True, slots=True)
class Summary(Slot):
    """In a layout, the place of what is to be said about one of the plan's results."""


class Work(NamedTuple):
    """What answering a question takes, by estimate.

    Attributes:
        operations: how many are carried out.
        flops: floating-point operations.
        effort: those, with what each operation takes before its first.
        peak_bytes: the most memory held at one time.
        answer_bytes: that of the arrays in the answer.
    """

    operations: int = 0
    flops: float = 0.0
    effort: float = 0.0
    peak_bytes: int = 0
    answer_bytes: int = 0


def work_of(plan: Plan) -> Work:
    """What carrying out a plan takes, whose results are answered."""
    estimate = plan.estimate
    answered = sum([v.nbytes for v in plan.outputs])
    return Work(estimate.operations, estimate.flops, estimate.effort, estimate.peak_bytes, answered)


class Answerable(Protocol):
    """A question that can be answered."""

    @property
    def work(self) -> Work:
        """What answering takes."""

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """The answer, with arrays."""


@dataclass(slots=True)
class Compiled:
    """A question ready to be run.

    Attributes:
        plan: what is computed.
        feeds: for each input of the plan the array it is given.
        layout: the answer, with a `Slot` for each array.
        recording: what knows the places in the document.
        work: what answering takes.
        observe: what looks at every result of the run.
        tiers: which of the faster ways of running it are open.
    """

    plan: Plan
    feeds: dict[Value, Array]
    layout: dict[str, Any]
    recording: Recording
    work: Work
    observe: Observer | None = None
    tiers: Tiers = ALL_TIERS

    def fed(self, feeds: dict[Value, Array]) -> Compiled:
        """The same question with other arrays."""
        return replace(self, feeds=feeds)

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """The answer, with arrays.

        Raises:
            OperationError: a value does not suit an operation.
            DeadlineExceeded: the deadline has passed.
        """
        with self.recording.locating():
            results = run(self.plan, self.feeds, deadline, self.observe, self.tiers)
        answer: dict[str, Any] = filled(self.layout, results)
        return answer


def refuse(question: Answerable, budget: Budget, peak_bytes: int) -> NoReturn:
    """Refuse a question that takes more than it may, by the node that takes the most where one plan answers it.

    Args:
        question: what is asked.
        budget: what it may take.
        peak_bytes: the most memory that answering takes, the answer included.

    Raises:
        BudgetExceeded: always.
    """
    flops = question.work.flops
    if not isinstance(question, Compiled):
        raise budget.exceeded(peak_bytes, flops)
    estimate = question.plan.estimate
    most = estimate.largest if peak_bytes > budget.max_bytes else estimate.costliest
    with question.recording.locating():
        raise budget.exceeded(peak_bytes, flops, most)


def filled(layout: Any, results: Sequence[Any]) -> Any:
    """The layout with arrays in the places of its slots."""
    if isinstance(layout, Summary):
        return summary(results[layout.index])
    if isinstance(layout, Slot):
        return results[layout.index]
    if isinstance(layout, dict):
        return {key: filled(value, results) for key, value in layout.items()}
    if isinstance(layout, list):
        return [filled(value, results) for value in layout]
    return layout


SHOWN_ELEMENTS = 100


def summary(array: Array) -> dict[str, Any]:
    """What there is to see of an array: its elements if they are few, else their range and mean."""
    if array.size <= SHOWN_ELEMENTS:
        return {"elements": array}
    numbers = np.abs(array) if array.dtype.kind == "c" else array
    return {
        "min": np.asarray(numbers.min()),
        "max": np.asarray(numbers.max()),
        "mean": np.asarray(numbers.mean()),
        "finite": bool(np.isfinite(array).all()),
    }
