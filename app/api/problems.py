"""Every error as RFC 9457 `application/problem+json`, in one shape for every route."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, cast

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app.errors import (
    BodyTooLarge,
    Fault,
    InternalError,
    InvalidDocument,
    MalformedBody,
    MethodNotAllowed,
    RouteNotFound,
    UnsupportedMediaType,
    WengertError,
)

MEDIA_TYPE = "application/problem+json"

logger = logging.getLogger("wengert")


class ProblemFault(BaseModel):
    """One place in the request that is wrong."""

    pointer: Annotated[str, Field(description="JSON pointer into the request document (RFC 6901).")]
    detail: str
    line: Annotated[int | None, Field(description="In a program, the line, from 1.")] = None
    column: Annotated[int | None, Field(description="In a program, the column, from 1.")] = None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: Annotated[str, Field(description="Path of a page about this kind of error; stable.")]
    title: Annotated[str, Field(description="The kind of error in words.")]
    status: Annotated[int, Field(description="The HTTP status.")]
    detail: Annotated[str, Field(description="What is wrong with this request, and what would be right.")]
    errors: Annotated[list[ProblemFault], Field(description="The places, if the document has them.")] = []
    request_id: Annotated[
        str | None, Field(description="With status 500: how to find the request in the server's log.")
    ] = None


class ProblemResponse(Response):
    """A problem as an answer.

    Args:
        slug: the kind of error.
    """

    media_type = MEDIA_TYPE

    def __init__(self, slug: str, content: bytes, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(content, status, headers)
        self.slug = slug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and leave its kind for the log."""
        scope["problem"] = self.slug
        await super().__call__(scope, receive, send)


def problem_response(
    error: WengertError, *, headers: Mapping[str, str] | None = None, **extra: Any
) -> ProblemResponse:
    """The answer for an error."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if error.faults:
        body["errors"] = [_fault(fault) for fault in error.faults]
    content = orjson.dumps({**body, **extra})
    return ProblemResponse(error.slug, content, error.status, {**error.headers, **(headers or {})})


def _fault(fault: Fault) -> dict[str, Any]:
    placed = {} if fault.line is None else {"line": fault.line, "column": fault.column}
    return {"pointer": fault.pointer, "detail": fault.detail, **placed}


def install(app: FastAPI) -> None:
    """Let the application answer every error as a problem."""
    app.add_exception_handler(WengertError, _wengert)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, internal)


async def _wengert(_: Request, error: Exception) -> Response:
    return problem_response(cast(WengertError, error))


async def _http(request: Request, error: Exception) -> Response:
    http = cast(HTTPException, error)
    path = request.url.path
    errors: dict[int, WengertError] = {
        404: RouteNotFound(f"nothing is at {path}; GET /docs shows what there is"),
        405: MethodNotAllowed(f"{path} does not answer {request.method}"),
        413: BodyTooLarge(str(http.detail)),
        415: UnsupportedMediaType(str(http.detail)),
    }
    known = errors.get(http.status_code) or MalformedBody(str(http.detail))
    return problem_response(known, headers=dict(http.headers or {}))


async def _validation(_: Request, error: Exception) -> Response:
    invalid = cast(RequestValidationError, error)
    faults = [Fault("", f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in invalid.errors()]
    return problem_response(InvalidDocument(faults[0].detail, faults=faults))


async def internal(request: Request, error: Exception) -> ProblemResponse:
    """The answer for a bug of ours: an id that finds it in the log, and nothing about the inside."""
    request_id = request.scope.get("request_id") or uuid.uuid4().hex
    logger.error("request %s failed", request_id, exc_info=error, extra={"request_id": request_id})
    return problem_response(
        InternalError("something went wrong in the service; the request id finds it in the log"),
        request_id=request_id,
    )
