"""Calls: of operations by position and keyword, of methods, of Python's own small functions, of the program's
functions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from app.errors import did_you_mean
from app.graph.program import constants, control, foreign
from app.graph.program.draft import Ref
from app.graph.program.names import DTYPE_NAMES, FORMS, INSTEAD, KEYWORDS, Dtype, operation_named
from app.graph.program.operations import operation
from app.graph.program.reader import Reader, described
from app.graph.program.unpacking import iterated, starred
from app.graph.program.values import (
    Environment,
    Form,
    Method,
    Operation,
    UserFunction,
    parts_of,
)
from app.ops import REGISTRY
from app.ops.entry import ALIASES
from app.ops.spec import DTYPES


def call(reader: Reader, node: ast.Call, environment: Environment) -> Any:
    """What a call stands for."""
    target = _target(reader, node, environment)
    if isinstance(target, _Builtin):
        return target.read(reader, node, environment)
    if isinstance(target, Dtype):
        kind = {"f": float, "i": int, "u": int, "b": bool}.get(DTYPES[target].kind, complex)
        return _number(kind, target)(reader, node, environment)
    keywords: dict[str, Any] = {}
    if isinstance(target, Form | UserFunction | Operation | Method):
        arguments = starred(reader, node.args, environment)
        for keyword in node.keywords:
            if keyword.arg is None:
                reader.refuse(keyword.value, "** has no meaning here; write the keywords out")
            taken = (
                KEYWORDS.get(keyword.arg, keyword.arg)
                if not isinstance(target, UserFunction)
                else keyword.arg
            )
            if taken in keywords:
                reader.refuse(keyword.value, f"the keyword '{keyword.arg}' is there twice")
            keywords[taken] = _keyword(reader, keyword.value, environment)
        for given in (*arguments, *keywords.values()):
            if isinstance(given, tuple | list):
                reader.step(node, parts_of(given))
    if isinstance(target, Form):
        return control.form(reader, target.name, node, arguments, keywords, environment)
    if isinstance(target, UserFunction):
        return control.applied(reader, target, node, arguments, keywords, environment)
    if isinstance(target, Operation):
        return _operation(reader, target, node, arguments, keywords, environment)
    if isinstance(target, Method):
        return _method(reader, target, node, arguments, keywords, environment)
    return reader.refuse(node.func, f"{described(target)} cannot be called")


def _operation(
    reader: Reader,
    target: Operation,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    environment: Environment,
) -> Any:
    named = foreign.Call(target.op, list(arguments), dict(keywords))
    library = foreign.library_of(target.prefix)
    op, arguments, keywords = foreign.adapted(reader, node, library, target.spelled, named, environment)
    if any(attribute.is_function for attribute in op.attributes):
        return control.node_form(reader, op, node, arguments, keywords, environment)
    return operation(reader, op, node, arguments, keywords, environment)


class _Builtin(NamedTuple):
    """A function of Python's that is read here."""

    read: Callable[..., Any]


def _target(reader: Reader, call_node: ast.Call, environment: Environment) -> Any:
    """What is called: values do not hide operations here, functions of the program do."""
    node = call_node.func
    if not isinstance(node, ast.Name):
        return reader.value(node, environment)
    name = node.id
    held = environment.find(name)
    if isinstance(held, UserFunction | Operation | Form):
        return held
    if name in _BUILTINS:
        return _Builtin(_BUILTINS[name])
    if name in ("max", "min") and len(call_node.args) > 1:
        return _Builtin(_largest)
    if name in FORMS:
        return Form(name)
    op = operation_named(name)
    if op is not None:
        return Operation(op, "", name)
    if environment.has(name) or name in reader.specs:
        return reader.refuse(node, f"'{name}' is a value and cannot be called{suggestion(name)}")
    if name in DTYPE_NAMES:
        return DTYPE_NAMES[name]
    return reader.refuse(node, f"no operation or function is named '{name}'{suggestion(name)}")


def suggestion(name: str) -> str:
    """The end of a sentence that suggests an operation."""
    if name in INSTEAD:
        return f"; {INSTEAD[name]}"
    return did_you_mean(name, [*REGISTRY, *(alias for alias in ALIASES if "." not in alias), *FORMS])


def _keyword(reader: Reader, node: ast.expr, environment: Environment) -> Any:
    """The value of a keyword; parts of a key are written as objects."""
    if isinstance(node, ast.Dict):
        keys = [reader.value(key, environment) if key is not None else None for key in node.keys]
        if not all(isinstance(key, str) for key in keys):
            reader.refuse(node, "the keys of an object are texts")
        return {
            key: _keyword(reader, value, environment) for key, value in zip(keys, node.values, strict=True)
        }
    if isinstance(node, ast.List):
        return [_keyword(reader, element, environment) for element in node.elts]
    return reader.value(node, environment)


def _method(
    reader: Reader,
    method: Method,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    environment: Environment,
) -> Any:
    name = method.name
    op = operation_named(name)
    if op is None or (op.variadic and name not in _METHODS):
        reader.refuse(node.func, f"a value has no method '{name}'{suggestion(name)}")
    if op.name in ("permute_dims", "reshape", "tile", "squeeze") and len(arguments) > 1:
        arguments = [list(arguments)]
    if op.name == "permute_dims" and len(arguments) == 1 and isinstance(arguments[0], int):
        arguments = [[arguments[0]]]
    target = Operation(op, "np", name)
    return _operation(reader, target, node, [method.base, *arguments], keywords, environment)


_METHODS = frozenset({"dot"})


def _range(reader: Reader, node: ast.Call, environment: Environment) -> Any:
    bounds = _known_arguments(reader, node, environment)
    if not all(isinstance(b, int) and not isinstance(b, bool) for b in bounds) or not 1 <= len(bounds) <= 3:
        reader.refuse(
            node,
            "range takes one to three integers that are known from the text or from shapes; a loop over a number "
            "that is computed is a while_loop",
        )
    if len(bounds) == 3 and bounds[2] == 0:
        reader.refuse(node, "the step of a range cannot be 0")
    return range(*bounds)


def _largest(reader: Reader, node: ast.Call, environment: Environment) -> Any:
    """Python's max and min of several values."""
    name = getattr(node.func, "id", "max")
    values = _known_arguments(reader, node, environment)
    if all(map(constants.is_number, values)):
        return max(values) if name == "max" else min(values)
    result = values[0]
    for value in values[1:]:
        op = "maximum" if name == "max" else "minimum"
        result = reader.apply(op, result, value, environment=environment, place=node)
    return result


def _known_arguments(reader: Reader, node: ast.Call, environment: Environment) -> list[Any]:
    if node.keywords:
        reader.refuse(node, "this takes no keywords")
    return starred(reader, node.args, environment)


def _one(reader: Reader, node: ast.Call, environment: Environment) -> Any:
    values = _known_arguments(reader, node, environment)
    if len(values) != 1:
        reader.refuse(node, "this takes one argument")
    return values[0]


def _len(reader: Reader, node: ast.Call, environment: Environment) -> int:
    value = _one(reader, node, environment)
    if isinstance(value, Ref):
        spec = reader.spec(value, environment, node, "the length")
        if spec.ndim == 0:
            reader.refuse(node, "a scalar has no length")
        return spec.shape[0]
    return len(value) if isinstance(value, range) else len(iterated(reader, node, value))


def _enumerate(reader: Reader, node: ast.Call, environment: Environment) -> list[Any]:
    values = iterated(reader, node, _one(reader, node, environment))
    reader.step(node, len(values))
    return list(enumerate(values))


def _zip(reader: Reader, node: ast.Call, environment: Environment) -> list[Any]:
    columns = [iterated(reader, node, value) for value in _known_arguments(reader, node, environment)]
    count = min(map(len, columns), default=0) * len(columns)
    reader.several(node, count)
    reader.step(node, count)
    return list(zip(*columns, strict=False))


def _reversed(reader: Reader, node: ast.Call, environment: Environment) -> list[Any]:
    return iterated(reader, node, _one(reader, node, environment))[::-1]


def _list(reader: Reader, node: ast.Call, environment: Environment) -> list[Any]:
    return iterated(reader, node, _one(reader, node, environment))


def _tuple(reader: Reader, node: ast.Call, environment: Environment) -> tuple[Any, ...]:
    return tuple(_list(reader, node, environment))


def _number(kind: Callable[[Any], Any], dtype: str) -> Callable[..., Any]:
    def convert(reader: Reader, node: ast.Call, environment: Environment) -> Any:
        value = _one(reader, node, environment)
        if constants.is_number(value):
            try:
                return kind(value)
            except (ValueError, OverflowError) as error:
                reader.refuse(node, str(error))
        return reader.apply("astype", value, environment=environment, place=node, dtype=dtype)

    return convert


_BUILTINS: Mapping[str, Callable[..., Any]] = {
    "range": _range,
    "len": _len,
    "enumerate": _enumerate,
    "zip": _zip,
    "reversed": _reversed,
    "list": _list,
    "tuple": _tuple,
    "int": _number(int, "int64"),
    "float": _number(float, "float64"),
    "bool": _number(bool, "bool"),
}
