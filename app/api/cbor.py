"""CBOR (RFC 8949) with typed arrays (RFC 8746): documents whose arrays are bytes, read and written without a detour
over text."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from typing import Any

import cbor2
import numpy as np

from app.errors import BudgetExceeded, MalformedBody
from app.graph.values import Array, encode

# Of the value behind a tag, and whether it must not change, makes what the tag means.
Semantic = Callable[[Any, bool], Any]
MOST_ITEMS = 1_000_000
ROWS_FIRST, COLUMNS_FIRST = 40, 1040
# Major types of RFC 8949, 3.1.
BYTES, TEXT = 2, 3
# Tags of typed arrays, by what their bytes hold. 68 is that of clamped bytes; float16 is widened.
DTYPES: Mapping[int, np.dtype[Any]] = {
    **{64 + i: np.dtype(f">u{2**i}") for i in range(4)},
    68: np.dtype("u1"),
    **{69 + i: np.dtype(f"<u{2 ** (i + 1)}") for i in range(3)},
    72: np.dtype("i1"),
    **{73 + i: np.dtype(f">i{2 ** (i + 1)}") for i in range(3)},
    **{77 + i: np.dtype(f"<i{2 ** (i + 1)}") for i in range(3)},
    **{80 + i: np.dtype(f">f{2 ** (i + 1)}") for i in range(3)},
    **{84 + i: np.dtype(f"<f{2 ** (i + 1)}") for i in range(3)},
}
TAGS = {
    dtype.str.replace("|", "<"): tag for tag, dtype in DTYPES.items() if tag != 68 and dtype.str[0] != ">"
}


def items(body: bytes) -> int:
    """How many items a body has, its end being the end of the first or of what can be read; those of a typed array are
    not counted. It is known before anything is decoded, as an item of one byte may become an object of many.

    Raises:
        BudgetExceeded: more than a million.
    """
    count, place, end = 0, 0, len(body)
    while place < end:
        first = body[place]
        kind, extra = first >> 5, first & 31
        place += 1
        count += 1
        if count > MOST_ITEMS:
            raise BudgetExceeded(
                f"the body holds more than {MOST_ITEMS} items; arrays are sent as typed arrays (tags 64 to 87)"
            )
        if extra >= 24:
            size = 1 << (extra - 24) if extra < 28 else 0
            length = int.from_bytes(body[place : place + size], "big")
            place += size
        else:
            length = extra
        if kind in (BYTES, TEXT):
            place += length
    return count


def decode(body: bytes, max_depth: int) -> Any:
    """The document of a body, with NumPy arrays for typed arrays.

    Raises:
        MalformedBody: it is not CBOR, or holds what has no meaning here: other tags, indefinite lengths, keys
            given twice, nesting past `max_depth` levels.
    """
    stream = io.BytesIO(body)
    decoder = cbor2.CBORDecoder(
        stream,
        tag_hook=_refused,
        semantic_decoders=_SEMANTICS,
        max_depth=max_depth,
        allow_indefinite=False,
        allow_duplicate_keys=False,
        strict_hashable_types=True,
        read_size=max(len(body), 1),
    )
    try:
        document = decoder.decode()
    except (cbor2.CBORError, RecursionError, ValueError, OverflowError, MemoryError) as error:
        cause = error.__cause__ if isinstance(error.__cause__, _Unsuitable) else error
        raise MalformedBody(f"the body is not CBOR: {cause}") from None
    if stream.tell() < len(body):
        raise MalformedBody(f"the body is not CBOR: it goes on after its end, at byte {stream.tell()}")
    return document


class _Unsuitable(ValueError):
    """A tag that has no meaning here, or an array that is none."""


def _refused(tag: Any, _: bool) -> Any:
    raise _Unsuitable(f"tag {tag.tag} has no meaning here; arrays have the tags 40, 1040 and 64 to 87")


def _refusing(number: int) -> Semantic:
    def refuse(*_: Any) -> Any:
        raise _Unsuitable(f"tag {number} has no meaning here; arrays have the tags 40, 1040 and 64 to 87")

    return refuse


def _typed(tag: int) -> Semantic:
    dtype = DTYPES[tag]

    def read(raw: Any, _: bool) -> Array:
        if not isinstance(raw, bytes):
            raise _Unsuitable(f"tag {tag} must stand before bytes")
        if len(raw) % dtype.itemsize:
            raise _Unsuitable(f"tag {tag} stands before {len(raw)} bytes; its elements have {dtype.itemsize}")
        array = np.frombuffer(raw, dtype)
        wider = np.dtype("f4") if dtype.itemsize == 2 and dtype.kind == "f" else dtype.newbyteorder("=")
        return array.astype(wider, copy=False)

    return read


def _shaped(order: Any) -> Semantic:
    def read(held: Any, _: bool) -> Array:
        if not isinstance(held, list | tuple) or len(held) != 2:
            raise _Unsuitable("an array with a shape is a list of two: the shape and the elements")
        shape, elements = held
        if isinstance(shape, np.ndarray):
            shape = shape.tolist()
        if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
            raise _Unsuitable("a shape is a list of lengths, none negative")
        array = elements if isinstance(elements, np.ndarray) else _plain(elements)
        if array.size != math.prod(shape):
            raise _Unsuitable(f"shape {shape} needs {math.prod(shape)} elements; there are {array.size}")
        return np.asarray(array.reshape(shape, order=order), order="C")

    return read


def _plain(elements: Any) -> Array:
    kinds = {type(element) for element in elements} if isinstance(elements, list) else {type(None)}
    if kinds and kinds not in ({bool}, {int}) and not kinds <= {int, float}:
        raise _Unsuitable("the elements of an array are numbers, or booleans throughout")
    return np.array(elements, dtype=None if kinds else np.float64)


# Every tag that the library knows has a meaning of its own there, and none here.
_SEMANTICS: dict[int, Semantic] = {
    **{
        tag: _refusing(tag)
        for tag in (*range(40), *range(41, 64), *range(88, 300), 1001, 1002, 1003, 43000, 55799)
    },
    **{tag: _typed(tag) for tag in DTYPES},
    **{tag: _refusing(tag) for tag in range(64, 88) if tag not in DTYPES},
    ROWS_FIRST: _shaped("C"),
    COLUMNS_FIRST: _shaped("F"),
}


def dumps(answer: Any) -> bytes:
    """The bytes of an answer whose leaves are arrays, strings, numbers and None."""
    return cbor2.dumps(_written(answer))


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_written(item) for item in value]
    return _array(np.asarray(value)) if hasattr(value, "dtype") else value


def _array(array: Array) -> Any:
    if array.dtype.kind == "c":
        return encode(array, "base64")
    if array.ndim == 0:
        return array.item()
    if array.dtype.kind == "b":
        elements: Any = array.ravel().tolist()
    else:
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        elements = cbor2.CBORTag(TAGS[little.dtype.str.replace("|", "<")], little.tobytes())
    if array.ndim == 1 and array.dtype.kind != "b":
        return elements
    return cbor2.CBORTag(ROWS_FIRST, [list(array.shape), elements])
