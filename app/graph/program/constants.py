"""Arithmetic on numbers that stand in the text, as Python does it but bounded."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
NAMED = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}
LARGEST = 2**63


def is_number(value: Any) -> bool:
    """Whether a value is a number known from the text."""
    return isinstance(value, int | float)


def fold(kind: type[ast.operator], left: Any, right: Any) -> Any:
    """The result of an operator on two numbers.

    Raises:
        ValueError: it has none, or does not fit 64 bits; the message says which.
    """
    if kind not in BINARY:
        raise ValueError("this operator is not known here")
    if kind is ast.Pow and isinstance(left, int) and isinstance(right, int) and right > 64 and abs(left) > 1:
        raise ValueError("the number does not fit 64 bits; write it with a point to compute in float64")
    try:
        result = BINARY[kind](left, right)
    except ZeroDivisionError:
        raise ValueError("division by zero") from None
    except OverflowError:
        raise ValueError("the number is too large for float64") from None
    except TypeError:
        raise ValueError("this operator does not work on these numbers") from None
    if isinstance(result, complex):
        raise ValueError("the result is not real")
    if isinstance(result, int):
        check(result)
    return result


def check(value: Any) -> None:
    """Refuse a number that does not fit 64 bits.

    Raises:
        ValueError: it does not.
    """
    if isinstance(value, float) and math.isinf(value):
        raise ValueError("the number is too large for float64; infinity is written inf")
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        raise ValueError("the number does not fit 64 bits; write it with a point to compute in float64")
