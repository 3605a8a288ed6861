"""Arrays in documents: nested lists of numbers, and array objects, both ways.

An array object is `{"object_type": "array", "shape": [2, 3], "dtype": "float64", "data": {"buffer": …,
"encoding": "base64" or "json"}}`; base64 buffers are little-endian in C order.
"""

from __future__ import annotations

import binascii
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pybase64

from app.errors import Fault, InvalidValue, Pointer, did_you_mean
from app.ops.spec import BOOL, DTYPES, FLOAT64, INT64, MAX_RANK, real_of

Array = np.ndarray[Any, Any]

# NumPy counts bytes as if no axis were empty, in 63 bits.
LONGEST_BESIDE_EMPTY = 2**63 // 16
NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def refuse(pointer: Pointer, detail: str) -> InvalidValue:
    """The error that says what is wrong with the value at this place."""
    return InvalidValue(detail, faults=[Fault(str(pointer), detail)])


def decode(
    value: Any, pointer: Pointer, floating: np.dtype[Any], dtype: np.dtype[Any] | None = None
) -> Array:
    """The array that a JSON value stands for.

    Args:
        value: a number, a boolean, nested lists of them, an array object, or an array that came as such.
        pointer: where it stands, for errors.
        floating: the dtype of what has a fraction.
        dtype: the dtype wanted whatever the numbers look like, or None to keep what they are: integers
            int64, booleans bool, anything else `floating`.

    Raises:
        InvalidValue: points to the first element that does not fit.
    """
    if type(value) is float and (dtype or floating) == FLOAT64:
        # The most common value by far, and the shortest way.
        return np.array(value)
    if isinstance(value, np.ndarray):
        return _from_array(value, pointer, dtype)
    if isinstance(value, dict):
        return _from_object(value, pointer, dtype)
    if dtype is not None and dtype.kind == "c":
        raise refuse(pointer, f"a value of dtype {dtype} is sent as an array object")
    types = _element_types(value, pointer, 0)
    natural = BOOL if types == {bool} else INT64 if types == {int} else floating
    if types & {str} or (types >= {bool} and len(types) > 1) or types - {bool, int, float, str}:
        value = _checked(value, pointer)
    wanted = natural if dtype is None or natural == BOOL else dtype
    return _converted(value, pointer, wanted, types)


def _converted(value: Any, pointer: Pointer, dtype: np.dtype[Any], types: set[type]) -> Array:
    kinds: dict[str, set[type]] = {"b": {bool}, "i": {int}, "u": {int}, "f": {int, float}}
    held = kinds[dtype.kind]
    if types - held:
        place = _first(value, pointer, lambda item: type(item) not in held)
        if place is not None:
            kind = "a boolean" if types == {bool} else "a number" if dtype == BOOL else "a fraction"
            raise refuse(place, f"the value has dtype {dtype}, but this is {kind}")
    try:
        with np.errstate(over="raise"):
            return np.array(value, dtype=dtype)
    except (OverflowError, FloatingPointError):
        most = float(np.finfo(dtype).max) if dtype.kind == "f" else np.iinfo(dtype).max
        least = -most if dtype.kind == "f" else np.iinfo(dtype).min
        place = _first(value, pointer, lambda item: math.isfinite(item) and not least <= item <= most)
        raise refuse(place or pointer, f"the number does not fit {dtype}") from None
    except ValueError:
        # The types are right, so the lists are ragged.
        raise _ragged(value, pointer) from None


def _first(value: Any, pointer: Pointer, wrong: Callable[[Any], bool]) -> Pointer | None:
    """The place of the first element that is wrong."""
    if not isinstance(value, list):
        return pointer if wrong(value) else None
    places = (_first(item, pointer / i, wrong) for i, item in enumerate(value))
    return next((place for place in places if place is not None), None)


def _element_types(value: Any, pointer: Pointer, depth: int) -> set[type]:
    """The types of the elements of nested lists; floating where there are none."""
    if not isinstance(value, list):
        return {type(value)}
    if depth == MAX_RANK:
        raise refuse(pointer, f"lists are nested more than {MAX_RANK} deep")
    types = set(map(type, value))
    if list not in types:
        return types or {float}
    types.discard(list)
    for item in value:
        if isinstance(item, list):
            types |= _element_types(item, pointer, depth + 1)
    return types


def _checked(value: Any, pointer: Pointer, kind: list[type] | None = None) -> Any:
    """The nested lists with NaN and the infinities as numbers.

    Raises:
        InvalidValue: points to the first element that is not a number, or a boolean among numbers.
    """
    kind = [] if kind is None else kind
    if isinstance(value, list):
        return [_checked(item, pointer / i, kind) for i, item in enumerate(value)]
    if isinstance(value, str):
        if value not in NON_FINITE:
            hint = "; the strings that stand for numbers are 'NaN', 'Infinity' and '-Infinity'"
            raise refuse(pointer, f"expected a number, got the text {value[:40]!r}{hint}")
        value = NON_FINITE[value]
    elif value is None:
        raise refuse(pointer, "expected a number, got null; a missing number is written 'NaN'")
    elif not isinstance(value, bool | int | float):
        raise refuse(
            pointer, f"expected a number, got an {'object' if isinstance(value, dict) else 'unknown value'}"
        )
    boolean = isinstance(value, bool)
    if kind and (kind[0] is bool) != boolean:
        first, this = ("booleans", "a number") if kind[0] is bool else ("numbers", "a boolean")
        raise refuse(pointer, f"{this} among {first}; a value holds one or the other")
    kind.append(type(value))
    return value


def _ragged(value: Any, pointer: Pointer) -> InvalidValue:
    """Find the first list that differs in length from those beside it."""

    def shape(item: Any) -> tuple[int, ...]:
        dims = []
        while isinstance(item, list):
            dims.append(len(item))
            item = item[0] if item else None
        return tuple(dims)

    def find(item: Any, place: Pointer, expected: tuple[int, ...]) -> InvalidValue | None:
        found = len(item) if isinstance(item, list) else None
        wanted = expected[0] if expected else None
        if found != wanted:
            described = "a number" if found is None else f"a list of length {found}"
            right = "a number" if wanted is None else f"a list of length {wanted}"
            return refuse(place, f"the lists are ragged: expected {right} like those before, got {described}")
        for i, child in enumerate(item if isinstance(item, list) else ()):
            error = find(child, place / i, expected[1:])
            if error:
                return error
        return None

    return find(value, pointer, shape(value)) or refuse(pointer, "the lists do not form an array")


def _from_array(value: Array, pointer: Pointer, wanted: np.dtype[Any] | None) -> Array:
    if value.ndim > MAX_RANK:
        raise refuse(pointer, f"arrays have at most {MAX_RANK} axes")
    if wanted is not None and value.dtype != wanted:
        raise refuse(pointer, f"the graph declares this value {wanted}, but it has dtype {value.dtype}")
    return value


def _from_object(value: dict[str, Any], pointer: Pointer, wanted: np.dtype[Any] | None) -> Array:
    for key in value:
        if key not in ("object_type", "shape", "dtype", "data"):
            near = did_you_mean(key, ["object_type", "shape", "dtype", "data"])
            raise refuse(pointer / key, f"unknown field '{key}' of an array object{near}")
    if value.get("object_type", "array") != "array":
        raise refuse(pointer / "object_type", "expected 'array'")
    shape, dtype, data = value.get("shape"), value.get("dtype"), value.get("data")
    if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
        raise refuse(pointer / "shape", "expected a list of lengths, none negative")
    if len(shape) > MAX_RANK:
        raise refuse(pointer / "shape", f"arrays have at most {MAX_RANK} axes")
    if 0 in shape and math.prod(n for n in shape if n) >= LONGEST_BESIDE_EMPTY:
        raise refuse(pointer / "shape", "the axes beside the empty one are too long")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise refuse(pointer / "dtype", _unknown_dtype(dtype))
    if wanted is not None and DTYPES[dtype] != wanted:
        raise refuse(pointer / "dtype", f"the graph declares this value {wanted}, but it has dtype {dtype}")
    if not isinstance(data, dict) or set(data) != {"buffer", "encoding"}:
        raise refuse(pointer / "data", "expected an object with 'buffer' and 'encoding'")
    place = pointer / "data" / "buffer"
    if data["encoding"] == "base64":
        return _from_base64(data["buffer"], tuple(shape), DTYPES[dtype], place)
    if data["encoding"] == "json":
        return _from_buffer(data["buffer"], tuple(shape), DTYPES[dtype], place)
    raise refuse(pointer / "data" / "encoding", "expected 'base64' or 'json'")


def _unknown_dtype(dtype: Any) -> str:
    near = did_you_mean(dtype, DTYPES) if isinstance(dtype, str) else ""
    return f"unknown dtype {dtype!r}{near} (known: {', '.join(DTYPES)})"


def _from_base64(buffer: Any, shape: tuple[int, ...], dtype: np.dtype[Any], pointer: Pointer) -> Array:
    if not isinstance(buffer, str):
        raise refuse(pointer, "expected text in base64")
    try:
        raw = pybase64.b64decode(buffer, validate=True)
    except (binascii.Error, ValueError) as error:
        raise refuse(pointer, f"this is not base64: {error}") from None
    needed = math.prod(shape) * dtype.itemsize
    if len(raw) != needed:
        raise refuse(
            pointer,
            f"shape {list(shape)} of {dtype} needs {needed} bytes, the buffer holds {len(raw)}",
        )
    # Read from its name, this machine's own order is not taken for another.
    array = np.frombuffer(raw, np.dtype("<" + dtype.str[1:])).reshape(shape)
    if dtype == BOOL and array.size and array.view("uint8").max() > 1:
        raise refuse(pointer, "a boolean is a byte of 0 or 1")
    return array.astype(dtype, copy=False)


def _from_buffer(buffer: Any, shape: tuple[int, ...], dtype: np.dtype[Any], pointer: Pointer) -> Array:
    if isinstance(buffer, dict):
        raise refuse(pointer, "expected a list of numbers")
    if dtype.kind == "c":
        pairs = _from_buffer(buffer, (*shape, 2), real_of(dtype), pointer)
        return pairs.reshape(-1).view(dtype).reshape(shape)
    types = _element_types(buffer, pointer, 0)
    checked = _checked(buffer, pointer)
    array = _converted(checked, pointer, dtype, types)
    # Lists end at the first axis of length 0.
    nested = array.ndim > 1 and array.size
    if array.size != math.prod(shape) or (nested and array.shape != shape):
        held = (
            f"the buffer has shape {list(array.shape)}"
            if array.ndim > 1
            else f"the buffer holds {array.size}"
        )
        raise refuse(pointer, f"shape {list(shape)} needs {math.prod(shape)} elements; {held}")
    return array.reshape(shape)


def encode(array: Array, encoding: str = "list") -> Any:
    """The JSON value of an array.

    Args:
        array: of any shape and dtype.
        encoding: `list` for nested lists, with array objects for what lists cannot express (an empty array
            of more than one axis or of no floating dtype, complex numbers as pairs); `base64` for array
            objects throughout.

    Returns:
        Something orjson can serialize, where NaN and the infinities are strings. Arrays stay arrays where
        orjson takes them as they are.
    """
    if encoding == "base64":
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        buffer = pybase64.b64encode_as_string(little.data)
        return _object(array, buffer, "base64")
    if array.dtype.kind == "c":
        pairs = np.ascontiguousarray(array).reshape(-1).view(real_of(array.dtype))
        return _object(array, _elements(pairs.reshape(*array.shape, 2)), "json")
    if array.size == 0 and (array.ndim > 1 or array.dtype.kind != "f"):
        return _object(array, [], "json")
    return _elements(array)


def _elements(array: Array) -> Any:
    if array.ndim == 0 and array.dtype == FLOAT64:
        number = array.item()
        return number if math.isfinite(number) else _with_names(number)
    if array.size == 0:
        # Nested lists would have as many brackets as the axes before the empty one are long.
        return []
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return _with_names(array.tolist())
    return array[()] if array.ndim == 0 else np.ascontiguousarray(array)


def _object(array: Array, buffer: Any, encoding: str) -> dict[str, Any]:
    return {
        "object_type": "array",
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "data": {"buffer": buffer, "encoding": encoding},
    }


def _with_names(value: Any) -> Any:
    """Nested lists with NaN and the infinities as strings."""
    if isinstance(value, list):
        return [_with_names(item) for item in value]
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
