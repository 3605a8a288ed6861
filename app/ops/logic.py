"""Comparisons, logic, and choosing between values."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.entry import Any_, Array, Bool, Float, Number, composite, op, per_element
from app.ops.infer import boolean, broadcast, compared, same
from app.ops.namespace import ops
from app.ops.spec import Spec, broadcast_shapes

_PAIR = {"x1": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]], "x2": [1.5, 2.2, -1.3]}
_TRUTHS = {"x1": [[True, False, True], [False, False, True]], "x2": [True, True, False]}
_CUT = "A comparison carries no derivative: the path through it is cut."


@op(infer=compared, elementwise=True, ufunc=np.equal, complex_values=True, examples=[_PAIR], kink=_CUT)
def equal(x1: Any_, x2: Any_) -> Array:
    """Whether two values are equal, element by element."""
    return np.equal(x1, x2)


@op(infer=compared, elementwise=True, ufunc=np.not_equal, complex_values=True, examples=[_PAIR], kink=_CUT)
def not_equal(x1: Any_, x2: Any_) -> Array:
    """Whether two values differ, element by element."""
    return np.not_equal(x1, x2)


@op(infer=compared, elementwise=True, ufunc=np.less, examples=[_PAIR], kink=_CUT)
def less(x1: Number, x2: Number) -> Array:
    """Whether the first value is less than the second."""
    return np.less(x1, x2)


@op(infer=compared, elementwise=True, ufunc=np.less_equal, examples=[_PAIR], kink=_CUT)
def less_equal(x1: Number, x2: Number) -> Array:
    """Whether the first value is less than the second or equal to it."""
    return np.less_equal(x1, x2)


@op(infer=compared, elementwise=True, ufunc=np.greater, examples=[_PAIR], kink=_CUT)
def greater(x1: Number, x2: Number) -> Array:
    """Whether the first value is greater than the second."""
    return np.greater(x1, x2)


@op(infer=compared, elementwise=True, ufunc=np.greater_equal, examples=[_PAIR], kink=_CUT)
def greater_equal(x1: Number, x2: Number) -> Array:
    """Whether the first value is greater than the second or equal to it."""
    return np.greater_equal(x1, x2)


@op(infer=broadcast, elementwise=True, ufunc=np.logical_and, examples=[_TRUTHS], kink=_CUT)
def logical_and(x1: Bool, x2: Bool) -> Array:
    """Whether both are true."""
    return np.logical_and(x1, x2)


@op(infer=broadcast, elementwise=True, ufunc=np.logical_or, examples=[_TRUTHS], kink=_CUT)
def logical_or(x1: Bool, x2: Bool) -> Array:
    """Whether one or both are true."""
    return np.logical_or(x1, x2)


@op(infer=broadcast, elementwise=True, ufunc=np.logical_xor, examples=[_TRUTHS], kink=_CUT)
def logical_xor(x1: Bool, x2: Bool) -> Array:
    """Whether exactly one is true."""
    return np.logical_xor(x1, x2)


@op(infer=same, elementwise=True, ufunc=np.logical_not, examples=[{"x": [True, False]}], kink=_CUT)
def logical_not(x: Bool) -> Array:
    """Whether it is false."""
    return np.logical_not(x)


@op(
    infer=boolean,
    elementwise=True,
    ufunc=np.isnan,
    complex_values=True,
    examples=[{"x": [1.0, "NaN", "Infinity"]}],
    aliases=["is_nan"],
    kink=_CUT,
)
def isnan(x: Float) -> Array:
    """Whether it is NaN."""
    return np.isnan(x)


@op(
    infer=boolean,
    elementwise=True,
    ufunc=np.isinf,
    complex_values=True,
    examples=[{"x": [1.0, "NaN", "-Infinity"]}],
    aliases=["is_inf"],
    kink=_CUT,
)
def isinf(x: Float) -> Array:
    """Whether it is infinite."""
    return np.isinf(x)


@op(
    infer=boolean,
    elementwise=True,
    ufunc=np.isfinite,
    complex_values=True,
    examples=[{"x": [1.0, "NaN", "-Infinity"]}],
    aliases=["is_finite"],
    kink=_CUT,
)
def isfinite(x: Float) -> Array:
    """Whether it is neither infinite nor NaN."""
    return np.isfinite(x)


@op(
    infer=same,
    elementwise=True,
    cost=per_element(4, 6),
    examples=[
        {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]},
        {"x": ["NaN", 1.5, "Infinity", "-Infinity"], "nan": 0.5, "posinf": 10.0, "neginf": -20.0},
    ],
    kink="The derivative is 0 where a value is replaced, 1 elsewhere.",
)
def nan_to_num(
    x: Number,
    *,
    nan: Annotated[float, "What stands for NaN."] = 0.0,
    posinf: Annotated[float | None, "What stands for infinity; null for the largest number."] = None,
    neginf: Annotated[float | None, "What stands for minus infinity; null for the lowest number."] = None,
) -> Array:
    """The value with NaN and infinities replaced by numbers."""
    return np.asarray(np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf), dtype=x.dtype)


nan_to_num.vjp(lambda g, y, x, **_: ops.where(ops.isfinite(x), g, 0))


@op(
    infer=same,
    elementwise=True,
    view=True,
    cost=per_element(1, 1),
    examples=[{"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}],
    kink="The gradient that comes back is checked too.",
)
def check_numerics(x: Number) -> Array:
    """The value itself; the computation stops with an error where it holds NaN or infinity."""
    finite = np.isfinite(x)
    if not finite.all():
        position = tuple(int(i) for i in np.argwhere(~finite)[0])
        place = f" at {list(position)}" if position else ""
        raise OperationError(
            f"holds NaN {np.count_nonzero(np.isnan(x))} times and infinity {np.count_nonzero(np.isinf(x))} "
            f"times; the first is {x[position]}{place}",
            operand=0,
        )
    return x


check_numerics.vjp(lambda g, y, x: ops.check_numerics(g))


@op(infer=same, elementwise=True, view=True, cost=0, examples=[{"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}])
def checkpoint(x: Any_) -> Array:
    """The value itself, marked as one that is not kept for the backward pass, which computes it again from
    the operands of its operation. Results do not depend on it."""
    return x


checkpoint.vjp(lambda g, y, x: g)


def _chosen(condition: Spec, x: Spec, y: Spec) -> Spec:
    return Spec(broadcast_shapes(condition.shape, x.shape, y.shape), x.dtype)


@op(
    infer=_chosen,
    elementwise=True,
    complex_values=True,
    examples=[
        {
            "condition": [[True, False, True], [False, False, True]],
            "x": [[1.5, -2.0, 0.7], [3.0, 0.4, -1.1]],
            "y": [0.9, 2.2, -1.3],
        }
    ],
    kink="The value not taken has gradient 0, also where it is infinite or NaN.",
)
def where(condition: Bool, x: Any_, y: Any_) -> Array:
    """x where the condition is true, y elsewhere."""
    return np.where(condition, x, y)


where.vjp(
    None,
    lambda g, out, condition, x, y: ops.where(condition, g, 0),
    lambda g, out, condition, x, y: ops.where(condition, 0, g),
)


@where.specialize
def _(condition: Any, x: Any, y: Any) -> Any:
    if condition.constant is None or condition.constant.size != 1:
        return None
    taken, shape = (x if condition.constant.item() else y), _chosen(condition.spec, x.spec, y.spec).shape
    return taken if taken.shape == shape else ops.broadcast_to(taken, shape=shape)


@composite(
    examples=[
        {"x": [[-2.5, -0.4, 0.3], [0.9, 1.7, 3.2]], "min": -1.2, "max": 2.0},
        {"x": [-2.5, -0.4, 3.2], "max": 2.0},
        {"x": [[-2.5, -0.4, 0.3], [0.9, 1.7, 3.2]], "low": -1.2, "high": [1.0, 2.0, 3.0]},
    ],
    aliases=["clip_by_value", "clamp"],
    kink="At a bound the derivative with respect to x is 1.",
)
def clip(
    x: Number,
    low: Number | None = None,
    high: Number | None = None,
    *,
    min: Annotated[int | float | None, "Lower bound, instead of the second operand."] = None,
    max: Annotated[int | float | None, "Upper bound, instead of the third operand."] = None,
) -> Array:
    """The value, moved into an interval. The bounds are numbers given as attributes, or values given as
    second and third operand."""
    for operand, attribute, name in ((low, min, "min"), (high, max, "max")):
        if operand is not None and attribute is not None:
            raise OperationError(
                f"the bound {name} is given twice, as operand and as attribute", attribute=name
            )
    lowest = min if low is None else low
    highest = max if high is None else high
    if lowest is None and highest is None:
        raise OperationError("a bound is needed: min, max or both", attribute="min")
    if lowest is not None:
        x = ops.where(x < lowest, lowest, x)
    return x if highest is None else ops.where(x > highest, highest, x)
