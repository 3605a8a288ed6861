"""Sends requests to a server through several connections, and watches its workers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import httpx

from fuzz.judge import Judge
from fuzz.mutations import SECONDS, Mutator, Request

CONNECTIONS = 4
MIB = 1024 * 1024
# Caches have filled by then.
SETTLED = 0.2
MOST_COMPLAINTS = 20
# What a changed request asks for may be longer than it asked for before; memory that is kept for later would hide what is lost.
SETTINGS = {"timeout_seconds": SECONDS, "max_timeout_seconds": SECONDS, "keep_freed_bytes": 4 * MIB}
# Reading comes before the deadline, and the machine may have other things to do.
MOST_SECONDS = SECONDS + 3.0


@dataclass
class Report:
    """What was seen.

    Attributes:
        answers: how many, by path and status.
        complaints: what was wrong, with the request that it was about.
        seconds: how long it took.
        slowest: the longest that an answer took, in seconds.
        restarts: workers that are not those of the beginning.
        resident: the memory of all workers, now and then, in bytes.
    """

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    complaints: list[tuple[str, Request]] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0
    restarts: int = 0
    resident: list[int] = field(default_factory=list)

    @property
    def growth(self) -> int:
        """By how much memory grew after the caches had filled, in bytes."""
        settled = self.resident[int(SETTLED * len(self.resident)) :]
        return max(settled[-3:]) - max(settled[:3])

    def __str__(self) -> str:
        statuses: Counter[int] = Counter()
        for (_, status), count in self.answers.items():
            statuses[status] += count
        total = statuses.total()
        lines = [
            f"{total} requests in {self.seconds:.0f} s ({total / self.seconds:.0f} a second), the slowest {self.slowest:.2f} s",
            "answers: " + ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())),
            f"workers that died: {self.restarts}",
            "memory of the workers, in MiB: "
            + ", ".join(f"{held / MIB:.0f}" for held in self.resident[:: max(1, len(self.resident) // 10)])
            + f"; grown by {self.growth / MIB:.0f} MiB after the first fifth",
            f"complaints: {len(self.complaints)}",
        ]
        for text, request in self.complaints:
            lines.append(f"  {request.path}: {text}\n    {request.headers} {request.content[:1500]!r}")
        return "\n".join(lines)


def workers_of(pid: int) -> list[int]:
    """The worker processes of a server."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        child for child in map(int, children) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def resident_of(workers: list[int]) -> int:
    """Their memory, in bytes."""
    total = 0
    for pid in workers:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        total += next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
    return total


def fuzz(url: str, pid: int, requests: int, seed: int) -> Report:
    """Send so many requests.

    Args:
        url: of a server.
        pid: of its first process.
        requests: how many.
        seed: of the requests.
    """
    report, lock = Report(), threading.Lock()
    workers = workers_of(pid)
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        judge = Judge(client.get("/openapi.json").json())

    def send(number: int) -> None:
        made = islice(Mutator(seed * CONNECTIONS + number), requests // CONNECTIONS)
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            for count, request in enumerate(made):
                begun = time.monotonic()
                try:
                    answer = client.post(request.path, content=request.content, headers=request.headers)
                    taken = time.monotonic() - begun
                    kind = answer.headers.get("content-type", "")
                    complaint = judge.complaint(request.path, answer.status_code, kind, answer.content)
                    status = answer.status_code
                except httpx.TransportError as error:
                    complaint, status, taken = f"no answer: {error!r}", 0, time.monotonic() - begun
                if complaint is None and taken > MOST_SECONDS:
                    complaint = f"answered after {taken:.1f} s"
                with lock:
                    report.answers[request.path, status] += 1
                    report.slowest = max(report.slowest, taken)
                    if complaint is not None and len(report.complaints) < MOST_COMPLAINTS:
                        report.complaints.append((complaint, request))
                    if number == 0 and count % max(1, requests // CONNECTIONS // 50) == 0:
                        report.resident.append(resident_of(workers_of(pid)))

    begun = time.monotonic()
    threads = [threading.Thread(target=send, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.seconds = time.monotonic() - begun
    report.resident.append(resident_of(workers_of(pid)))
    report.restarts = len(set(workers) - set(workers_of(pid)))
    return report
