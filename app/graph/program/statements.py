"""Statements: assignments, functions, loops that are written out, and the program as a whole."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from app.errors import InvalidProgram
from app.graph.faults import translated
from app.graph.program import expressions, unpacking
from app.graph.program.control import NOTHING
from app.graph.program.draft import Function, Naming, Node, Ref
from app.graph.program.names import INSTEAD as INSTEAD_OF_CALLS
from app.graph.program.reader import Reader
from app.graph.program.reading import parsed
from app.graph.program.unpacking import bind, iterated, truth
from app.graph.program.values import Environment, Results, UserFunction, leaves
from app.graph.schema import Graph
from app.graph.source import PROGRAM, Source
from app.ops.spec import Spec

INSTEAD: Mapping[type[ast.stmt], str] = {
    ast.Import: "nothing is imported; operations are there by their names, and np. or tf. may stand before them",
    ast.ImportFrom: "nothing is imported; operations are there by their names",
    ast.While: "a loop whose end is not known from the text is a while_loop(condition, body, state)",
    ast.Try: "try has no meaning here; where(condition, x, y) chooses between values",
    ast.With: "with has no meaning here",
    ast.ClassDef: "a class has no meaning here",
    ast.AsyncFunctionDef: "a function is defined with def",
    ast.Raise: "raise has no meaning here; check_numerics(x) stops where a value is not finite",
    ast.Assert: "assert has no meaning here; check_numerics(x) stops where a value is not finite",
    ast.Delete: "del has no meaning here",
    ast.Global: "a function may use names around it, not assign them; return the value instead",
    ast.Nonlocal: "a function may use names around it, not assign them; return the value instead",
    ast.Match: "match has no meaning here; cond(predicate, then, else_, x) chooses between functions",
    ast.Break: "a for loop is written out and has no break; while_loop ends by a condition",
    ast.Continue: "a for loop is written out and has no continue; where(condition, x, y) chooses between values",
}


def compiled_program(
    text: str,
    specs: Mapping[str, Spec],
    max_nodes: float = float("inf"),
    *,
    closed: bool = True,
    check: Callable[..., None] = lambda _=0: None,
) -> tuple[Graph, Source]:
    """The graph that a program stands for.

    Args:
        text: the program.
        specs: shape and dtype of the values given.
        max_nodes: the most nodes it may have.
        closed: whether other names than those of values are errors; else they are inputs too.
        check: called now and then while it is read; what it raises ends the reading.

    Returns:
        The graph, and the program with the place of each node.

    Raises:
        InvalidProgram: it is no program, or holds something that has no meaning here.
        UnknownName: it uses a name that is nowhere assigned.
        BudgetExceeded: it is too large.
    """
    source = Source(text)
    reader = Reader(
        source,
        specs,
        closed=closed,
        max_nodes=max_nodes,
        evaluate=expressions.evaluate,
        execute=execute,
        check=check,
    )
    top = Environment(reader.graph)
    result, name, place = _result(reader, parsed(source), top)
    if not leaves(result):
        reader.refuse(place, "the result of the program is no value")
    outputs = [_output(reader, leaf, top, place) for leaf in leaves(result)]
    if not reader.graph.nodes:
        outputs = [Ref(reader.emit("identity", [output], top, place)) for output in outputs]
    if name is not None and isinstance(outputs[0].of, Node) and outputs[0].of.wish is None:
        # What the compiler made for it has its name.
        outputs[0].of.called(name, 0)
        top.names[name] = outputs[0]
    used = _used(reader)
    naming = Naming(reader.graph, used, reader.inputs, top.names, specs)
    document = naming.document(outputs)
    naming.located(source)
    try:
        return Graph.model_validate(document), source
    except ValidationError as error:
        raise source.moved(translated(error, {"graph": document}, ("graph",))) from None


def _result(reader: Reader, statements: list[ast.stmt], top: Environment) -> tuple[Any, str | None, ast.AST]:
    """What the program is about, the name that it has as one value, and where that stands: what it returns, or
    else what it assigned last, or its last line."""
    last: ast.stmt | None = next((s for s in reversed(statements) if not isinstance(s, ast.Pass)), None)
    if last is None or (isinstance(last, ast.FunctionDef) and not top.names and len(statements) == 1):
        raise InvalidProgram("the program computes nothing; assign a value or return one", pointer=PROGRAM)
    if isinstance(last, ast.Expr):
        before = reader.run(statements[: statements.index(last)], top)
        return (reader.value(last.value, top) if before is NOTHING else before), None, last
    returned = reader.run(statements, top)
    if returned is not NOTHING:
        return returned, None, last
    values = [name for name, value in top.names.items() if not isinstance(value, UserFunction)]
    assigned = _assigned(last)
    if assigned is None or not values:
        reader.refuse(last, "the program ends without a value; assign one last, or return it")
    result = top.find(assigned)
    name = None if unpacking.is_tuple(result) or isinstance(result, Results) else assigned
    return result, name, last.value if isinstance(last, ast.Assign) else last


def _assigned(statement: ast.stmt) -> str | None:
    """The name that a statement assigned last."""
    if isinstance(statement, ast.Assign):
        return _name_of(statement.targets[-1])
    if isinstance(statement, ast.AugAssign | ast.AnnAssign):
        return _name_of(statement.target)
    if isinstance(statement, ast.For | ast.If):
        inner = [*statement.body, *statement.orelse]
        return next((name for s in reversed(inner) if (name := _assigned(s)) is not None), None)
    return None


def _name_of(target: ast.expr) -> str | None:
    while isinstance(target, ast.Subscript):
        target = target.value
    if isinstance(target, ast.Tuple | ast.List):
        names = [name for part in target.elts if (name := _name_of(part)) not in (None, "_")]
        return names[-1] if names else None
    return target.id if isinstance(target, ast.Name) else None


def _output(reader: Reader, leaf: Any, top: Environment, place: ast.AST) -> Ref:
    operand = reader.operand(leaf, top, place)
    return operand if isinstance(operand, Ref) else Ref(reader.emit("identity", [operand], top, place))


def _used(reader: Reader) -> list[Any]:
    """The functions that nodes use, each before those that it uses."""
    found: dict[Any, None] = {}
    todo = list(reader.graph.nodes)
    for node in todo:
        for value in node.attributes.values():
            for function in _with_gradient(value):
                if function not in found:
                    found[function] = None
                    todo += function.nodes
    return list(found)


def _with_gradient(value: Any) -> list[Any]:
    chain = []
    while isinstance(value, Function):
        chain.append(value)
        value = value.gradient
    return chain


def execute(reader: Reader, statements: list[ast.stmt], environment: Environment) -> Any:
    """What statements return; NOTHING if they come to their end."""
    for position, statement in enumerate(statements):
        reader.step(statement)
        handler = _HANDLERS.get(type(statement))
        if handler is None:
            kind = type(statement).__name__
            reader.refuse(statement, INSTEAD.get(type(statement), f"{kind} has no meaning here"))
        docstring = position == 0 and isinstance(statement, ast.Expr) and _is_text(statement.value)
        if docstring:
            continue
        returned = handler(reader, statement, environment)
        if returned is not NOTHING:
            return returned
    return NOTHING


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _assign(reader: Reader, node: ast.Assign, environment: Environment) -> Any:
    value = reader.value(node.value, environment)
    for target in node.targets:
        _to(reader, target, value, environment)
    return NOTHING


def _to(reader: Reader, target: ast.expr, value: Any, environment: Environment) -> None:
    """Assign to a name, to names, or to a part of a value, which gives the name a new value."""
    if isinstance(target, ast.Tuple | ast.List) and any(
        isinstance(part, ast.Subscript) for part in target.elts
    ):
        reader.refuse(target, "assign to parts of values one by one")
    if isinstance(target, ast.Subscript):
        _to_part(reader, target, value, environment)
    elif isinstance(target, ast.Attribute):
        reader.refuse(target, "attributes cannot be assigned")
    else:
        bind(reader, target, value, environment)


def _to_part(
    reader: Reader, target: ast.Subscript, value: Any, environment: Environment, op: str = "at_set"
) -> None:
    if not isinstance(target.value, ast.Name):
        reader.refuse(target, "only parts of a value with a name can be assigned")
    base = reader.value(target.value, environment)
    if not isinstance(base, Ref):
        reader.refuse(target, "only parts of arrays can be assigned")
    key, indices = expressions.key_of(reader, target.slice, environment, first=2)
    operand = reader.operand(value, environment, target)
    node = reader.emit(op, [base, operand, *indices], environment, target, key=key)
    bind(reader, target.value, Ref(node), environment)


def _annotated(reader: Reader, node: ast.AnnAssign, environment: Environment) -> Any:
    if node.value is not None:
        _to(reader, node.target, reader.value(node.value, environment), environment)
    return NOTHING


def _augmented(reader: Reader, node: ast.AugAssign, environment: Environment) -> Any:
    value = reader.value(node.value, environment)
    if isinstance(node.target, ast.Subscript):
        if isinstance(node.op, ast.Add):
            _to_part(reader, node.target, value, environment, "at_add")
            return NOTHING
        part = reader.value(ast.copy_location(_read(node.target), node.target), environment)
        new = expressions.operated(reader, node, type(node.op), part, value, environment)
        _to_part(reader, node.target, new, environment)
        return NOTHING
    if not isinstance(node.target, ast.Name):
        reader.refuse(node.target, "attributes cannot be assigned")
    before = reader.value(ast.copy_location(ast.Name(node.target.id), node.target), environment)
    new = expressions.operated(reader, node, type(node.op), before, value, environment)
    bind(reader, node.target, new, environment)
    return NOTHING


def _read(target: ast.Subscript) -> ast.Subscript:
    return ast.Subscript(target.value, target.slice)


def _return(reader: Reader, node: ast.Return, environment: Environment) -> Any:
    return None if node.value is None else reader.value(node.value, environment)


def _expression(reader: Reader, node: ast.Expr, environment: Environment) -> Any:
    if not (isinstance(node.value, ast.Constant) and node.value.value is Ellipsis):
        called = node.value.func if isinstance(node.value, ast.Call) else None
        name = getattr(called, "id", getattr(called, "attr", ""))
        hint = INSTEAD_OF_CALLS.get(name, "assign it to a name")
        reader.refuse(node, f"this value goes nowhere; {hint}")
    return NOTHING


def _define(reader: Reader, node: ast.FunctionDef, environment: Environment) -> Any:
    function: Any = expressions.user_function(reader, node.name, node.args, node.body, environment)
    for decorator in reversed(node.decorator_list):
        name = decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
        if name != "checkpoint":
            reader.refuse(decorator, "the only decorator is @checkpoint")
        function = function.but(checkpoint=True)
    environment.names[node.name] = function
    return NOTHING


def _for(reader: Reader, node: ast.For, environment: Environment) -> Any:
    if node.orelse:
        reader.refuse(node.orelse[0], "else after for has no meaning here")
    for item in iterated(reader, node.iter, reader.value(node.iter, environment)):
        reader.step(node)
        bind(reader, node.target, item, environment)
        returned = reader.run(node.body, environment)
        if returned is not NOTHING:
            return returned
    return NOTHING


def _if(reader: Reader, node: ast.If, environment: Environment) -> Any:
    known = truth(reader.value(node.test, environment))
    if known is None:
        reader.refuse(
            node.test,
            "an if statement chooses while the program is read, so its condition must be known from the text; "
            "where(condition, x, y) and cond(predicate, then, else_, x) choose by computed values",
        )
    return reader.run(node.body if known else node.orelse, environment)


def _pass(reader: Reader, node: ast.Pass, environment: Environment) -> Any:
    return NOTHING


_HANDLERS: Mapping[type[ast.stmt], Callable[..., Any]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Expr: _expression,
    ast.FunctionDef: _define,
    ast.For: _for,
    ast.If: _if,
    ast.Pass: _pass,
}
