"""Shapes of drafts, for programs that ask: `x.shape[0]`, `x.ndim`, `x.T`.

Nodes are recorded on a tape as they come, but only once somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.engine import Checkpointed, Function, Tape, Value, WithGradient
from app.errors import InvalidProgram, OperationError
from app.graph.faults import translated
from app.graph.program import draft
from app.graph.program.draft import Block, Input, Node, Ref
from app.graph.schema import Graph
from app.graph.source import Source
from app.ops.spec import Spec


class Unknown(Exception):
    """A shape depends on one that is not known."""


class Shapes:
    """The shapes of the values of a program.

    Args:
        source: the program, for errors.
        inputs: the specs of the graph's inputs, as far as they are known.
        check: called now and then; what it raises ends the reading.
    """

    def __init__(
        self, source: Source, inputs: Mapping[str, Spec], check: Callable[..., None] = lambda _=0: None
    ) -> None:
        self.source = source
        self.inputs = inputs
        self._check = check
        self._tapes: dict[Block, Tape] = {}
        self._done: dict[Block, int] = {}
        self._values: dict[Any, tuple[Value, ...] | None] = {}

    def of(self, value: Any, block: Block) -> Spec | None:
        """The spec of a value used in a block, or None if it is not known.

        Raises:
            InvalidProgram: the nodes so far do not fit each other.
        """
        try:
            return self._value(value, self._tape(block)).spec
        except Unknown:
            return None

    def _tape(self, block: Block) -> Tape:
        """The tape of a block, with all its nodes so far."""
        if block not in self._tapes:
            around = block.around
            self._tapes[block] = Tape(check=self._check) if around is None else self._tape(around).inner()
            self._done[block] = 0
            for argument in block.arguments if isinstance(block, draft.Function) else ():
                spec = argument.spec()
                self._values[argument] = None if spec is None else (self._input(block, spec),)
        elif block.around is not None:
            self._tape(block.around)
        tape = self._tapes[block]
        nodes = block.nodes[self._done[block] :]
        self._done[block] = len(block.nodes)
        self._record(nodes, tape)
        return tape

    def _input(self, block: Block, spec: Spec) -> Value:
        return self._tapes[block].input(spec.shape, spec.dtype)

    def _record(self, nodes: Sequence[Node], tape: Tape) -> None:
        for node in nodes:
            try:
                self._values[node] = self._results(node, tape)
            except Unknown:
                self._values[node] = None

    def _results(self, node: Node, tape: Tape) -> tuple[Value, ...]:
        operands = tuple(self._value(i, tape) if isinstance(i, Ref) else i for i in node.inputs)
        attributes = self._attributes(node)
        try:
            result = tape.record(node.op, operands, attributes)
        except OperationError as error:
            if error.faults:
                raise
            fault = self.source.fault(node.span, f"{node.op.name}: {error.detail}")
            raise OperationError(fault.detail, faults=[fault]) from error
        return result if isinstance(result, tuple) else (result,)

    def _value(self, ref: Any, tape: Tape) -> Value:
        if not isinstance(ref, Ref):
            return tape.constant(ref)
        owner = ref.of
        if isinstance(owner, Input) and owner not in self._values:
            spec = self.inputs.get(owner.name)
            top = tape
            while top.parent is not None:
                top = top.parent
            self._values[owner] = None if spec is None else (top.input(spec.shape, spec.dtype),)
        results = self._values[owner]
        if results is None or (ref.result or 0) >= len(results):
            raise Unknown
        return tape.lift(results[ref.result or 0])

    def _attributes(self, node: Node) -> dict[str, Any]:
        """The attributes as the schema reads them, with functions that record drafts."""
        functions = {k: v for k, v in node.attributes.items() if isinstance(v, draft.Function)}
        plain = {k: draft.jsonable(v) for k, v in node.attributes.items() if k not in functions}
        names = dict.fromkeys(functions, "f")
        inputs = ["x" if isinstance(i, Ref) else i for i in node.inputs]
        document = {"nodes": [{"name": "n", "op": node.op.name, "inputs": inputs, **plain, **names}]}
        try:
            read = Graph.model_validate(document).nodes[0]
        except ValidationError as error:
            detail = translated(error, document).detail
            fault = self.source.fault(node.span, detail)
            raise InvalidProgram(fault.detail, faults=[fault]) from None
        known = {k: v for k, v in read.items() if k not in ("name", "op", "inputs")}
        return {**known, **{k: self._function(v) for k, v in functions.items()}}

    def _function(self, function: draft.Function) -> Function:
        recorded: Function = _Drafted(self, function)
        if function.gradient is not None:
            recorded = WithGradient(recorded, self._function(function.gradient))
        return Checkpointed(recorded) if function.checkpoint else recorded

    def record(self, function: draft.Function, tape: Tape, arguments: Sequence[Value]) -> list[Value]:
        """Record a finished function on a tape."""
        for argument, value in zip(function.arguments, arguments, strict=True):
            self._values[argument] = (value,)
        self._record(function.nodes, tape)
        return [self._value(output, tape) for output in function.outputs]


class _Drafted(Function):
    """A draft as a function that loops and branches can record."""

    def __init__(self, shapes: Shapes, function: draft.Function) -> None:
        self.shapes, self.function = shapes, function
        self.name, self.arity = function.wish, len(function.arguments)

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record it on a tape."""
        return self.shapes.record(self.function, tape, arguments)
