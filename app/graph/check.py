"""Gradients against central differences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from app.engine import Deadline, Plan, Value, gradient, ops, run
from app.errors import BudgetExceeded, Fault, OperationError
from app.graph.compiled import Compiled, Work
from app.graph.inquiry import Inquiry, Limits, Named
from app.graph.requests import CheckRequest
from app.graph.values import Array
from app.ops.spec import is_differentiable

EVALUATIONS = 8
MOST_KINKS = 20

# Of Richardson's scheme with differences of fourth order the best step is about eps**(1/5).
STEP = float(np.finfo(np.float64).eps) ** 0.2


def check(request: CheckRequest, limits: Limits) -> GradientCheck:
    """Does each gradient agree with differences of the loss?"""
    inquiry = Inquiry(request, limits)
    targets = [t for t in inquiry.targets() if is_differentiable(t.value.dtype)]
    sources = [s for s in inquiry.sources() if is_differentiable(s.value.dtype)]
    for source in sources:
        if source.value.dtype.kind == "c":
            detail = f"the source '{source.name}' is complex; only real sources are checked"
            raise OperationError(detail, faults=[Fault(str(source.pointer), detail)])
    with inquiry.recording.locating():
        found = gradient([t.value for t in targets], [s.value for s in sources])
    slots = {s.name: inquiry.slot(value) for s, value in zip(sources, found, strict=True)}
    reverse = inquiry.compiled({"gradients": slots})
    moved = _Moved(request, limits, sources)
    elements = sum(s.value.size for s in sources)
    flops = moved.flops * EVALUATIONS * elements
    if flops > limits.budget.max_flops:
        raise BudgetExceeded(
            f"checking {elements} elements would take {flops:.3g} floating-point operations; the limit is "
            f"{limits.budget.max_flops:.3g}; name fewer sources",
            pointer="/sources" if request.sources else "/parameters",
        )
    once, times = moved.loss.estimate, EVALUATIONS * elements
    work = Work(
        once.operations * times,
        flops,
        once.effort * times,
        max(reverse.work.peak_bytes, moved.start.estimate.peak_bytes),
        reverse.work.answer_bytes,
    )
    return GradientCheck(request, reverse, moved, work, inquiry.warnings)


class _Moved:
    """The loss as a function of where the sources stand, in float64 whatever the request's dtype."""

    def __init__(self, request: CheckRequest, limits: Limits, sources: list[Named]) -> None:
        double = request.model_copy(update={"dtype": "float64"})
        self.inquiry = inquiry = Inquiry(double, limits, shifted=True)
        total: Any = 0.0
        for target in inquiry.targets():
            if is_differentiable(target.value.dtype):
                total = ops.add(ops.sum(target.value), total)
        self.values = {s.name: inquiry.recording.value(s.name, s.pointer) for s in sources}
        self.shifts = {s.name: self._shift_of(s.name) for s in sources}
        loss = total if isinstance(total, Value) else inquiry.tape.constant(total)
        self.loss = Plan([loss])
        self.start = Plan([loss, *self.values.values()])

    def _shift_of(self, reference: str) -> Value:
        name, _, number = reference.partition(":")
        return self.inquiry.recording.shifts[name][int(number or 0)]

    @property
    def flops(self) -> float:
        return self.loss.estimate.flops

    def standing(self, deadline: Deadline) -> tuple[float, dict[str, Array]]:
        """The loss and the sources as given."""
        with self.inquiry.recording.locating():
            loss, *values = run(self.start, self.inquiry.feeds, deadline)
        return float(loss), dict(zip(self.values, values, strict=True))

    def loss_at(self, name: str, shift: Array, deadline: Deadline) -> float:
        """The loss with one source moved."""
        with self.inquiry.recording.locating():
            [loss] = run(self.loss, {**self.inquiry.feeds, self.shifts[name]: shift}, deadline)
        return float(loss)


@dataclass(slots=True)
class _Slope:
    """A derivative by differences: its value, its uncertainty, and whether both sides agree."""

    value: float
    error: float
    kink: bool


@dataclass(slots=True)
class GradientCheck:
    """A check ready to be run; see `check`."""

    request: CheckRequest
    reverse: Compiled
    moved: _Moved
    work: Work
    warnings: list[str]

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """Compare element by element.

        Raises:
            OperationError: a value does not suit an operation.
            DeadlineExceeded: the deadline has passed.
        """
        gradients = self.reverse.run(deadline)["gradients"]
        loss, values = self.moved.standing(deadline)
        sources = {
            name: self._judge(name, gradients[name], value, loss, deadline) for name, value in values.items()
        }
        answer = {
            "passed": all(source["passed"] for source in sources.values()),
            "loss": np.asarray(loss),
            "sources": sources,
        }
        return {**answer, "warnings": self.warnings} if self.warnings else answer

    def _judge(
        self, name: str, found: Array | None, value: Array, loss: float, deadline: Deadline
    ) -> dict[str, Any]:
        gradients = np.zeros(value.shape) if found is None else found
        single = gradients.dtype == np.float32
        rtol = max(self.request.rtol, 1e-3) if single else self.request.rtol
        scale = float(np.abs(gradients[np.isfinite(gradients)]).max(initial=0.0))
        kinks, worst, ratio = [], None, -1.0
        for index in np.ndindex(value.shape):
            slope = self._slope(name, index, value, loss, deadline)
            if slope.kink:
                kinks.append(list(index))
                continue
            gradient_here = float(gradients[index])
            tolerance = self.request.atol + rtol * max(scale, abs(slope.value)) + slope.error
            error = abs(gradient_here - slope.value)
            # A NaN on either side is as wrong as can be.
            this = error / tolerance if np.isfinite(error) and tolerance else float("inf") * (error != 0)
            this = float("inf") if np.isnan(this) else this
            if this > ratio:
                ratio, worst = this, (index, gradient_here, slope.value, error, tolerance)
        return {
            "passed": ratio <= 1.0,
            "elements": value.size - len(kinks),
            "kinks": kinks[:MOST_KINKS],
            "worst": worst and _worst(*worst),
        }

    def _slope(
        self, name: str, index: tuple[int, ...], value: Array, loss: float, deadline: Deadline
    ) -> _Slope:
        """Central differences at a step and its halves, extrapolated by Richardson to sixth order.

        Source: Ridders, Accurate computation of F'(x) and F'(x)F''(x) (1982).
        """
        step = STEP * max(1.0, abs(float(value[index])))
        central, skew, noise = [], [], 0.0
        for k in range(EVALUATIONS // 2):
            h = step / 2**k
            up, down = (
                self._loss(name, index, value, h, deadline),
                self._loss(name, index, value, -h, deadline),
            )
            central.append((up - down) / (2 * h))
            skew.append(abs(up - 2 * loss + down) / h)
            noise = max(abs(up), abs(down), abs(loss)) * 4e-16 / h
        table, best, error = central, central[-1], float("inf")
        for order in range(1, len(central)):
            factor = 4.0**order
            finer = [(factor * b - a) / (factor - 1) for a, b in pairwise(table)]
            change = max(abs(finer[-1] - table[-1]), noise)
            if change <= error:
                best, error = finer[-1], change
            table = finer
        # The slopes to both sides differ by h f'' on a smooth function, so by half at half the step.
        kink = (
            skew[-1] > 0.7 * skew[-2] > 0.4 * skew[-3] and skew[-1] > 1e-4 * max(1.0, abs(best)) + 8 * noise
        )
        return _Slope(best, 10 * error, bool(kink))

    def _loss(self, name: str, index: tuple[int, ...], value: Array, h: float, deadline: Deadline) -> float:
        shift = np.zeros(value.shape, value.dtype)
        shift[index] = h
        return self.moved.loss_at(name, shift, deadline)


def _worst(
    index: tuple[int, ...], gradient_here: float, difference: float, error: float, tolerance: float
) -> dict[str, Any]:
    return {
        "index": list(index),
        "gradient": np.asarray(gradient_here),
        "difference": np.asarray(difference),
        "error": np.asarray(error),
        "tolerance": np.asarray(tolerance),
    }
