"""Optimizers with Keras' names and defaults; they change variables by gradients that tapes gave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from wengert.tensor import Tensor, Variable
from wengert.values import Array


class Optimizer:
    """Changes variables along their gradients.

    Args:
        learning_rate: how far.

    Attributes:
        iterations: how many steps were taken.
    """

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.iterations = 0
        # With the variable, so that no other takes its id while it is remembered.
        self._slots: dict[tuple[int, str], tuple[Variable, Array]] = {}

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> None:
        """Take one step. Variables whose gradient is None stay as they are."""
        self.iterations += 1
        for slope, variable in grads_and_vars:
            if slope is not None:
                g = np.asarray(slope.numpy() if isinstance(slope, Tensor) else slope, float)
                variable.assign_add(self._step(variable, g))

    def _step(self, variable: Variable, g: Array) -> Array:
        raise NotImplementedError

    def _slot(self, variable: Variable, name: str, like: Array, start: float = 0.0) -> Array:
        """What is remembered of a variable, changed in place."""
        return self._slots.setdefault((id(variable), name), (variable, np.full(like.shape, start)))[1]


class SGD(Optimizer):
    """Steps down the gradient, with a share of the last step (Polyak), or Nesterov's look ahead."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        self.momentum, self.nesterov = momentum, nesterov

    def _step(self, variable: Variable, g: Array) -> Array:
        velocity = self._slot(variable, "velocity", g)
        velocity[...] = self.momentum * velocity - self.learning_rate * g
        return self.momentum * velocity - self.learning_rate * g if self.nesterov else velocity.copy()


class Adam(Optimizer):
    """Kingma and Ba (2015), in the form before section 2.1, as Keras has it."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def _step(self, variable: Variable, g: Array) -> Array:
        mean, square = self._slot(variable, "mean", g), self._slot(variable, "square", g)
        mean[...] = self.beta_1 * mean + (1 - self.beta_1) * g
        square[...] = self.beta_2 * square + (1 - self.beta_2) * g * g
        unbiased = np.sqrt(1 - self.beta_2**self.iterations) / (1 - self.beta_1**self.iterations)
        step: Array = -self.learning_rate * unbiased * mean / (np.sqrt(square) + self.epsilon)
        return step


class RMSprop(Optimizer):
    """Tieleman and Hinton (2012), lecture 6.5."""

    def __init__(self, learning_rate: float = 0.001, rho: float = 0.9, epsilon: float = 1e-7) -> None:
        super().__init__(learning_rate)
        self.rho, self.epsilon = rho, epsilon

    def _step(self, variable: Variable, g: Array) -> Array:
        square = self._slot(variable, "square", g)
        square[...] = self.rho * square + (1 - self.rho) * g * g
        step: Array = -self.learning_rate * g / np.sqrt(square + self.epsilon)
        return step


class Adagrad(Optimizer):
    """Duchi, Hazan and Singer (2011)."""

    def __init__(
        self, learning_rate: float = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7
    ) -> None:
        super().__init__(learning_rate)
        self.start, self.epsilon = initial_accumulator_value, epsilon

    def _step(self, variable: Variable, g: Array) -> Array:
        total = self._slot(variable, "total", g, self.start)
        total += g * g
        step: Array = -self.learning_rate * g / np.sqrt(total + self.epsilon)
        return step
