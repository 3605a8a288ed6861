"""The functions in JAX, compiled: what the peers compute with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.wire.functions import LINKS, Function

jax.config.update("jax_enable_x64", True)
Named = Mapping[str, Any]


def line(p: Named, c: Named) -> Any:
    """The square of one residual."""
    return jnp.square(c["y"] - (p["w"] * c["x"] + p["b"]))


def logistic(p: Named, c: Named) -> Any:
    """The mean logistic loss."""
    z = c["X"] @ p["w"] + p["b"]
    return jnp.mean(jax.nn.softplus(z) - c["y"] * z)


def perceptron(p: Named, c: Named) -> Any:
    """The mean cross entropy of a network with one hidden layer."""
    h = jax.nn.relu(c["X"] @ p["W1"] + p["b1"])
    logs = jax.nn.log_softmax(h @ p["W2"] + p["b2"])
    return -jnp.mean(jnp.take_along_axis(logs, c["labels"][:, None], axis=1))


def chain(p: Named, c: Named) -> Any:
    """A long chain of small operations."""
    h = p["h"]
    for _ in range(LINKS):
        h = jnp.sin(h * p["a"] + p["b"])
    return jnp.sum(jnp.square(h - c["y"]))


LOSSES: Mapping[str, Callable[[Named, Named], Any]] = {
    "line": line,
    "logistic": logistic,
    "perceptron": perceptron,
    "chain": chain,
}


class Compiled:
    """Loss, and loss with gradients, compiled for the shapes of a function, whose constants it holds if these are
    held."""

    def __init__(self, function: Function) -> None:
        self._loss = jax.jit(LOSSES[function.formula])
        self._both = jax.jit(jax.value_and_grad(LOSSES[function.formula]))
        self._held = jax.device_put(dict(function.constants)) if function.held else None
        self.both(function.parameters, function.sent)
        self.loss(function.parameters, function.sent)

    def loss(self, parameters: Named, constants: Named) -> Any:
        """The loss, as a NumPy number."""
        return jax.device_get(self._loss(dict(parameters), self._held or dict(constants)))

    def both(self, parameters: Named, constants: Named) -> tuple[Any, dict[str, Any]]:
        """The loss and the gradients by name, as NumPy arrays."""
        loss, gradients = jax.device_get(self._both(dict(parameters), self._held or dict(constants)))
        return loss, gradients
