"""From a graph document to a tape: every node recorded, every name resolved, every error with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from app.engine import Tape, Value
from app.errors import (
    BudgetExceeded,
    DuplicateName,
    Fault,
    NonFiniteValue,
    OperationError,
    Pointer,
    UnknownName,
    did_you_mean,
)
from app.graph.schema import Graph
from app.ops import REGISTRY
from app.ops.spec import Spec, is_differentiable

NODES = Pointer() / "graph" / "nodes"


class Recording:
    """A graph on a tape.

    Attributes:
        inputs: the values given, by name.
        forward: how many of the tape's instructions are the graph itself.
        shifts: with `shifted`, the input that was added to each source's results, by name.

    Args:
        graph: the document.
        inputs: the shape and dtype of each value given.
        tape: what to record on.
        sources: names that derivatives are taken with respect to; nodes among them keep an identity of
            their own on the tape.
        shifted: whether to add to each source an input of its own, `shifts`, through which it can be moved.

    Raises:
        UnknownName, DuplicateName, OperationError, BudgetExceeded: with pointers into the document.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Spec],
        tape: Tape,
        sources: Collection[str] = (),
        *,
        shifted: bool = False,
    ) -> None:
        self.graph = graph
        self.tape = tape
        self.inputs = {name: tape.input(spec.shape, spec.dtype) for name, spec in inputs.items()}
        self._results: dict[str, tuple[Value, ...]] = {name: (v,) for name, v in self.inputs.items()}
        inside = [
            node["inputs"][1]
            for node in graph.nodes
            if REGISTRY[node["op"]].symbolic and len(node["inputs"]) > 1
        ]
        named = [name for name in (*sources, *inside) if isinstance(name, str)]
        self._sources = {name.partition(":")[0] for name in named}
        self._shifted = shifted
        self.shifts: dict[str, tuple[Value, ...]] = {}
        for name in self._sources & set(self.inputs) if shifted else ():
            self._results[name] = self._shift(name, self._results[name])
        for position, node in enumerate(graph.nodes):
            self._record(position, node)
        self.forward = len(tape.instructions)

    def value(self, reference: str, pointer: Pointer) -> Value:
        """The value that a reference names.

        Raises:
            UnknownName: nothing has this name.
        """
        name, colon, number = reference.partition(":")
        results = self._results.get(name)
        if results is None:
            raise self._unknown(name, pointer)
        if not colon:
            number = "0"
        if not number.isdecimal() or int(number) >= len(results):
            count = len(results)
            raise UnknownName(
                f"'{reference}': '{name}' has {count} result{'s' * (count != 1)}, "
                + (f"'{name}:0' to '{name}:{count - 1}'" if count > 1 else f"'{name}'"),
                pointer=str(pointer),
            )
        return results[int(number)]

    def shapes(self) -> dict[str, list[int]]:
        """The shape of every node's result; of several results each under its own reference."""
        return {
            name if len(results) == 1 else f"{name}:{i}": list(value.shape)
            for name, results in self._results.items()
            if name not in self.inputs
            for i, value in enumerate(results)
        }

    def names(self) -> dict[Value, str]:
        """The name of each value that has one."""
        return {
            value: name if len(results) == 1 else f"{name}:{i}"
            for name, results in reversed(self._results.items())
            for i, value in enumerate(results)
        }

    def _record(self, position: int, node: Mapping[str, Any]) -> None:
        name = node["name"]
        if name in self._results:
            what = "a value has this name too" if name in self.inputs else "an earlier node has this name"
            raise DuplicateName(
                f"the name '{name}' is given twice: {what}", pointer=str(NODES / position / "name")
            )
        op = REGISTRY[node["op"]]
        attributes = {key: value for key, value in node.items() if key not in ("name", "op", "inputs")}
        operands = [self._operand(reference, position, i) for i, reference in enumerate(node["inputs"])]
        self.tape.origin = position
        with self.locating():
            result = self.tape.record(op, tuple(operands), attributes)
        results = result if isinstance(result, tuple) else (result,)
        if name in self._sources and self._shifted:
            results = self._shift(name, results)
        elif name in self._sources:
            results = tuple(self.tape.watch(r) if is_differentiable(r.dtype) else r for r in results)
        self._results[name] = results

    def _shift(self, name: str, results: tuple[Value, ...]) -> tuple[Value, ...]:
        self.shifts[name] = tuple(self.tape.input(r.shape, r.dtype) for r in results)
        return tuple(
            r + shift if is_differentiable(r.dtype) else r
            for r, shift in zip(results, self.shifts[name], strict=True)
        )

    def _operand(self, reference: Any, position: int, index: int) -> Any:
        if not isinstance(reference, str):
            return reference
        return self.value(reference, NODES / position / "inputs" / index)

    def _unknown(self, name: str, pointer: Pointer) -> UnknownName:
        parts = pointer.parts
        where = ""
        if len(parts) == 5 and parts[:2] == NODES.parts:
            here = int(parts[2])
            node = self.graph.nodes[here]
            where = f"node '{node['name']}' ({node['op']}): "
            for later, other in enumerate(self.graph.nodes[here:], start=here):
                if other["name"] == name:
                    why = (
                        "uses itself"
                        if later == here
                        else f"uses '{name}', which comes later (node number {later})"
                    )
                    return UnknownName(
                        f"{where}{why}; a node may use only names that come before it", pointer=str(pointer)
                    )
        known = list(self._results)
        return UnknownName(
            f"{where}nothing is named '{name}': it is neither a node nor in parameters or constants"
            f"{did_you_mean(name, known)}",
            pointer=str(pointer),
        )

    @contextmanager
    def locating(self) -> Iterator[None]:
        """Add the node and pointers to errors from recording or running."""
        try:
            yield
        except OperationError as error:
            if error.faults:
                raise
            origin = error.origin if error.origin is not None else self.tape.origin
            raise self._located(error, origin) from error
        except (BudgetExceeded, NonFiniteValue) as error:
            if error.origin is None or error.faults:
                raise
            node = self.graph.nodes[error.origin]
            raise type(error)(
                f"node '{node['name']}' ({node['op']}): {error.detail}", pointer=str(NODES / error.origin)
            ) from error

    def _located(self, error: OperationError, position: int | None) -> OperationError:
        if position is None:
            return error
        node = self.graph.nodes[position]
        place = NODES / position
        given = ""
        if error.attribute is not None:
            place = place / error.attribute
        elif error.operand is not None and error.operand < len(node["inputs"]):
            place = place / "inputs" / error.operand
        if error.operand is not None or error.attribute is not None:
            given = self._shapes(node["inputs"])
        separator = "; " if given else ""
        detail = f"node '{node['name']}' ({node['op']}): {given}{separator}{error.detail}"
        return OperationError(
            detail, operand=error.operand, attribute=error.attribute, faults=[Fault(str(place), detail)]
        )

    def _shapes(self, references: Sequence[Any]) -> str:
        """The operands that are values, with their shapes, as a phrase."""
        names = [r for r in references if isinstance(r, str)]
        phrases = [f"{name} has shape {self.value(name, Pointer()).shape}" for name in dict.fromkeys(names)]
        if len(phrases) > 4:
            phrases = [*phrases[:3], f"{len(phrases) - 3} more inputs follow"]
        return " and ".join([", ".join(phrases[:-1]), phrases[-1]] if len(phrases) > 1 else phrases)
