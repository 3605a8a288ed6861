"""Arrays of a few elements taken apart: each element a number of its own, so that a plan about short vectors and small
matrices runs on Python's floats.

A call of NumPy takes as long as some twenty operations on such. What only moves elements (a slice, a transpose) is
carried out here, on their numbers, and leaves no trace in the text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine import scalars
from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.ops.keys import numpy_key
from app.ops.spec import FLOAT64, Spec, normalize_axes
from app.ops.value import Value

# Elements of the largest value, and the operations on numbers that may stand for one call of NumPy.
MOST_ELEMENTS = 64
WORTH_A_CALL = 16

MOVING = frozenset({"reshape", "broadcast_to", "permute_dims", "getitem", "concat", "stack", "flip", "roll"})
MADE = {"zeros": "0.0", "ones": "1.0"}


def expanded(instruction: Instruction, operands: Sequence[Sequence[str]]) -> list[str] | None:
    """The elements of the result, in C order, each as an expression of the operands' elements; None where the
    operation is not known here."""
    op, results = instruction.op, instruction.outputs
    specs = [v.spec for v in instruction.operands]
    if len(results) != 1 or not all(map(_small, (*specs, results[0].spec))):
        return None
    name = op.name
    if name in MADE and not specs and results[0].dtype == FLOAT64:
        return [MADE[name]] * results[0].size
    if name in MOVING and (name != "getitem" or len(specs) == 1):
        return _moved(instruction, operands)
    if name in ("sum", "mean") and specs[0].dtype == FLOAT64:
        return _summed(instruction, operands[0])
    if name in ("at_add", "at_set") and len(specs) == 2:
        return _placed(instruction, operands)
    if name == "matmul" and specs[0].dtype == FLOAT64:
        return _multiplied(specs[0], specs[1], operands)
    if op.elementwise:
        text = scalars.text_on([Spec((), s.dtype) for s in specs], Spec((), results[0].dtype), name)
        if text:
            rows = [
                _repeated(names, spec.shape, results[0].shape)
                for names, spec in zip(operands, specs, strict=True)
            ]
            return [text.format(*parts) for parts in zip(*rows, strict=True)]
    return None


def _small(spec: Spec) -> bool:
    return 0 < spec.size <= MOST_ELEMENTS and spec.dtype in scalars.CONVERSIONS


def _numbered(shape: tuple[int, ...], first: int = 0) -> Any:
    return np.arange(first, first + math.prod(shape)).reshape(shape)


def _repeated(names: Sequence[str], shape: tuple[int, ...], wanted: tuple[int, ...]) -> list[str]:
    """Elements as they meet others in a broadcast."""
    return [names[i] for i in np.broadcast_to(_numbered(shape), wanted).ravel()]


def _moved(instruction: Instruction, operands: Sequence[Sequence[str]]) -> list[str]:
    """The kernel says where the elements go."""
    flat = [name for names in operands for name in names]
    numbered, first = [], 0
    for value in instruction.operands:
        numbered.append(_numbered(value.shape, first))
        first += value.size
    places = instruction.op.kernel(*numbered, **instruction.attributes)
    return [flat[i] for i in np.asarray(places).ravel()]


def _summed(instruction: Instruction, names: Sequence[str]) -> list[str]:
    shape = instruction.operands[0].shape
    axes = normalize_axes(instruction.attributes["axis"], len(shape))
    kept = [axis for axis in range(len(shape)) if axis not in axes]
    count = math.prod(shape[axis] for axis in axes)
    rows = _numbered(shape).transpose([*kept, *axes]).reshape(-1, count)
    sums = [" + ".join(names[i] for i in row) for row in rows]
    if instruction.op.name == "mean":
        return [f"({total}) / {float(count)}" for total in sums]
    return sums


def _placed(instruction: Instruction, operands: Sequence[Sequence[str]]) -> list[str]:
    """A part replaced, or added to."""
    whole, part = instruction.operands
    places = _numbered(whole.shape)[numpy_key(instruction.attributes["key"], ())]
    values = _repeated(operands[1], part.shape, places.shape)
    result = list(operands[0])
    adds = instruction.op.name == "at_add"
    for place, value in zip(places.ravel(), values, strict=True):
        result[place] = f"{result[place]} + {value}" if adds else value
    return result


def _multiplied(first: Spec, second: Spec, operands: Sequence[Sequence[str]]) -> list[str] | None:
    """Of vectors and matrices; not of stacks of them."""
    if not 1 <= first.ndim <= 2 or not 1 <= second.ndim <= 2:
        return None
    a, b = _numbered(first.shape), _numbered(second.shape)
    a = a.reshape(-1, first.shape[-1])
    b = b.reshape(second.shape[0], -1)
    return [
        " + ".join(f"{operands[0][i]} * {operands[1][j]}" for i, j in zip(row, column, strict=True))
        for row in a
        for column in b.T
    ]


def worthwhile(plan: Plan, more: Sequence[Value] = ()) -> bool:
    """Whether all of a plan, and more inputs that it is given, can be taken apart, and it gains by that."""
    if not all(map(_small, (v.spec for v in (*plan.inputs, *plan.outputs, *more)))):
        return False
    if not all(0 < c.size <= MOST_ELEMENTS and c.dtype in scalars.CONVERSIONS for _, c in plan.constants):
        return False
    operations = calls = 0
    for step in plan.steps:
        instruction = step.instruction
        elements = expanded(instruction, [["v"] * value.size for value in instruction.operands])
        if elements is None:
            return False
        calls += 1
        operations += sum(1 + e.count(" + ") for e in elements if e != "v")
    return operations <= WORTH_A_CALL * calls
