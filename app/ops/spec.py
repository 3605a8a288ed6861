"""What is known of an array before it is computed: its shape and dtype, and the arithmetic on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from app.errors import OperationError, did_you_mean

DtypeName = Literal[
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
    "complex64",
    "complex128",
]
DTYPES: dict[str, np.dtype[Any]] = {name: np.dtype(name) for name in get_args(DtypeName)}

BOOL = DTYPES["bool"]
INT64 = DTYPES["int64"]
UINT64 = DTYPES["uint64"]
FLOAT64 = DTYPES["float64"]

MAX_RANK = 32
# NumPy counts bytes as if no axis were empty, in 63 bits.
LONGEST_BESIDE_EMPTY = 2**63 // 16


def dtype_named(name: str, *, attribute: str = "dtype") -> np.dtype[Any]:
    """The dtype of this name.

    Raises:
        OperationError: no dtype has it.
    """
    if name not in DTYPES:
        raise OperationError(
            f"unknown dtype '{name}'{did_you_mean(name, DTYPES)} (known: {', '.join(DTYPES)})",
            attribute=attribute,
        )
    return DTYPES[name]


class Spec(NamedTuple):
    """Shape and dtype of an array."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    @property
    def extent(self) -> int:
        """The size with lengths of 0 left out: NumPy cannot hold an array where this is huge, even if it is
        empty."""
        return math.prod([n for n in self.shape if n])

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    @property
    def is_floating(self) -> bool:
        return self.dtype.kind == "f"

    def __str__(self) -> str:
        return f"{self.dtype}{list(self.shape)}"


def spec_of(array: Any) -> Spec:
    """The spec of a NumPy array or scalar."""
    return Spec(array.shape, array.dtype)


def complex_of(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The complex dtype of the same precision."""
    return DTYPES["complex64" if dtype in (DTYPES["float32"], DTYPES["complex64"]) else "complex128"]


def real_of(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype of the real part."""
    return {DTYPES["complex64"]: DTYPES["float32"], DTYPES["complex128"]: FLOAT64}.get(dtype, dtype)


def is_differentiable(dtype: np.dtype[Any]) -> bool:
    """Whether derivatives flow through values of this dtype: integers and booleans carry none."""
    return dtype.kind in "fc"


@lru_cache(maxsize=1024)
def promote(*dtypes: np.dtype[Any]) -> np.dtype[Any]:
    """The common dtype, as NumPy 2 promotes arrays."""
    return np.result_type(*dtypes)


@lru_cache(maxsize=4096)
def broadcast_shapes(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that operands of these shapes broadcast to.

    Raises:
        OperationError: two of the shapes disagree on an axis where neither is 1.
    """
    rank = max(map(len, shapes), default=0)
    result = [1] * rank
    for position, shape in enumerate(shapes):
        for axis, length in enumerate(shape, start=rank - len(shape)):
            if length == 1 or length == result[axis]:
                continue
            if result[axis] != 1:
                raise OperationError(
                    f"the shapes do not broadcast: axis {axis - rank} has lengths {result[axis]} and "
                    f"{length}; they must be equal, or one of them 1",
                    operand=position,
                )
            result[axis] = length
    return tuple(result)


def normalize_axis(axis: int, ndim: int, *, attribute: str = "axis") -> int:
    """The axis counted from the start.

    Raises:
        OperationError: the axis is not in [-ndim, ndim).
    """
    if not -ndim <= axis < ndim:
        allowed = f"must lie between {-ndim} and {ndim - 1}" if ndim else "cannot be given for a scalar"
        raise OperationError(
            f"{attribute} {axis} is out of range for {ndim} dimension{'s' * (ndim != 1)}; it {allowed}",
            attribute=attribute,
        )
    return axis % ndim


def normalize_axes(
    axis: int | Sequence[int] | None, ndim: int, *, attribute: str = "axis"
) -> tuple[int, ...]:
    """Axes counted from the start; None means all of them.

    Raises:
        OperationError: an axis is out of range or given twice.
    """
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, int):
        return (normalize_axis(axis, ndim, attribute=attribute),)
    axes = tuple(normalize_axis(a, ndim, attribute=attribute) for a in axis)
    if len(set(axes)) != len(axes):
        raise OperationError(f"{attribute} {list(axis)} names an axis twice", attribute=attribute)
    return axes


def drop_axes(shape: tuple[int, ...], axes: Sequence[int], keepdims: bool) -> tuple[int, ...]:
    """The shape after reducing over `axes` (counted from the start)."""
    if keepdims:
        return tuple(1 if i in axes else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in axes)


def check_shape(shape: Sequence[int], *, attribute: str = "shape") -> tuple[int, ...]:
    """A requested shape, as a tuple.

    Raises:
        OperationError: a length is negative, there are more than 32 axes, or NumPy cannot hold the shape
            although it is empty.
    """
    if len(shape) > MAX_RANK:
        raise OperationError(
            f"{attribute} has {len(shape)} axes; arrays have at most {MAX_RANK}", attribute=attribute
        )
    for length in shape:
        if length < 0:
            raise OperationError(f"{attribute} {list(shape)} has a negative length", attribute=attribute)
    if 0 in shape and math.prod(n for n in shape if n) >= LONGEST_BESIDE_EMPTY:
        raise OperationError(
            f"{attribute} {list(shape)} is too long on the axes beside the empty one", attribute=attribute
        )
    return tuple(shape)


def accumulator(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype in which NumPy adds up values of this dtype."""
    return INT64 if dtype.kind in "bi" else UINT64 if dtype.kind == "u" else dtype
