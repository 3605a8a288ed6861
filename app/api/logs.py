"""Log lines: one object or one line of text each, whatever clients send, and never a reason to wait.

All lines of a process leave through one `Sink`. A thread writes them, so a standard error that blocks, is closed or is on
a full disk costs lines, which are counted, and no request.
"""

from __future__ import annotations

import atexit
import json
import logging
import logging.config
import os
import re
import select
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from app.settings import Settings

if TYPE_CHECKING:
    from app.api.service import Visit

# How long a line may wait for others to be written with it, and how many bytes of them are enough.
DELAY_SECONDS = 0.2
ENOUGH_BYTES = 64 * 1024
# What is held while nothing can be written; lines past it are dropped.
MOST_BYTES = 1024 * 1024
# How long the process waits for a message to be written, and for all of them when it ends.
PATIENCE_SECONDS = 0.1
END_SECONDS = 1.0
LONGEST_TEXT = 200
GIVEN = re.compile(r"[A-Za-z0-9._:-]{1,128}").fullmatch
PLAIN = re.compile(r"[ !#-\[\]-~]{0,200}").fullmatch


def request_id(given: str | None) -> str:
    """The id of a request: the client's, if it can stand in a header and a log as it is, or a new one."""
    if given is not None and GIVEN(given):
        return given
    return os.urandom(16).hex()


class Sink:
    """Writes lines to a file descriptor, a moment later and in a thread.

    Args:
        descriptor: of the file; None where there is none, and every line is dropped.

    Attributes:
        dropped: how many lines could not be written.
    """

    def __init__(self, descriptor: int | None) -> None:
        self.dropped = 0
        self._descriptor = descriptor
        # A line may be logged while one is being added, by a destructor for example.
        self._lock = threading.RLock()
        self._lines: list[bytes] = []
        self._held = 0
        self._filled = threading.Event()
        self._hurry = threading.Event()
        self._written = threading.Event()
        self._written.set()
        self._thread: threading.Thread | None = None
        self._stuck = False
        self._torn = False

    def put(self, line: bytes) -> None:
        """Write a line soon; drop it if too many wait already."""
        with self._lock:
            before = self._held
            held = before + len(line)
            if held > MOST_BYTES:
                self.dropped += 1
                return
            self._held = held
            self._lines.append(line)
            if not before:
                self._written.clear()
        if not before:
            self._begin()
        elif before < ENOUGH_BYTES <= held:
            self._hurry.set()

    def put_now(self, line: bytes) -> None:
        """Write a line at once; return when it is written, or when that takes too long."""
        self.put(line)
        self._hurry.set()
        if not self._stuck and not self._written.wait(PATIENCE_SECONDS):
            self._stuck = True

    def drain(self, seconds: float = END_SECONDS) -> bool:
        """Write what waits. Whether that was done in time."""
        self._hurry.set()
        return self._written.wait(seconds)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_on, name="log", daemon=True)
            self._thread.start()
            atexit.register(self.drain)
        self._filled.set()

    def _write_on(self) -> None:
        while True:
            self._filled.wait()
            self._hurry.wait(DELAY_SECONDS)
            self._filled.clear()
            self._hurry.clear()
            with self._lock:
                lines, self._lines, self._held = self._lines, [], 0
            self._write(b"".join(lines))
            self._stuck = False
            with self._lock:
                if not self._lines:
                    self._written.set()

    def _write(self, lines: bytes) -> None:
        """Write whole lines; where one was begun and not ended, end it before."""
        end = b"\n" if self._torn else b""
        data = end + lines
        written = 0
        while written < len(data):
            try:
                written += self._write_some(data[written:])
            except OSError:
                lost = data[max(written, len(end)) :]
                if written:
                    self._torn = not data[:written].endswith(b"\n")
                with self._lock:
                    self.dropped += lost.count(b"\n")
                return
        self._torn = False

    def _write_some(self, data: bytes) -> int:
        if self._descriptor is None:
            raise OSError("there is no standard error")
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                # Somebody has made the descriptor one that does not block.
                select.select([], [self._descriptor], [])


STDERR = Sink(None if sys.stderr is None else 2)


class Clock:
    """The time as log lines say it; what is the same for a whole second is made once in it."""

    __slots__ = ("_second", "_text")

    def __init__(self) -> None:
        self._second = -1
        self._text = ""

    def text(self, now: float) -> str:
        """RFC 3339, in UTC, with milliseconds."""
        second = int(now)
        if second != self._second:
            # In this order, so that another thread at worst makes it again.
            self._text = time.strftime("%Y-%m-%dT%H:%M:%S.", time.gmtime(second))
            self._second = second
        return f"{self._text}{int((now - second) * 1000):03d}Z"


def quoted(text: str) -> str:
    """A text from outside as a JSON string in ASCII, cut where it is very long: nothing in it ends a line, moves a cursor,
    or passes for another field."""
    if PLAIN(text):
        return f'"{text}"'
    cut = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    return _json(cut)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")


def visible(text: str) -> str:
    """A text with escapes in place of what does not print."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class JsonFormatter(logging.Formatter):
    """A record as one JSON object in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        fields: dict[str, Any] = {
            "ts": Clock().text(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
        }
        identity = getattr(record, "request_id", None)
        if identity is not None:
            fields["request_id"] = str(identity)
        if traceback := _traceback(self, record):
            fields["traceback"] = traceback
        return _json(fields)


class TextFormatter(logging.Formatter):
    """A record for people: one line, and below it a traceback, indented so that no line of it passes for a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines."""
        line = f"{Clock().text(record.created)} {record.levelname:<8} {visible(record.getMessage())}"
        traceback = _traceback(self, record)
        return (
            "\n    ".join([line, *(visible(part) for part in traceback.split("\n"))]) if traceback else line
        )


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    parts = []
    if record.exc_info:
        parts.append(formatter.formatException(record.exc_info))
    if record.stack_info:
        parts.append(record.stack_info)
    return "\n".join(parts)


class Handler(logging.Handler):
    """Hands records to the sink of the process."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        try:
            line = self.format(record).encode("utf-8", "backslashreplace") + b"\n"
        except Exception:  # noqa: BLE001  (a message that does not fit its arguments must not end a request)
            line = _json({"logger": record.name, "message": f"cannot be formatted: {record.msg!r}"}).encode()
            line += b"\n"
        STDERR.put_now(line)


def uvicorn_config(settings: Settings) -> dict[str, Any]:
    """What `uvicorn.Config` takes as `log_config`, and `logging.config.dictConfig` too: every logger of the process in
    the format that is set."""
    kind = "JsonFormatter" if settings.log_format == "json" else "TextFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"default": {"()": f"app.api.logs.{kind}"}},
        "handlers": {"default": {"class": "app.api.logs.Handler", "formatter": "default"}},
        "root": {"handlers": ["default"], "level": "WARNING"},
        "loggers": {
            "wengert": {"level": "INFO"},
            "uvicorn": {"level": "INFO"},
            # The service writes a line for each request itself.
            "uvicorn.access": {"level": "CRITICAL"},
        },
    }


def configure(settings: Settings) -> None:
    """Let everything that this process says be log lines, exceptions that nobody caught among it."""
    logging.config.dictConfig(uvicorn_config(settings))
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("wengert").critical("nobody caught this", exc_info=(kind, error, trace))


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
        _uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


class RequestLog:
    """A line for every request.

    Args:
        settings: of the service.
        sink: where the lines go.

    Attributes:
        on: whether lines are written.
    """

    def __init__(self, settings: Settings, sink: Sink = STDERR) -> None:
        self.on = settings.log_requests
        self._sink = sink
        self._clock = Clock()
        self._json = settings.log_format == "json"
        self._pid = os.getpid()

    @property
    def dropped(self) -> int:
        """How many lines of this process, of any kind, could not be written."""
        return self._sink.dropped

    def write(
        self,
        visit: Visit,
        seconds: float,
        stages: Sequence[tuple[str, float]],
        trace_id: str | None = None,
    ) -> None:
        """Write the line of a request, if they are written; it never fails and never waits.

        Args:
            visit: the request, answered.
            seconds: since its head was there.
            stages: with their seconds.
            trace_id: of its trace, if there is one.
        """
        if self.on:
            line = self._object if self._json else self._text
            self._sink.put(line(visit, seconds, stages, trace_id).encode())

    def close(self) -> None:
        """Write what waits; at most a second."""
        self._sink.drain()

    def _object(
        self, visit: Visit, seconds: float, stages: Sequence[tuple[str, float]], trace_id: str | None
    ) -> str:
        path = quoted(visit.path)
        route = path if visit.route is visit.path else quoted(visit.route)
        caller = visit.caller
        name = f'"caller":{quoted(caller.name)},' if caller is not None and caller.name else ""
        slug = "" if visit.slug is None else f',"slug":{quoted(visit.slug)}'
        trace = "" if trace_id is None else f',"trace_id":"{trace_id}"'
        taken = ",".join([f'"{stage}":{1e3 * spent:.3f}' for stage, spent in stages])
        return (
            f'{{"ts":"{self._clock.text(time.time())}","level":"info","logger":"wengert.request","message":"request",'
            f'"pid":{self._pid},"request_id":{quoted(visit.id)},"client":{quoted(visit.address)},{name}'
            f'"method":{quoted(visit.scope["method"])},"route":{route},"path":{path},"status":{visit.status},'
            f'"seconds":{seconds:.6f},"stages_ms":{{{taken}}},"bytes_in":{_length(visit)},'
            f'"bytes_out":{visit.sent}{slug}{trace}}}\n'
        )

    def _text(
        self, visit: Visit, seconds: float, stages: Sequence[tuple[str, float]], trace_id: str | None
    ) -> str:
        path = quoted(visit.path)
        route = path if visit.route is visit.path else quoted(visit.route)
        caller = visit.caller
        name = f" caller={quoted(caller.name)}" if caller is not None and caller.name else ""
        slug = "" if visit.slug is None else f" slug={quoted(visit.slug)}"
        trace = "" if trace_id is None else f" trace_id={trace_id}"
        taken = "".join([f" {stage}_ms={1e3 * spent:.3f}" for stage, spent in stages])
        return (
            f"{self._clock.text(time.time())} INFO     request request_id={quoted(visit.id)} "
            f"client={quoted(visit.address)}{name} method={quoted(visit.scope['method'])} route={route} path={path} "
            f"status={visit.status} seconds={seconds:.6f}{taken} bytes_in={_length(visit)} "
            f"bytes_out={visit.sent}{slug}{trace}\n"
        )


def _length(visit: Visit) -> str:
    """The length that the head declares; `null` for a body that came in chunks, whose length is not known before."""
    declared = visit.head.get(b"content-length")
    if declared is None:
        return "0" if visit.head.get(b"transfer-encoding") is None else "null"
    # Leading zeros are no JSON.
    return str(int(declared)) if declared.isdecimal() and len(declared) < 20 else "null"
