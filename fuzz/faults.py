"""`python -m fuzz.faults` puts a server under load, does harm to it, and says what its clients saw.

docs/reliability.md has the figures of one run, with what is promised.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import httpx
import numpy as np

from fuzz.run import workers_of
from tests.server import ROOT, command, environment, message

SMALL = {"program": "y = w * x + b", "parameters": {"w": 2.0, "b": 1.0}, "constants": {"x": 3.0}}
LARGE = {
    "graph": {
        "nodes": [
            {"name": "a", "op": "random_normal", "inputs": [], "shape": [600, 600], "seed": 1},
            *[
                {"name": f"b{i}", "op": "matmul", "inputs": [f"b{i - 1}" if i else "a", "a"]}
                for i in range(20)
            ],
            {"name": "y", "op": "sum", "inputs": ["b19"]},
        ]
    }
}
HUNGRY = {
    "program": "y = outer(x, x)\nz = sum(cumsum(cumsum(y, axis=0), axis=1) * y)",
    "parameters": {"x": [0.001] * 4000},
}
SMALL_CLIENTS, LARGE_CLIENTS = 32, 4
PORT = 8765


@dataclass
class Seen:
    """What clients saw.

    Attributes:
        small: answers to small requests, by status; 0 where the connection broke.
        large: the same for large ones.
        alive: how long /livez took, in seconds.
    """

    small: Counter[int] = field(default_factory=Counter)
    large: Counter[int] = field(default_factory=Counter)
    alive: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        p99, most = np.quantile(self.alive, 0.99), max(self.alive)
        return (
            f"small {_counted(self.small)}; large {_counted(self.large)}; /livez p99 {1e3 * p99:.0f} ms, "
            f"at most {1e3 * most:.0f} ms ({len(self.alive)} times)"
        )


def _counted(counter: Counter[int]) -> str:
    return (
        ", ".join(f"{status or 'broken'}: {count}" for status, count in sorted(counter.items()) if count)
        or "none"
    )


@contextmanager
def server(
    stderr: str | None = None,
    before: Callable[[], object] | None = None,
    extra: dict[str, str] | None = None,
    **settings: object,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server on `PORT`, ready, which has answered that it stops by the end."""
    with ExitStack() as stack:
        log = stack.enter_context(Path(stderr or os.devnull).open("wb"))
        process = subprocess.Popen(
            command("--port", str(PORT)),
            cwd=ROOT,
            env={**environment(**settings), **(extra or {})},
            stdout=log,
            stderr=log,
            preexec_fn=before,
        )
        try:
            with httpx.Client(trust_env=False) as client:
                while True:
                    try:
                        if client.get(f"http://127.0.0.1:{PORT}/readyz").status_code == 200:
                            break
                    except httpx.TransportError:
                        time.sleep(0.1)
            yield process
            process.send_signal(signal.SIGTERM)
            _say(f"exit code after SIGTERM: {process.wait(60)}")
        finally:
            process.kill()
            process.wait()


def _say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def load(
    seconds: float, large: Mapping[str, object] = LARGE, *, harm: Callable[[], object] | None = None
) -> Seen:
    """Send small and large requests for so long, and do harm once a second."""
    seen, lock, end = Seen(), threading.Lock(), time.monotonic() + seconds

    def send(document: Mapping[str, object], counter: Counter[int]) -> None:
        client = httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60, trust_env=False)
        while time.monotonic() < end:
            try:
                status = client.post("/gradient", json=document).status_code
            except httpx.TransportError:
                status = 0
            with lock:
                counter[status] += 1
            # A client that is told to come later does.
            time.sleep(0.5 if status in (0, 429, 503) else 0.0)
        client.close()

    threads = [threading.Thread(target=send, args=(SMALL, seen.small)) for _ in range(SMALL_CLIENTS)]
    threads += [threading.Thread(target=send, args=(large, seen.large)) for _ in range(LARGE_CLIENTS)]
    # In a process of its own, whose clock the threads here do not hold up.
    watching = ProcessPoolExecutor(1, get_context("spawn"))
    watched = watching.submit(watch, seconds)
    for thread in threads:
        thread.start()
    while harm is not None and time.monotonic() < end - 2:
        time.sleep(1)
        harm()
    for thread in threads:
        thread.join()
    seen.alive, broken = watched.result()
    seen.small[0] += broken
    watching.shutdown()
    return seen


def watch(seconds: float) -> tuple[list[float], int]:
    """Ask /livez twenty times a second, each time by a connection of its own; how long it took, and how often none came."""
    found, broken, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("GET", "/livez")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            broken += 1
        connection.close()
        found.append(time.monotonic() - begun)
        time.sleep(0.05)
    return found, broken


def under_load(seconds: float) -> None:
    """Nothing but load."""
    with server() as process:
        before = workers_of(process.pid)
        _say(str(load(seconds)))
        _say(f"workers replaced: {len(set(before) - set(workers_of(process.pid)))}")


def killed_workers(seconds: float) -> None:
    """A worker of two is killed (SIGKILL) every second."""
    with server(workers=2) as process:
        killed: list[int] = []

        def kill() -> None:
            workers = workers_of(process.pid)
            # One at a time: the other serves on.
            if len(workers) == 2 and len(killed) < seconds / 3:
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)

        _say(str(load(seconds, harm=kill)))
        _say(f"killed: {len(killed)}; workers at the end: {len(workers_of(process.pid))}")


def full_disk(seconds: float) -> None:
    """Standard error is a full disk, a line is written for every request."""
    with server(stderr="/dev/full", log_requests=True, log_format="json"):
        _say(str(load(seconds)))
        found = httpx.get(f"http://127.0.0.1:{PORT}/metrics", trust_env=False).text
        dropped = next(
            line for line in found.splitlines() if line.startswith("wengert_log_lines_dropped_total")
        )
        _say(dropped)


def short_memory(seconds: float) -> None:
    """The system gives a worker no more than 1.5 GB of addresses, and requests ask for 0.6 GB each."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))

    with server(before=limit) as process:
        before = workers_of(process.pid)
        _say(str(load(seconds, HUNGRY)))
        _say(f"workers replaced: {len(set(before) - set(workers_of(process.pid)))}")


def control_group(seconds: float) -> None:
    """The kernel kills what takes more than 1 GB (a memory control group); the service shares 60 % of it out."""
    group = Path(f"/sys/fs/cgroup/memory/wengert-{os.getpid()}")
    try:
        group.mkdir()
    except OSError as error:
        _say(f"not run: no control group can be made ({error.strerror})")
        return
    (group / "memory.limit_in_bytes").write_text("1000000000")
    try:
        with server(before=lambda: (group / "cgroup.procs").write_text(str(os.getpid()))) as process:
            before = workers_of(process.pid)
            _say(str(load(seconds, HUNGRY)))
            _say(f"workers replaced: {len(set(before) - set(workers_of(process.pid)))}")
            most = int((group / "memory.max_usage_in_bytes").read_text())
            _say(f"most memory in use: {most / 1e6:.0f} MB")
    finally:
        group.rmdir()


def account(seconds: float) -> None:
    """The same requests, and an account of 1 GB that knows it."""
    with server(memory_bytes=1_000_000_000) as process:
        before = workers_of(process.pid)
        _say(str(load(seconds, HUNGRY)))
        _say(f"workers replaced: {len(set(before) - set(workers_of(process.pid)))}")


def jumping_clock(seconds: float) -> None:
    """The wall clock jumps by a day, to and fro, every second (needs libfaketime)."""
    library = next(Path("/usr/lib").rglob("faketime/libfaketimeMT.so.1"), None)
    if library is None:
        _say("not run: libfaketime is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        clock.write_text("+0")
        faked = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        jumps = iter(["+1d", "-1d", "+400d", "+0"] * 100)
        with server(extra=faked) as process:
            before = workers_of(process.pid)
            _say(str(load(seconds, harm=lambda: clock.write_text(next(jumps)))))
            _say(f"workers replaced: {len(set(before) - set(workers_of(process.pid)))}")


def unread_answers(seconds: float) -> None:
    """Fifty clients ask for 20 MB each and take nothing of it."""
    large = {"graph": {"nodes": [{"name": "y", "op": "ones", "inputs": [], "shape": [2200, 2200]}]}}
    with server(send_timeout_seconds=5):
        held = []
        for _ in range(50):
            connection = socket.create_connection(("127.0.0.1", PORT))
            connection.sendall(message("/evaluate", large))
            held.append(connection)
        _say(str(load(seconds)))
        found = httpx.get(f"http://127.0.0.1:{PORT}/metrics", trust_env=False).text
        for name in ("wengert_connections", "wengert_memory_reserved_bytes"):
            _say(next(line for line in found.splitlines() if line.startswith(f"{name} ")))
        for connection in held:
            connection.close()


def frozen_worker(seconds: float) -> None:
    """A worker of two is stopped (SIGSTOP) and gives no sign of life."""
    with server(workers=2, worker_health_seconds=3) as process:
        stopped: list[int] = []

        def stop() -> None:
            if not stopped:
                stopped.append(workers_of(process.pid)[0])
                os.kill(stopped[0], signal.SIGSTOP)

        _say(str(load(seconds, harm=stop)))
        _say(f"the stopped one is among the workers: {stopped[0] in workers_of(process.pid)}")


FAULTS = {
    "load": under_load,
    "kill": killed_workers,
    "disk": full_disk,
    "memory": short_memory,
    "cgroup": control_group,
    "account": account,
    "clock": jumping_clock,
    "unread": unread_answers,
    "frozen": frozen_worker,
}


def main() -> None:
    """Do harm, and say what was seen."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.faults", description=__doc__)
    parser.add_argument("faults", nargs="*", help=f"of {', '.join(FAULTS)}; by default all")
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    for name in arguments.faults or FAULTS:
        fault = FAULTS[name]
        sys.stdout.write(f"{name}: {(fault.__doc__ or '').strip()}\n")
        fault(arguments.seconds)


if __name__ == "__main__":
    main()
