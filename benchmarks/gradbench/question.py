"""What an evaluation asks the service, and what it makes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Question:
    """One request.

    Attributes:
        route: where it goes.
        program: the graph, in Python syntax.
        parameters: what may be differentiated.
        constants: what is not.
        options: the request's further members.
    """

    route: str
    program: str
    parameters: Mapping[str, Any]
    constants: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        return {
            "program": self.program,
            "parameters": dict(self.parameters),
            "constants": dict(self.constants),
            **self.options,
        }


@dataclass(frozen=True)
class Function:
    """A function of an evaluation.

    Attributes:
        prepare: makes the question of GradBench's input; not timed, as with other tools.
        read: makes the output of the question and the service's answer, its arrays not yet lists; timed.
    """

    prepare: Callable[[Any], Question]
    read: Callable[[Question, Any], Any]


def floats(values: Any) -> Array:
    """Numbers as an array of float64."""
    return np.asarray(values, np.float64)


def output(name: str) -> Callable[[Question, Any], Any]:
    """Reads one of the values that were asked for."""
    return lambda _, answer: answer["outputs"][name]


def gradient(name: str) -> Callable[[Question, Any], Any]:
    """Reads one of the gradients."""
    return lambda _, answer: answer["gradients"][name]
