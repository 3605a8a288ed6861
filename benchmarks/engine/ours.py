"""The workloads on Wengert's engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.engine import Plan, Tape, Tiers, Value, gradient, ops, run
from benchmarks.engine.workloads import (
    COMPONENTS,
    DIMENSIONS,
    LINKS,
    POINTS,
    STEPS,
    UNITS,
    Function,
    Workload,
)

Loss = Callable[..., Any]


def _part(x: Value, *key: Any) -> Value:
    entries = [e if not isinstance(e, slice) else {"start": e.start, "stop": e.stop} for e in key]
    part: Value = ops.getitem(x, key=entries)
    return part


def _w1(w: Value, b: Value, x: Value, y: Value) -> Any:
    return ops.square(y - (w * x + b))


def _w2(x: Value) -> Any:
    low, high = _part(x, slice(None, -1)), _part(x, slice(1, None))
    return ops.sum(100 * ops.square(high - ops.square(low)) + ops.square(1 - low))


def _w3(w: Value, b: Value, x: Value, y: Value) -> Any:
    z = x @ w + b
    return ops.mean(ops.softplus(z) - y * z)


def _w4(w1: Value, b1: Value, w2: Value, b2: Value, x: Value, y: Value) -> Any:
    logits = ops.tanh(x @ w1 + b1) @ w2 + b2
    return -ops.mean(ops.sum(y * ops.log_softmax(logits, axis=-1), axis=-1))


def _w5(x: Value, w: Value) -> Any:
    return ops.mean(ops.tanh(ops.sin(x) * ops.exp(-ops.square(x)) + w * x))


def _w6(alphas: Value, means: Value, packed: Value, x: Value) -> Any:
    d, k = DIMENSIONS, COMPONENTS
    logs, below = _part(packed, "...", slice(None, d)), _part(packed, "...", slice(d, None))
    rows, columns = np.tril_indices(d, -1)
    tape: Any = alphas.tape
    zeros = tape.record(ops.zeros, (), {"shape": (k, d, d)})
    key = ["...", {"operand": 2}, {"operand": 3}]
    lower = ops.at_set(zeros, below, rows, columns, key=key) + ops.diag_embed(ops.exp(logs))
    # The components come first, so that one product of matrices does for each.
    centred = ops.reshape(x, shape=(1, POINTS, d)) - ops.reshape(means, shape=(k, 1, d))
    scaled = centred @ ops.matrix_transpose(lower)
    scores = ops.reshape(alphas + ops.sum(logs, axis=-1), shape=(k, 1)) - 0.5 * ops.sum(
        ops.square(scaled), axis=-1
    )
    return ops.sum(ops.logsumexp(scores, axis=0)) - POINTS * ops.logsumexp(alphas)


def _cell(h: Value, c: Value, pre: Value, recurrent: Value) -> tuple[Any, Any]:
    gates = pre + h @ recurrent
    i, f, o, g = (_part(gates, "...", slice(n * UNITS, (n + 1) * UNITS)) for n in range(4))
    c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
    return ops.sigmoid(o) * ops.tanh(c), c


def _w7(inputs: Value, recurrent: Value, bias: Value, xs: Value) -> Any:
    start = ops.zeros_like(_part(xs, 0))
    # What does not depend on the state is one product for all steps.
    pre = xs @ inputs + bias
    h, _ = ops.scan(start, start, pre, body=lambda h, c, p: _cell(h, c, p, recurrent), num_carry=2)
    return ops.mean(ops.square(h))


def _w7_unrolled(inputs: Value, recurrent: Value, bias: Value, xs: Value) -> Any:
    h = c = ops.zeros_like(_part(xs, 0))
    pre = xs @ inputs + bias
    for step in range(STEPS):
        h, c = _cell(h, c, _part(pre, step), recurrent)
    return ops.mean(ops.square(h))


def _w8(x: Value, a: Value, b: Value) -> Any:
    for _ in range(LINKS):
        x = ops.sin(x) * a + b
    return x


LOSSES: dict[str, Sequence[Loss]] = {
    "W1": [_w1],
    "W2": [_w2],
    "W3": [_w3],
    "W4": [_w4],
    "W5": [_w5],
    "W6": [_w6],
    "W7": [_w7, _w7_unrolled],
    "W8": [_w8],
}


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """The ways of writing a workload; each makes the function anew, from the empty tape on."""
    tiers = Tiers(threads=threads)

    def make(loss: Loss) -> Function:
        dtype = workload.parameters[0].dtype
        tape = Tape(dtype)
        inputs = [tape.input(a.shape, a.dtype) for a in workload.arrays]
        target = loss(*inputs)
        sources = inputs[: len(workload.parameters)]
        plan = Plan([target, *(s for s in gradient([target], sources) if s is not None)])

        def function(*arrays: Any) -> list[Any]:
            return run(plan, dict(zip(inputs, arrays, strict=True)), tiers=tiers)

        return function

    losses = LOSSES[workload.name]
    names = ["wengert"] if len(losses) == 1 else ["wengert scan", "wengert unrolled"]
    return {name: lambda loss=loss: make(loss) for name, loss in zip(names, losses, strict=True)}  # type: ignore[misc]
