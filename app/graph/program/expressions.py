"""Expressions: names, operators, comparisons, subscripts, attributes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.graph.program import calls, constants
from app.graph.program.draft import Ref
from app.graph.program.names import DTYPE_NAMES, FORMS, module_path, operation_named
from app.graph.program.reader import Reader, described
from app.graph.program.unpacking import bind, is_tuple, iterated, starred, truth
from app.graph.program.values import (
    Environment,
    Form,
    Method,
    Module,
    Operation,
    Results,
    UserFunction,
)

BINARY: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "remainder",
    ast.Pow: "power",
    ast.MatMult: "matmul",
    ast.BitAnd: "logical_and",
    ast.BitOr: "logical_or",
    ast.BitXor: "logical_xor",
}
COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
INSTEAD: Mapping[type[ast.expr], str] = {
    ast.JoinedStr: "an f-string has no meaning here",
    ast.Dict: "a dictionary has no meaning here, but for an attribute that takes objects",
    ast.Set: "a set has no meaning here; lists and tuples are written with [] and ()",
    ast.Await: "await has no meaning here",
    ast.Yield: "yield has no meaning here; scan collects a value from every step",
    ast.YieldFrom: "yield has no meaning here; scan collects a value from every step",
    ast.NamedExpr: "assignments stand on lines of their own",
    ast.DictComp: "a dictionary has no meaning here",
    ast.SetComp: "a set has no meaning here",
}


def evaluate(reader: Reader, node: ast.expr, environment: Environment) -> Any:
    """What an expression stands for.

    Raises:
        InvalidProgram: it has no meaning here.
    """
    reader.step(node)
    handler = _HANDLERS.get(type(node))
    if handler is None:
        reader.refuse(node, INSTEAD.get(type(node), f"{type(node).__name__} has no meaning here"))
    return handler(reader, node, environment)


def _constant(reader: Reader, node: ast.Constant, environment: Environment) -> Any:
    value = node.value
    if isinstance(value, bool | int | float | str) or value is None or value is Ellipsis:
        if isinstance(value, int | float):
            _checked(reader, node, lambda: constants.check(value))
        return value
    kind = "complex numbers are made with make_complex(re, im)" if isinstance(value, complex) else "bytes"
    return reader.refuse(node, f"this has no meaning here: {kind}")


def _checked(reader: Reader, node: ast.AST, compute: Callable[[], Any]) -> Any:
    try:
        return compute()
    except ValueError as error:
        return reader.refuse(node, str(error))


def _name(reader: Reader, node: ast.Name, environment: Environment) -> Any:
    name = node.id
    if name.startswith("__"):
        reader.refuse(node, f"the name '{name}' is not allowed")
    if environment.is_unassigned(name):
        reader.refuse(node, f"'{name}' is assigned in this function, but only later")
    if environment.has(name):
        return environment.find(name)
    if name in reader.inputs or name in reader.specs:
        return reader.named(name, environment, node)
    if name in constants.NAMED:
        return constants.NAMED[name]
    if name in DTYPE_NAMES:
        return DTYPE_NAMES[name]
    found = callable_named(name)
    return reader.named(name, environment, node) if found is None else found


def callable_named(name: str) -> Form | Operation | Module | None:
    """What is there under a name without having been assigned."""
    if name in FORMS:
        return Form(name)
    op = operation_named(name)
    if op is not None:
        return Operation(op)
    return Module(name) if module_path(name) else None


def _binary(reader: Reader, node: ast.BinOp, environment: Environment) -> Any:
    # Long sums lean to the left; they are walked, not descended.
    chain: list[ast.BinOp] = []
    inner: ast.expr = node
    while isinstance(inner, ast.BinOp):
        chain.append(inner)
        inner = inner.left
    left = reader.value(inner, environment)
    for link in reversed(chain):
        left = _operated(reader, link, left, reader.value(link.right, environment), environment)
    return left


def _operated(reader: Reader, node: ast.BinOp, left: Any, right: Any, environment: Environment) -> Any:
    return operated(reader, node, type(node.op), left, right, environment)


def operated(
    reader: Reader, place: ast.AST, kind: type[ast.operator], left: Any, right: Any, environment: Environment
) -> Any:
    """The result of an operator on two values."""
    if constants.is_number(left) and constants.is_number(right):
        return _checked(reader, place, lambda: constants.fold(kind, left, right))
    if is_tuple(left) and is_tuple(right) and kind is ast.Add:
        reader.several(place, len(left) + len(right))
        return type(left)((*left, *right))
    if is_tuple(left) and isinstance(right, int) and kind is ast.Mult:
        reader.several(place, len(left) * right)
        return left * right
    if kind in LOGICAL:
        _check_booleans(reader, place, kind, (left, right), environment)
    if kind not in BINARY:
        reader.refuse(place, "<< and >> have no meaning here; multiply or divide by powers of 2")
    return reader.apply(BINARY[kind], left, right, environment=environment, place=place)


LOGICAL = (ast.BitAnd, ast.BitOr, ast.BitXor)


def _check_booleans(
    reader: Reader, place: ast.AST, kind: type[ast.AST], values: Sequence[Any], environment: Environment
) -> None:
    """Refuse bits of numbers, which NumPy would mean by it."""
    for value in values:
        spec = reader.shapes.of(value, environment.block) if isinstance(value, Ref) else None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number or (spec is not None and spec.dtype.kind != "b"):
            power = "; a power is written **" if kind is ast.BitXor else ""
            reader.refuse(place, f"& | ^ ~ are for booleans here, as and, or and not{power}")


def _unary(reader: Reader, node: ast.UnaryOp, environment: Environment) -> Any:
    value = reader.value(node.operand, environment)
    if constants.is_number(value):
        if isinstance(node.op, ast.Not):
            return not value
        if isinstance(node.op, ast.USub):
            return -value
        if isinstance(node.op, ast.UAdd):
            return +value
        return reader.refuse(node, "~ has no meaning for a number")
    if isinstance(node.op, ast.Invert):
        _check_booleans(reader, node, ast.Invert, (value,), environment)
    op = {ast.USub: "negative", ast.UAdd: "positive", ast.Not: "logical_not", ast.Invert: "logical_not"}
    return reader.apply(op[type(node.op)], value, environment=environment, place=node)


def _logical(reader: Reader, node: ast.BoolOp, environment: Environment) -> Any:
    conjunction = isinstance(node.op, ast.And)
    result: Any = None
    for i, part in enumerate(node.values):
        value = reader.value(part, environment)
        if i == 0:
            result = value
        elif isinstance(result, bool | int | float):
            # Known: what Python does.
            result = value if bool(result) is conjunction else result
        else:
            op = "logical_and" if conjunction else "logical_or"
            result = reader.apply(op, result, value, environment=environment, place=node)
        if isinstance(result, bool | int | float) and bool(result) is not conjunction:
            return result
    return result


def _compare(reader: Reader, node: ast.Compare, environment: Environment) -> Any:
    left = reader.value(node.left, environment)
    result: Any = None
    for kind, right_node in zip(node.ops, node.comparators, strict=True):
        right = reader.value(right_node, environment)
        verdict = _compared(reader, node, type(kind), left, right, environment)
        result = verdict if result is None else _both(reader, node, result, verdict, environment)
        left = right
    return result


def _both(reader: Reader, node: ast.AST, first: Any, second: Any, environment: Environment) -> Any:
    if isinstance(first, bool):
        return second if first else False
    if isinstance(second, bool) and second:
        return first
    return reader.apply("logical_and", first, second, environment=environment, place=node)


def _compared(
    reader: Reader, node: ast.AST, kind: type[ast.cmpop], left: Any, right: Any, environment: Environment
) -> Any:
    if kind in (ast.Is, ast.IsNot):
        if left is not None and right is not None:
            reader.refuse(node, "'is' compares with None only; values are compared with ==")
        return (left is right) is (kind is ast.Is)
    if kind not in COMPARE:
        reader.refuse(node, "'in' has no meaning here; any(x == y) says whether an element is there")
    known = (int, float, str)
    if isinstance(left, known) and isinstance(right, known):
        try:
            return constants.COMPARE[kind](left, right)
        except TypeError:
            reader.refuse(node, "these two cannot be compared")
    if is_tuple(left) and is_tuple(right):
        reader.step(node, 1 + len(left) + len(right))
    if is_tuple(left) and is_tuple(right) and kind in (ast.Eq, ast.NotEq) and _are_known([*left, *right]):
        return constants.COMPARE[kind](tuple(left), tuple(right))
    return reader.apply(COMPARE[kind], left, right, environment=environment, place=node)


def _are_known(values: Sequence[Any]) -> bool:
    return all(isinstance(value, int | float | str) for value in values)


def _conditional(reader: Reader, node: ast.IfExp, environment: Environment) -> Any:
    test = reader.value(node.test, environment)
    known = truth(test)
    if known is not None:
        return reader.value(node.body if known else node.orelse, environment)
    values = [reader.value(part, environment) for part in (node.body, node.orelse)]
    return reader.apply("where", test, *values, environment=environment, place=node)


def _sequence(reader: Reader, node: ast.Tuple | ast.List, environment: Environment) -> Any:
    parts = starred(reader, node.elts, environment)
    return tuple(parts) if isinstance(node, ast.Tuple) else parts


def _comprehension(
    reader: Reader, node: ast.ListComp | ast.GeneratorExp, environment: Environment
) -> list[Any]:
    found: list[Any] = []

    def descend(depth: int, inner: Environment) -> None:
        if depth == len(node.generators):
            found.append(reader.value(node.elt, inner))
            return
        generator = node.generators[depth]
        for item in iterated(reader, generator.iter, reader.value(generator.iter, inner)):
            reader.step(node)
            bind(reader, generator.target, item, inner)
            tests = [truth(reader.value(test, inner)) for test in generator.ifs]
            if None in tests:
                reader.refuse(
                    generator.ifs[tests.index(None)], "a condition here must be known from the text"
                )
            if all(tests):
                descend(depth + 1, inner)

    # One scope for all rounds, as in Python: a function made in it sees the last.
    descend(0, Environment(environment.block, environment))
    return found


def _subscript(reader: Reader, node: ast.Subscript, environment: Environment) -> Any:
    base = reader.value(node.value, environment)
    if isinstance(base, Ref):
        key, indices = key_of(reader, node.slice, environment, first=1)
        return Ref(reader.emit("getitem", [base, *indices], environment, node, key=key))
    index = _known_index(reader, node.slice, environment)
    if isinstance(base, Results) and base.total is None and isinstance(index, int) and index >= 0:
        return base.at(index)
    if isinstance(base, Results | range | tuple | list) and not isinstance(base, Method):
        parts = iterated(reader, node, base)
        try:
            part = parts[index]
        except IndexError:
            reader.refuse(node, f"index {index} is out of range for {len(parts)} values")
        except TypeError:
            reader.refuse(
                node.slice, "the index into several values must be an integer or a slice of integers"
            )
        return tuple(part) if isinstance(index, slice) else part
    return reader.refuse(node, f"{described(base)} cannot be indexed")


def _known_index(reader: Reader, node: ast.expr, environment: Environment) -> Any:
    if isinstance(node, ast.Slice):
        return slice(*_slice_parts(reader, node, environment))
    return reader.value(node, environment)


def _slice_parts(reader: Reader, node: ast.Slice, environment: Environment) -> list[int | None]:
    parts: list[int | None] = []
    for part in (node.lower, node.upper, node.step):
        value = None if part is None else reader.value(part, environment)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            reader.refuse(part or node, "the bounds of a slice must be integers known from the text")
        parts.append(value)
    return parts


def key_of(
    reader: Reader, node: ast.expr, environment: Environment, *, first: int
) -> tuple[list[Any], list[Any]]:
    """The key of a subscript, and its index operands, which are numbered from `first`."""
    elements = node.elts if isinstance(node, ast.Tuple) else [node]
    key: list[Any] = []
    indices: list[Any] = []
    for element in elements:
        if isinstance(element, ast.Slice):
            parts = dict(
                zip(("start", "stop", "step"), _slice_parts(reader, element, environment), strict=True)
            )
            key.append({name: part for name, part in parts.items() if part is not None})
            continue
        value = reader.value(element, environment)
        if value is None:
            key.append(None)
        elif value is Ellipsis:
            key.append("...")
        elif isinstance(value, int) and not isinstance(value, bool):
            key.append(value)
        elif isinstance(value, Ref | list | tuple):
            key.append({"operand": first + len(indices)})
            indices.append(reader.operand(value, environment, element))
        else:
            reader.refuse(element, "an index is an integer, a slice, an array of integers, None or ...")
    return key, indices


def _attribute(reader: Reader, node: ast.Attribute, environment: Environment) -> Any:
    if node.attr.startswith("_"):
        reader.refuse(node, f"the attribute '{node.attr}' is not allowed")
    base = reader.value(node.value, environment)
    if isinstance(base, Module):
        return _member(reader, node, base)
    if isinstance(base, Ref):
        read = _ATTRIBUTES.get(node.attr)
        return Method(base, node.attr) if read is None else read(reader, node, base, environment)
    return reader.refuse(node, f"{described(base)} has no attribute '{node.attr}'")


def _member(reader: Reader, node: ast.Attribute, module: Module) -> Any:
    if node.attr in constants.NAMED:
        return constants.NAMED[node.attr]
    if node.attr in DTYPE_NAMES:
        return DTYPE_NAMES[node.attr]
    if node.attr == "newaxis":
        return None
    if node.attr in FORMS:
        return Form(node.attr)
    path = f"{module.path}.{node.attr}"
    if module_path(path):
        return Module(path)
    op = operation_named(path) or operation_named(node.attr)
    if op is not None:
        return Operation(op, module.path, node.attr)
    return reader.refuse(node, f"no operation is named '{path}'{calls.suggestion(node.attr)}")


def _shape(reader: Reader, node: ast.AST, value: Ref, environment: Environment) -> Any:
    return reader.spec(value, environment, node, "the shape").shape


def _transposed(reader: Reader, node: ast.AST, value: Ref, environment: Environment) -> Any:
    return reader.apply("permute_dims", value, environment=environment, place=node)


_ATTRIBUTES: Mapping[str, Callable[[Reader, ast.AST, Ref, Environment], Any]] = {
    "shape": _shape,
    "ndim": lambda r, node, value, env: r.spec(value, env, node, "the number of axes").ndim,
    "size": lambda r, node, value, env: r.spec(value, env, node, "the size").size,
    "dtype": lambda r, node, value, env: str(r.spec(value, env, node, "the dtype").dtype),
    "T": _transposed,
    "mT": lambda r, node, value, env: r.apply("matrix_transpose", value, environment=env, place=node),
    "real": lambda r, node, value, env: r.apply("real", value, environment=env, place=node),
    "imag": lambda r, node, value, env: r.apply("imag", value, environment=env, place=node),
}


def _lambda(reader: Reader, node: ast.Lambda, environment: Environment) -> UserFunction:
    return user_function(reader, "f", node.args, node.body, environment)


def user_function(
    reader: Reader,
    name: str,
    arguments: ast.arguments,
    body: list[ast.stmt] | ast.expr,
    environment: Environment,
) -> UserFunction:
    """A function of the program."""
    for unwanted in (arguments.vararg, arguments.kwarg):
        if unwanted is not None:
            reader.refuse(unwanted, "a function takes a fixed number of arguments")
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    positional = parameters[: len(parameters) - len(arguments.kwonlyargs)]
    given = arguments.defaults
    defaults = {
        p.arg: reader.value(d, environment)
        for p, d in zip(positional[len(positional) - len(given) :], given, strict=True)
    }
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            defaults[parameter.arg] = reader.value(default, environment)
    names = tuple(p.arg for p in parameters)
    for parameter in parameters:
        if parameter.arg.startswith("__"):
            reader.refuse(parameter, f"the name '{parameter.arg}' is not allowed")
    return UserFunction(name, names, body, environment, defaults)


_HANDLERS: Mapping[type[ast.expr], Callable[..., Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _logical,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Subscript: _subscript,
    ast.Attribute: _attribute,
    ast.Lambda: _lambda,
    ast.Call: calls.call,
}
