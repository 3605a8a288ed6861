"""Operations that make values from attributes alone, or from a shape."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.entry import Any_, Array, Cost, op
from app.ops.infer import same
from app.ops.namespace import ops
from app.ops.spec import DTYPES, FLOAT64, INT64, Spec, check_shape, dtype_named

Shape = Annotated[list[int], "The shape of the result."]
MaybeDtype = Annotated[str | None, "Its dtype; null for float64."]


def _filled(*, shape: Sequence[int], dtype: str | None, **_: Any) -> Spec:
    return Spec(check_shape(shape), dtype_named(dtype or "float64"))


@op(infer=_filled, examples=[{"shape": [2, 3]}])
def zeros(*, shape: Shape, dtype: MaybeDtype = None) -> Array:
    """An array of zeros."""
    return np.zeros(shape, dtype or FLOAT64)


@op(infer=_filled, examples=[{"shape": [2, 3]}])
def ones(*, shape: Shape, dtype: MaybeDtype = None) -> Array:
    """An array of ones."""
    return np.ones(shape, dtype or FLOAT64)


def check_fits(value: complex, dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype, if it can hold a number.

    Raises:
        OperationError: the dtype is one of integers, and the number is not one or lies beyond its range.
    """
    try:
        with np.errstate(over="ignore"):
            if dtype.kind in "iu" and isinstance(value, float):
                if not value.is_integer():
                    raise OperationError(
                        f"value {value} is not a whole number, as {dtype} needs; give one, or a floating dtype",
                        attribute="value",
                    )
                value = int(value)
            np.asarray(value, dtype)
    except OverflowError:
        raise OperationError(f"value {value} does not fit {dtype}", attribute="value") from None
    return dtype


def _full(*, shape: Sequence[int], value: Any, dtype: str | None) -> Spec:
    natural = DTYPES["bool"] if isinstance(value, bool) else INT64 if isinstance(value, int) else FLOAT64
    return Spec(check_shape(shape), check_fits(value, dtype_named(dtype) if dtype else natural))


@op(infer=_full, examples=[{"shape": [2, 3], "value": 0.5}])
def full(
    *,
    shape: Shape,
    value: Annotated[bool | int | float, "What it is filled with."],
    dtype: Annotated[str | None, "Its dtype; null for the value's own."] = None,
) -> Array:
    """An array filled with one number."""
    return np.full(shape, value, _full(shape=shape, value=value, dtype=dtype).dtype)


def _ranged(*, start: float, stop: float | None, step: float, dtype: str | None) -> Spec:
    if step == 0:
        raise OperationError("step cannot be 0", attribute="step")
    first, last = (0, start) if stop is None else (start, stop)
    try:
        length = max(0, math.ceil((last - first) / step))
    except OverflowError:
        length = sys.maxsize
    if length > sys.maxsize // 16:
        raise OperationError(f"there are too many numbers from {first} to {last} by {step}")
    whole = all(isinstance(n, int) for n in (first, last, step))
    kept = dtype_named(dtype) if dtype else INT64 if whole else FLOAT64
    if kept.kind in "iu" and length:
        for number in (first, first + step * (length - 1)):
            check_fits(int(number), kept)
    return Spec((length,), kept)


def _ranged_cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
    # Whole numbers first, then their multiples.
    return Cost(2 * results[0].size, 16 * results[0].size)


@op(
    infer=_ranged,
    cost=_ranged_cost,
    examples=[{"start": 5}, {"start": 1, "stop": 2.0, "step": 0.25}],
    aliases=["range"],
)
def arange(
    *,
    start: Annotated[int | float, "The first number; the end, if it is the only one given."],
    stop: Annotated[int | float | None, "The end, which is not reached."] = None,
    step: Annotated[int | float, "The distance between numbers."] = 1,
    dtype: Annotated[str | None, "Its dtype; null for int64 where all numbers are integers."] = None,
) -> Array:
    """Evenly spaced numbers from start to stop, without stop."""
    spec = _ranged(start=start, stop=stop, step=step, dtype=dtype)
    first, distance = (0 if stop is None else start), step
    if spec.dtype.kind == "f":
        first, distance = float(first), float(distance)
    elif max(abs(first), abs(distance)) >= 2**63:
        raise OperationError("whole numbers of 64 bits reach to 2**63", attribute="start")
    return (first + distance * np.arange(spec.shape[0])).astype(spec.dtype)


def _spaced(*, start: float, stop: float, num: int, endpoint: bool, dtype: str | None) -> Spec:
    return Spec(check_shape((num,), attribute="num"), dtype_named(dtype or "float64"))


@op(infer=_spaced, examples=[{"start": 0.0, "stop": 1.0, "num": 5}])
def linspace(
    *,
    start: Annotated[int | float, "The first number."],
    stop: Annotated[int | float, "The last number."],
    num: Annotated[int, "How many."] = 50,
    endpoint: Annotated[bool, "Whether stop is the last number, or the one after it."] = True,
    dtype: Annotated[str | None, "Its dtype; null for that of the request."] = None,
) -> Array:
    """A number of evenly spaced values between two."""
    return np.linspace(start, stop, num, endpoint=endpoint, dtype=dtype or "float64")


def _identity(*, n: int, m: int | None, k: int, dtype: str | None) -> Spec:
    return Spec(check_shape((n, n if m is None else m), attribute="n"), dtype_named(dtype or "float64"))


@op(infer=_identity, examples=[{"n": 3}, {"n": 2, "m": 4, "k": 1}])
def eye(
    *,
    n: Annotated[int, "Rows."],
    m: Annotated[int | None, "Columns; null for as many as rows."] = None,
    k: Annotated[int, "The diagonal: 0 the main one, above it positive, below negative."] = 0,
    dtype: MaybeDtype = None,
) -> Array:
    """A matrix with ones on a diagonal and zeros elsewhere."""
    columns = n if m is None else m
    return np.eye(n, columns, max(-n, min(k, columns)), dtype or FLOAT64)


_X = {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]}
_CUT = "Does not depend on the elements of x: the path through it is cut."


@op(infer=same, elementwise=True, complex_values=True, examples=[_X], kink=_CUT)
def zeros_like(x: Any_) -> Array:
    """Zeros of the shape and dtype of a value."""
    return np.zeros_like(x)


@op(infer=same, elementwise=True, complex_values=True, examples=[_X], kink=_CUT)
def ones_like(x: Any_) -> Array:
    """Ones of the shape and dtype of a value."""
    return np.ones_like(x)


def _filled_like(x: Spec, *, value: Any) -> Spec:
    return Spec(x.shape, check_fits(value, x.dtype))


@op(infer=_filled_like, elementwise=True, complex_values=True, examples=[{**_X, "value": 0.25}], kink=_CUT)
def full_like(x: Any_, *, value: Annotated[bool | int | float, "What it is filled with."]) -> Array:
    """One number in the shape and dtype of a value."""
    return np.full_like(x, value)


@zeros_like.specialize
def _(x: Any) -> Any:
    return _repeated(x, 0)


@ones_like.specialize
def _(x: Any) -> Any:
    return _repeated(x, 1)


@full_like.specialize
def _(x: Any, *, value: Any) -> Any:
    return _repeated(x, value)


def _repeated(x: Any, number: float) -> Any:
    """A constant scalar, broadcast: what meets it need not be computed element by element."""
    check_fits(number, x.dtype)
    value = x.tape.literal(number, x.dtype)
    return ops.broadcast_to(value, shape=x.shape) if x.shape else value
