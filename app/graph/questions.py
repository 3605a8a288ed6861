"""Questions about a graph: recorded and planned once for given shapes, then run with values.

A question is compiled to a plan, and a layout: the structure of the answer, with positions among the plan's
results in place of arrays. Running it gives that structure with the arrays in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.engine import Budget, Deadline, Plan, Tape, Value, gradient, ops, run
from app.errors import BudgetExceeded, DuplicateName, InvalidDocument, InvalidValue, Pointer, UnknownName
from app.graph.record import NODES, Recording
from app.graph.schema import EvaluateRequest, GradientRequest, Graph, Request
from app.graph.values import Array, decode, refuse
from app.ops.spec import DTYPES, is_differentiable, spec_of

ROOT = Pointer()


@dataclass(frozen=True, slots=True)
class Slot:
    """In a layout, the place of one of the plan's results."""

    index: int


@dataclass(slots=True)
class Compiled:
    """A question ready to be run.

    Attributes:
        plan: what is computed.
        feeds: for each input of the plan the array it is given.
        layout: the answer, with a `Slot` for each array.
        recording: what knows the places in the document.
    """

    plan: Plan
    feeds: dict[Value, Array]
    layout: dict[str, Any]
    recording: Recording

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """The answer, with arrays.

        Raises:
            OperationError: a value does not suit an operation.
            DeadlineExceeded: the deadline has passed.
        """
        with self.recording.locating():
            results = run(self.plan, self.feeds, deadline)
        answer: dict[str, Any] = _filled(self.layout, results)
        return answer


@dataclass(slots=True)
class Asked:
    """The outputs a layout refers to, collected while it is built."""

    values: list[Value] = field(default_factory=list)

    def slot(self, value: Value) -> Slot:
        self.values.append(value)
        return Slot(len(self.values) - 1)


def _filled(layout: Any, results: list[Array]) -> Any:
    if isinstance(layout, Slot):
        return results[layout.index]
    if isinstance(layout, dict):
        return {key: _filled(value, results) for key, value in layout.items()}
    if isinstance(layout, list):
        return [_filled(value, results) for value in layout]
    return layout


def values_of(request: Request) -> dict[str, Array]:
    """The arrays of the request's parameters and constants, by name.

    Raises:
        InvalidValue: a value is no array, or not what the graph declares it to be.
        DuplicateName: a name is both a parameter and a constant.
    """
    floating = DTYPES[request.dtype]
    arrays: dict[str, Array] = {}
    for group, given in (("parameters", request.parameters), ("constants", request.constants)):
        for name, value in given.items():
            pointer = ROOT / group / name
            if name in arrays:
                raise DuplicateName(f"'{name}' is both a parameter and a constant", pointer=str(pointer))
            declared = request.graph.inputs.get(name)
            dtype = DTYPES[declared.dtype] if declared is not None and declared.dtype else None
            if dtype is None and group == "parameters" and not isinstance(value, dict):
                dtype = floating
            arrays[name] = decode(value, pointer, floating, dtype)
    _check_declared(request.graph, arrays)
    return arrays


def _check_declared(graph: Graph, arrays: Mapping[str, Array]) -> None:
    for name, declared in graph.inputs.items():
        pointer = ROOT / "graph" / "inputs" / name
        if name not in arrays:
            raise UnknownName(
                f"the graph declares an input '{name}', but neither parameters nor constants hold it",
                pointer=str(pointer),
            )
        shape = arrays[name].shape
        if declared.shape is None:
            continue
        fits = len(shape) == len(declared.shape) and all(
            n is None or n == m for n, m in zip(declared.shape, shape, strict=True)
        )
        if not fits:
            wanted = "(" + ", ".join("any" if n is None else str(n) for n in declared.shape) + ")"
            detail = f"'{name}' has shape {shape}, but the graph declares {wanted}"
            raise InvalidValue(detail, pointer=str(pointer / "shape"))


def _check_nodes(graph: Graph, max_nodes: int) -> None:
    if not graph.nodes:
        raise InvalidDocument("the graph has no nodes; it needs at least one", pointer=str(NODES))
    if len(graph.nodes) > max_nodes:
        raise BudgetExceeded(
            f"the graph has {len(graph.nodes)} nodes; the limit is {max_nodes}", pointer=str(NODES)
        )


def _recorded(request: Request, arrays: Mapping[str, Array], budget: Budget, sources: list[str]) -> Recording:
    tape = Tape(DTYPES[request.dtype], max_bytes=budget.max_bytes)
    specs = {name: spec_of(array) for name, array in arrays.items()}
    return Recording(request.graph, specs, tape, sources)


def _graph_outputs(graph: Graph) -> list[tuple[str, Pointer]]:
    if graph.outputs:
        base = ROOT / "graph" / "outputs"
        return [(name, base / i) for i, name in enumerate(graph.outputs)]
    last = len(graph.nodes) - 1
    return [(graph.nodes[last]["name"], NODES / last / "name")]


def _named(names: list[str] | None, base: Pointer) -> list[tuple[str, Pointer]]:
    return [(name, base / i) for i, name in enumerate(names or ())]


def _compiled(
    recording: Recording, asked: Asked, feeds: Mapping[Value, Array], layout: dict[str, Any], budget: Budget
) -> Compiled:
    plan = Plan(asked.values)
    with recording.locating():
        budget.check(plan)
    return Compiled(plan, {v: feeds[v] for v in plan.inputs}, layout, recording)


def _feeds(recording: Recording, arrays: Mapping[str, Array]) -> dict[Value, Array]:
    return {recording.inputs[name]: array for name, array in arrays.items()}


def evaluate(request: EvaluateRequest, budget: Budget, max_nodes: int) -> Compiled:
    """What are the graph's outputs, or those named?"""
    _check_nodes(request.graph, max_nodes)
    arrays = values_of(request)
    recording = _recorded(request, arrays, budget, [])
    wanted = _named(request.outputs, ROOT / "outputs") or _graph_outputs(request.graph)
    asked = Asked()
    layout = {"outputs": {name: asked.slot(recording.value(name, place)) for name, place in wanted}}
    return _compiled(recording, asked, _feeds(recording, arrays), layout, budget)


def gradients(request: GradientRequest, budget: Budget, max_nodes: int) -> Compiled:
    """What are the loss and its gradients?"""
    _check_nodes(request.graph, max_nodes)
    arrays = values_of(request)
    sources = _sources(request)
    recording = _recorded(request, arrays, budget, [name for name, _ in sources])
    feeds = _feeds(recording, arrays)
    asked, warnings = Asked(), []
    targets = [recording.value(name, place) for name, place in _targets(request)]
    for (name, _), value in zip(_targets(request), targets, strict=True):
        if not is_differentiable(value.dtype):
            warnings.append(f"the target '{name}' has dtype {value.dtype}; nothing can be differentiated")
    cotangents = _cotangents(request, recording, targets, feeds)
    watched = [recording.value(name, place) for name, place in sources]
    with recording.locating():
        found = gradient(targets, watched, cotangents)
    layout: dict[str, Any] = {"loss": _loss(request, targets, asked), "gradients": {}}
    for (name, _), value, result in zip(sources, watched, found, strict=True):
        if not is_differentiable(value.dtype):
            warnings.append(
                f"the source '{name}' has dtype {value.dtype}; only floating values have gradients"
            )
        elif result is None and request.unconnected_gradients == "zero":
            result = ops.zeros_like(value)
        layout["gradients"][name] = None if result is None else asked.slot(result)
    if request.outputs is not None:
        wanted = _named(request.outputs, ROOT / "outputs")
        layout["outputs"] = {name: asked.slot(recording.value(name, place)) for name, place in wanted}
    if warnings:
        layout["warnings"] = warnings
    return _compiled(recording, asked, feeds, layout, budget)


def _targets(request: GradientRequest) -> list[tuple[str, Pointer]]:
    if request.target is None:
        return _graph_outputs(request.graph)[:1]
    if isinstance(request.target, str):
        return [(request.target, ROOT / "target")]
    return _named(request.target, ROOT / "target")


def _sources(request: GradientRequest) -> list[tuple[str, Pointer]]:
    if request.sources is not None:
        named = _named(request.sources, ROOT / "sources")
        return list({name: (name, place) for name, place in reversed(named)}.values())[::-1]
    declared = request.graph.inputs
    return [
        (name, ROOT / "parameters" / name)
        for name in request.parameters
        if name not in declared or declared[name].trainable
    ]


def _loss(request: GradientRequest, targets: list[Value], asked: Asked) -> Any:
    if isinstance(request.target, list):
        return [asked.slot(target) for target in targets]
    return asked.slot(targets[0])


def _cotangents(
    request: GradientRequest, recording: Recording, targets: list[Value], feeds: dict[Value, Array]
) -> list[Value | None]:
    """The weights given for the targets, as inputs of the tape."""
    given = request.output_gradients
    if given is None:
        return [None] * len(targets)
    several = isinstance(request.target, list)
    pointer = ROOT / "output_gradients"
    if several and (not isinstance(given, list) or len(given) != len(targets)):
        raise refuse(pointer, f"expected a list of {len(targets)} entries, one for each target")
    entries = given if several else [given]
    cotangents: list[Value | None] = []
    for i, (entry, target) in enumerate(zip(entries, targets, strict=True)):
        place = pointer / i if several else pointer
        if entry is None:
            cotangents.append(None)
            continue
        dtype = target.dtype if is_differentiable(target.dtype) else DTYPES[request.dtype]
        array = decode(entry, place, dtype, None if isinstance(entry, dict) else dtype)
        if array.shape != target.shape:
            raise refuse(place, f"expected the target's shape {target.shape}, got {array.shape}")
        value = recording.tape.input(target.shape, dtype)
        feeds[value] = np.asarray(array, dtype)
        cotangents.append(value)
    return cotangents


Question = Callable[[Any, Budget, int], Compiled]
