"""Nodes without names, each distinct one once, and the document they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from app.importers.errors import NotImportable
from app.ops import REGISTRY

Document = dict[str, Any]

LONGEST_NAME = 200
# Whole numbers up to here are the same in float64, and those of int64 end here.
LARGEST_EXACT = 2**53
LARGEST_INTEGER = 2**63
# Exact numbers have no more bits, or a few lines of text could ask for millions of digits.
MOST_BITS = 4096


@dataclass(eq=False, slots=True)
class Input:
    """An input of the graph.

    Attributes:
        name: its name in the document.
        matrix: whether it multiplies as a matrix does.
        nonnegative: whether it is known not to be negative.
        declared: what the document says of it.
    """

    name: str
    matrix: bool = False
    nonnegative: bool = False
    declared: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Node:
    """The application of an operation.

    Attributes:
        op: the operation's name.
        operands: what it is applied to.
        attributes: as they go into the document.
        matrix: whether it multiplies as a matrix does.
        wish: the name it is to have.
    """

    op: str
    operands: tuple[Value, ...]
    attributes: Mapping[str, Any]
    matrix: bool = False
    wish: str | None = None


# Numbers stay exact as long as they are rational; they become literals of the document.
Number = Fraction | float
Ref = Input | Node
Real = Number | Ref
Value = Real | bool


def is_number(value: Value) -> bool:
    """Whether a value is a number known now, and not a truth value."""
    return isinstance(value, Fraction | float)


def finite(number: Number) -> Number:
    """The number, if float64 can hold it; as a float once it has more digits than are worth carrying on.

    Raises:
        NotImportable: it cannot.
    """
    try:
        inside = bool(np.isfinite(float(number)))
    except OverflowError:
        inside = False
    if not inside:
        raise NotImportable("a number is beyond the range of float64")
    return float(number) if isinstance(number, Fraction) and bits(number) > MOST_BITS else number


def bits(number: Fraction) -> int:
    """How long the longer of its two parts is."""
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def literal(number: Number, *, floating: bool = False) -> int | float:
    """The number as it stands in a document."""
    if (
        isinstance(number, Fraction)
        and number.denominator == 1
        and abs(number) < LARGEST_INTEGER
        and not floating
    ):
        return int(number)
    return float(finite(number))


class Draft:
    """The nodes of a graph that is being made."""

    def __init__(self) -> None:
        self.inputs: dict[str, Input] = {}
        self.nodes: list[Node] = []
        self._known: dict[Any, Node] = {}

    def input(self, name: str) -> Input:
        """The input of this name.

        Raises:
            NotImportable: a document cannot have this name.
        """
        if name not in self.inputs:
            if not name or ":" in name or len(name) > LONGEST_NAME:
                raise NotImportable(f"{name!r} cannot be the name of an input: 1 to 200 characters, no colon")
            self.inputs[name] = Input(name)
        return self.inputs[name]

    def apply(self, op: str, *operands: Value, matrix: bool | None = None, **attributes: Any) -> Value:
        """An operation applied to values: a number if that is known now, a node otherwise.

        Args:
            op: the operation's name.
            operands: what it is applied to.
            matrix: whether the result multiplies as a matrix does; by default if one of the operands does.
            attributes: the node's attributes.
        """
        if operands and not attributes and all(is_number(o) for o in operands):
            known = _computed(op, operands)
            if known is not None:
                return known
        key = (op, *(_key(o) for o in operands), *((name, repr(v)) for name, v in attributes.items()))
        if key not in self._known:
            inherited = any(isinstance(o, Ref) and o.matrix for o in operands)
            node = Node(op, operands, attributes, inherited if matrix is None else matrix)
            self._known[key] = node
            self.nodes.append(node)
        return self._known[key]

    def document(self, outputs: Iterable[tuple[str, Value]]) -> Document:
        """The graph document, with what the outputs depend on and nothing else."""
        results = self._results(outputs)
        used = _reachable(results)
        inputs = [i for i in self.inputs.values() if i in used]
        nodes = [node for node in self.nodes if node in used]
        names = _named(inputs, results, nodes)
        document: Document = {
            "nodes": [_written(node, names) for node in nodes],
            "outputs": [names[node] for node in results],
        }
        declared = {i.name: i.declared for i in inputs if i.declared}
        return {**document, "inputs": declared} if declared else document

    def _results(self, outputs: Iterable[tuple[str, Value]]) -> list[Node]:
        """A node of its own for each output, with the output's name."""
        results: list[Node] = []
        for name, value in outputs:
            node = value if isinstance(value, Node) and value not in results else self._standing_for(value)
            node.wish = name
            results.append(node)
        return results

    def _standing_for(self, value: Value) -> Node:
        if isinstance(value, Ref):
            node = Node("identity", (value,), {}, value.matrix)
        else:
            number = value if isinstance(value, bool) else float(finite(value))
            node = Node("full", (), {"shape": [], "value": number})
        self.nodes.append(node)
        return node


def _computed(op: str, operands: Sequence[Any]) -> Number | bool | None:
    """The result of an operation on numbers, if it has one that a document can hold."""
    entry = REGISTRY[op]
    if entry.composite or not entry.elementwise:
        return None
    with np.errstate(all="ignore"):
        result = entry.apply(*(np.float64(finite(o)) for o in operands)).item()
    return result if np.isfinite(result) else None


def _key(operand: Value) -> Any:
    """What makes an operand the same as another: 0.0 and -0.0, 1 and True differ."""
    return id(operand) if isinstance(operand, Ref) else (type(operand).__name__, repr(operand))


def _reachable(results: Sequence[Ref]) -> set[Ref]:
    found: set[Ref] = set(results)
    waiting = list(results)
    while waiting:
        ref = waiting.pop()
        operands = ref.operands if isinstance(ref, Node) else ()
        new = {o for o in operands if isinstance(o, Ref)} - found
        found |= new
        waiting.extend(new)
    return found


def _named(inputs: Sequence[Input], results: Sequence[Node], nodes: Sequence[Node]) -> dict[Ref, str]:
    names: dict[Ref, str] = {i: i.name for i in inputs}
    unique = Names(names.values())
    for node in (*results, *nodes):
        if node not in names and node.wish is not None:
            names[node] = unique.new(node.wish)
    number = 0
    for node in nodes:
        if node not in names:
            number += 1
            names[node] = unique.new(f"t{number}")
    return names


def _written(node: Node, names: Mapping[Ref, str]) -> Document:
    # Whole literals that meet nothing else would be computed in int64.
    alone = not any(isinstance(o, Ref) for o in node.operands)
    inputs = [names[o] if isinstance(o, Ref) else literal(o, floating=alone) for o in node.operands]
    return {"name": names[node], "op": node.op, "inputs": inputs, **node.attributes}


class Names:
    """Names that a document can have, none of them twice."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def new(self, wish: str) -> str:
        """The name wished for, changed as little as is needed."""
        base = wish.replace(":", "_")[: LONGEST_NAME - 8] or "_"
        name, number = base, self._last.get(base, 1)
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._last[base] = number
        self._taken.add(name)
        return name
