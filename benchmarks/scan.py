"""A scan of 10,000 steps against the same loop written by hand in NumPy, forward and backward.

Prints one JSON object a body: medians over paired runs, and the peak of memory beside what is kept of the forward
pass. `python -m benchmarks.scan`.
"""

from __future__ import annotations

import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from app.engine import Plan, Tape, Value, gradient, ops, run

STEPS = 10_000
ROUNDS = 9
Array = np.ndarray[Any, Any]


class Case(NamedTuple):
    """A body, both ways.

    Attributes:
        plan: loss and gradients.
        feeds: what it is given.
        by_hand: the same from NumPy alone.
        kept: bytes of the forward pass that the backward pass reads, as written by hand.
    """

    plan: Plan
    feeds: dict[Value, Array]
    by_hand: Callable[[], list[Array]]
    kept: int


def _planned(loss: Value, sources: list[Value]) -> Plan:
    found = [slope for slope in gradient([loss], sources) if slope is not None]
    return Plan([loss, *found])


def recurrent(random: np.random.Generator) -> Case:
    """h = tanh(W h + x) with 16 units, the loss the sum of squares of the last state."""
    size = 16
    tape = Tape()
    weights, xs = tape.input((size, size)), tape.input((STEPS, size))
    start = tape.record(ops.zeros, (), {"shape": (size,)})

    def step(h: Value, x: Value) -> tuple[Value, Value]:
        h = ops.tanh(ops.matmul(weights, h) + x)
        return h, ops.sum(h)

    last, _ = ops.scan(start, xs, body=step, num_carry=1)
    w, x = 0.3 * random.normal(size=(size, size)), random.normal(size=(STEPS, size))

    def by_hand() -> list[Array]:
        hs = np.zeros((STEPS + 1, size))
        for t in range(STEPS):
            hs[t + 1] = np.tanh(w @ hs[t] + x[t])
        g, dw = 2 * hs[-1], np.zeros_like(w)
        for t in range(STEPS - 1, -1, -1):
            h = hs[t + 1]
            pre = g * (1 - h * h)
            dw += np.outer(pre, hs[t])
            g = w.T @ pre
        return [np.asarray(np.sum(hs[-1] ** 2)), dw]

    loss = ops.sum(ops.square(last))
    return Case(_planned(loss, [weights]), {weights: w, xs: x}, by_hand, (STEPS + 1) * size * 8)


def runge_kutta(random: np.random.Generator) -> Case:
    """The classical Runge-Kutta method on a damped oscillator, the loss the sum of squares of all states."""
    tape = Tape()
    matrix, start = tape.input((2, 2)), tape.input((2,))
    dt = 0.001

    def step(u: Value) -> tuple[Value, Value]:
        k1 = ops.matmul(matrix, u)
        k2 = ops.matmul(matrix, u + dt / 2 * k1)
        k3 = ops.matmul(matrix, u + dt / 2 * k2)
        k4 = ops.matmul(matrix, u + dt * k3)
        u = u + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        return u, u

    _, states = ops.scan(start, body=step, num_carry=1, length=STEPS)
    a, u0 = np.array([[0.0, 1.0], [-1.0, -0.1]]), random.normal(size=2)

    def by_hand() -> list[Array]:
        us = np.empty((STEPS + 1, 2))
        ks = np.empty((STEPS, 3, 2))
        us[0] = u0
        for t in range(STEPS):
            u = us[t]
            k1 = a @ u
            k2 = a @ (u + dt / 2 * k1)
            k3 = a @ (u + dt / 2 * k2)
            k4 = a @ (u + dt * k3)
            ks[t, 0], ks[t, 1], ks[t, 2] = k1, k2, k3
            us[t + 1] = u + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        g, da = np.zeros(2), np.zeros((2, 2))
        for t in range(STEPS - 1, -1, -1):
            u, (k1, k2, k3) = us[t], ks[t]
            g = g + 2 * us[t + 1]
            g4 = dt / 6 * g
            b4 = a.T @ g4
            g3 = dt / 3 * g + dt * b4
            b3 = a.T @ g3
            g2 = dt / 3 * g + dt / 2 * b3
            b2 = a.T @ g2
            g1 = dt / 6 * g + dt / 2 * b2
            da += np.outer(g4, u + dt * k3) + np.outer(g3, u + dt / 2 * k2)
            da += np.outer(g2, u + dt / 2 * k1) + np.outer(g1, u)
            g = g + b4 + b3 + b2 + a.T @ g1
        return [np.asarray(np.sum(us[1:] ** 2)), da, g]

    loss = ops.sum(ops.square(states))
    return Case(
        _planned(loss, [matrix, start]), {matrix: a, start: u0}, by_hand, (STEPS + 1) * 2 * 8 + STEPS * 48
    )


def scalar(random: np.random.Generator) -> Case:
    """The logistic map x = r x (1 - x), the loss the sum of all states."""
    tape = Tape()
    r, start = tape.input(()), tape.input(())

    def step(x: Value) -> tuple[Value, Value]:
        x = r * x * (1 - x)
        return x, x

    _, states = ops.scan(start, body=step, num_carry=1, length=STEPS)
    rate, x0 = np.array(3.2), np.array(random.uniform(0.2, 0.8))

    def by_hand() -> list[Array]:
        xs = np.empty(STEPS + 1)
        xs[0] = x0
        for t in range(STEPS):
            xs[t + 1] = rate * xs[t] * (1 - xs[t])
        g, dr = np.float64(0.0), np.float64(0.0)
        for t in range(STEPS - 1, -1, -1):
            x = xs[t]
            g = g + 1.0
            dr = dr + g * x * (1 - x)
            g = g * rate * (1 - 2 * x)
        return [np.asarray(np.sum(xs[1:])), np.asarray(dr), np.asarray(g)]

    loss = ops.sum(states)
    return Case(_planned(loss, [r, start]), {r: rate, start: x0}, by_hand, (STEPS + 1) * 8)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory held at one time, beside what was held before."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def measure(name: str, case: Case) -> dict[str, Any]:
    """Both ways in turn, after a look at whether they agree."""

    def ours() -> list[Array]:
        return run(case.plan, case.feeds)

    for found, expected in zip(ours(), case.by_hand(), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-8)
    pairs = [(seconds(ours), seconds(case.by_hand)) for _ in range(ROUNDS)]
    return {
        "body": name,
        "steps": STEPS,
        "scan_ms": round(1e3 * statistics.median(a for a, _ in pairs), 1),
        "by_hand_ms": round(1e3 * statistics.median(b for _, b in pairs), 1),
        "ratio": round(statistics.median(a / b for a, b in pairs), 2),
        "peak_bytes": peak_bytes(ours),
        "kept_bytes": case.kept,
        "estimated_bytes": case.plan.estimate.peak_bytes,
    }


def main() -> None:
    """Measure every body."""
    for case in (scalar, recurrent, runge_kutta):
        print(json.dumps(measure(case.__name__, case(np.random.default_rng(0)))))


if __name__ == "__main__":
    main()
