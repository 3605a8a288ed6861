"""From pydantic's errors to ours: a JSON pointer and a sentence that says what would have been right."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError

from app.errors import DocumentError, Fault, InvalidDocument, Pointer, UnknownOperation, did_you_mean
from app.graph.requests import GradientRequest
from app.graph.schema import DeclaredInput, FunctionDocument, Graph
from app.ops import REGISTRY, Op
from app.ops.entry import ALIASES, Attribute, OfFunction
from app.ops.keys import Index, IndexDocument, Slice, SliceDocument

MOST_FAULTS = 20
# Of more problems than this only the number is told.
MOST_PROBLEMS = 1000


def translated(error: ValidationError, document: Any, prefix: Sequence[str | int] = ()) -> DocumentError:
    """The error to answer for a document that does not fit the schema.

    Args:
        error: pydantic's.
        document: the whole document.
        prefix: where in it the part stands that was validated.
    """
    problems = error.errors(include_url=False, include_context=True)
    faults: dict[str, str] = {}
    unknown = []
    for problem in problems[:MOST_PROBLEMS]:
        pointer, op, attribute = _locate(
            (*prefix, *problem["loc"]), document, missing=problem["type"] == "missing"
        )
        if problem["type"] in ("union_tag_invalid", "union_tag_not_found"):
            fault = _about_operation(pointer, document)
            unknown.append(fault)
        else:
            fault = Fault(str(pointer), _sentence(problem, pointer, op, attribute, document))
        faults.setdefault(fault.pointer, fault.detail)
    # The members of a union each have their say; those that got furthest are worth hearing.
    above = {place[:end] for place in faults for end, c in enumerate(place) if c == "/"}
    faults = {place: text for place, text in faults.items() if place not in above}
    listed = [Fault(place, text) for place, text in list(faults.items())[:MOST_FAULTS]]
    kind = UnknownOperation if unknown else InvalidDocument
    first = listed[0].detail if listed else str(error)
    more = len(faults) - 1 + len(problems[MOST_PROBLEMS:])
    detail = first if not more else f"{first} (and {more} more)"
    return kind(detail, faults=listed)


def _locate(
    loc: Iterable[int | str], document: Any, *, missing: bool
) -> tuple[Pointer, Op | None, Attribute | None]:
    """The pointer for one of pydantic's locations, which also name members of unions; and the operation
    whose node, and the attribute whose value, it lies in.

    Of an attribute's value only lists are entered: which fields an object in it should have had depends on
    the member of a union that was meant.
    """
    pointer, place, op, attribute = Pointer(), document, None, None
    parts = list(loc)
    for i, part in enumerate(parts):
        inside = (isinstance(place, Mapping) and part in place) or (
            isinstance(place, list) and isinstance(part, int) and part < len(place)
        )
        if attribute is not None and isinstance(place, Mapping):
            break
        if inside:
            pointer, place = pointer / part, place[part]
            if op is not None and attribute is None:
                attribute = next((a for a in op.attributes if a.name == part), None)
        elif missing and i == len(parts) - 1:
            pointer = pointer / part
        elif part in REGISTRY and len(pointer.parts) >= 2 and pointer.parts[-2] == "nodes":
            op = REGISTRY[str(part)]
    return pointer, op, attribute


def _at(pointer: Pointer, document: Any) -> Any:
    for part in pointer.parts:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _about_operation(pointer: Pointer, document: Any) -> Fault:
    node = _at(pointer, document)
    who = _node_label(pointer, document)
    if not isinstance(node, dict) or "op" not in node:
        return Fault(str(pointer), f"{who} has no 'op'")
    name = node["op"]
    if not isinstance(name, str):
        return Fault(str(pointer / "op"), f"{who}: 'op' must be the name of an operation")
    near = did_you_mean(name, [*REGISTRY, *ALIASES])
    return Fault(
        str(pointer / "op"), f"{who}: unknown operation '{name[:80]}'{near or '; GET /ops lists all'}"
    )


def _node_label(pointer: Pointer, document: Any) -> str:
    parts = pointer.parts
    for i, part in enumerate(parts[:-1]):
        if part == "nodes":
            node = _at(Pointer(parts[: i + 2]), document)
            name = node.get("name") if isinstance(node, dict) else None
            return f"node '{name[:80]}'" if isinstance(name, str) else f"node number {parts[i + 1]}"
    return ""


def _sentence(
    problem: Mapping[str, Any], pointer: Pointer, op: Op | None, attribute: Attribute | None, document: Any
) -> str:
    """What is wrong at this place, and what would have been right."""
    label = _node_label(pointer, document)
    who = f"{label} ({op.name}): " if label and op else f"{label}: " if label else ""
    field = next((part for part in reversed(pointer.parts) if isinstance(part, str)), "")
    kind = problem["type"]
    if attribute is not None:
        got = _shown(_at(pointer, document))
        return f"{who}attribute '{attribute.name}' must be {described(attribute.annotation)}; got {got}"
    if kind == "missing":
        return f"{who}'{field}' is missing"
    if kind == "extra_forbidden":
        return who + _unexpected(field, op)
    if op is not None and "inputs" in pointer.parts[-2:]:
        return f"{who}an input is a name or a number; got {_shown(_at(pointer, document))}"
    message = _EXPECTED.get(kind) or problem["msg"].replace("Input should", "must").removeprefix(
        "Value error, "
    )
    about = "" if pointer.parts[-2:-1] == ("nodes",) else f"'{field}' "
    return f"{who}{about}{message}; got {_shown(_at(pointer, document))}"


_EXPECTED = {
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "list_type": "must be a list",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "must not contain ':'",
}


def _unexpected(field: str, op: Op | None) -> str:
    if op is None:
        models = (GradientRequest, Graph, DeclaredInput, FunctionDocument)
        known = [name for model in models for name in model.model_fields]
        return f"unknown field '{field[:80]}'{did_you_mean(field, known)}"
    known = [a.name for a in op.attributes]
    takes = f"it takes {', '.join(known)}" if known else "it takes none"
    return f"unknown attribute '{field[:80]}'{did_you_mean(field, known)} ({takes})"


def _shown(value: Any) -> str:
    text = "null" if value is None else repr(value)
    if isinstance(value, bool):
        text = str(value).lower()
    return text if len(text) <= 60 else text[:57] + "..."


def described(annotation: Any) -> str:
    """An attribute's type in words: 'an integer, a list of integers or null'."""
    if any(isinstance(extra, OfFunction) for extra in getattr(annotation, "__metadata__", ())):
        return "the name of a function"
    members = [_member(a) for a in _flat(annotation)]
    unique = list(dict.fromkeys(members))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} or {unique[-1]}"


def _flat(annotation: Any) -> Sequence[Any]:
    if get_origin(annotation) is Annotated:
        return _flat(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [m for a in get_args(annotation) for m in _flat(a)]
    return [annotation]


_WORDS = {
    int: ("an integer", "integers"),
    float: ("a number", "numbers"),
    str: ("text", "texts"),
    bool: ("true or false", "booleans"),
    type(None): ("null", "nulls"),
    Slice: ("a slice", "slices"),
    Index: ("an index operand", "index operands"),
    SliceDocument: ("a slice {start, stop, step}", "slices"),
    IndexDocument: ("an index array {operand}", "index operands"),
}


def _member(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(repr(a) for a in get_args(annotation))
    if get_origin(annotation) is list:
        inner = _flat(get_args(annotation)[0])
        return "a list of " + " or ".join(dict.fromkeys(_plural(a) for a in inner))
    return _WORDS[annotation][0] if annotation in _WORDS else str(annotation)


def _plural(annotation: Any) -> str:
    if get_origin(annotation) is list:
        return "lists of " + " or ".join(_plural(a) for a in _flat(get_args(annotation)[0]))
    if get_origin(annotation) is Literal:
        return " or ".join(repr(a) for a in get_args(annotation))
    return _WORDS[annotation][1] if annotation in _WORDS else str(annotation)
