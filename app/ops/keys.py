"""The `key` of indexing operations: one entry an axis, as in NumPy's square brackets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from app.errors import OperationError
from app.ops.spec import Spec, broadcast_shapes


class Slice(NamedTuple):
    """A range of an axis, as in `x[start:stop:step]`."""

    start: int | None = None
    stop: int | None = None
    step: int | None = None


class Index(NamedTuple):
    """An index array, by its number among the node's index arrays, from 1."""

    operand: int


class SliceDocument(TypedDict):
    """A range of an axis, as in `x[start:stop:step]`; each part may be null or left out."""

    start: NotRequired[int | None]
    stop: NotRequired[int | None]
    step: NotRequired[int | None]


class IndexDocument(TypedDict):
    """An index array: input number `operand` of the node, x being number 0."""

    operand: int


Key = Annotated[
    list[int | Literal["..."] | IndexDocument | SliceDocument | None],
    "One entry an axis: an integer, a slice, an index array, `...` for the axes not mentioned, or null for a "
    "new axis of length 1. Axes left out at the end are whole.",
]


def frozen(value: Any, first: int = 1) -> Any:
    """An attribute's value with lists as tuples and parts of a key as named tuples.

    Args:
        value: as it stands in a document.
        first: which of the node's inputs is the first index array.
    """
    if isinstance(value, Mapping):
        return Index(value["operand"] - first + 1) if "operand" in value else Slice(**value)
    if isinstance(value, list) or type(value) is tuple:
        return tuple(frozen(item, first) for item in value)
    return value


class Indexed(NamedTuple):
    """What a key means for an array of known shape.

    Attributes:
        shape: the shape of `x[key]`.
        arrays: for each index array its operand number and the length of the axis it indexes.
    """

    shape: tuple[int, ...]
    arrays: tuple[tuple[int, int], ...]


def resolve(key: Sequence[Any], x: Spec, indices: Sequence[Spec]) -> Indexed:
    """Apply a key to shapes.

    Raises:
        OperationError: an index is out of range, there are too many entries, `...` stands twice, a step is 0,
            or an entry refers to an operand that is not there.
    """
    entries = expand(key, x.ndim)
    shape: list[int] = []
    arrays: list[tuple[int, int]] = []
    places: list[int] = []
    axis = 0
    for position, entry in enumerate(entries):
        if entry is None:
            shape.append(1)
            continue
        length = x.shape[axis]
        if isinstance(entry, Slice):
            if entry.step == 0:
                raise OperationError("the step of a slice cannot be 0", attribute="key")
            shape.append(len(range(*slice(*entry).indices(length))))
        elif isinstance(entry, Index):
            if not 1 <= entry.operand <= len(indices):
                raise OperationError(
                    f"key refers to index array {entry.operand}; the node has {len(indices)}",
                    attribute="key",
                )
            arrays.append((entry.operand, length))
            places.append(position)
            if len(places) == 1:
                start = len(shape)
        else:
            if not -length <= entry < length:
                raise OperationError(
                    f"index {entry} is out of range for axis {axis} with length {length}", attribute="key"
                )
            # Beside index arrays an integer is an index array of no dimensions.
            places.append(position) if any(isinstance(e, Index) for e in entries) else None
            if len(places) == 1:
                start = len(shape)
        axis += 1
    if arrays:
        joint = broadcast_shapes(*[indices[operand - 1].shape for operand, _ in arrays])
        adjacent = places == list(range(places[0], places[0] + len(places)))
        at = start if adjacent else 0
        shape[at:at] = joint
    unused = set(range(1, len(indices) + 1)) - {operand for operand, _ in arrays}
    if unused:
        raise OperationError(f"key does not use index array {min(unused)}", attribute="key")
    return Indexed(tuple(shape), tuple(arrays))


def expand(key: Sequence[Any], ndim: int) -> list[Any]:
    """The key with `...` and axes left out replaced by whole slices."""
    given = sum(entry is not None and entry != "..." for entry in key)
    if sum(entry == "..." for entry in key) > 1:
        raise OperationError("'...' can stand only once in a key", attribute="key")
    if given > ndim:
        raise OperationError(
            f"key has {given} entries, but the value has {ndim} dimension{'s' * (ndim != 1)}", attribute="key"
        )
    whole = [Slice()] * (ndim - given)
    if "..." in key:
        at = list(key).index("...")
        return [*key[:at], *whole, *key[at + 1 :]]
    return [*key, *whole]


def numpy_key(key: Sequence[Any], indices: Sequence[Any]) -> tuple[Any, ...]:
    """The key as NumPy takes it."""
    return tuple(
        slice(*entry)
        if isinstance(entry, Slice)
        else indices[entry.operand - 1]
        if isinstance(entry, Index)
        else Ellipsis
        if entry == "..."
        else entry
        for entry in key
    )
