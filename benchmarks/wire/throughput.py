"""Requests a second, and how long one takes, at several numbers of connections.

Where a loss and all gradients take two requests they are sent in turn, half of them each: an answer is both, while the
latencies are those of any one request.
"""

from __future__ import annotations

import json
import math
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ratio
from benchmarks.wire import load
from benchmarks.wire.functions import Function
from benchmarks.wire.peers import OURS, Contender
from benchmarks.wire.post import Post, send_all
from benchmarks.wire.processes import Pool

CONNECTIONS = (1, 8, 32)
WARM_SECONDS = 1
# Sent before anything is measured, so that whatever a server does at first is done.
FIRST = 20
# A server so slow that a run is over before each connection was served is given longer, up to so many times.
MOST_TIMES = 10


def checked(pool: Pool, contender: Contender, function: Function, times: int = 1) -> list[Post]:
    """What a contender is sent for a function, its answers having been found right.

    Raises:
        WrongAnswer: one was not.
    """
    posts = contender.posts(function)
    bodies = send_all(pool.port(contender.command(function)), posts * times)
    for start in range(0, len(bodies), len(posts)):
        contender.check(function, bodies[start : start + len(posts)])
    return posts


def measure(
    pool: Pool,
    contenders: Sequence[Contender],
    functions: Sequence[Function],
    rounds: int,
    seconds: int,
    say: Callable[[str], None],
) -> Iterator[dict[str, Any]]:
    """A row for each function, number of connections and server."""
    for function in functions:
        pool.keep([contender.command(function) for contender in contenders])
        with tempfile.TemporaryDirectory(prefix="wire-") as directory:
            runs = [_Run(pool, contender, function, Path(directory)) for contender in contenders]
            for connections in CONNECTIONS:
                for run in runs:
                    run.loads = []
                    run.seconds = _enough(run.once(connections, WARM_SECONDS), connections, seconds)
                for number in range(rounds):
                    for run in runs[::-1] if number % 2 else runs:
                        run.loads.append(run.once(connections, run.seconds))
                ours = next(run for run in runs if run.contender.name == OURS)
                for run in runs:
                    row = run.row(connections, ours)
                    say(json.dumps(row))
                    yield row


def _enough(found: load.Load, connections: int, seconds: int) -> int:
    """How long a run takes, so that every connection is served some times."""
    all_served = math.ceil(4 * connections / found.requests_per_second)
    return min(max(seconds, all_served), MOST_TIMES * seconds)


class _Run:
    """One server and one function.

    Attributes:
        loads: what it did, one for each round.
        seconds: how long a run takes.
    """

    def __init__(self, pool: Pool, contender: Contender, function: Function, directory: Path) -> None:
        self.contender, self.function = contender, function
        self.port = pool.port(contender.command(function))
        posts = checked(pool, contender, function, FIRST)
        self.requests_each = len(posts)
        self.lua = load.script(posts, directory, contender.name.replace(" ", "_"))
        self.loads: list[load.Load] = []
        self.seconds = 0

    def once(self, connections: int, seconds: int) -> load.Load:
        return load.run(self.port, self.lua, connections, seconds)

    @property
    def answers_per_second(self) -> list[float]:
        return [one.requests_per_second / self.requests_each for one in self.loads]

    def row(self, connections: int, ours: _Run) -> dict[str, Any]:
        answers = statistics.median(self.answers_per_second)
        return {
            "function": self.function.name,
            "connections": connections,
            "server": self.contender.name,
            "requests_each": self.requests_each,
            "requests_per_second": round(answers * self.requests_each, 1),
            "answers_per_second": round(answers, 1),
            "p50_ms": round(statistics.median(one.p50_ms for one in self.loads), 3),
            "p99_ms": round(statistics.median(one.p99_ms for one in self.loads), 3),
            "ours_to_this": round(ratio(ours.answers_per_second, self.answers_per_second), 3),
        }
