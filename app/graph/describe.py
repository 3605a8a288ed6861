"""A graph looked at without being asked a question: is it right, and what does it consist of?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.graph.estimate import Estimated, estimate
from app.graph.inquiry import (
    ROOT,
    Limits,
    check_nodes,
    declared_of,
    declared_specs,
    located,
    values_of,
    written,
)
from app.graph.program import program_of
from app.graph.record import Recording
from app.graph.requests import GraphRequest, Request
from app.graph.schema import DeclaredInput, Graph
from app.graph.source import Source
from app.graph.uses import Uses, outputs_of
from app.graph.values import Array
from app.ops.spec import Spec, spec_of


@dataclass(frozen=True, slots=True)
class Look:
    """A graph, and what is known of its inputs.

    Attributes:
        request: which has the graph.
        limits: what it may take.
        graph: the graph.
        source: the program that it was written as.
        names: its inputs.
        arrays: the values given.
        specs: shapes and dtypes, given or declared.
    """

    request: Request
    limits: Limits
    graph: Graph
    source: Source | None
    names: list[str]
    arrays: Mapping[str, Array]
    specs: Mapping[str, Spec]

    @property
    def unknown(self) -> list[str]:
        """The inputs of which nothing is known."""
        return [name for name in self.names if name not in self.specs]

    def recorded(self) -> Recording:
        """The graph recorded, as far as the shapes of its inputs are known.

        Raises:
            WengertError: it does not fit.
        """
        tape = self.limits.tape(self.request.dtype)
        with located(self.source):
            recording = Recording(
                self.graph,
                self.specs,
                tape,
                max_nodes=self.limits.max_nodes,
                source=self.source,
                unknown=self.unknown,
            )
            for i, reference in enumerate(self.graph.outputs or ()):
                if reference.partition(":")[0] not in recording.skipped:
                    recording.value(reference, ROOT / "graph" / "outputs" / i)
        return recording


def look(request: Request, limits: Limits) -> Look:
    """The graph of a request whose values may be missing.

    Raises:
        WengertError: the document does not fit.
    """
    declared = declared_of(request)
    arrays = values_of(request, declared)
    specs = {**declared_specs(request, declared), **{name: spec_of(array) for name, array in arrays.items()}}
    graph, source = written(request, specs, limits, closed=False)
    check_nodes(graph, limits.max_nodes)
    return Look(request, limits, graph, source, inputs_of(graph), arrays, specs)


def describe(request: GraphRequest, limits: Limits) -> Estimated:
    """Is the graph right, and what does it consist of?"""
    seen, declared = look(request, limits), declared_of(request)
    graph, source = seen.graph, seen.source
    recording = seen.recorded()
    estimated = None if seen.unknown else estimate(request, limits).answer
    results = {
        name if len(values) == 1 else f"{name}:{i}": value
        for name, values in recording.scope.results.items()
        if name not in recording.inputs
        for i, value in enumerate(values)
    }
    warnings = estimated.pop("warnings", []) if estimated else []
    answer = {
        "graph": graph.model_dump(mode="json", exclude_unset=True),
        "program": program_of(graph),
        "inputs": {name: _input(seen.specs.get(name), declared.get(name)) for name in seen.names},
        "outputs": list(outputs_of(graph)),
        "names": {} if source is None else dict(source.names),
        "shapes": {name: list(value.shape) for name, value in results.items()},
        "dtypes": {name: str(value.dtype) for name, value in results.items()},
        "estimate": estimated,
    }
    return Estimated({**answer, "warnings": warnings} if warnings else answer)


def inputs_of(graph: Graph) -> list[str]:
    """The names that a graph uses and does not compute, and those that it declares."""
    uses, own = Uses(graph), set()
    found = dict.fromkeys(graph.inputs)
    later = {node["name"] for node in graph.nodes}
    for node in graph.nodes:
        names = sorted(uses.of(node), key=_order(node))
        found.update(dict.fromkeys(name for name in names if name not in own and name not in later))
        own.add(node["name"])
    outputs = [reference.partition(":")[0] for reference in outputs_of(graph)]
    found.update(dict.fromkeys(name for name in outputs if name not in own))
    return list(found)


def _order(node: Mapping[str, Any]) -> Any:
    """Inputs in their order, then what functions use, by name."""
    names = [i.partition(":")[0] for i in node["inputs"] if isinstance(i, str)]
    return lambda name: (names.index(name) if name in names else len(names), name)


def _input(spec: Spec | None, declared: DeclaredInput | None) -> dict[str, Any]:
    if spec is not None:
        return {"dtype": str(spec.dtype), "shape": list(spec.shape)}
    return {"dtype": declared.dtype if declared else None, "shape": declared.shape if declared else None}
