"""The registry of operations and the tree of errors as data, for people and for client generators."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, TypeAdapter

from app.errors import RouteNotFound, WengertError, did_you_mean, error_types
from app.graph.faults import described
from app.ops import REGISTRY, Op, lookup

router = APIRouter(tags=["reference"])


class OperandEntry(BaseModel):
    """A positional input of an operation."""

    name: str
    kind: Annotated[str, Field(description="What it holds, and how it is converted.")]
    optional: bool
    variadic: Annotated[bool, Field(description="Whether any number of inputs may stand in its place.")]


class AttributeEntry(BaseModel):
    """A keyword of an operation."""

    name: str
    type: Annotated[str, Field(description="Its type in words.")]
    json_schema: Annotated[dict[str, Any], Field(description="Its type as a JSON schema.")]
    required: bool
    default: Annotated[Any, Field(description="What it is when left out.")] = None
    text: str


class OperationSummary(BaseModel):
    """An operation in a line."""

    name: str
    family: str
    summary: str
    aliases: list[str]


class OperationEntry(OperationSummary):
    """All that is said of an operation."""

    doc: str
    operands: list[OperandEntry]
    attributes: list[AttributeEntry]
    results: Annotated[list[str], Field(description="Names of the results, if there are several.")]
    kink: Annotated[str, Field(description="What the derivative is where it has a choice.")]
    examples: list[dict[str, Any]]


class ErrorEntry(BaseModel):
    """A kind of error."""

    type: str
    title: str
    status: int
    description: str


@cache
def describe(op: Op) -> OperationEntry:
    """The entry of an operation as data."""
    return OperationEntry(
        **_summary(op).model_dump(),
        doc=op.doc,
        operands=[
            OperandEntry(name=o.name, kind=o.kind.text, optional=o.optional, variadic=o.variadic)
            for o in op.operands
        ],
        attributes=[
            AttributeEntry(
                name=a.name,
                type=described(a.annotation),
                json_schema=TypeAdapter(a.annotation).json_schema(),
                required=a.required,
                default=None if a.required else a.default,
                text=a.text,
            )
            for a in op.attributes
        ],
        results=list(op.results),
        kink=op.kink,
        examples=[dict(example) for example in op.examples],
    )


def _summary(op: Op) -> OperationSummary:
    first = op.doc.partition("\n\n")[0].replace("\n", " ")
    return OperationSummary(name=op.name, family=op.family, summary=first, aliases=list(op.aliases))


@router.get("/ops", summary="All operations")
async def operations() -> Sequence[OperationSummary]:
    """Every operation that a graph may use, by family."""
    return [_summary(op) for op in REGISTRY.values()]


@router.get("/ops/{name}", summary="One operation")
async def operation(
    name: Annotated[str, Path(description="Name or alias of an operation.")],
) -> OperationEntry:
    """Operands, attributes, results and derivative choices of an operation, with examples."""
    op = lookup(name)
    if op is None:
        raise RouteNotFound(f"no operation is named '{name[:80]}'{did_you_mean(name, REGISTRY)}")
    return describe(op)


@router.get("/problems", summary="All kinds of errors")
async def problems() -> Sequence[ErrorEntry]:
    """Every kind of error that is answered, with its status."""
    return [_error_entry(error) for error in error_types()]


@router.get("/problems/{slug}", summary="One kind of error")
async def problem(
    slug: Annotated[str, Path(description="The last part of a problem's type.")],
) -> ErrorEntry:
    """What a kind of error means; the `type` of every problem leads here."""
    for error in error_types():
        if error.slug == slug:
            return _error_entry(error)
    known = [error.slug for error in error_types()]
    raise RouteNotFound(f"no error is named '{slug[:80]}'{did_you_mean(slug, known)}")


def _error_entry(error: type[WengertError]) -> ErrorEntry:
    return ErrorEntry(
        type=f"/problems/{error.slug}",
        title=error.title,
        status=error.status,
        description=inspect.cleandoc(error.__doc__ or "").replace("\n", " "),
    )
