"""A value on a tape, as derivative rules and composed operations see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from app.ops.namespace import ops
from app.ops.spec import Spec


class Recorder(Protocol):
    """What values need of their tape."""

    origin: Any
    depth: int

    def input(self, shape: Sequence[int], dtype: Any = None) -> Value: ...
    def constant(self, array: Any, dtype: Any = None) -> Value: ...
    def record(self, op: Any, operands: tuple[Any, ...], attributes: dict[str, Any]) -> Any: ...
    def literal(self, number: Any, dtype: np.dtype[Any] | None) -> Value: ...
    def lift(self, value: Value) -> Value: ...


class Value:
    """A value on a tape. Arithmetic on it appends to that tape and gives new values.

    Equality is identity, so that values can be keys; `ops.equal` compares what they hold.

    Attributes:
        tape: the tape it stands on.
        index: its position among the tape's values.
        spec: its shape and dtype.
        producer: the instruction that computes it; None for inputs and constants.
        constant: its array, when it is known while recording.
        nbytes: the bytes it takes.
        plain: whether nothing is known of it but its spec: it is no constant, broadcast or not.
    """

    __array_ufunc__ = None  # NumPy arrays leave mixed arithmetic to this class
    __slots__ = ("constant", "index", "nbytes", "plain", "producer", "spec", "tape")

    def __init__(
        self,
        tape: Recorder,
        index: int,
        spec: Spec,
        producer: Any,
        constant: Any,
        nbytes: int,
        plain: bool,
    ) -> None:
        self.tape = tape
        self.index = index
        self.spec = spec
        self.producer = producer
        self.constant = constant
        self.nbytes = nbytes
        self.plain = plain

    @property
    def shape(self) -> tuple[int, ...]:
        return self.spec.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.spec.dtype

    @property
    def ndim(self) -> int:
        return len(self.spec.shape)

    @property
    def size(self) -> int:
        return self.spec.size

    def __repr__(self) -> str:
        return f"Value({self.index}: {self.spec})"

    def __add__(self, other: Any) -> Any:
        return _recorded(ops.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return ops.add(other, self)

    def __sub__(self, other: Any) -> Any:
        return _recorded(ops.subtract, self, other)

    def __rsub__(self, other: Any) -> Any:
        return ops.subtract(other, self)

    def __mul__(self, other: Any) -> Any:
        return _recorded(ops.multiply, self, other)

    def __rmul__(self, other: Any) -> Any:
        return ops.multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _recorded(ops.divide, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return ops.divide(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return ops.floor_divide(self, other)

    def __mod__(self, other: Any) -> Any:
        return ops.remainder(self, other)

    def __pow__(self, other: Any) -> Any:
        return ops.power(self, other)

    def __rpow__(self, other: Any) -> Any:
        return ops.power(other, self)

    def __matmul__(self, other: Any) -> Any:
        return ops.matmul(self, other)

    def __neg__(self) -> Any:
        return ops.negative(self)

    def __lt__(self, other: Any) -> Any:
        return ops.less(self, other)

    def __le__(self, other: Any) -> Any:
        return ops.less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return ops.greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return ops.greater_equal(self, other)

    def __invert__(self) -> Any:
        return ops.logical_not(self)

    def __and__(self, other: Any) -> Any:
        return ops.logical_and(self, other)

    def __or__(self, other: Any) -> Any:
        return ops.logical_or(self, other)

    def __bool__(self) -> bool:
        raise TypeError("a value on a tape is not known while recording; use where() instead of if")


def _recorded(op: Any, x1: Value, x2: Any) -> Any:
    """As `op(x1, x2)`, without a look for the innermost tape where there is one only."""
    if type(x2) is Value and x2.tape is not x1.tape:
        return op(x1, x2)
    return x1.tape.record(op, (x1, x2), _NONE)


_NONE: dict[str, Any] = {}
