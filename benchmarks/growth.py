"""How time and memory grow with the number of nodes: a document of 10 to 100,000 of them, stage by stage.

`python -m benchmarks.growth` writes results/growth.json; `--short` goes to 1,000 nodes, sees that the gradient is
right, and writes nothing.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tracemalloc
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np
import orjson

from app.engine import Plan, Tape, Tiers, gradient, run
from app.graph.record import Recording
from app.graph.requests import GradientRequest
from app.ops.spec import spec_of
from benchmarks.measure import write

SIZES = [10, 100, 1_000, 10_000, 100_000]
SHORT_SIZES = [10, 100, 1_000]
STAGES = ["parse", "validate", "record", "reverse", "plan", "run"]
ROUNDS = 5
WIDTH = 8


def document(nodes: int) -> bytes:
    """A graph of so many nodes on vectors of eight: a chain of three operations over and over, and their sum."""
    made: list[dict[str, Any]] = []
    last = "x"
    for number in range(nodes - 1):
        name = f"n{number}"
        op, inputs = [("tanh", [last]), ("multiply", [last, "w"]), ("add", [last, "x"])][number % 3]
        made.append({"name": name, "op": op, "inputs": inputs})
        last = name
    made.append({"name": "loss", "op": "sum", "inputs": [last]})
    values = {"x": [0.1 * i for i in range(WIDTH)], "w": [0.5] * WIDTH}
    return orjson.dumps({"graph": {"nodes": made}, "parameters": values})


def stages(body: bytes) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The stages of a request in order; each works on what the one before left in `held`."""
    held: dict[str, Any] = {}

    def parse() -> None:
        held["document"] = orjson.loads(body)

    def validate() -> None:
        held["request"] = GradientRequest.model_validate(held["document"])

    def record() -> None:
        request = held["request"]
        held["arrays"] = {name: np.asarray(value) for name, value in request.parameters.items()}
        specs = {name: spec_of(array) for name, array in held["arrays"].items()}
        held["recording"] = Recording(request.graph, specs, Tape())

    def reverse() -> None:
        recording = held["recording"]
        held["loss"] = recording.scope.results["loss"][0]
        held["slopes"] = gradient([held["loss"]], list(recording.inputs.values()))

    def plan() -> None:
        held["plan"] = Plan([held["loss"], *held["slopes"]])

    def carry_out() -> list[Any]:
        inputs = held["recording"].inputs
        feeds = {inputs[name]: array for name, array in held["arrays"].items()}
        return run(held["plan"], feeds, tiers=Tiers(generate=False))

    yield from zip(STAGES, [parse, validate, record, reverse, plan, carry_out], strict=True)


def measured(nodes: int) -> dict[str, Any]:
    """Median seconds of each stage, and the bytes that are held after it."""
    body = document(nodes)
    took: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for _ in range(ROUNDS if nodes <= 10_000 else 3):
        gc.collect()
        gc.disable()
        for stage, work in stages(body):
            start = perf_counter()
            work()
            took[stage].append(perf_counter() - start)
        gc.enable()
    return {
        "nodes": nodes,
        "seconds": {stage: statistics.median(times) for stage, times in took.items()},
        "bytes": held_bytes(body),
    }


def held_bytes(body: bytes) -> int:
    """The most memory that Python held, from the bytes of the document to the answer."""
    tracemalloc.start()
    for _, work in stages(body):
        work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def check(nodes: int) -> None:
    """See that the gradient is the slope of the loss.

    Raises:
        AssertionError: it is not.
    """

    def loss(x: Any, w: Any) -> Any:
        turns: list[Callable[[Any], Any]] = [np.tanh, lambda v: v * w, lambda v: v + x]
        last = x
        for number in range(nodes - 1):
            last = turns[number % 3](last)
        return np.sum(last)

    *_, (_, answer) = list(_carried_out(document(nodes)))
    value, slope, _ = answer
    x, w = 0.1 * np.arange(WIDTH), np.full(WIDTH, 0.5)
    found = [
        loss(x + 1e-100j * np.eye(WIDTH)[i], w).imag / 1e-100  # a complex step has no rounding
        for i in range(WIDTH)
    ]
    np.testing.assert_allclose(value, loss(x, w), rtol=1e-10)
    np.testing.assert_allclose(slope, found, rtol=1e-10)


def _carried_out(body: bytes) -> Iterator[tuple[str, Any]]:
    for stage, work in stages(body):
        yield stage, work()


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    for nodes in SHORT_SIZES:
        check(nodes)
    rows = [measured(nodes) for nodes in (SHORT_SIZES if short else SIZES)]
    for row in rows:
        print(json.dumps(row))
    if not short:
        write("growth", rows)


if __name__ == "__main__":
    main()
