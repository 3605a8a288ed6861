"""The processes that serve: a parent that holds the socket, and workers, each of them replaced when it dies.

The socket is the parent's, so that clients who connect while a worker is replaced wait instead of being refused.
"""

from __future__ import annotations

import os
import resource
import sys

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from app.settings import Settings

# Of libraries that NumPy may be built with; they read it when they are loaded.
BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Files that a process has open beside connections.
OTHER_FILES = 100
BACKLOG = 2048


class Supervisor(Multiprocess):
    """uvicorn's parent of workers."""

    def terminate_all(self) -> None:
        """Stop the workers; nobody is let in meanwhile."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT, then finish what is under way. SIGHUP replaces the workers one by one.

    Returns:
        The exit code: 0 for a stop that was asked for.
    """
    for name in BLAS:
        os.environ[name] = str(settings.blas_threads)
    _open_files(settings.max_connections + OTHER_FILES)
    config = uvicorn.Config(
        "app.serve.worker:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http="app.serve.connection:Connection",
        ws="none",
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
    supervisor = Supervisor(config, sockets=[listening])
    supervisor.run()
    failed = any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes)
    return STARTUP_FAILURE if failed else 0


def _open_files(count: int) -> None:
    """Let this process and its children open so many files, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        most = count if hard == resource.RLIM_INFINITY else min(count, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
