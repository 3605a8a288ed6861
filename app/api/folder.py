"""The folder that several workers share their metrics in.

Apart from the metrics, so that the parent of the workers need not load what they compute with.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def prepare_folder(workers: int) -> None:
    """Make the folder, if there are several workers; called before they start. It is removed when this process ends.

    Raises:
        SystemExit: it can be made nowhere.
    """
    os.environ.pop(VARIABLE, None)
    if workers < 2:
        return
    for base in ("/dev/shm", None):  # noqa: S108  (mkdtemp makes a folder for this user alone)  # nosec B108
        try:
            folder = tempfile.mkdtemp(prefix="wengert-metrics-", dir=base)
        except OSError:
            continue
        os.environ[VARIABLE] = folder
        atexit.register(_remove, folder, os.getpid())
        return
    sys.exit(
        "several workers share their metrics in a folder, which can be made neither in /dev/shm nor in the folder for "
        "temporary files: make one of them writable (TMPDIR says which the latter is), or set WENGERT_WORKERS=1"
    )


def shared() -> bool:
    """Whether this process is one of several workers."""
    return VARIABLE in os.environ


def forget(pid: int) -> None:
    """A worker has ended: what it held counts no longer, what it has done still does."""
    if shared():
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def remove() -> None:
    """Remove the folder, in a worker that has lost its parent."""
    if shared():
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
