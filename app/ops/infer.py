"""Shape and dtype rules that many operations share. Operands come promoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from app.errors import OperationError
from app.ops.spec import BOOL, Spec, accumulator, broadcast_shapes, drop_axes, normalize_axes

Axis = Annotated[int | list[int] | None, "Axis or axes, negative ones counted from the end; null for all."]
OneAxis = Annotated[int, "The axis, negative ones counted from the end."]
KeepDims = Annotated[bool, "Keep the reduced axes with length 1."]


def same(x: Spec, **_: Any) -> Spec:
    """The spec of the first operand."""
    return x


def boolean(x: Spec, **_: Any) -> Spec:
    """Booleans of the operand's shape."""
    return Spec(x.shape, BOOL)


def broadcast(*operands: Spec, **_: Any) -> Spec:
    """The operands broadcast against each other; they have one dtype."""
    first = operands[0]
    for other in operands[1:]:
        if other.shape != first.shape:
            return Spec(broadcast_shapes(*[o.shape for o in operands]), first.dtype)
    return first


def arithmetic(*operands: Spec, **_: Any) -> Spec:
    """As `broadcast`, for operations that NumPy does not define on booleans."""
    if operands[0].dtype == BOOL:
        raise OperationError("is not defined on booleans; convert them with astype, or use logical_xor")
    return broadcast(*operands)


def compared(*operands: Spec, **_: Any) -> Spec:
    """Booleans of the broadcast shape."""
    return Spec(broadcast(*operands).shape, BOOL)


def reduced(x: Spec, *, axis: Any = None, keepdims: bool = False, **_: Any) -> Spec:
    """The operand without the axes reduced over."""
    return Spec(drop_axes(x.shape, normalize_axes(axis, x.ndim), keepdims), x.dtype)


def reduced_sum(x: Spec, *, axis: Any = None, keepdims: bool = False, **_: Any) -> Spec:
    """As `reduced`; booleans and small integers add up in 64 bits, as in NumPy."""
    spec = reduced(x, axis=axis, keepdims=keepdims)
    return Spec(spec.shape, accumulator(x.dtype))


def reduced_bool(x: Spec, *, axis: Any = None, keepdims: bool = False, **_: Any) -> Spec:
    """As `reduced`, giving booleans."""
    return Spec(reduced(x, axis=axis, keepdims=keepdims).shape, BOOL)


def reduced_nonempty(x: Spec, *, axis: Any = None, keepdims: bool = False, **_: Any) -> Spec:
    """As `reduced`, for reductions that have no value over nothing, such as max."""
    spec = reduced(x, axis=axis, keepdims=keepdims)
    axes = normalize_axes(axis, x.ndim)
    if spec.size and any(x.shape[a] == 0 for a in axes):
        raise OperationError("there is no value over an empty axis", operand=0)
    return spec


def reduced_count(shape: Sequence[int], axis: Any) -> int:
    """How many elements go into each element of a reduction."""
    count = 1
    for a in normalize_axes(axis, len(shape)):
        count *= shape[a]
    return count
