"""The processes that serve: a parent that holds the socket, and workers, each of them replaced when it dies.

The socket is the parent's, so that clients who connect while a worker is replaced wait instead of being refused.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import wait
from socket import socket

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from app.api import folder, logs
from app.settings import Settings

# Of libraries that NumPy may be built with; they read it when they are loaded.
BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Files that a process has open beside connections.
OTHER_FILES = 100
BACKLOG = 2048
# Says to a worker that it will be stopped.
DRAIN = signal.SIGUSR1


logger = logging.getLogger("wengert")


class Supervisor(Multiprocess):
    """uvicorn's parent of workers.

    Args:
        config: of uvicorn.
        sockets: that the workers listen on.
        drain_seconds: how long they are still sent requests after they have said that they are not ready.
    """

    def __init__(self, config: uvicorn.Config, sockets: list[socket], drain_seconds: float) -> None:
        super().__init__(config, sockets)
        self._drain_seconds = drain_seconds

    def keep_subprocess_alive(self) -> None:
        """Replace workers that have died, or give no sign of life; what they held is no longer counted.

        uvicorn's own waits for a sign of life also of a worker that dies while it waits, as long as for one that hangs.
        """
        if self.should_exit.is_set():
            return
        for place, process in enumerate(self.processes):
            if _gives_sign(process, self.config.timeout_worker_healthcheck):
                continue
            process.kill()
            process.join()
            if process.pid is not None:
                folder.forget(process.pid)
            if process.exitcode == STARTUP_FAILURE:
                logger.error("worker %s failed to start; the others stop too", process.pid)
                self.should_exit.set()
            if self.should_exit.is_set():
                return
            logger.info("worker %s died, and is replaced", process.pid)
            self.processes[place] = Process(self.config, self.sockets)
            self.processes[place].start()

    def terminate_all(self) -> None:
        """Stop the workers, once whoever spreads requests could see that they stop; nobody is let in meanwhile."""
        if self._drain_seconds:
            for process in self.processes:
                # One that has just died need not be told.
                if process.pid is not None and process.process.is_alive():
                    with suppress(ProcessLookupError):
                        os.kill(process.pid, DRAIN)
            time.sleep(self._drain_seconds)
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def _gives_sign(process: Process, seconds: float) -> bool:
    """Whether a worker answers within so many seconds, unless it dies before."""
    try:
        process.parent_conn.send(b"ping")
        heard = wait([process.parent_conn, process.process.sentinel], seconds)
        if process.parent_conn not in heard:
            return False
        process.parent_conn.recv()
    except (OSError, EOFError):
        return False
    return process.process.is_alive()


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT, then finish what is under way. SIGHUP replaces the workers one by one.

    Returns:
        The exit code: 0 for a stop that was asked for.
    """
    for name in BLAS:
        os.environ[name] = str(settings.blas_threads)
    _open_files(settings.max_connections + OTHER_FILES)
    folder.prepare_folder(settings.workers)
    config = uvicorn.Config(
        "app.serve.worker:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http="app.serve.connection:Connection",
        ws="none",
        log_config=logs.uvicorn_config(settings),
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_worker_healthcheck=settings.worker_health_seconds,
        backlog=BACKLOG,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:
        sys.stderr.write(f"cannot listen on {settings.host}:{settings.port}\n")
        raise
    # Who connects before the first worker is there waits for it.
    listening.listen(BACKLOG)
    supervisor = Supervisor(config, [listening], settings.drain_seconds)
    supervisor.run()
    failed = any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes)
    return STARTUP_FAILURE if failed else 0


def _open_files(count: int) -> None:
    """Let this process and its children open so many files, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        most = count if hard == resource.RLIM_INFINITY else min(count, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
