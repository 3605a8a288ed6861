"""Single numbers on Python's own floats: an operation costs a twentieth of what a NumPy call does.

Each text gives one number for one number; where Python raises (1/0, log(0), overflow), the caller lets NumPy
answer instead, with an infinity or NaN. `tests/test_scalars.py` holds every text against its operation's kernel.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.plan import Plan
from app.engine.tape import Instruction
from app.ops.spec import BOOL, FLOAT64, INT64, Spec

# What Python raises where NumPy answers.
RAISED = (ArithmeticError, ValueError)


def _power(base: float, exponent: float) -> float:
    """As NumPy, but for a base of minus infinity, which is left to it."""
    if base == -math.inf:
        raise ValueError
    return math.pow(base, exponent)


_UNARY = [
    "sqrt",
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
]
_UNARY += ["isinf", "isfinite", "erf", "erfc"]
_OTHERS = ["atan2", "hypot", "copysign", "floor", "ceil", "trunc"]
# What a text may name.
NAMES: Mapping[str, Any] = {
    **{name: getattr(math, name) for name in (*_UNARY, *_OTHERS)},
    "power": _power,
    "abs": abs,
    "float": float,
    "bool": bool,
    "int": int,
}
_SAME = "{0}"
_PASSING = [
    "identity",
    "stop_gradient",
    "checkpoint",
    "reshape",
    "broadcast_to",
    "permute_dims",
    "sum",
    "mean",
    "prod",
    "max",
    "min",
]

# On float64, and booleans where the operation gives or takes them.
FLOATS: Mapping[str, str] = {
    **{name: f"{name}({{0}})" for name in (*_UNARY, "abs")},
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "remainder": "{0} % {1}",
    "floor_divide": "{0} // {1}",
    "power": "power({0}, {1})",
    "atan2": "atan2({0}, {1})",
    "hypot": "hypot({0}, {1})",
    "copysign": "copysign({0}, {1})",
    "negative": "-{0}",
    "positive": _SAME,
    "square": "{0} * {0}",
    "reciprocal": "1.0 / {0}",
    "rsqrt": "1.0 / sqrt({0})",
    "sech": "1.0 / cosh({0})",
    "floor": "float(floor({0}))",
    "ceil": "float(ceil({0}))",
    "trunc": "float(trunc({0}))",
    # NaN is the one that is not equal to itself, and stays.
    "maximum": "({0} if {0} >= {1} or {0} != {0} else {1})",
    "minimum": "({0} if {0} <= {1} or {0} != {0} else {1})",
    "relu": "({0} if {0} > 0.0 or {0} != {0} else 0.0)",
    "sign": "({0} if {0} != {0} else 0.0 if {0} == 0.0 else copysign(1.0, {0}))",
    "sigmoid": "1.0 / (1.0 + exp(-{0}))",
    "multiply_no_nan": "(0.0 if {1} == 0.0 else {0} * {1})",
    "isnan": "{0} != {0}",
    "less": "{0} < {1}",
    "less_equal": "{0} <= {1}",
    "greater": "{0} > {1}",
    "greater_equal": "{0} >= {1}",
    "equal": "{0} == {1}",
    "not_equal": "{0} != {1}",
    "logical_and": "({0} and {1})",
    "logical_or": "({0} or {1})",
    "logical_not": "not {0}",
    "where": "({1} if {0} else {2})",
    "zeros_like": "0.0",
    "ones_like": "1.0",
    # Of one number.
    **dict.fromkeys(_PASSING, _SAME),
}
CONVERSIONS = {FLOAT64: "float({0})", BOOL: "bool({0})", INT64: "int({0})"}
# On int64, where 64 bits are not left by counting.
INTEGERS = frozenset(
    {
        "add",
        "subtract",
        "less",
        "less_equal",
        "greater",
        "greater_equal",
        "equal",
        "not_equal",
        "where",
        "identity",
    }
)


def text_of(instruction: Instruction) -> str:
    """The text for an instruction, with its operands as `{0}`, `{1}`; empty where there is none."""
    results = [v.spec for v in instruction.outputs]
    return (
        text_on([v.spec for v in instruction.operands], results[0], instruction.op.name)
        # A function has bodies, whatever it is called.
        if len(results) == 1 and instruction.op.nested is None
        else ""
    )


def text_on(operands: Sequence[Spec], result: Spec, name: str) -> str:
    """The text for the operation of this name on operands of these specs."""
    if not all(map(_is_number, (*operands, result))):
        return ""
    if name == "astype":
        return CONVERSIONS[result.dtype]
    whole = any(spec.dtype == INT64 for spec in (*operands, result))
    return FLOATS.get(name, "") if not whole or name in INTEGERS else ""


def _is_number(spec: Spec) -> bool:
    return spec.shape == () and spec.dtype in CONVERSIONS


def is_scalar(plan: Plan) -> bool:
    """Whether a plan is about single numbers throughout, and every instruction has a text."""
    if plan.scalar is None:
        plan.scalar = (
            all(constant.ndim == 0 for _, constant in plan.constants)
            and all(map(_is_number, (v.spec for v in (*plan.inputs, *plan.outputs))))
            and all(text_of(step.instruction) for step in plan.steps)
        )
    return plan.scalar
