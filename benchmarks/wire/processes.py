"""Servers as processes of their own, pinned to one core where there are two."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.wire.peers import Command

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
# Every server has one core, so more threads than one only contend.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}


def cores() -> tuple[int, int] | None:
    """One core for the servers and one for the client; None where there is but one, or nothing to pin with."""
    available = sorted(os.sched_getaffinity(0))
    return (available[0], available[-1]) if len(available) > 1 and shutil.which("taskset") else None


def pinned(core: int | None, *arguments: str) -> list[str]:
    """A command line, on one core."""
    return [*arguments] if core is None else ["taskset", "-c", str(core), *arguments]


class Running(NamedTuple):
    """A server that was started."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path


class Pool:
    """Servers, started when they are first asked for."""

    def __init__(self) -> None:
        self._running: dict[Command, Running] = {}
        self._scratch = tempfile.TemporaryDirectory(prefix="wire-")
        found = cores()
        self._core = None if found is None else found[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.keep(())
        self._scratch.cleanup()

    def keep(self, commands: Collection[Command]) -> None:
        """Stop all others."""
        stopped = [command for command in self._running if command not in commands]
        for command in stopped:
            self._running[command].process.terminate()
        for command in stopped:
            process = self._running.pop(command).process
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def port(self, command: Command) -> int:
        """Where the server of this command listens.

        Raises:
            RuntimeError: it has ended, or listens nowhere; its last lines are said.
        """
        if command not in self._running:
            self._running[command] = self._started(command)
        return self._running[command].port

    def _started(self, command: Command) -> Running:
        port = _free_port()
        log = Path(self._scratch.name) / f"{port}.log"
        arguments = [argument.replace("{port}", str(port)) for argument in command.arguments]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603
                pinned(self._core, *arguments),
                # What some servers write beside them goes where all is removed.
                cwd=self._scratch.name,
                env={**os.environ, **ENVIRONMENT, **dict(command.environment)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running = Running(process, port, log)
        try:
            _await(running)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return running


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(running: Running) -> None:
    start = time.monotonic()
    while time.monotonic() - start < PATIENCE:
        if running.process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", running.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{running.process.args!r} did not start:\n{running.log.read_text()[-2000:]}")
