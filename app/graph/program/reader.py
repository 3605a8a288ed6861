"""The state of reading a program: nodes so far, limits, errors with their place."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from app.errors import BudgetExceeded, InvalidProgram, UnknownName, did_you_mean
from app.graph.program import constants
from app.graph.program.draft import Block, Function, Input, Node, Ref
from app.graph.program.reading import DEEPEST, span_of
from app.graph.program.shapes import Shapes
from app.graph.program.values import (
    Environment,
    Form,
    Method,
    Module,
    Operation,
    Results,
    UserFunction,
)
from app.graph.source import Source
from app.ops import REGISTRY
from app.ops.spec import Spec

# What is read beside the nodes that it gives: loops without nodes, numbers, tuples.
STEPS_FOR_A_NODE = 20
STEPS_BETWEEN_CHECKS = 500


class Reader:
    """Reads one program.

    Args:
        source: its text.
        specs: shape and dtype of its inputs, as far as they are known.
        closed: whether there are no other inputs; else an unknown name is one more.
        max_nodes: the most nodes.
        evaluate: what an expression stands for.
        execute: what statements return.
        check: called now and then; what it raises ends the reading.

    Attributes:
        graph: the nodes of the graph.
        inputs: its inputs, in the order of their use.
        functions: the functions that its nodes use.
    """

    def __init__(
        self,
        source: Source,
        specs: Mapping[str, Spec],
        *,
        closed: bool,
        max_nodes: float,
        evaluate: Callable[[Reader, ast.expr, Environment], Any],
        execute: Callable[[Reader, list[ast.stmt], Environment], Any],
        check: Callable[..., None] = lambda _=0: None,
    ) -> None:
        self.source = source
        self.specs = specs
        self.closed = closed
        self.max_nodes = max_nodes
        self.graph = Block()
        self.inputs: dict[str, Input] = {}
        self.functions: dict[Any, Function] = {}
        self.shapes = Shapes(source, specs, check)
        self.calling: list[Any] = []
        self._evaluate = evaluate
        self._execute = execute
        self._check = check
        self._steps = self._checked = 0
        self._nodes = 0
        self._depth = 0

    def value(self, node: ast.expr, environment: Environment) -> Any:
        """What an expression stands for.

        Raises:
            InvalidProgram: it has no meaning here, or is nested too deep.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            self.refuse(node, f"this is nested more than {DEEPEST} levels deep; give parts of it names")
        result = self._evaluate(self, node, environment)
        self._depth -= 1
        return result

    def run(self, statements: list[ast.stmt], environment: Environment) -> Any:
        """What statements return; `NOTHING` if they do not."""
        return self._execute(self, statements, environment)

    def refuse(self, place: ast.AST, detail: str) -> NoReturn:
        """Refuse the program for something at a place."""
        fault = self.source.fault(span_of(self.source, place), detail)
        raise InvalidProgram(fault.detail, faults=[fault])

    def step(self, place: ast.AST, count: int = 1) -> None:
        """Count something that is done.

        Raises:
            BudgetExceeded: it is too much.
            DeadlineExceeded: it took too long.
        """
        self._steps += count
        if self._steps > STEPS_FOR_A_NODE * self.max_nodes:
            self._too_much(place)
        if self._steps >= self._checked:
            self._checked = self._steps + STEPS_BETWEEN_CHECKS
            self._check()

    def several(self, place: ast.AST, count: int) -> None:
        """Count values that are put into a list.

        Raises:
            BudgetExceeded: they are too many.
            InvalidProgram: they are more than a graph can have.
        """
        if count > self.max_nodes:
            self.refuse(place, f"this makes a list of {count} values")
        self.step(place, 1 + count // 8)

    def _too_much(self, place: ast.AST) -> NoReturn:
        fault = self.source.fault(
            span_of(self.source, place),
            f"loops written out, this makes more than {self.max_nodes:g} nodes; scan and while_loop carry out a "
            "function without writing it out",
        )
        raise BudgetExceeded(fault.detail, faults=[fault])

    @contextmanager
    def inside(self, function: Any, place: ast.AST) -> Any:
        """While a function of the program is read.

        Raises:
            InvalidProgram: it is being read already.
        """
        if any(other is function for other in self.calling):
            name = function.name if isinstance(function, UserFunction) else "this function"
            self.refuse(place, f"'{name}' calls itself; loops are written with scan or while_loop")
        self.calling.append(function)
        yield
        self.calling.pop()

    def emit(
        self,
        op: str,
        inputs: list[Any],
        environment: Environment,
        place: ast.AST,
        **attributes: Any,
    ) -> Node:
        """Add a node."""
        self._nodes += 1
        if self._nodes > self.max_nodes:
            self._too_much(place)
        block = environment.block
        node = Node(REGISTRY[op], inputs, attributes, span_of(self.source, place), block)
        block.nodes.append(node)
        return node

    def apply(
        self, op: str, *values: Any, environment: Environment, place: ast.AST, **attributes: Any
    ) -> Ref:
        """Add a node with one result, of any values."""
        inputs = [self.operand(value, environment, place) for value in values]
        return Ref(self.emit(op, inputs, environment, place, **attributes))

    def operand(self, value: Any, environment: Environment, place: ast.AST) -> Any:
        """A value as an input of a node: a reference or a finite number.

        Raises:
            InvalidProgram: it cannot be one.
        """
        if isinstance(value, Ref):
            return value
        if isinstance(value, bool):
            return self.apply("equal" if value else "not_equal", 0, 0, environment=environment, place=place)
        if isinstance(value, int):
            try:
                constants.check(value)
            except ValueError as error:
                self.refuse(place, str(error))
            return value
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            # JSON has no such number; 1/0 and 0/0 are computed while recording.
            top = 0.0 if math.isnan(value) else math.copysign(1.0, value)
            return self.apply("divide", top, 0.0, environment=environment, place=place)
        if isinstance(value, Results):
            self.refuse(
                place, f"{value.node.op.name} has several results; take one, as in q, r = qr(x) or qr(x)[0]"
            )
        if isinstance(value, tuple | list):
            if not value:
                self.refuse(place, "an empty list is no value; zeros(0) makes an empty array")
            self.step(place, len(value))
            return self.apply("stack", *value, environment=environment, place=place)
        return self.refuse(place, f"expected a value, got {described(value)}")

    def named(self, name: str, environment: Environment, place: ast.AST) -> Ref:
        """The input of the graph of this name.

        Raises:
            UnknownName: it has none.
        """
        if name not in self.inputs:
            if name not in self.specs and self.closed:
                known = [*environment.known(), *self.specs]
                fault = self.source.fault(
                    span_of(self.source, place),
                    f"nothing is named '{name}': it is not assigned before, nor in parameters or constants"
                    f"{did_you_mean(name, known)}",
                )
                raise UnknownName(fault.detail, faults=[fault])
            self.inputs[name] = Input(name)
        return Ref(self.inputs[name])

    def spec(self, value: Any, environment: Environment, place: ast.AST, what: str) -> Spec:
        """The shape and dtype of a value.

        Raises:
            InvalidProgram: they are not known.
        """
        spec = self.shapes.of(value, environment.block)
        if spec is None:
            self.refuse(place, f"{what} is not known here: give values, or declare shapes in inputs")
        return spec

    def keep(self, function: Function) -> Function:
        """The function, or the same one that is there already."""
        return self.functions.setdefault(function.signature(), function)


def described(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, Ref):
        return "a value"
    if isinstance(value, UserFunction):
        return f"the function '{value.name}'"
    if isinstance(value, Operation):
        return f"the operation '{value.op.name}', which is not called"
    if isinstance(value, Method):
        return f"the method '{value.name}', which is not called"
    if isinstance(value, Form):
        return f"'{value.name}', which is not called"
    if isinstance(value, Module):
        return f"the prefix '{value.path}'"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, tuple | list):
        return "several values"
    return "None" if value is None else type(value).__name__
