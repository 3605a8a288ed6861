"""Rounding to whole numbers, element by element. The derivative is 0 everywhere, also at the steps."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from app.ops.entry import Array, Number, op, per_element
from app.ops.infer import same
from app.ops.namespace import ops

_X = {"x": [[-1.6, 0.4, 2.3], [-0.8, 0.9, 3.1]]}
_FLAT = "Piecewise constant: the gradient is 0 everywhere, also at the steps."


@op(infer=same, elementwise=True, examples=[_X], kink=_FLAT)
def floor(x: Number) -> Array:
    """The largest whole number that is not above the value. Integers stay as they are."""
    return np.floor(x) if x.dtype.kind == "f" else x.copy()


floor.vjp(lambda g, y, x: ops.zeros_like(x))


@op(infer=same, elementwise=True, examples=[_X], kink=_FLAT)
def ceil(x: Number) -> Array:
    """The smallest whole number that is not below the value. Integers stay as they are."""
    return np.ceil(x) if x.dtype.kind == "f" else x.copy()


ceil.vjp(lambda g, y, x: ops.zeros_like(x))


@op(infer=same, elementwise=True, examples=[_X], aliases=["fix"], kink=_FLAT)
def trunc(x: Number) -> Array:
    """The value without its fraction: rounded towards 0. Integers stay as they are."""
    return np.trunc(x) if x.dtype.kind == "f" else x.copy()


trunc.vjp(lambda g, y, x: ops.zeros_like(x))


@op(
    infer=same,
    elementwise=True,
    cost=per_element(4, 9),
    examples=[_X, {"x": [[-1.63, 0.42, 2.37], [-0.88, 0.91, 3.14]], "decimals": 1}],
    aliases=["rint", "around"],
    kink=_FLAT,
)
def round_(
    x: Number,
    *,
    decimals: Annotated[int, "Decimal places to keep; negative ones count to the left of the point."] = 0,
) -> Array:
    """The nearest whole number; halves go to the even one, as in NumPy."""
    if x.dtype.kind == "b" or (x.dtype.kind != "f" and decimals >= 0):
        return x.copy()
    # NumPy scales by a power of ten, which must not overflow: past it nothing is rounded, or everything.
    most = 38 if x.dtype == np.float32 else 308
    if decimals < -most:
        return np.where(np.isfinite(x), np.zeros((), x.dtype), x)
    rounded = np.asarray(np.round(x, min(decimals, most)))
    return np.where(np.isfinite(rounded), rounded, x) if decimals > 0 else rounded


round_.vjp(lambda g, y, x, *, decimals: ops.zeros_like(x))
