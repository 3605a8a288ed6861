"""Starts real servers, `python -m app`, and speaks HTTP to them byte by byte."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import httpx

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
# For what ought to take an instant; only a failing test waits this long.
PATIENCE_SECONDS = 60.0


@dataclass
class Server:
    """A server process that answers at `url`."""

    process: subprocess.Popen[bytes]
    port: int
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def connect(self) -> socket.socket:
        """A plain connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)

    def client(self) -> httpx.Client:
        """A client that ignores proxies and is patient."""
        return httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS, trust_env=False)

    def refuses(self) -> bool:
        """Whether it takes no new connection."""
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return True
        return False

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def exit_code(self) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(PATIENCE_SECONDS)


def environment(**settings: object) -> dict[str, str]:
    """This process's environment with these settings of the service and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENGERT_")}
    return kept | {f"WENGERT_{name.upper()}": str(value) for name, value in settings.items()}


def command(*arguments: str) -> list[str]:
    """The command line that serves."""
    return [sys.executable, "-m", "app", *arguments]


@contextmanager
def serve(**settings: object) -> Iterator[Server]:
    """A server on a free port with these settings: `serve(max_nodes=2)`; it is ready, and killed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                command("--port", "0"),
                cwd=ROOT,
                env=environment(**settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            server = Server(process, _port(process, log_file), log_file)
            with server.client() as client:
                assert client.get("/readyz").json() == {"status": "ready"}
            yield server
        finally:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[bytes], log_file: Path) -> int:
    """The port that it chose, once it listens."""

    def listening() -> re.Match[str] | None:
        log = log_file.read_text()
        assert process.poll() is None, f"the server ended:\n{log}"
        return re.search(r"running on http://127\.0\.0\.1:(\d+)", log)

    found = until(listening)
    return int(found[1])


def until(condition: Callable[[], T | None]) -> T:
    """What a condition answers when it first answers something true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"not so within {PATIENCE_SECONDS:g} seconds: {condition}")


def head(path: str, *lines: str) -> bytes:
    """The beginning of a POST of JSON, up to the body."""
    fixed = [f"POST {path} HTTP/1.1", "Host: wengert", "Content-Type: application/json"]
    return "\r\n".join([*fixed, *lines, "", ""]).encode()


def message(path: str, document: Any) -> bytes:
    """A whole POST of a document."""
    body = json.dumps(document).encode()
    return head(path, f"Content-Length: {len(body)}") + body


def read_response(stream: BinaryIO) -> tuple[int, bytes]:
    """The next response of a connection: status and body."""
    status = int(stream.readline().split()[1])
    length = 0
    while (line := stream.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, stream.read(length)
