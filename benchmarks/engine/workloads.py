"""The eight workloads: what is computed, and on what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
# Takes the arrays, gives the loss and the gradient of each parameter.
Function = Callable[..., list[Any]]

ROWS, COLUMNS = 1000, 20
BATCH, PIXELS, HIDDEN, CLASSES = 128, 784, 256, 10
ELEMENTS = 10**6
POINTS, DIMENSIONS, COMPONENTS = 1000, 10, 25
STEPS, EXAMPLES, UNITS = 50, 16, 64
LINKS = 333


@dataclass(frozen=True)
class Workload:
    """One of them.

    Attributes:
        name: W1 to W8.
        text: what it is.
        parameters: arrays that the loss is differentiated with respect to, in order.
        constants: the other arrays, given after them.
    """

    name: str
    text: str
    parameters: list[Array]
    constants: list[Array]

    @property
    def arrays(self) -> list[Array]:
        """All of them, in the order in which a contender takes them."""
        return [*self.parameters, *self.constants]

    def cast(self, dtype: str) -> Workload:
        """The same in another precision; whole numbers stay."""
        parameters = [a.astype(dtype) for a in self.parameters]
        constants = [a.astype(dtype) if a.dtype.kind == "f" else a for a in self.constants]
        return Workload(self.name, self.text, parameters, constants)


def workloads() -> dict[str, Workload]:
    """All eight, in float64."""
    random = np.random.default_rng(2026)
    normal = random.normal
    found = [
        Workload(
            "W1", "a line through one point", [np.array(0.5), np.array(1.0)], [np.array(2.0), np.array(3.0)]
        ),
        Workload("W2", "Rosenbrock's function, n = 10", [normal(size=10)], []),
        Workload(
            "W3",
            "logistic regression, 1000 × 20",
            [normal(size=COLUMNS), np.array(0.1)],
            [normal(size=(ROWS, COLUMNS)), random.integers(0, 2, ROWS).astype(float)],
        ),
        Workload(
            "W4",
            "network 784-256-10, batch of 128",
            [
                0.05 * normal(size=(PIXELS, HIDDEN)),
                np.zeros(HIDDEN),
                0.05 * normal(size=(HIDDEN, CLASSES)),
                np.zeros(CLASSES),
            ],
            [normal(size=(BATCH, PIXELS)), np.eye(CLASSES)[random.integers(0, CLASSES, BATCH)]],
        ),
        Workload(
            "W5",
            "mean(tanh(sin(x) exp(-x²) + w x)), 10⁶ elements",
            [normal(size=ELEMENTS), np.array(0.3)],
            [],
        ),
        Workload(
            "W6",
            "Gaussian mixture, d = 10, K = 25, N = 1000",
            [
                normal(size=COMPONENTS),
                normal(size=(COMPONENTS, DIMENSIONS)),
                0.1 * normal(size=(COMPONENTS, DIMENSIONS * (DIMENSIONS + 1) // 2)),
            ],
            [normal(size=(POINTS, DIMENSIONS))],
        ),
        Workload(
            "W7",
            "LSTM, 50 steps, 64 units, batch of 16",
            [
                0.1 * normal(size=(UNITS, 4 * UNITS)),
                0.1 * normal(size=(UNITS, 4 * UNITS)),
                np.zeros(4 * UNITS),
            ],
            [normal(size=(STEPS, EXAMPLES, UNITS))],
        ),
        Workload(
            "W8", "1,000 operations on single numbers", [np.array(0.5), np.array(1.1), np.array(0.2)], []
        ),
    ]
    return {workload.name: workload for workload in found}
