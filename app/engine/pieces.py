"""Instructions that would take long by themselves, carried out in pieces with a look at the clock between them.

An axis along which slices of the result depend on the same slices of the operands is cut. Element-wise operations,
products, stacks of matrices, and what works along other axes have one; a single decomposition, sort or transform has
none and takes what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.engine.tape import Instruction
from app.ops.namespace import ops
from app.ops.spec import Spec, normalize_axes

# Some tens of milliseconds.
LONG_FLOPS = 4e8

STACKS = frozenset({"decompositions", "matrices"})
ALONG_AXIS = frozenset({"cumulative", "fourier", "sorting"})


class Cut(NamedTuple):
    """Where an instruction is cut.

    Attributes:
        axis: of the results.
        places: the same axis of each operand; None for those that every piece reads whole.
    """

    axis: int
    places: tuple[int | None, ...]


def in_pieces(instruction: Instruction) -> Callable[..., Any] | None:
    """The kernel that carries out a long instruction in pieces; its first argument is the execution. None if the
    instruction is not long, or cannot be cut."""
    flops = instruction.cost().flops
    if flops <= LONG_FLOPS:
        return None
    operands = [value.spec for value in instruction.operands]
    results = [value.spec for value in instruction.outputs]
    cut = _cut(instruction, operands, results)
    if cut is None:
        return None
    length = results[0].shape[cut.axis]
    step = max(1, int(length * LONG_FLOPS / flops))
    if step >= length:
        return None
    op = instruction.op

    def kernel(execution: Any, *arrays: Any, **attributes: Any) -> Any:
        made = [np.empty(spec.shape, spec.dtype) for spec in results]
        for low in range(0, length, step):
            execution.check()
            parts = [_slice(a, place, low, step) for a, place in zip(arrays, cut.places, strict=True)]
            found = op.kernel(*parts, **attributes)
            for whole, part in zip(made, found if op.results else (found,), strict=True):
                _slice(whole, cut.axis, low, step)[...] = part
        return tuple(made) if op.results else made[0]

    return kernel


def _slice(array: Any, axis: int | None, low: int, step: int) -> Any:
    return array if axis is None else array[(slice(None),) * axis + (slice(low, low + step),)]


def _cut(instruction: Instruction, operands: Sequence[Spec], results: Sequence[Spec]) -> Cut | None:
    op, result = instruction.op, results[0]
    if (
        op.nested is not None
        or not result.shape
        or any(spec.shape[:1] != result.shape[:1] for spec in results)
    ):
        return None
    if op.elementwise:
        axis = int(np.argmax(result.shape))
        return Cut(axis, _aligned(axis - result.ndim, operands, result))
    if op is ops.matmul and result.ndim >= 2 and operands[0].ndim >= 2:
        if result.ndim > 2:
            return Cut(0, _aligned(-result.ndim, operands, result))
        return Cut(0, (0, None)) if operands[1].ndim == 2 else None
    if op is ops.einsum:
        return _letter(instruction.attributes["subscripts"], result)
    if op.family in STACKS:
        stacked = all(spec.ndim >= 3 and spec.shape[0] == result.shape[0] for spec in operands)
        return Cut(0, (0,) * len(operands)) if stacked else None
    if op in (ops.conv, ops.conv_transpose):
        return Cut(0, (0, *[None] * (len(operands) - 1)))
    if op.family in ALONG_AXIS and result.ndim >= 2 and len(operands) == 1:
        axes = normalize_axes(instruction.attributes.get("axis"), result.ndim)
        return None if 0 in axes else Cut(0, (0,))
    return None


def _aligned(axis: int, operands: Sequence[Spec], result: Spec) -> tuple[int | None, ...]:
    """The axis, counted from the last, of operands that broadcast; None where it is not there or has length 1."""
    length = result.shape[axis]
    return tuple(
        spec.ndim + axis if spec.ndim >= -axis and spec.shape[axis] == length else None for spec in operands
    )


def _letter(subscripts: str, result: Spec) -> Cut | None:
    """The longest axis of the result of a product, which no operand has twice."""
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    if not arrow or "." in subscripts or not output:
        return None
    axis = int(np.argmax(result.shape))
    letter = output[axis]
    terms = inputs.split(",")
    if any(term.count(letter) > 1 for term in terms):
        return None
    return Cut(axis, tuple(term.index(letter) if letter in term else None for term in terms))
