"""Every error a client can meet, as one tree.

    WengertError
    ├── RequestError                    the HTTP message itself
    │   ├── MalformedRequest            400
    │   ├── MalformedBody               400
    │   ├── Unauthorized                401, no key, or none that is known
    │   ├── Forbidden                   403, a key that does not allow this
    │   ├── RouteNotFound               404
    │   ├── MethodNotAllowed            405
    │   ├── NotAcceptable               406
    │   ├── RequestTimeout              408, the client sends too slowly
    │   ├── BodyTooLarge                413
    │   ├── UnsupportedMediaType        415
    │   └── HeadTooLarge                431
    ├── DocumentError                   the document inside it, all 422
    │   ├── InvalidDocument             a field is missing, unknown or of the wrong type
    │   ├── InvalidValue                a parameter or constant is no array
    │   ├── InvalidProgram          a syntax error, or what a program may not hold
    │   ├── UnknownOperation
    │   ├── UnknownName                 also forward references and cycles
    │   ├── DuplicateName
    │   ├── OperationError          an operation refuses its operands or attributes
    │   └── NonFiniteValue          asked for by check_numerics
    ├── GraphNotFound                   404, no graph of this id is kept
    ├── BudgetExceeded                  422, refused before any work
    ├── Later                           what may go well at another time, with `Retry-After`
    │   ├── TooManyRequests             429, from this client
    │   └── Overloaded                  503, from all of them
    ├── DeadlineExceeded                504
    └── InternalError                   500

A `Fault` says where in the document (JSON pointer, RFC 6901) and what; an error carries one or more.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a JSON pointer into the request document, and a sentence; in a program also
    the line and the column, both counted from 1."""

    pointer: str
    detail: str
    line: int | None = None
    column: int | None = None


class WengertError(Exception):
    """An error with a stable name, an HTTP status, a title, and the places that caused it.

    `origin` is what was being recorded or carried out, for whoever knows its place in the document.
    """

    slug: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(
        self,
        detail: str,
        *,
        faults: Iterable[Fault] = (),
        pointer: str | None = None,
        origin: Any = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults) or ([] if pointer is None else [Fault(pointer, detail)])
        self.origin = origin

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says in its headers."""
        return {}


class RequestError(WengertError):
    """The HTTP message could not be taken as a request."""


class MalformedRequest(RequestError):
    """The message is not HTTP, or says in its head what cannot be."""

    slug, status, title = "malformed-request", 400, "The message is not an HTTP request"


class MalformedBody(RequestError):
    """The body is not JSON as RFC 8259 defines it: a syntax error, a bare NaN, a number beyond the
    range of float64 such as 1e999, or nesting deeper than WENGERT_MAX_DEPTH."""

    slug, status, title = "malformed-body", 400, "The body is not valid JSON"


class Unauthorized(RequestError):
    """The service asks for an API key (`X-API-Key: …` or `Authorization: Bearer …`), and the request has none, or one
    that is not known, not valid yet, or no longer."""

    slug, status, title = "unauthorized", 401, "A key is needed"

    @property
    def headers(self) -> dict[str, str]:
        """The scheme that is asked for (RFC 9110, 11.6.1)."""
        return {"WWW-Authenticate": 'Bearer realm="wengert"'}


class Forbidden(RequestError):
    """The key is known, but its scopes do not hold this route."""

    slug, status, title = "forbidden", 403, "The key does not allow this"


class RouteNotFound(RequestError):
    """No resource has this path."""

    slug, status, title = "not-found", 404, "Not found"


class MethodNotAllowed(RequestError):
    """The path exists but does not answer this method; the `Allow` header lists those it does."""

    slug, status, title = "method-not-allowed", 405, "Method not allowed"


class NotAcceptable(RequestError):
    """The `Accept` header names no media type that the service can answer with."""

    slug, status, title = "not-acceptable", 406, "No acceptable media type"


class RequestTimeout(RequestError):
    """The head or the body of the request did not arrive within WENGERT_HEADER_TIMEOUT_SECONDS or
    WENGERT_BODY_TIMEOUT_SECONDS; the connection is closed."""

    slug, status, title = "request-timeout", 408, "The request took too long to arrive"

    @property
    def headers(self) -> dict[str, str]:
        """What is left of the request would be taken for another."""
        return {"Connection": "close"}


class BodyTooLarge(RequestError):
    """The body is longer than WENGERT_MAX_BODY_BYTES, declared, as it arrived or without its compression."""

    slug, status, title = "body-too-large", 413, "The body is too large"

    @property
    def headers(self) -> dict[str, str]:
        """The rest of the body is not read."""
        return {"Connection": "close"}


class UnsupportedMediaType(RequestError):
    """The `Content-Type` or `Content-Encoding` of the body is not one that the service reads."""

    slug, status, title = "unsupported-media-type", 415, "Unsupported media type"


class HeadTooLarge(RequestError):
    """The request line and the headers are longer than WENGERT_MAX_HEADER_BYTES; the connection is closed."""

    slug, status, title = "head-too-large", 431, "The head of the request is too large"


class DocumentError(WengertError):
    """The body was read, but the document in it does not fit."""

    status = 422


class InvalidDocument(DocumentError):
    """A field is missing, unknown, or has a value of the wrong type."""

    slug, title = "invalid-document", "The document does not fit the schema"


class InvalidValue(DocumentError):
    """A parameter or constant is not an array: a ragged list, a null, text among numbers, base64
    that does not decode, or data that disagrees with the declared shape or dtype."""

    slug, title = "invalid-value", "A value is not an array"


class InvalidProgram(DocumentError):
    """The program is not written as one: a syntax error, or a statement or expression that has no meaning
    here. `errors` holds the line and the column, and the detail shows the line with a caret."""

    slug, title = "invalid-program", "The program cannot be read"


class UnknownOperation(DocumentError):
    """A node asks for an operation that is not registered. `GET /ops` lists those that are."""

    slug, title = "unknown-operation", "Unknown operation"


class UnknownName(DocumentError):
    """A name is neither a value nor a node that comes earlier: the list of nodes is the tape, so
    forward references and cycles are unknown names too."""

    slug, title = "unknown-name", "Unknown name"


class DuplicateName(DocumentError):
    """A name is given to more than one parameter, constant or node."""

    slug, title = "duplicate-name", "Duplicate name"


class OperationError(DocumentError):
    """An operation cannot take these operands or attributes: shapes that do not broadcast, an axis
    out of range, an integer where a fraction is needed, an index outside its axis.

    Raised by operations without knowing where they stand: `operand` is the position of the operand at
    fault, `attribute` the name of the attribute. Whoever knows the node adds its name and a pointer.
    """

    slug, title = "operation-error", "An operation cannot take these operands"

    def __init__(
        self,
        detail: str,
        *,
        operand: int | None = None,
        attribute: str | None = None,
        faults: Iterable[Fault] = (),
    ) -> None:
        super().__init__(detail, faults=faults)
        self.operand = operand
        self.attribute = attribute


class NonFiniteValue(DocumentError):
    """With `check_numerics`, the first operation whose result holds a NaN or an infinity."""

    slug, title = "non-finite-value", "A value is not finite"


class GraphNotFound(WengertError):
    """The request names a graph by its id, and the service does not keep it, or no longer: send the graph itself."""

    slug, status, title = "graph-not-found", 404, "No graph of this id is kept"


class BudgetExceeded(WengertError):
    """The work would exceed a limit. Refused from the estimate, before anything is allocated."""

    slug, status, title = "budget-exceeded", 422, "The request exceeds a limit"


class Later(WengertError):
    """The request may go well at another time, which `Retry-After` names.

    Args:
        after: in how many seconds.
    """

    def __init__(self, detail: str, *, after: float) -> None:
        super().__init__(detail)
        self.after = after

    @property
    def headers(self) -> dict[str, str]:
        """When to come again, in whole seconds."""
        return {"Retry-After": str(max(1, math.ceil(self.after)))}


class TooManyRequests(Later):
    """This client sends more requests than WENGERT_RATE_LIMIT, or its key, allows."""

    slug, status, title = "too-many-requests", 429, "Too many requests"


class Overloaded(Later):
    """The service has more work than it takes up: threads, memory or connections are spoken for."""

    slug, status, title = "overloaded", 503, "The service is busy"


class DeadlineExceeded(WengertError):
    """The deadline passed before the work was done; the work has stopped."""

    slug, status, title = "deadline-exceeded", 504, "The deadline passed"


class InternalError(WengertError):
    """A bug in the service. The answer carries a request id, to be found in the server's log."""

    slug, status, title = "internal-error", 500, "Internal error"


def error_types() -> Iterator[type[WengertError]]:
    """Every error that is answered to a client, in the order of the tree."""

    def walk(error: type[WengertError]) -> Iterator[type[WengertError]]:
        if "slug" in vars(error):
            yield error
        for child in error.__subclasses__():
            yield from walk(child)

    yield from walk(WengertError)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that suggests the nearest known name, or nothing."""
    candidates = list(known)
    near = difflib.get_close_matches(name, candidates, n=1) if len(candidates) <= 2000 else []
    return f"; did you mean '{near[0]}'?" if near else ""


@dataclass(slots=True)
class Pointer:
    """Builds JSON pointers: `Pointer("graph") / "nodes" / 3` prints as `/graph/nodes/3`."""

    parts: tuple[str | int, ...] = field(default=())

    def __truediv__(self, part: Any) -> Pointer:
        return Pointer((*self.parts, part))

    def __str__(self) -> str:
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.parts)


def in_short(count: int) -> str:
    """A count in four digits, also where no float is as large."""
    return f"{count:.4g}" if count < 2**1000 else f"2**{count.bit_length() - 1}"


def in_bytes(count: float) -> str:
    """A number of bytes for people: 1.5 GiB."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.4g} {unit}"
        count /= 1024
    return f"{count:.4g} TiB"
