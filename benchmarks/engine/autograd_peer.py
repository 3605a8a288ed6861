"""The workloads in autograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import autograd.scipy.special as special
import numpy as np
from autograd import value_and_grad

from benchmarks.engine.workloads import COMPONENTS, DIMENSIONS, LINKS, STEPS, UNITS, Function, Workload


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + anp.exp(-x))


def _w1(w: Any, b: Any, x: Any, y: Any) -> Any:
    return (y - (w * x + b)) ** 2


def _w2(x: Any) -> Any:
    return anp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def _w3(w: Any, b: Any, x: Any, y: Any) -> Any:
    z = anp.dot(x, w) + b
    return anp.mean(anp.logaddexp(0, z) - y * z)


def _w4(w1: Any, b1: Any, w2: Any, b2: Any, x: Any, y: Any) -> Any:
    logits = anp.dot(anp.tanh(anp.dot(x, w1) + b1), w2) + b2
    return -anp.mean(anp.sum(y * (logits - special.logsumexp(logits, axis=1, keepdims=True)), axis=1))


def _w5(x: Any, w: Any) -> Any:
    return anp.mean(anp.tanh(anp.sin(x) * anp.exp(-(x**2)) + w * x))


def _w6(alphas: Any, means: Any, packed: Any, x: Any) -> Any:
    d = DIMENSIONS
    logs = packed[:, :d]
    rows, columns = np.tril_indices(d, -1)
    places = np.zeros((packed.shape[1] - d, d * d))
    places[np.arange(len(rows)), rows * d + columns] = 1
    diagonal = np.zeros((d, d * d))
    diagonal[np.arange(d), np.arange(d) * (d + 1)] = 1
    lower = anp.dot(packed[:, d:], places) + anp.dot(anp.exp(logs), diagonal)
    lower = anp.reshape(lower, (COMPONENTS, d, d))
    scaled = anp.matmul(x[None] - means[:, None], anp.transpose(lower, (0, 2, 1)))
    scores = (alphas + anp.sum(logs, -1))[:, None] - 0.5 * anp.sum(scaled**2, -1)
    return anp.sum(special.logsumexp(scores, axis=0)) - len(x) * special.logsumexp(alphas)


def _w7(inputs: Any, recurrent: Any, bias: Any, xs: Any) -> Any:
    h = c = anp.zeros(xs[0].shape)
    pre = anp.dot(xs, inputs) + bias
    for step in range(STEPS):
        gates = pre[step] + anp.dot(h, recurrent)
        i, f, o, g = (gates[:, n * UNITS : (n + 1) * UNITS] for n in range(4))
        c = _sigmoid(f) * c + _sigmoid(i) * anp.tanh(g)
        h = _sigmoid(o) * anp.tanh(c)
    return anp.mean(h**2)


def _w8(x: Any, a: Any, b: Any) -> Any:
    for _ in range(LINKS):
        x = anp.sin(x) * a + b
    return x


LOSSES: dict[str, Any] = {
    "W1": _w1,
    "W2": _w2,
    "W3": _w3,
    "W4": _w4,
    "W5": _w5,
    "W6": _w6,
    "W7": _w7,
    "W8": _w8,
}


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """Traced anew at every call, as autograd does."""
    count, loss = len(workload.parameters), LOSSES[workload.name]
    differentiated = value_and_grad(lambda parameters, *rest: loss(*parameters, *rest))

    def function(*arrays: Any) -> list[Any]:
        value, slopes = differentiated(tuple(arrays[:count]), *arrays[count:])
        return [value, *slopes]

    return {"autograd": lambda: function}
