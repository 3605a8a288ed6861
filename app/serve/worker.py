"""A process that serves: started by the supervisor, which gives it the socket."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait

from uvicorn.config import STARTUP_FAILURE

from app.api import folder, logs
from app.api.service import Service
from app.main import create_app
from app.memory import keep_freed
from app.serve.connection import Connection
from app.serve.supervisor import DRAIN
from app.settings import Settings


def application() -> Service:
    """The application with the settings of the environment, in a process made ready for it."""
    settings = Settings()
    logs.configure(settings)
    Connection.settings = settings
    try:
        app = create_app(settings)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(STARTUP_FAILURE)
    Connection.metrics = app.metrics
    app.metrics.watch("connections", lambda: Connection.count)
    keep_freed(settings.keep_freed_bytes)
    # What was made at the start is never looked at again, and a graph of a hundred thousand nodes is no garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    signal.signal(DRAIN, lambda *_: app.drain())
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_stop_with, args=[parent.sentinel], daemon=True).start()
    return app


def _stop_with(sentinel: int) -> None:
    """Stop when the supervisor has died: nobody would stop this process otherwise."""
    wait([sentinel])
    folder.remove()
    os.kill(os.getpid(), signal.SIGTERM)
