"""What follows from an operation, its attributes and the specs of its operands; found once, then known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from app.ops.spec import FLOAT64, Spec, spec_of
from app.ops.value import Value

if TYPE_CHECKING:
    from app.ops.entry import Op

Key = tuple[Any, ...]
# Documents of strangers must not fill the memory: an operation forgets all it knows when it knows so much.
MOST_KNOWN = 2048
LONGEST_KNOWN = 64
LONGEST_TEXT = 500


class Signature(NamedTuple):
    """How an operation is recorded on operands of certain specs.

    Attributes:
        attributes: with defaults filled in and lists frozen; shared, not to be changed.
        key: the attributes, hashable.
        targets: the dtype that each operand is converted to, None where it stays; None if all stay.
        specs: those of the results; empty for a composition.
        several: whether the operation gives a tuple.
    """

    attributes: dict[str, Any]
    key: Key
    targets: tuple[np.dtype[Any] | None, ...] | None
    specs: tuple[Spec, ...]
    several: bool


def signature_of(
    op: Op, operands: Sequence[Any], attributes: Mapping[str, Any], default: np.dtype[Any]
) -> Signature:
    """The signature for operands that are values, arrays or Python's numbers.

    Args:
        op: the operation; it records nothing by itself (is not symbolic).
        operands: what it is applied to.
        attributes: by name; those with defaults may be left out.
        default: the floating dtype of literals that meet nothing.

    Raises:
        OperationError: the operands or attributes do not suit the operation.
    """
    kinds = tuple([o.spec if type(o) is Value else _kind(o) for o in operands])
    key = (kinds, key_of(attributes) if attributes else (), default)
    found: Signature | None = op.signatures.get(key)
    if found is None:
        found = _found(op, operands, attributes, default)
        if len(kinds) <= LONGEST_KNOWN and sum(map(_length, key[1])) <= LONGEST_TEXT:
            if len(op.signatures) >= MOST_KNOWN:
                op.signatures.clear()
            op.signatures[key] = found
    return found


def spec_or_literal(operand: Any) -> Any:
    """The spec of a value or an array; a Python number as it is."""
    if isinstance(operand, Value):
        return operand.spec
    # np.float64 is a float, and yet no literal.
    number = isinstance(operand, bool | int | float | complex) and not isinstance(operand, np.generic)
    return operand if number else spec_of(np.asarray(operand))


def _kind(operand: Any) -> Any:
    """What of an operand that is no value counts for the signature; of a number its type."""
    kind = type(operand)
    if kind is float or kind is int or kind is bool:
        return kind
    spec = spec_or_literal(operand)
    # Arrays become values first, so they are told apart from values.
    return (spec,) if isinstance(spec, Spec) else kind


def _length(part: Any) -> int:
    return len(part) if isinstance(part, str) else _length(part[0]) if isinstance(part, tuple) else 1


def key_of(attributes: Mapping[str, Any]) -> Key:
    """What tells attributes apart; 1, 1.0 and True are equal in Python, 0.0 and -0.0 too."""
    return tuple(
        [
            part
            for name, value in attributes.items()
            for part in (name, value if value is None or type(value) in (int, str) else (repr(value),))
        ]
    )


def _found(
    op: Op, operands: Sequence[Any], attributes: Mapping[str, Any], default: np.dtype[Any]
) -> Signature:
    op.check_arity(len(operands))
    bound = op.bind(attributes)
    known = [spec_or_literal(operand) for operand in operands]
    targets = tuple(op.targets(known, default))
    converted = any(
        target is not None and (not isinstance(operand, Value) or operand.dtype != target)
        for operand, target in zip(operands, targets, strict=True)
    )
    plain = not converted and all(isinstance(operand, Value) for operand in operands)
    specs: tuple[Spec, ...] = ()
    several = False
    if op.infer is not None:
        if not op.operands and default != FLOAT64 and bound.get("dtype", "") is None:
            # What is made from nothing is floating as the request is; counting stays whole.
            made: Any = op.infer(**bound)
            if made.dtype == FLOAT64:
                bound = {**bound, "dtype": str(default)}
        taken = [_taken(operand, target, default) for operand, target in zip(operands, targets, strict=True)]
        result = op.infer(*taken, **bound)
        several = not isinstance(result, Spec)
        specs = result if several else (result,)  # type: ignore[assignment]
    return Signature(bound, key_of(bound), None if plain else targets, specs, several)


def _taken(operand: Any, target: np.dtype[Any] | None, default: np.dtype[Any]) -> Spec:
    """The spec of an operand as the operation gets it."""
    spec = spec_or_literal(operand)
    if not isinstance(spec, Spec):
        spec = Spec((), default)
    return spec if target is None else Spec(spec.shape, target)
