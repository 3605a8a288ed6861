"""The loss and its derivatives as functions of one vector that holds all sources."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from app.engine import Deadline, Value, gradient, hvp, jacobian
from app.errors import Fault, OperationError
from app.graph.compiled import Compiled, Work
from app.graph.inquiry import Inquiry, Limits, Named
from app.graph.requests import DifferentialRequest
from app.graph.values import Array


class Objective:
    """What is minimized.

    Args:
        request: with values where minimizing begins.
        limits: of each evaluation.

    Attributes:
        names: of the sources.
        start: the sources as given, in one vector of float64.
        evaluations: how often anything was computed.
        flops: what that took, by estimate.
        longest: the longest that an evaluation took, in seconds.

    Raises:
        WengertError: the document does not fit, or one evaluation exceeds the budget.
        OperationError: a source is not an input, or not real and floating; the target is not.
    """

    def __init__(self, request: DifferentialRequest, limits: Limits) -> None:
        self._request, self._limits = request, limits
        inquiry = Inquiry(request, limits)
        targets, sources = inquiry.targets(), inquiry.sources()
        _check(inquiry, targets, sources)
        self.names = [source.name for source in sources]
        self._inputs = [source.value for source in sources]
        self._arrays = [inquiry.feeds[value] for value in self._inputs]
        self.start = self.joined(self._arrays)
        self.evaluations, self.flops, self.longest = 0, 0.0, 0.0
        with inquiry.recording.locating():
            slopes = gradient([t.value for t in targets], self._inputs)
        layout = {"loss": [inquiry.slot(t.value) for t in targets], "slopes": [*map(inquiry.slot, slopes)]}
        self._slope = inquiry.compiled(layout)

    def work(self, *, second: bool = False, residuals: bool = False) -> Work:
        """What evaluating takes, once: loss and gradient, products with the Hessian, residuals and their Jacobian.

        Raises:
            BudgetExceeded: one of them exceeds the budget.
        """
        questions = [
            self._slope,
            *([self._second[0]] if second else []),
            *([self._residuals] if residuals else []),
        ]
        works = [question.work for question in questions]
        return Work(
            sum(work.operations for work in works),
            sum(work.flops for work in works),
            sum(work.effort for work in works),
            max(work.peak_bytes for work in works),
            max(work.answer_bytes for work in works),
        )

    def joined(self, arrays: list[Array]) -> Array:
        """Arrays of the sources' shapes in one vector."""
        return np.concatenate([np.zeros(0), *(np.ravel(array) for array in arrays)]).astype(float)

    def apart(self, vector: Array) -> dict[str, Array]:
        """The sources by name, from one vector."""
        found, place = {}, 0
        for name, array in zip(self.names, self._arrays, strict=True):
            found[name] = vector[place : place + array.size].reshape(array.shape).astype(array.dtype)
            place += array.size
        return found

    def slope(
        self, vector: Array, deadline: Deadline, data: Mapping[Value, Array] | None = None
    ) -> tuple[float, Array]:
        """The loss, and its gradient.

        Args:
            vector: the sources.
            deadline: of the evaluation.
            data: for inputs of the tape, arrays other than those of the request.
        """
        found = self._run(self._slope, vector, deadline, data or {})
        slopes = [
            np.zeros(array.shape) if slope is None else slope
            for slope, array in zip(found["slopes"], self._arrays, strict=True)
        ]
        return sum(float(np.sum(loss)) for loss in found["loss"]), self.joined(slopes)

    def product(self, vector: Array, direction: Array, deadline: Deadline) -> Array:
        """The Hessian of the loss times a direction."""
        question, inputs = self._second
        given = dict(zip(inputs, self.apart(direction).values(), strict=True))
        found = self._run(question, vector, deadline, {v: a for v, a in given.items() if v in question.feeds})
        slopes = [
            np.zeros(array.shape) if slope is None else slope
            for slope, array in zip(found["products"], self._arrays, strict=True)
        ]
        return self.joined(slopes)

    @cached_property
    def _second(self) -> tuple[Compiled, list[Value]]:
        inquiry = Inquiry(self._request, self._limits)
        targets, sources = inquiry.targets(), inquiry.sources()
        wanted = [source.value for source in sources]
        directions = [inquiry.tape.input(value.shape, value.dtype) for value in wanted]
        inquiry.feeds.update({value: np.zeros(value.shape, value.dtype) for value in directions})
        with inquiry.recording.locating():
            found = hvp([t.value for t in targets], wanted, directions)
        question = inquiry.compiled({"products": [*map(inquiry.slot, found)]})
        self._places[id(question)] = wanted
        return question, directions

    def residuals(self, vector: Array, deadline: Deadline) -> tuple[Array, Array]:
        """The elements of the target, and their Jacobian, a row for each."""
        question = self._residuals
        found = self._run(question, vector, deadline, {})
        target = np.ravel(found["target"]).astype(float)
        columns = [
            np.zeros((target.size, array.size)) if part is None else np.reshape(part, (target.size, -1))
            for part, array in zip(found["parts"], self._arrays, strict=True)
        ]
        return target, np.concatenate([np.zeros((target.size, 0)), *columns], axis=1).astype(float)

    @cached_property
    def _residuals(self) -> Compiled:
        inquiry = Inquiry(self._request, self._limits)
        [target], sources = inquiry.targets(), inquiry.sources()
        wanted = [source.value for source in sources]
        with inquiry.recording.locating():
            parts = jacobian(target.value, wanted)
        layout = {"target": inquiry.slot(target.value), "parts": [*map(inquiry.slot, parts)]}
        question = inquiry.compiled(layout)
        self._places[id(question)] = wanted
        return question

    @cached_property
    def _places(self) -> dict[int, list[Value]]:
        """The inputs that are the sources, by question."""
        return {id(self._slope): self._inputs}

    def _run(
        self, question: Compiled, vector: Array, deadline: Deadline, data: Mapping[Value, Array]
    ) -> dict[str, Any]:
        begun = time.monotonic()
        moved = zip(self._places[id(question)], self.apart(vector).values(), strict=True)
        feeds = {**question.feeds, **data}
        feeds.update({value: array for value, array in moved if value in feeds})
        found = question.fed(feeds).run(deadline)
        self.evaluations += 1
        self.flops += question.work.flops
        self.longest = max(self.longest, time.monotonic() - begun)
        return found

    def inputs(self, names: list[str]) -> dict[str, Value]:
        """The inputs of the tape for constants."""
        return {name: self._slope.recording.inputs[name] for name in names}


def _check(inquiry: Inquiry, targets: list[Named], sources: list[Named]) -> None:
    inputs = {*inquiry.recording.inputs.values()}
    for source in sources:
        if source.value not in inputs:
            _refuse(source, "is computed; only parameters and constants can be moved")
        if source.value.dtype.kind != "f":
            _refuse(source, f"has dtype {source.value.dtype}; only real floating values can be moved")
    for target in targets:
        if target.value.dtype.kind != "f":
            _refuse(target, f"has dtype {target.value.dtype}; only real floating values can be minimized")


def _refuse(named: Named, what: str) -> None:
    detail = f"'{named.name}' {what}"
    raise OperationError(detail, faults=[Fault(str(named.pointer), detail)])


Report = Callable[[dict[str, Any]], None]
