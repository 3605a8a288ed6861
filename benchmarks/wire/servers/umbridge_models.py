"""The functions as models of UM-Bridge, served by its own server: `python -m ...umbridge_models PORT`.

A model's first input is all of its parameters in a row, the others are its constants; its output is the loss.
"""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import umbridge

from benchmarks.wire.functions import Array, Function, Values, functions
from benchmarks.wire.servers.compute import Compiled

Vectors = list[list[float]]


class Differentiated(umbridge.Model):  # type: ignore[misc]
    """A function with its gradient."""

    def __init__(self, function: Function) -> None:
        super().__init__(function.name)
        self.function = function
        self.compiled = Compiled(function)
        total = sum(array.size for array in function.parameters.values())
        self.sizes = [total, *(array.size for array in function.sent.values())]

    def get_input_sizes(self, config: Any) -> list[int]:  # noqa: ARG002
        return self.sizes

    def get_output_sizes(self, config: Any) -> list[int]:  # noqa: ARG002
        return [1]

    def supports_evaluate(self) -> bool:
        return True

    def supports_gradient(self) -> bool:
        return True

    def __call__(self, parameters: Vectors, config: Any) -> Vectors:  # noqa: ARG002
        return [[float(self.compiled.loss(*self._values(parameters)))]]

    def gradient(
        self,
        out_wrt: int,  # noqa: ARG002
        in_wrt: int,  # noqa: ARG002
        parameters: Vectors,
        sens: list[float],
        config: Any,  # noqa: ARG002
    ) -> list[float]:
        """That of the parameters; it is asked for no other."""
        _, slopes = self.compiled.both(*self._values(parameters))
        row = np.concatenate([np.ravel(slopes[name]) for name in self.function.parameters])
        numbers: list[float] = (row * sens[0]).tolist()
        return numbers

    def _values(self, vectors: Vectors) -> tuple[Values, Values]:
        first, *others = (np.array(vector) for vector in vectors)
        constants = {
            name: array.astype(like.dtype).reshape(like.shape)
            for (name, like), array in zip(self.function.sent.items(), others, strict=True)
        }
        return split(first, self.function.parameters), constants


def split(row: Array, likes: Values) -> Values:
    """The arrays, of the shapes of others, that stand in a row."""
    found, start = {}, 0
    for name, like in likes.items():
        end = start + math.prod(like.shape)
        found[name] = row[start:end].reshape(like.shape)
        start = end
    return found


if __name__ == "__main__":
    umbridge.serve_models([Differentiated(f) for f in functions().values()], int(sys.argv[1]))
