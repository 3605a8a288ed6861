"""What a Jacobian of 1,000 rows costs, in gradients of the sum on the same graph.

Prints one JSON object a graph: medians over paired runs of plans made beforehand. `python -m benchmarks.jacobian`.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from app.engine import Plan, Tape, Value, gradient, jacobian, ops, run

ROUNDS = 15
Graph = tuple[Value, list[Value], dict[Value, Any]]


def residuals(random: np.random.Generator) -> Graph:
    """1,000 residuals of a model with 50 parameters: tanh of a linear layer."""
    tape = Tape()
    weights, inputs = tape.input((50,)), tape.input((1000, 50))
    feeds = {weights: random.normal(size=50), inputs: random.normal(size=(1000, 50))}
    return ops.tanh(ops.matmul(inputs, weights)), [weights], feeds


def examples(random: np.random.Generator) -> Graph:
    """The losses of 1,000 examples under a network 20-16-1, with respect to its four parameters."""
    tape = Tape()
    shapes = [(20, 16), (16,), (16, 1), (1,)]
    parameters = [tape.input(shape) for shape in shapes]
    x, y = tape.input((1000, 20)), tape.input((1000,))
    w1, b1, w2, b2 = parameters
    hidden = ops.tanh(ops.matmul(x, w1) + b1)
    output = ops.squeeze(ops.matmul(hidden, w2) + b2, axis=1)
    feeds = {p: random.normal(size=s) for p, s in zip(parameters, shapes, strict=True)}
    feeds |= {x: random.normal(size=(1000, 20)), y: random.normal(size=1000)}
    return ops.square(output - y), parameters, feeds


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(name: str, graph: Graph) -> dict[str, Any]:
    """The ratio of the two plans, run in turn."""
    target, sources, feeds = graph
    whole = Plan([j for j in jacobian(target, sources) if j is not None])
    summed = Plan([g for g in gradient([target], sources) if g is not None])
    run(whole, feeds)
    pairs = []
    for _ in range(ROUNDS):
        one = statistics.median(seconds(lambda: run(summed, feeds)) for _ in range(20))
        pairs.append((seconds(lambda: run(whole, feeds)), one))
    return {
        "graph": name,
        "rows": target.size,
        "columns": sum(source.size for source in sources),
        "jacobian_ms": round(1e3 * statistics.median(a for a, _ in pairs), 3),
        "gradient_ms": round(1e3 * statistics.median(b for _, b in pairs), 4),
        "ratio": round(statistics.median(a / b for a, b in pairs), 1),
    }


def main() -> None:
    """Measure every graph."""
    for graph in (residuals, examples):
        result = measure(graph.__name__, graph(np.random.default_rng(0)))
        print(json.dumps(result))


if __name__ == "__main__":
    main()
