"""A minimization ready to be run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.engine import Deadline
from app.errors import InvalidDocument
from app.graph.compiled import Work
from app.graph.inquiry import Limits
from app.graph.minimize import along, search
from app.graph.minimize.bounds import bounds_of
from app.graph.minimize.data import Data
from app.graph.minimize.objective import Objective
from app.graph.requests import MinimizeRequest
from app.graph.values import Array

# Vectors that a method keeps beside what an evaluation takes: L-BFGS-B ten pairs, and BFGS a matrix.
VECTORS = 30
JACOBIANS = 5
SECOND_ORDER = frozenset({"Newton-CG", "trust-krylov"})
UNBOUNDED = frozenset({"BFGS", *SECOND_ORDER})
# Parameters are told as it goes where they are so few.
FEW = 100
# What is left of the time when the last step begins: to answer takes some, too.
SPARE_SECONDS = 0.05
# After so many steps, one is told each so many seconds.
MOST_TOLD = 100
TOLD_SECONDS = 0.02

Report = Callable[[dict[str, Any]], None]


class Ended(Exception):
    """No further step is to be taken."""


@dataclass
class Progress:
    """How far a minimization is; every method tells it of each step.

    Attributes:
        steps: how many were taken.
        vector: where it stands.
        loss: there.
        slope: the gradient there.
        converged: whether it has ended because nothing is left to gain.
        reason: why it ended.
        spare: what must be left of the time when a step begins, besides what the step takes, in seconds.
    """

    objective: Objective
    request: MinimizeRequest
    deadline: Deadline
    max_flops: float
    report: Report | None = None
    steps: int = 0
    vector: Array = field(default_factory=lambda: np.zeros(0))
    loss: float = math.nan
    slope: Array = field(default_factory=lambda: np.zeros(0))
    converged: bool = False
    reason: str = ""
    spare: float = SPARE_SECONDS
    _last_told: float = 0.0

    def _worth_telling(self) -> bool:
        now = time.monotonic()
        if self.steps > MOST_TOLD and now - self._last_told < TOLD_SECONDS:
            return False
        self._last_told = now
        return True

    @property
    def norm(self) -> float:
        """The largest element of the gradient."""
        return float(np.max(np.abs(self.slope), initial=0.0))

    def stands(self, vector: Array, loss: float, slope: Array) -> None:
        """It begins here, or has taken a step to here.

        Raises:
            Ended: it should take no further one.
        """
        self.vector, self.loss, self.slope = np.array(vector), loss, slope
        if self.report is not None and self._worth_telling():
            self.report(self.told())
        if not math.isfinite(loss):
            self.end("the loss is not finite")
        if self.request.batch is None and self.norm <= self.request.tolerance:
            self.end("no element of the gradient is larger than the tolerance", converged=True)
        if self.steps >= self.request.max_steps:
            self.end("max_steps steps were taken")
        self.check()

    def stepped(self, vector: Array, loss: float, slope: Array) -> None:
        """A step was taken.

        Raises:
            Ended: it was the last.
        """
        self.steps += 1
        self.stands(vector, loss, slope)

    def check(self) -> None:
        """See that there is time and work left for one evaluation more.

        Raises:
            Ended: there is not, though there was for the first.
        """
        if not self.objective.evaluations or self.deadline.at == -math.inf:
            self.deadline.check()
            return
        if self.deadline.left < 2 * self.objective.longest + self.spare:
            self.end("the time is up")
        if self.objective.flops > self.max_flops:
            self.end("the floating-point operations that a request may take are used up")

    def end(self, reason: str, *, converged: bool = False) -> None:
        """Take no further step.

        Raises:
            Ended: always.
        """
        self.reason, self.converged = reason, converged
        raise Ended

    def told(self) -> dict[str, Any]:
        """What is said of a step."""
        spent = self.deadline.seconds - self.deadline.left
        left = self.deadline.left
        if self.steps:
            left = min(left, spent / self.steps * (self.request.max_steps - self.steps))
        found: dict[str, Any] = {
            "step": self.steps,
            "loss": np.asarray(self.loss),
            "gradient_norm": np.asarray(self.norm),
            "seconds": round(spent, 6),
            "seconds_left": round(left, 6),
        }
        if self.vector.size <= FEW:
            found["parameters"] = self.objective.apart(self.vector)
        return found

    def answer(self) -> dict[str, Any]:
        """What is answered at the end."""
        return {
            "parameters": self.objective.apart(self.vector),
            "loss": np.asarray(self.loss),
            "gradient_norm": np.asarray(self.norm),
            "steps": self.steps,
            "evaluations": self.objective.evaluations,
            "converged": self.converged,
            "reason": self.reason,
        }


@dataclass
class Minimization:
    """A minimization ready to be run; see `minimize`.

    Attributes:
        work: of one evaluation, and of the vectors that the method keeps.
        report: told of every step, in the thread that computes.
    """

    request: MinimizeRequest
    objective: Objective
    data: Data | None
    max_flops: float
    work: Work
    report: Report | None = None

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """Take steps until there is nothing to gain, or no time left; where it stands then.

        Raises:
            DeadlineExceeded: not even one evaluation was done in time.
        """
        progress = Progress(self.objective, self.request, deadline, self.max_flops, self.report)
        if self.data is not None:
            # Of a part of the data no loss is that of the whole, which is told at the end: there must be time for it.
            self.data.all.slope(self.objective.start, deadline)
            progress.spare += 2 * self.data.all.longest
        method = search.METHODS.get(self.request.method)
        try:
            # A loss that is not finite is told, not warned of.
            with np.errstate(all="ignore"):
                if method is not None:
                    method(progress)
                else:
                    along.walk(progress, self.data)
        except Ended:
            pass
        if self.data is not None:
            progress.loss, progress.slope = self.data.all.slope(progress.vector, deadline)
        return progress.answer()


def minimize(request: MinimizeRequest, limits: Limits) -> Minimization:
    """Where is the loss least?"""
    _check(request)
    if request.batch is None:
        objective, data = Objective(request, limits), None
    else:
        data = Data(request, request.batch, limits)
        objective = data.part
    bounds_of(request, objective)
    residuals = request.method == "least-squares"
    once = (objective if data is None else data.all).work(
        second=request.method in SECOND_ORDER, residuals=residuals
    )
    size = objective.start.size
    kept = 8 * size * (max(size, VECTORS) if request.method == "BFGS" else VECTORS)
    if residuals:
        # SciPy takes the Jacobian apart, and keeps the one before.
        kept += JACOBIANS * once.answer_bytes
    work = Work(
        once.operations,
        once.flops,
        min(once.effort * request.max_steps, limits.budget.max_flops),
        once.peak_bytes + kept,
        8 * size,
    )
    return Minimization(request, objective, data, limits.budget.max_flops, work)


def _check(request: MinimizeRequest) -> None:
    searching = request.method in search.METHODS
    if searching and request.batch is not None:
        raise InvalidDocument(f"{request.method} takes no batches; adam and its kin do", pointer="/batch")
    if searching and request.learning_rate is not None:
        raise InvalidDocument(f"{request.method} finds its own step lengths", pointer="/learning_rate")
    if request.bounds and request.method in UNBOUNDED:
        raise InvalidDocument(f"{request.method} takes no bounds; L-BFGS-B does", pointer="/bounds")
    if request.method == "least-squares" and isinstance(request.target, list) and len(request.target) != 1:
        raise InvalidDocument("least-squares takes one target, its residuals", pointer="/target")
