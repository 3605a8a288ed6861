"""What goes wrong, as exceptions: one class for each status, with what the service said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong in a request.

    Attributes:
        pointer: where in the document (RFC 6901).
        detail: what, and what would have been right.
        line: of the program, if the graph was written as one.
        column: in that line.
    """

    pointer: str
    detail: str
    line: int | None = None
    column: int | None = None


class WengertError(Exception):
    """The service did not answer a request.

    Attributes:
        status: of the answer.
        title: the kind of problem.
        detail: what is wrong.
        faults: all places that are wrong.
        request_id: finds the request in the service's log.
        retry_after: when to try again, in seconds, if the service says.
    """

    status = 0

    def __init__(
        self,
        title: str,
        detail: str,
        *,
        status: int = 0,
        faults: tuple[Fault, ...] = (),
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.title, self.detail, self.faults = title, detail, faults
        self.status = status or self.status
        self.request_id, self.retry_after = request_id, retry_after

    def __reduce__(self) -> Any:
        # By default an exception is made again from its arguments, of which it keeps only the text.
        return _again, (type(self), self.__dict__)


def _again(kind: type[WengertError], members: dict[str, Any]) -> WengertError:
    error = kind(members["title"], members["detail"])
    error.__dict__.update(members)
    return error


class NoAnswer(WengertError):
    """No connection, or it broke, or what came is no answer of the service."""


class TimedOut(NoAnswer):
    """There was none in time; it is not asked for again, as the work would take as long."""


class MalformedRequest(WengertError):
    """The body is no document."""


class Unauthorized(WengertError):
    """The service asks for a key, and this one it does not know."""


class Forbidden(WengertError):
    """The key does not allow this."""


class NotFound(WengertError):
    """Nothing has this name."""


class TooLarge(WengertError):
    """The body is longer than the service takes."""


class InvalidRequest(WengertError):
    """Something in the document does not fit, or would take too much; `faults` says where."""


class TooManyRequests(WengertError):
    """Over the rate that the service allows."""


class Overloaded(WengertError):
    """The service has too much to do."""


class DeadlineExceeded(WengertError):
    """The work was stopped."""


class ServiceFailed(WengertError):
    """A defect of the service; `request_id` finds it in its log."""


BY_STATUS: Mapping[int, type[WengertError]] = {
    400: MalformedRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    413: TooLarge,
    422: InvalidRequest,
    429: TooManyRequests,
    500: ServiceFailed,
    503: Overloaded,
    504: DeadlineExceeded,
}


def error_of(status: int, problem: Any, headers: Mapping[str, str]) -> WengertError:
    """The exception for an answer that is a problem (RFC 9457)."""
    said = problem if isinstance(problem, dict) else {}
    faults = tuple(
        Fault(fault["pointer"], fault["detail"], fault.get("line"), fault.get("column"))
        for fault in said.get("errors") or ()
    )
    after = headers.get("retry-after", "")
    return BY_STATUS.get(status, WengertError)(
        said.get("title", "No problem document"),
        said.get("detail", f"the answer has status {status}"),
        status=status,
        faults=faults,
        request_id=headers.get("x-request-id", ""),
        retry_after=float(after) if after.isdecimal() else None,
    )
