"""Going through values and naming their parts, while a program is read."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from app.graph.program.draft import Node, Ref
from app.graph.program.reader import Reader
from app.graph.program.values import Environment, Method, Results


def truth(value: Any) -> bool | None:
    """Whether a value known from the text is true; None for a value that is not known."""
    if value is None or isinstance(value, bool | int | float | str):
        return bool(value)
    return bool(value) if is_tuple(value) else None


def starred(reader: Reader, nodes: Sequence[ast.expr], environment: Environment) -> list[Any]:
    """The values of expressions, those with a star in place."""
    found: list[Any] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            parts = iterated(reader, node, reader.value(node.value, environment))
            reader.several(node, len(found) + len(parts))
            found += parts
        else:
            found.append(reader.value(node, environment))
    return found


def iterated(reader: Reader, place: ast.AST, value: Any) -> list[Any]:
    """The parts of a value that can be gone through while the program is read.

    Raises:
        InvalidProgram: it cannot.
    """
    if isinstance(value, Results):
        if value.total is None:
            reader.refuse(place, "how many results there are is not known here")
        return list(value.all())
    if isinstance(value, range):
        if len(value) > reader.max_nodes:
            reader.refuse(place, f"a loop is written out; {len(value)} steps are too many, use scan")
        return list(value)
    if is_tuple(value):
        reader.step(place, 1 + len(value) // 8)
        return list(value)
    return reader.refuse(
        place, "this can go through a range, a list or a tuple only; map and scan go through arrays"
    )


def bind(reader: Reader, target: ast.expr, value: Any, environment: Environment) -> None:
    """Give a value the name, or its parts the names, of a target."""
    if isinstance(target, ast.Name):
        if target.id.startswith("__"):
            reader.refuse(target, f"the name '{target.id}' is not allowed")
        environment.names[target.id] = value
        if (
            isinstance(value, Ref)
            and isinstance(value.of, Node)
            and (value.result is None or value.of.single)
        ):
            value.of.called(target.id, len(reader.calling))
        elif isinstance(value, Results):
            value.node.called(target.id, len(reader.calling))
        return
    if not isinstance(target, ast.Tuple | ast.List):
        reader.refuse(target, "expected a name")
    for part, item in zip(target.elts, _unpacked(reader, target, value, environment), strict=True):
        bind(reader, part, item, environment)


def _unpacked(
    reader: Reader, target: ast.Tuple | ast.List, value: Any, environment: Environment
) -> list[Any]:
    wanted = len(target.elts)
    if any(isinstance(part, ast.Starred) for part in target.elts):
        reader.refuse(target, "a starred name has no meaning here")
    if isinstance(value, Results) and value.total is None:
        return [value.at(i) for i in range(wanted)]
    if isinstance(value, Ref):
        spec = reader.spec(value, environment, target, "the shape of what is unpacked")
        if spec.ndim == 0 or spec.shape[0] != wanted:
            reader.refuse(target, f"a value of shape {spec.shape} cannot be unpacked into {wanted} names")
        node = reader.emit("unstack", [value], environment, target)
        return [Ref(node, i) for i in range(wanted)]
    parts = iterated(reader, target, value)
    if len(parts) != wanted:
        reader.refuse(target, f"{len(parts)} values cannot be unpacked into {wanted} names")
    return parts


def is_tuple(value: Any) -> bool:
    """Whether a value is several values, in a tuple or a list."""
    return isinstance(value, tuple | list) and not isinstance(value, Ref | Results | Method)
