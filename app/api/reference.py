"""The registry of operations and the tree of errors as data, for people and for client generators."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from app.errors import RouteNotFound, WengertError, did_you_mean, error_types
from app.graph.reference import OperationEntry, OperationSummary, entry, summary
from app.ops import REGISTRY, lookup

router = APIRouter(tags=["reference"])


class ErrorEntry(BaseModel):
    """A kind of error."""

    type: str
    title: str
    status: int
    description: str


@router.get("/ops", summary="All operations")
async def operations() -> Sequence[OperationSummary]:
    """Every operation that a graph may use, by family."""
    return [summary(op) for op in REGISTRY.values()]


@router.get("/ops/{name}", summary="One operation")
async def operation(
    name: Annotated[str, Path(description="Name or alias of an operation.")],
) -> OperationEntry:
    """All that is known of an operation: operands, attributes, derivative, kinks, an example with its answer."""
    op = lookup(name)
    if op is None:
        raise RouteNotFound(f"no operation is named '{name[:80]}'{did_you_mean(name, REGISTRY)}")
    return entry(op)


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
