"""Calls of operations: operands by position or name, attributes by keyword or behind the operands."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from app.graph.program.draft import Ref
from app.graph.program.reader import Reader, described
from app.graph.program.unpacking import is_tuple
from app.graph.program.values import Environment, Results
from app.ops import Op
from app.ops.entry import Attribute

_MISSING = object()


def operation(
    reader: Reader,
    op: Op,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    environment: Environment,
) -> Any:
    """The result of an operation, or its results."""
    if op.source is not None:
        _check_source(reader, op, node)
    operands, rest = _operands(op, list(arguments))
    attributes: dict[str, Any] = {}
    names = [operand.name for operand in op.operands if not operand.variadic]
    for name, value in keywords.items():
        place = next((k.value for k in node.keywords if k.arg == name), node)
        if name in names:
            _place(reader, place, op, operands, names.index(name), value)
        else:
            attributes[name] = known(reader, place, op, name, value)
    _by_position(reader, node, op, rest, attributes)
    if any(operand is _MISSING for operand in operands):
        missing = names[operands.index(_MISSING)]
        reader.refuse(node, f"{op.name}: '{missing}' is missing")
    inputs = [reader.operand(operand, environment, node) for operand in operands]
    draft = reader.emit(op.name, inputs, environment, node, **attributes)
    if not op.results:
        return Ref(draft)
    return Results(draft, _count(op, inputs, attributes))


def _operands(op: Op, arguments: list[Any]) -> tuple[list[Any], list[Any]]:
    """The operands among positional arguments, and what stands behind them."""
    if not op.variadic:
        most = op.most_operands or 0
        return arguments[:most], arguments[most:]
    lead: list[Any] = []
    # einsum("ij,j->i", a, b): texts are attributes wherever they stand.
    texts = [a for a in arguments if isinstance(a, str)]
    arguments = [a for a in arguments if not isinstance(a, str)]
    if len(op.operands) == 1 and arguments and is_tuple(arguments[0]):
        return list(arguments[0]), [*texts, *arguments[1:]]
    return [*lead, *arguments], texts


def _place(reader: Reader, place: ast.AST, op: Op, operands: list[Any], position: int, value: Any) -> None:
    while len(operands) <= position:
        operands.append(_MISSING)
    if operands[position] is not _MISSING:
        reader.refuse(place, f"{op.name}: '{op.operands[position].name}' is given twice")
    operands[position] = value


def _by_position(
    reader: Reader, node: ast.Call, op: Op, values: Sequence[Any], attributes: dict[str, Any]
) -> None:
    """Give what stands behind the operands to the attributes, in their order."""
    free = [attribute for attribute in op.attributes if attribute.name not in attributes]
    rest = list(values)
    while rest:
        if not free:
            names = ", ".join(o.name for o in op.operands)
            takes = f" ({names})" if names else ""
            reader.refuse(
                node, f"{op.name} takes {len(op.operands)} inputs{takes}; {len(rest)} more are given"
            )
        attribute = free.pop(0)
        value = rest.pop(0)
        if _takes_list(attribute) and isinstance(value, int) and not isinstance(value, bool):
            # x.reshape(2, 3) and zeros(3) mean lists.
            more = []
            while rest and isinstance(rest[0], int):
                more.append(rest.pop(0))
            value = [value, *more] if more or _takes_only_list(attribute) else value
        attributes[attribute.name] = known(reader, node, op, attribute.name, value)


def _members(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is list:
        return [list]
    if origin is not None and get_args(annotation):
        return [m for part in get_args(annotation) for m in _members(part)]
    return [annotation]


def _takes_list(attribute: Attribute) -> bool:
    return list in _members(attribute.annotation)


def _takes_only_list(attribute: Attribute) -> bool:
    return int not in _members(attribute.annotation)


def known(reader: Reader, place: ast.AST, op: Op, name: str, value: Any) -> Any:
    """An attribute's value, which must be known from the text."""
    parts = list(value.values()) if isinstance(value, dict) else list(value) if is_tuple(value) else [value]
    for part in parts:
        if isinstance(part, dict) or is_tuple(part):
            known(reader, place, op, name, part)
        elif not (part is None or part is Ellipsis or isinstance(part, int | float | str)):
            reader.refuse(place, f"{op.name}: '{name}' takes what is known from the text, not {_what(part)}")
    attribute = next((a for a in op.attributes if a.name == name), None)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if attribute is not None and whole and _takes_list(attribute) and _takes_only_list(attribute):
        return [value]
    return value


def _what(value: Any) -> str:
    return "a value that is computed" if isinstance(value, Ref | Results) else described(value)


def _count(op: Op, inputs: Sequence[Any], attributes: Mapping[str, Any]) -> int | None:
    """How many results there are, where shapes need not be known for it."""
    if not op.results[-1].endswith("*"):
        return len(op.results)
    if op.name == "meshgrid":
        return len(inputs)
    sections = attributes.get("sections")
    if op.name == "split" and sections is not None:
        return len(sections) if isinstance(sections, list | tuple) else int(sections)
    return None


def _check_source(reader: Reader, op: Op, node: ast.Call) -> None:
    """A derivative is taken with respect to something that has a name; an expression written there is a new
    value, which nothing depends on."""
    place = (
        node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "x"), None)
    )
    if place is not None and not isinstance(place, ast.Name):
        reader.refuse(
            place,
            f"{op.name} is taken with respect to a name: assign this to one, and use that name in what is "
            "differentiated",
        )
