"""Which functions and which names the nodes of a document use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.errors import InvalidDocument, Pointer
from app.graph.schema import FunctionDocument, Graph
from app.ops import REGISTRY

# Each level is recorded inside the one around it.
MOST_NESTED = 30


def outputs_of(document: FunctionDocument | Graph) -> Sequence[str]:
    """The results of a graph or a function by name: those declared, or its last node."""
    if document.outputs is not None:
        return document.outputs
    return [document.nodes[-1]["name"]] if document.nodes else []


class Uses:
    """Which names the functions of a document use.

    Attributes:
        sources: what derivative operations are taken with respect to, whichever scope it belongs to.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._depth = 0
        lists = [graph.nodes, *(function.nodes for function in graph.functions.values())]
        self.sources = frozenset(name for nodes in lists for name in _sources_of(nodes))

    def by(self, function: str) -> tuple[frozenset[str], frozenset[str]]:
        """The names around it that a function uses, and those that it differentiates with respect to; the
        functions that it uses included.

        Raises:
            InvalidDocument: functions use each other too deep.
        """
        if function not in self._known:
            if self._depth == MOST_NESTED:
                raise InvalidDocument(
                    f"functions use each other more than {MOST_NESTED} deep",
                    pointer=str(Pointer() / "graph" / "functions" / function),
                )
            self._known[function] = (frozenset(), frozenset())
            self._depth += 1
            self._known[function] = self._found(function)
            self._depth -= 1
        return self._known[function]

    def of(self, node: Mapping[str, Any]) -> frozenset[str]:
        """The names that a node uses, itself and by its functions."""
        names = {i.partition(":")[0] for i in node["inputs"] if isinstance(i, str)}
        return frozenset(names.union(*(self.by(name)[0] for name in functions_of(node))))

    def _found(self, function: str) -> tuple[frozenset[str], frozenset[str]]:
        document = self._graph.functions.get(function)
        if document is None:
            return frozenset(), frozenset()
        own = {*document.inputs, *(node["name"] for node in document.nodes)}
        used = {r.partition(":")[0] for node in document.nodes for r in node["inputs"] if isinstance(r, str)}
        sources = _sources_of(document.nodes)
        used |= {reference.partition(":")[0] for reference in outputs_of(document)}
        inner = [name for node in document.nodes for name in functions_of(node)]
        inner += [] if document.gradient is None else [document.gradient]
        for name in inner:
            more_used, more_sources = self.by(name)
            used |= more_used
            sources |= more_sources
        return frozenset(used - own), frozenset(sources - own)


def functions_of(node: Mapping[str, Any]) -> list[str]:
    """The functions that a node carries out."""
    attributes = REGISTRY[node["op"]].attributes
    return [node[a.name] for a in attributes if a.is_function and isinstance(node.get(a.name), str)]


def _sources_of(nodes: Sequence[Mapping[str, Any]]) -> set[str]:
    found = set()
    for node in nodes:
        at = REGISTRY[node["op"]].source
        if at is not None and at < len(node["inputs"]) and isinstance(node["inputs"][at], str):
            found.add(node["inputs"][at].partition(":")[0])
    return found
