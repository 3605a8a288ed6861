"""From a graph document to a tape: every node recorded, every name resolved, every error with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from app.engine import Checkpointed, Function, Tape, Value, WithGradient, follow
from app.errors import (
    BudgetExceeded,
    DuplicateName,
    Fault,
    InvalidDocument,
    NonFiniteValue,
    OperationError,
    Pointer,
    UnknownName,
    did_you_mean,
)
from app.graph.schema import FunctionDocument, Graph
from app.graph.source import Source
from app.graph.uses import Uses, outputs_of
from app.ops import REGISTRY, Op
from app.ops.spec import Spec, is_differentiable

GRAPH = Pointer() / "graph"
NODES = GRAPH / "nodes"
FUNCTIONS = GRAPH / "functions"

# Inputs of a node, before which it is looked whether there is time left.
MANY = 64


class Site:
    """A node of a document, as the origin of instructions.

    Attributes:
        scope: whose node it is.
        position: its number in the list of nodes.
    """

    __slots__ = ("position", "scope")

    def __init__(self, scope: Scope, position: int) -> None:
        self.scope = scope
        self.position = position

    @property
    def node(self) -> Mapping[str, Any]:
        return self.scope.nodes[self.position]

    @property
    def pointer(self) -> Pointer:
        return self.scope.place / self.position

    @property
    def line(self) -> int | None:
        """The line of the program that it was written in, if it was."""
        source = self.scope.recording.source
        span = None if source is None else source.spans.get(str(self.pointer))
        return None if span is None else span.line

    def fault(self, detail: str, *, place: Pointer | None = None, given: str = "") -> Fault:
        """What is wrong with this node, with its name, or its line where it was written as a program."""
        node, source = self.node, self.scope.recording.source
        said = f"{given}; {detail}" if given else detail
        if source is not None:
            return source.fault(source.spans.get(str(self.pointer)), f"{node['op']}: {said}")
        of = f" of function '{self.scope.function}'" if self.scope.function else ""
        return Fault(str(place or self.pointer), f"node '{node['name']}' ({node['op']}){of}: {said}")


class Scope:
    """The nodes of a graph or of a function, recorded in order, and the names that they give.

    Args:
        recording: what it belongs to.
        tape: what its nodes are recorded on.
        nodes: the nodes.
        place: where they stand in the document.
        results: the names there already.
        around: the scope of the node that uses this function; its names can be used too.
        function: the name of the function.
    """

    def __init__(
        self,
        recording: Recording,
        tape: Tape,
        nodes: Sequence[Mapping[str, Any]],
        place: Pointer,
        results: Mapping[str, tuple[Value, ...]],
        *,
        around: Scope | None = None,
        function: str = "",
    ) -> None:
        self.recording = recording
        self.tape = tape
        self.nodes = nodes
        self.place = place
        self.given = frozenset(results)
        self.results = dict(results)
        self.around = around
        self.function = function

    def record_all(self) -> None:
        """Record every node; of a graph whose inputs are not all known, those that can be."""
        recording, skipped = self.recording, self.recording.skipped
        for position, node in enumerate(self.nodes):
            if skipped and not skipped.isdisjoint(recording.uses.of(node)):
                self.look_at(position)
                skipped.add(node["name"])
            else:
                self.record(position)

    def look_at(self, position: int) -> None:
        """Check what can be checked of a node that is not recorded.

        Raises:
            UnknownName, DuplicateName, OperationError: with pointers into the document.
        """
        recording, site = self.recording, Site(self, position)
        node = site.node
        if node["name"] in self.results or node["name"] in recording.skipped:
            raise self._duplicate(node["name"], position)
        recording.count(site)
        with recording.locating(site):
            REGISTRY[node["op"]].check_arity(len(node["inputs"]))
            REGISTRY[node["op"]].bind(self._attributes(REGISTRY[node["op"]], position))
        for index, reference in enumerate(node["inputs"]):
            if isinstance(reference, str) and reference.partition(":")[0] not in recording.skipped:
                self._operand(reference, position, index)

    def record(self, position: int) -> None:
        """Record the next node.

        Raises:
            UnknownName, DuplicateName, OperationError, BudgetExceeded: with pointers into the document.
        """
        recording, site = self.recording, Site(self, position)
        node = site.node
        name = node["name"]
        if name in self.results:
            raise self._duplicate(name, position)
        recording.count(site)
        op = REGISTRY[node["op"]]
        operands = [self._operand(reference, position, i) for i, reference in enumerate(node["inputs"])]
        if len(operands) >= MANY:
            # One instruction, and as much work as so many.
            self.tape.check(0)
        attributes = self._attributes(op, position)
        before, self.tape.origin = self.tape.origin, site
        with recording.locating(site):
            result = self.tape.record(op, tuple(operands), attributes)
        self.tape.origin = before
        results = result if isinstance(result, tuple) else (result,)
        self.results[name] = recording.as_source(name, results, self)

    def _duplicate(self, name: str, position: int) -> DuplicateName:
        what = "a value has this name too" if name in self.given else "an earlier node has this name"
        place = self.place / position / "name"
        return DuplicateName(f"the name '{name}' is given twice: {what}", pointer=str(place))

    def _attributes(self, op: Op, position: int) -> dict[str, Any]:
        """The node's attributes, with functions in place of their names."""
        node = self.nodes[position]
        attributes = {key: value for key, value in node.items() if key not in ("name", "op", "inputs")}
        for attribute in op.attributes:
            if attribute.is_function and attribute.name in attributes:
                place = self.place / position / attribute.name
                attributes[attribute.name] = self.recording.function(attributes[attribute.name], self, place)
        return attributes

    def find(self, name: str) -> tuple[Value, ...] | None:
        """The results of this name, here or around."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.results:
                return scope.results[name]
            scope = scope.around
        return None

    def value(self, reference: str, pointer: Pointer, position: int | None = None) -> Value:
        """The value that a reference names.

        Raises:
            UnknownName: nothing has this name.
        """
        name, colon, number = reference.partition(":")
        results = self.find(name)
        if results is None:
            raise self._unknown(name, pointer, position)
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

    def _operand(self, reference: Any, position: int, index: int) -> Any:
        if not isinstance(reference, str):
            return reference
        return self.value(reference, self.place / position / "inputs" / index, position)

    def _unknown(self, name: str, pointer: Pointer, position: int | None) -> UnknownName:
        where = ""
        if position is not None:
            node = self.nodes[position]
            where = f"node '{node['name']}' ({node['op']}): "
            for later, other in enumerate(self.nodes[position:], start=position):
                if other["name"] == name:
                    why = (
                        "uses itself"
                        if later == position
                        else f"uses '{name}', which comes later (node number {later})"
                    )
                    return UnknownName(
                        f"{where}{why}; a node may use only names that come before it", pointer=str(pointer)
                    )
        known = [*self.results, *(self.around.results if self.around else ())]
        return UnknownName(
            f"{where}nothing is named '{name}': it is neither a node nor in parameters or constants"
            f"{did_you_mean(name, known)}",
            pointer=str(pointer),
        )

    def described(self, references: Sequence[Any]) -> str:
        """The operands that are values, with their shapes, as a phrase."""
        names = dict.fromkeys(
            r for r in references if isinstance(r, str) and self.find(r.partition(":")[0]) is not None
        )
        phrases = [f"{self._shown(name)} has shape {self.value(name, Pointer()).shape}" for name in names]
        if len(phrases) > 4:
            phrases = [*phrases[:3], f"{len(phrases) - 3} more inputs follow"]
        return " and ".join([", ".join(phrases[:-1]), phrases[-1]] if len(phrases) > 1 else phrases)

    def _shown(self, name: str) -> str:
        source = self.recording.source
        return name if source is None else source.shown(name)


class Recording:
    """A graph on a tape.

    Attributes:
        inputs: the values given, by name.
        forward: how many of the tape's instructions are the graph itself.
        shifts: with `shifted`, the input that was added to each source's results, by name.
        skipped: inputs of which nothing is known, and the nodes that depend on them.

    Args:
        graph: the document.
        inputs: the shape and dtype of each value given.
        tape: what to record on.
        sources: names that derivatives are taken with respect to; nodes among them keep an identity of
            their own on the tape.
        shifted: whether to add to each source an input of its own, `shifts`, through which it can be moved.
        max_nodes: the most nodes recorded, those of a function counted as often as it is used.
        source: the program that the graph was written as.
        unknown: inputs of which nothing is known; what depends on them is left out.

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
        max_nodes: float = float("inf"),
        source: Source | None = None,
        unknown: Collection[str] = (),
    ) -> None:
        self.graph = graph
        self.skipped = set(unknown)
        self.tape = tape
        self.source = source
        self.inputs = {name: tape.input(spec.shape, spec.dtype) for name, spec in inputs.items()}
        self.uses = Uses(graph)
        self._sources = {name.partition(":")[0] for name in sources}
        self._shifted = shifted
        self._max_nodes = max_nodes
        self._recorded = 0
        self._using: list[str] = []
        self.shifts: dict[str, tuple[Value, ...]] = {}
        results = {name: (value,) for name, value in self.inputs.items()}
        for name in self._sources & set(self.inputs) if shifted else ():
            results[name] = self._shift(name, results[name])  # type: ignore[assignment]
        self.scope = Scope(self, tape, graph.nodes, NODES, results)
        self.scope.record_all()
        self.forward = len(tape.instructions)

    def value(self, reference: str, pointer: Pointer) -> Value:
        """The value that a reference names; where the graph was written as a program, a name of that.

        Raises:
            UnknownName: nothing has this name.
        """
        name = reference.partition(":")[0]
        if self.source is not None and name not in self.scope.results:
            reference = self.source.names.get(reference, reference)
        return self.scope.value(reference, pointer)

    def shapes(self) -> dict[str, list[int]]:
        """The shape of every node's result; of several results each under its own reference."""
        return {
            name if len(results) == 1 else f"{name}:{i}": list(value.shape)
            for name, results in self.scope.results.items()
            if name not in self.inputs
            for i, value in enumerate(results)
        }

    def names(self) -> dict[Value, str]:
        """The name of each value that has one."""
        return {
            value: name if len(results) == 1 else f"{name}:{i}"
            for name, results in reversed(self.scope.results.items())
            for i, value in enumerate(results)
        }

    def count(self, site: Site) -> None:
        """Count a node that is recorded.

        Raises:
            BudgetExceeded: there are too many.
        """
        self._recorded += 1
        if self._recorded > self._max_nodes:
            raise BudgetExceeded(
                f"the graph has more than {self._max_nodes:g} nodes, those of a function counted each time it is "
                "used",
                pointer=str(site.pointer),
            )

    def as_source(self, name: str, results: tuple[Value, ...], scope: Scope) -> tuple[Value, ...]:
        """The results of a node, with an identity of their own if derivatives are taken with respect to them."""
        top = scope is self.scope
        if top and name in self._sources and self._shifted:
            return self._shift(name, results)
        if name in self.uses.sources or (top and name in self._sources):
            return tuple(scope.tape.watch(r) if is_differentiable(r.dtype) else r for r in results)
        return results

    def _shift(self, name: str, results: tuple[Value, ...]) -> tuple[Value, ...]:
        self.shifts[name] = tuple(self.tape.input(r.shape, r.dtype) for r in results)
        return tuple(
            r + shift if is_differentiable(r.dtype) else r
            for r, shift in zip(results, self.shifts[name], strict=True)
        )

    def function(self, name: str, scope: Scope, pointer: Pointer) -> Function:
        """The function of this name, for a node of a scope.

        Raises:
            UnknownName: there is none.
        """
        functions = self.graph.functions
        if name not in functions:
            raise UnknownName(
                f"no function is named '{name}'{did_you_mean(name, functions)}", pointer=str(pointer)
            )
        self.uses.by(name)
        document = functions[name]
        function: Function = _Recorded(self, name, document, scope)
        if document.gradient is not None:
            place = GRAPH / "functions" / name / "gradient"
            if pointer == place:
                raise InvalidDocument(
                    f"function '{name}' is the gradient of another, and has a gradient of its own; that of a "
                    "gradient follows from its nodes",
                    pointer=str(place),
                )
            function = WithGradient(function, self.function(document.gradient, scope, place))
        return Checkpointed(function) if document.checkpoint else function

    @contextmanager
    def using(self, name: str) -> Iterator[None]:
        """While the nodes of a function are recorded.

        Raises:
            InvalidDocument: the function is among those being recorded.
        """
        self.uses.by(name)
        if name in self._using:
            chain = [*self._using[self._using.index(name) :], name]
            raise InvalidDocument(
                f"function '{name}' uses itself ({' → '.join(chain)}); loops are written with scan or while_loop",
                pointer=str(GRAPH / "functions" / name),
            )
        self._using.append(name)
        yield
        self._using.pop()

    def follow(self, name: str, tape: Tape, scope: Scope) -> None:
        """Let the derivatives inside a function see the way from values around it."""
        if not self.uses.sources:
            return
        used, differentiated = self.uses.by(name)
        sources = [v for n in sorted(differentiated) for v in scope.find(n) or ()]
        if sources:
            follow(tape, sources, [v for n in sorted(used) for v in scope.find(n) or ()])

    @contextmanager
    def locating(self, site: Site | None = None) -> Iterator[None]:
        """Add the node and pointers to errors from recording or running."""
        try:
            yield
        except OperationError as error:
            if error.faults:
                raise
            origin = error.origin or site or self.tape.origin
            raise error if origin is None else self._located(error, origin) from error
        except (BudgetExceeded, NonFiniteValue) as error:
            if error.origin is None or error.faults:
                raise
            fault = error.origin.fault(error.detail)
            raise type(error)(fault.detail, faults=[fault]) from error

    def _located(self, error: OperationError, site: Site) -> OperationError:
        node = site.node
        place, given = site.pointer, ""
        if error.attribute is not None:
            place = place / error.attribute
        elif error.operand is not None and error.operand < len(node["inputs"]):
            place = place / "inputs" / error.operand
        if error.operand is not None or error.attribute is not None:
            given = site.scope.described(node["inputs"])
        fault = site.fault(error.detail, place=place, given=given)
        return OperationError(fault.detail, operand=error.operand, attribute=error.attribute, faults=[fault])


class _Recorded(Function):
    """A function of a document."""

    def __init__(self, recording: Recording, name: str, document: FunctionDocument, around: Scope) -> None:
        self.recording, self.name, self.document, self.around = recording, name, document, around
        self.arity = len(document.inputs)

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record its nodes on a tape."""
        recording, document = self.recording, self.document
        place = GRAPH / "functions" / self.name
        scope = Scope(
            recording, tape, document.nodes, place / "nodes", {}, around=self.around, function=self.name
        )
        with recording.using(self.name):
            if tape is not self.around.tape:
                recording.follow(self.name, tape, self.around)
            for i, (name, argument) in enumerate(zip(document.inputs, arguments, strict=True)):
                if name in scope.results:
                    raise DuplicateName(
                        f"function '{self.name}' has two inputs named '{name}'",
                        pointer=str(place / "inputs" / i),
                    )
                scope.results[name] = recording.as_source(name, (argument,), scope)
            scope.given = frozenset(scope.results)
            scope.record_all()
            return [
                tape.lift(scope.value(reference, place / "outputs" / i))
                for i, reference in enumerate(outputs_of(document))
            ]
