"""Large arrays: a gradient as long as the request, beside an echo of the same bytes and the computation alone."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks import measure
from benchmarks.wire.functions import Answer, Function, Values
from benchmarks.wire.peers import BARE_COMMAND, Contender, our_post
from benchmarks.wire.post import Post, WrongAnswer, connected, send
from benchmarks.wire.processes import Pool, cores

SIZES = (10_000, 100_000, 1_000_000)
ENCODINGS = ("lists", "base64", "cbor")
SCALE = 0.5
NODES: list[dict[str, Any]] = [
    {"name": "t", "op": "tanh", "inputs": ["x"]},
    {"name": "scaled", "op": "multiply", "inputs": ["t", SCALE]},
    {"name": "loss", "op": "sum", "inputs": ["scaled"]},
]


def _by_hand(p: Values, _: Values) -> Answer:
    t = np.tanh(p["x"])
    return Answer(float(np.sum(t * SCALE)), {"x": SCALE * (1 - t * t)})


def function(size: int, encoding: str) -> Function:
    """The sum of a scaled tanh of so many numbers."""
    x = np.random.default_rng(4).normal(size=size)
    return Function(f"tanh of {size}", "tanh", NODES, {"x": x}, {}, _by_hand, encoding)


def check(pool: Pool, ours: Contender, asked: Function) -> tuple[Post, Post]:
    """A request to our service, answered right, and the same bytes to the echo, which came back.

    Raises:
        WrongAnswer: they did not.
    """
    post = our_post(asked.document, asked.encoding)
    echoed = Post("/echo", post.body)
    with connected(pool.port(ours.command(asked))) as connection:
        ours.check(asked, [send(connection, post)])
    with connected(pool.port(BARE_COMMAND)) as connection:
        if send(connection, echoed) != post.body:
            raise WrongAnswer(f"echo, {asked.name}: other bytes came back")
    return post, echoed


def rows(pool: Pool, ours: Contender, rounds: int, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """A row for each size and encoding."""
    found, allowed = cores(), os.sched_getaffinity(0)
    if found is not None:
        os.sched_setaffinity(0, {found[1]})
    try:
        for size in SIZES:
            for encoding in ENCODINGS:
                row = _row(pool, ours, function(size, encoding), rounds)
                say(json.dumps(row))
                yield row
    finally:
        os.sched_setaffinity(0, allowed)


def _row(pool: Pool, ours: Contender, asked: Function, rounds: int) -> dict[str, Any]:
    post, echoed = check(pool, ours, asked)
    with (
        connected(pool.port(ours.command(asked))) as to_ours,
        connected(pool.port(BARE_COMMAND)) as to_echo,
    ):
        took = measure.in_turn(
            {
                "ours": lambda: send(to_ours, post),
                "echo": lambda: send(to_echo, echoed),
                "compute": lambda: _by_hand(asked.parameters, {}),
            },
            rounds,
        )
    least = [echo + compute for echo, compute in zip(took["echo"], took["compute"], strict=True)]
    return {
        "encoding": asked.encoding,
        "size": asked.parameters["x"].size,
        "body_bytes": len(post.body),
        **{f"{name}_ms": _milliseconds(took[name]) for name in ("ours", "echo", "compute")},
        "ratio": round(measure.ratio(took["ours"], least), 2),
    }


def _milliseconds(times: Sequence[float]) -> float:
    return round(1e3 * statistics.median(times), 3)
