"""Nodes as a program gives rise to them, without names; and the document they become."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.graph.source import Source, Span
from app.ops import Op
from app.ops.spec import Spec

Document = dict[str, Any]
NOWHERE = Span(1, 0, 1, 1)


@dataclass(eq=False, slots=True)
class Input:
    """An input of the graph."""

    name: str


@dataclass(eq=False, slots=True)
class Argument:
    """An argument of a function; `spec` tells its shape and dtype where they are known."""

    wish: str
    spec: Callable[[], Spec | None]
    block: Function


@dataclass(eq=False, slots=True)
class Node:
    """The application of an operation.

    Attributes:
        op: the operation.
        inputs: references and numbers.
        attributes: as they go into the document, but for functions.
        span: the expression.
        block: the list it stands in.
        wish: the name that it was assigned to.
        level: how many calls deep that was.
        single: whether it gives one value, though by its number as operations with several do.
    """

    op: Op
    inputs: Sequence[Any]
    attributes: Mapping[str, Any]
    span: Span
    block: Block
    wish: str | None = None
    level: int = 0
    single: bool = False

    def called(self, name: str, level: int) -> None:
        """Wish for a name, unless there is one given as far out."""
        if self.wish is None or level < self.level:
            self.wish, self.level = name, level


class Ref(NamedTuple):
    """A value: an input, an argument, or a result of a node."""

    of: Input | Argument | Node
    result: int | None = None


@dataclass(eq=False)
class Block:
    """A list of nodes: those of the graph.

    Attributes:
        around: the list that it stands in.
    """

    around: Block | None = None
    nodes: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Function(Block):
    """A list of nodes: those of a function."""

    wish: str = "function"
    span: Span = NOWHERE
    arguments: list[Argument] = field(default_factory=list)
    outputs: list[Ref] = field(default_factory=list)
    gradient: Function | None = None
    checkpoint: bool = False

    def signature(self) -> Any:
        """What makes it the same function as another: all but its names and places."""
        numbers: dict[Any, int] = {owner: i for i, owner in enumerate((*self.arguments, *self.nodes))}

        def key(value: Any) -> Any:
            if isinstance(value, Ref):
                return ("ref", numbers.get(value.of, id(value.of)), value.result)
            if isinstance(value, Mapping):
                return tuple((k, key(v)) for k, v in value.items())
            if isinstance(value, list | tuple):
                return tuple(key(v) for v in value)
            return id(value) if isinstance(value, Function) else (type(value).__name__, repr(value))

        nodes = [(n.op.name, key(n.inputs), key(n.attributes), n.wish) for n in self.nodes]
        wishes = tuple(a.wish for a in self.arguments)
        flags = (self.wish, id(self.gradient) if self.gradient else None, self.checkpoint)
        return (wishes, tuple(nodes), key(self.outputs), flags)


class Names:
    """Names that nobody has twice."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def is_free(self, wish: str) -> bool:
        """Whether nobody has the name."""
        return wish not in self._taken

    def new(self, wish: str, *, numbered: bool = False) -> str:
        """The name wished for, with a number behind it if it is taken or `numbered`."""
        if not numbered and wish not in self._taken:
            self._taken.add(wish)
            return wish
        stem = wish if numbered and wish == "t" else f"{wish}_"
        number = self._next.get(stem, 1)
        while f"{stem}{number}" in self._taken:
            number += 1
        self._next[stem] = number + 1
        name = f"{stem}{number}"
        self._taken.add(name)
        return name


class Naming:
    """Gives every draft its name, and writes the document.

    Args:
        graph: the nodes of the graph.
        functions: those that are used.
        inputs: the graph's inputs.
        bound: what each name of the program stands for at its end.
        reserved: names that no node may have: those of values that the program does not use.
    """

    def __init__(
        self,
        graph: Block,
        functions: Sequence[Function],
        inputs: Iterable[str],
        bound: Mapping[str, Any],
        reserved: Iterable[str],
    ) -> None:
        self.graph, self.functions, self.bound = graph, functions, bound
        self._names: dict[Any, str] = {}
        self._unnamed: dict[str, Span] = {}
        self._unique = Names({*inputs, *reserved})
        for block in (graph, *functions):
            self._name(block)

    def _name(self, block: Block) -> None:
        arguments = block.arguments if isinstance(block, Function) else []
        for argument in arguments:
            self._names[argument] = self._unique.new(argument.wish)
        last = {node.wish: node for node in block.nodes if node.wish is not None}
        plain = {}
        for wish, node in last.items():
            if self._unique.is_free(wish) and (block is not self.graph or self._is_bound(wish, node)):
                plain[node] = self._unique.new(wish)
        for node in block.nodes:
            if node in plain:
                self._names[node] = plain[node]
            elif node.wish is not None:
                self._names[node] = self._unique.new(node.wish, numbered=True)
            else:
                self._names[node] = self._unique.new("t", numbered=True)
                self._unnamed[self._names[node]] = node.span
        if isinstance(block, Function):
            self._names[block] = self._unique.new(block.wish)

    def _is_bound(self, wish: str, node: Node) -> bool:
        bound = self.bound.get(wish)
        return wish not in self.bound or node in (getattr(bound, "of", None), getattr(bound, "node", None))

    def reference(self, ref: Ref) -> str:
        """A reference as it stands in the document."""
        name = ref.of.name if isinstance(ref.of, Input) else self._names[ref.of]
        return name if ref.result is None else f"{name}:{ref.result}"

    def document(self, outputs: Sequence[Ref]) -> Document:
        """The graph document."""
        document: Document = {
            "nodes": [self._node(node) for node in self.graph.nodes],
            "outputs": [self.reference(ref) for ref in outputs],
        }
        if self.functions:
            document["functions"] = {self._names[f]: self._function(f) for f in self.functions}
        return document

    def _node(self, node: Node) -> Document:
        inputs = [self.reference(i) if isinstance(i, Ref) else i for i in node.inputs]
        attributes = {
            key: self._names[value] if isinstance(value, Function) else jsonable(value)
            for key, value in node.attributes.items()
        }
        return {"name": self._names[node], "op": node.op.name, "inputs": inputs, **attributes}

    def _function(self, function: Function) -> Document:
        document: Document = {
            "inputs": [self._names[argument] for argument in function.arguments],
            "nodes": [self._node(node) for node in function.nodes],
            "outputs": [self.reference(ref) for ref in function.outputs],
        }
        if function.gradient is not None:
            document["gradient"] = self._names[function.gradient]
        return {**document, "checkpoint": True} if function.checkpoint else document

    def located(self, source: Source) -> Source:
        """The source with the places of all nodes, and the names of the program that are none."""
        for i, node in enumerate(self.graph.nodes):
            source.spans[f"/graph/nodes/{i}"] = node.span
        for function in self.functions:
            place = f"/graph/functions/{_escaped(self._names[function])}"
            source.spans[place] = function.span
            for i, node in enumerate(function.nodes):
                source.spans[f"{place}/nodes/{i}"] = node.span
        source.given = self._unnamed
        references = {name: ref for name, ref in self.bound.items() if isinstance(ref, Ref)}
        named = {name: self.reference(ref) for name, ref in references.items()}
        source.names = {name: reference for name, reference in named.items() if name != reference}
        return source


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def jsonable(value: Any) -> Any:
    """An attribute as it stands in a document: lists for tuples, infinities by name."""
    if isinstance(value, tuple | list):
        return [jsonable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
