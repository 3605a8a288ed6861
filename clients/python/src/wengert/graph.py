"""From tensors to the document of the graph that computes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from wengert.tensor import Tensor

DIFFERENTIAL = frozenset({"gradient", "jacobian", "hessian", "hvp", "vjp", "jvp"})


class Body(Protocol):
    """A function in a graph, as an attribute of the node that carries it out.

    Attributes:
        arguments: stand for what it is given.
        results: what it makes of them.
        inside: ids of what it computes.
        captured: what it uses from around it; the last inputs of the node.
    """

    arguments: Sequence[Tensor]
    results: Sequence[Tensor]
    inside: frozenset[int]
    captured: Sequence[Tensor]


def graph_of(
    targets: Sequence[Tensor], named: Mapping[int, str] | None = None
) -> tuple[dict[str, Any], dict[str, Any], dict[int, str]]:
    """The graph that computes tensors.

    Its text is the same for the same operations, whatever the values: names are numbers in order.

    Args:
        targets: what is computed.
        named: names for arrays, by id; others are numbered. What depends on them is computed though it be known.

    Returns:
        The graph, the values of its inputs by name, and the name of each tensor by id.
    """
    writer = _Writer(named or {})
    whole = _differentiated(targets) | dependent(targets, set(named or ()))
    ends = ordered(targets, whole)
    nodes = writer.nodes(ends, writer.names, whole)
    functions = {"functions": writer.functions} if writer.functions else {}
    return {"nodes": nodes, **functions}, writer.values, writer.names


class _Writer:
    def __init__(self, named: Mapping[int, str]) -> None:
        self.named = named
        self.values: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self.functions: dict[str, Any] = {}
        self._written: dict[tuple[Any, ...], str] = {}

    def nodes(
        self,
        tensors: Sequence[Tensor],
        names: dict[int, str],
        whole: set[int] | frozenset[int],
        scope: str = "",
    ) -> list[dict[str, Any]]:
        """The nodes for tensors, each after what it depends on.

        Args:
            tensors: in order.
            names: those that are there, to which new ones are added.
            whole: ids of what is computed though it be known.
            scope: stands before the names of nodes.
        """
        nodes: list[dict[str, Any]] = []
        groups: dict[tuple[Any, ...], str] = {}
        for one in tensors:
            if id(one) in names:
                continue
            if _is_given(one, whole):
                name = self.named.get(id(one), f"v{len(self.values)}")
                self.values[name] = one.held
                names[id(one)] = name
                continue
            inputs, attributes = self._parts(one, names)
            operation = one.operation.name if one.operation else ""
            # Several results of one application are results of one node.
            key = (operation, *inputs, json.dumps(attributes, sort_keys=True, default=str))
            node = groups.get(key)
            if node is None:
                node = groups[key] = f"{scope}n{len(nodes)}"
                nodes.append({"name": node, "op": operation, "inputs": inputs, **attributes})
            names[id(one)] = node if one.result is None else f"{node}:{one.result}"
        return nodes

    def _parts(self, one: Tensor, names: Mapping[int, str]) -> tuple[list[str], dict[str, Any]]:
        """The inputs of a node, and its attributes with functions by their names."""
        inputs = [names[id(operand)] for operand in one.inputs]
        bodies = bodies_of(one)
        end = len(inputs) - sum(len(body.captured) for body in bodies.values())
        attributes, place = dict(one.attributes), end
        for name, body in bodies.items():
            captured = inputs[place : place + len(body.captured)]
            attributes[name] = self._function(body, captured, names)
            place += len(body.captured)
        return inputs[:end], attributes

    def _function(self, body: Body, captured: Sequence[str], names: Mapping[int, str]) -> str:
        """The name of a function, which is written if it was not."""
        key = (id(body), *captured)
        if key in self._written:
            return self._written[key]
        name = self._written[key] = f"f{len(self._written)}"
        around = dict(zip(map(id, body.captured), captured, strict=True))
        inputs = [f"{name}.a{place}" for place in range(len(body.arguments))]
        inner = {**names, **around, **dict(zip(map(id, body.arguments), inputs, strict=True))}
        within = _sorted(body.results, lambda one: id(one) in inner)
        nodes = self.nodes(within, inner, body.inside, f"{name}.")
        outputs = [inner[id(result)] for result in body.results]
        self.functions[name] = {"inputs": inputs, "nodes": nodes, "outputs": outputs}
        return name


def bodies_of(one: Tensor) -> dict[str, Body]:
    """The functions among the attributes of an operation."""
    return {name: value for name, value in one.attributes.items() if hasattr(value, "captured")}


def dependent(targets: Sequence[Tensor], on: set[int]) -> set[int]:
    """Ids of what lies between these and the targets."""
    found: set[int] = set()
    for one in history(targets) if on else ():
        if any(id(operand) in on or id(operand) in found for operand in one.inputs):
            found.add(id(one))
    return found


def _differentiated(targets: Sequence[Tensor]) -> set[int]:
    """What must be computed again though its value is known, since derivatives lead through it, or may in a function."""
    found: set[int] = set()
    seen: set[int] = set()
    while True:
        # What is computed again may hold derivatives itself.
        new = [one for one in ordered(targets, found) if id(one) not in seen and _is_computed(one, found)]
        if not new:
            return found
        for one in new:
            seen.add(id(one))
            if bodies_of(one):
                found.update(id(part) for part in history(one.inputs))
            elif one.operation is not None and one.operation.name in DIFFERENTIAL:
                found |= dependent(one.inputs[:1], {id(source) for source in one.inputs[1:]})


def _is_computed(one: Tensor, whole: set[int]) -> bool:
    return one.operation is not None and not (one.known and id(one) not in whole)


def _is_given(one: Tensor, whole: set[int] | frozenset[int]) -> bool:
    return one.operation is None or (one.known and id(one) not in whole)


def ordered(targets: Sequence[Tensor], whole: set[int]) -> list[Tensor]:
    """Tensors and all that they must be computed from, each after what it depends on."""
    return _sorted(targets, lambda one: _is_given(one, whole))


def history(targets: Sequence[Tensor]) -> list[Tensor]:
    """Tensors and all that they were made of, whether or not their values are known, in the same order."""
    return _sorted(targets, lambda one: one.operation is None)


def _sorted(targets: Sequence[Tensor], is_end: Callable[[Tensor], bool]) -> list[Tensor]:
    """Deep graphs are no deep recursion."""
    found: dict[int, Tensor] = {}
    waiting = [(one, False) for one in reversed(targets)]
    while waiting:
        one, entered = waiting.pop()
        if id(one) in found:
            continue
        if entered or is_end(one):
            found[id(one)] = one
            continue
        waiting.append((one, True))
        waiting += [(operand, False) for operand in reversed(one.inputs)]
    return [*found.values()]
