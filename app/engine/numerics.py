"""A look at every result of a run, for the first that is not finite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.execution import Observer
from app.engine.tape import Instruction
from app.errors import NonFiniteValue


def finite(forward: int) -> Observer:
    """An observer that stops a run at the first instruction with a NaN or an infinity in its result.

    Args:
        forward: how many instructions of the tape belong to the forward pass.

    Raises:
        NonFiniteValue: from the observer; names the pass, counts what is not finite, and gives the range of
            each operand. `origin` says where.
    """

    def observe(instruction: Instruction, reads: Sequence[Any], writes: Sequence[Any]) -> None:
        if _is_masked(instruction):
            # Examples that are finished are computed beside the others; who reads the loop's results is looked at.
            return
        for result in writes:
            array = np.asarray(result)
            if array.dtype.kind not in "fc" or np.isfinite(array).all():
                continue
            phase = "backward" if _is_derivative(instruction, forward) else "forward"
            operands = ", ".join(span(np.asarray(r)) for r in reads)
            raise NonFiniteValue(
                f"{phase} pass, operation {instruction.op.name}: the result holds {_counts(array)} among "
                f"{array.size} element{'s' * (array.size != 1)}; its operands: {operands or 'none'}",
                origin=instruction.origin,
            )

    return observe


def _is_masked(instruction: Instruction) -> bool:
    tape: Any = instruction.outputs[0].tape
    nested = instruction.op.nested
    bodies = () if nested is None else nested.bodies(instruction.attributes)
    return tape.masked or any(body.tape.masked for body in bodies)


def _is_derivative(instruction: Instruction, forward: int) -> bool:
    tape: Any = instruction.outputs[0].tape
    return tape.derivative or (tape.depth == 0 and instruction.position >= forward)


def _counts(array: np.ndarray[Any, Any]) -> str:
    nans, infinities = int(np.isnan(array).sum()), int(np.isinf(array).sum())
    parts = [f"{nans} NaN"] * bool(nans) + [f"{infinities} infinite"] * bool(infinities)
    return " and ".join(parts)


def span(array: np.ndarray[Any, Any]) -> str:
    """The range of an array in words."""
    if array.size == 0:
        return "empty"
    if array.dtype.kind == "c":
        return f"moduli in [{np.abs(array).min():.6g}, {np.abs(array).max():.6g}]"
    return f"[{array.min():.6g}, {array.max():.6g}]"
