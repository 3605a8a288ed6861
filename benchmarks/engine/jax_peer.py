"""The workloads in JAX, jitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.engine.workloads import COMPONENTS, DIMENSIONS, LINKS, STEPS, UNITS, Function, Workload

jax.config.update("jax_enable_x64", True)


def _w1(w: Any, b: Any, x: Any, y: Any) -> Any:
    return (y - (w * x + b)) ** 2


def _w2(x: Any) -> Any:
    return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def _w3(w: Any, b: Any, x: Any, y: Any) -> Any:
    z = x @ w + b
    return jnp.mean(jax.nn.softplus(z) - y * z)


def _w4(w1: Any, b1: Any, w2: Any, b2: Any, x: Any, y: Any) -> Any:
    logits = jnp.tanh(x @ w1 + b1) @ w2 + b2
    return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(logits), axis=-1))


def _w5(x: Any, w: Any) -> Any:
    return jnp.mean(jnp.tanh(jnp.sin(x) * jnp.exp(-(x**2)) + w * x))


def _w6(alphas: Any, means: Any, packed: Any, x: Any) -> Any:
    d = DIMENSIONS
    logs = packed[:, :d]
    rows, columns = np.tril_indices(d, -1)
    lower = jnp.zeros((COMPONENTS, d, d), packed.dtype).at[:, rows, columns].set(packed[:, d:])
    lower = lower + jax.vmap(jnp.diag)(jnp.exp(logs))
    centred = x[None] - means[:, None]
    scaled = centred @ lower.transpose(0, 2, 1)
    scores = (alphas + logs.sum(-1))[:, None] - 0.5 * (scaled**2).sum(-1)
    return jax.scipy.special.logsumexp(scores, axis=0).sum() - len(x) * jax.scipy.special.logsumexp(alphas)


def _cell(h: Any, c: Any, pre: Any, recurrent: Any) -> Any:
    gates = pre + h @ recurrent
    i, f, o, g = (gates[:, n * UNITS : (n + 1) * UNITS] for n in range(4))
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def _w7(inputs: Any, recurrent: Any, bias: Any, xs: Any) -> Any:
    start = jnp.zeros_like(xs[0])
    pre = xs @ inputs + bias

    def step(carry: Any, p: Any) -> Any:
        h, c = carry
        return _cell(h, c, p, recurrent), None

    (h, _), _ = jax.lax.scan(step, (start, start), pre)
    return jnp.mean(h**2)


def _w7_unrolled(inputs: Any, recurrent: Any, bias: Any, xs: Any) -> Any:
    h = c = jnp.zeros_like(xs[0])
    pre = xs @ inputs + bias
    for step in range(STEPS):
        h, c = _cell(h, c, pre[step], recurrent)
    return jnp.mean(h**2)


def _w8(x: Any, a: Any, b: Any) -> Any:
    for _ in range(LINKS):
        x = jnp.sin(x) * a + b
    return x


LOSSES: dict[str, list[Any]] = {
    "W1": [_w1],
    "W2": [_w2],
    "W3": [_w3],
    "W4": [_w4],
    "W5": [_w5],
    "W6": [_w6],
    "W8": [_w8],
}
LOSSES["W7"] = [_w7, _w7_unrolled]


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """The ways of writing a workload; each makes and jits the function anew."""
    count = len(workload.parameters)

    def make(loss: Any) -> Function:
        # A new function object, or what was compiled before would be found.
        compiled = jax.jit(jax.value_and_grad(lambda *arrays: loss(*arrays), argnums=tuple(range(count))))

        def function(*arrays: Any) -> list[Any]:
            value, slopes = compiled(*arrays)
            return [np.asarray(value), *map(np.asarray, slopes)]

        return function

    losses = LOSSES[workload.name]
    names = ["jax jit"] if len(losses) == 1 else ["jax jit, scan", "jax jit, unrolled"]
    return {name: lambda loss=loss: make(loss) for name, loss in zip(names, losses, strict=True)}  # type: ignore[misc]
