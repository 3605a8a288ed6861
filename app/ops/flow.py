"""Operations that pass a value on: converted, cut off from the derivative, or as it is."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from app.ops.entry import Any_, Array, op
from app.ops.infer import same
from app.ops.namespace import ops
from app.ops.spec import DTYPES, Spec, dtype_named

_X = {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}


@op(infer=same, elementwise=True, view=True, cost=0, complex_values=True, examples=[_X])
def identity(x: Any_) -> Array:
    """The value itself."""
    return x


identity.vjp(lambda g, y, x: g)


@op(
    infer=same,
    elementwise=True,
    view=True,
    cost=0,
    complex_values=True,
    examples=[_X],
    kink="No derivative passes: the path through it is cut.",
)
def stop_gradient(x: Any_) -> Array:
    """The value as a constant, as far as derivatives are concerned."""
    return x


def _converted(x: Spec, *, dtype: str) -> Spec:
    return Spec(x.shape, dtype_named(dtype))


@op(
    infer=_converted,
    elementwise=True,
    keeps=True,
    complex_values=True,
    examples=[{**_X, "dtype": "float32"}],
    aliases=["cast"],
    kink="Between floating dtypes the derivative passes; a conversion to integers or booleans cuts the path.",
)
def astype(
    x: Any_, *, dtype: Annotated[str, "The dtype wanted: float64, float32, int64, bool and so on."]
) -> Array:
    """The value converted to another dtype. Fractions are cut off towards zero on the way to integers; of a
    complex value the real part is converted."""
    return (x.real if x.dtype.kind == "c" and DTYPES[dtype].kind != "c" else np.asarray(x)).astype(dtype)


astype.vjp(lambda g, y, x, *, dtype: ops.astype(g, dtype=str(x.dtype)))
