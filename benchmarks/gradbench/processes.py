"""Programs that speak GradBench's protocol, a line in and a line out."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class GoneError(Exception):
    """A program has ended, or does not answer."""


class Speaker:
    """A program that was started, and its standard input and output."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], directory: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (what is run is what the caller chose)
            arguments,
            cwd=directory,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it; nothing happens to one that has ended."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue

    def read(self, seconds: float | None = None) -> Any:
        """The next message; None at the end.

        Raises:
            GoneError: there is none for so many seconds.
        """
        stream = self._process.stdout
        assert stream is not None
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            # At most one line is under way, so none waits in the stream's own buffer.
            if not select.select([stream], [], [], left)[0]:
                raise GoneError(f"no answer within {seconds:g} seconds")
            line = stream.readline()
            if not line:
                return None
            # Some libraries write what they have to say to standard output.
            if line.lstrip().startswith(b"{"):
                return json.loads(line)

    def write(self, message: Any) -> None:
        """Send a message.

        Raises:
            GoneError: it has ended.
        """
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(json.dumps(message).encode() + b"\n")
            stream.flush()
        except BrokenPipeError as error:
            raise GoneError("it has ended") from error

    def ask(self, message: Any, seconds: float | None = None) -> Any:
        """The response to a message.

        Raises:
            GoneError: it has ended, or takes longer.
        """
        self.write(message)
        response = self.read(seconds)
        if response is None:
            raise GoneError("it has ended")
        return response
