"""Arrays in documents: what they decode to, what is refused, and the way back."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.errors import InvalidValue, Pointer
from app.graph.values import decode, encode
from app.ops.spec import DTYPES
from tests.conftest import array_object

FLOAT64, FLOAT32 = np.dtype("float64"), np.dtype("float32")
HERE = Pointer() / "parameters" / "x"
REAL = [dtype for dtype in DTYPES.values() if dtype.kind != "c"]
COMPLEX = [dtype for dtype in DTYPES.values() if dtype.kind == "c"]


def decoded(value: Any, floating: Any = FLOAT64, dtype: str | None = None) -> np.ndarray[Any, Any]:
    return decode(value, HERE, np.dtype(floating), None if dtype is None else np.dtype(dtype))


def assert_identical(found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> None:
    """Equal in shape, dtype and every bit that counts: NaN is NaN, -0.0 is not 0.0."""
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    if expected.dtype.kind == "c":
        assert_identical(found.real, expected.real)
        assert_identical(found.imag, expected.imag)
        return
    assert np.array_equal(found, expected, equal_nan=expected.dtype.kind == "f")
    if expected.dtype.kind == "f":
        finite = ~np.isnan(expected)
        assert np.array_equal(np.signbit(found[finite]), np.signbit(expected[finite]))


@pytest.mark.parametrize(
    ("value", "dtype", "shape"),
    [
        (1, "int64", ()),
        (1.0, "float64", ()),
        (True, "bool", ()),
        ([1, 2], "int64", (2,)),
        ([1, 2.5], "float64", (2,)),
        ([[True], [False]], "bool", (2, 1)),
        ([], "float64", (0,)),
        ([[], []], "float64", (2, 0)),
        ([[[]]], "float64", (1, 1, 0)),
        ("NaN", "float64", ()),
        ([1, "Infinity"], "float64", (2,)),
        (2**63 - 1, "int64", ()),
        (-(2**63), "int64", ()),
    ],
)
def test_numbers_keep_what_they_are(value: Any, dtype: str, shape: tuple[int, ...]) -> None:
    array = decoded(value)
    assert (array.dtype, array.shape) == (np.dtype(dtype), shape)


def test_what_has_a_fraction_takes_the_floating_dtype() -> None:
    assert decoded([1.5, 2], FLOAT32).dtype == FLOAT32
    assert decoded(["NaN"], FLOAT32).dtype == FLOAT32
    assert decoded([1, 2], FLOAT32).dtype == np.int64


@pytest.mark.parametrize("dtype", [str(dtype) for dtype in REAL if dtype.kind in "iuf"])
def test_a_wanted_dtype_is_taken(dtype: str) -> None:
    for value in (7, [1, 2], [], [[3], [4]]):
        assert_identical(decoded(value, dtype=dtype), np.array(value, dtype))


def test_names_of_numbers() -> None:
    array = decoded([["NaN", "Infinity"], ["-Infinity", -0.0]])
    assert_identical(array, np.array([[math.nan, math.inf], [-math.inf, -0.0]]))


RAGGED = "the lists are ragged"

REFUSED: Mapping[str, tuple[Any, str | None, str, str]] = {
    "ragged": ([[1, 2], [3]], None, "/1", "expected a list of length 2 like those before, got a list of length 1"),
    "ragged further in": ([[[1], [2]], [[3], [4, 5]]], None, "/1/1", RAGGED),
    "a number beside lists": ([[1], 2], None, "/1", "got a number"),
    "a list beside numbers": ([1, [2]], None, "/1", "expected a number like those before"),
    "null": ([1.0, None], None, "/1", "got null; a missing number is written 'NaN'"),
    "null alone": (None, None, "", "got null"),
    "text": ([[1.0], ["2"]], None, "/1/0", "got the text '2'; the strings that stand for numbers are"),
    "long text": (["y" * 1000], None, "/0", "got the text '" + "y" * 40 + "'"),
    "nan in lower case": (["nan"], None, "/0", "got the text 'nan'"),
    "a boolean among numbers": ([1, 0.5, True], None, "/2", "a boolean among numbers"),
    "a number among booleans": ([True, False, 1], None, "/2", "a number among booleans"),
    "NaN among booleans": ([True, "NaN"], None, "/1", "a number among booleans"),
    "an object in a list": ([1, {"shape": []}], None, "/1", "got an object"),
    "a fraction as an integer": ([[1, 2], [3, 4.0]], "int32", "/1/1", "dtype int32, but this is a fraction"),
    "NaN as an integer": ([1, "NaN"], "int64", "/1", "dtype int64"),
    "numbers as booleans": ([0, 1], "bool", "/0", "dtype bool, but this is a number"),
    "too large for int64": ([1, 2**63], None, "/1", "does not fit int64"),
    "too large for float32": ([1.0, "Infinity", -1e39], "float32", "/2", "does not fit float32"),
    "too large for int8": ([[1], [200]], "int8", "/1/0", "does not fit int8"),
    "negative for uint8": ([1, -1], "uint8", "/1", "does not fit uint8"),
    "too deep": (eval("[" * 33 + "0" + "]" * 33), None, "", "nested more than 32 deep"),  # noqa: S307
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    value, dtype, place, part = REFUSED[name]
    with pytest.raises(InvalidValue) as caught:
        decoded(value, dtype=dtype)
    [fault] = caught.value.faults
    assert fault.pointer == f"/parameters/x{place}"
    assert part in fault.detail


def packed(array: Any) -> str:
    return base64.b64encode(np.asarray(array).tobytes()).decode()


REFUSED_OBJECTS: Mapping[str, tuple[Any, str, str]] = {
    "unknown field": ({**array_object([1], [1.0]), "shap": 1}, "/shap", "did you mean 'shape'?"),
    "another type": ({**array_object([1], [1.0]), "object_type": "file"}, "/object_type", "expected 'array'"),
    "no shape": ({"dtype": "float64", "data": {"buffer": [], "encoding": "json"}}, "/shape", "a list of lengths"),
    "negative length": (array_object([-1], []), "/shape", "none negative"),
    "boolean length": (array_object([True], [1.0]), "/shape", "a list of lengths"),
    "33 axes": (array_object([1] * 33, [1.0]), "/shape", "at most 32 axes"),
    "unknown dtype": (array_object([1], [1.0], "float46"), "/dtype", "did you mean 'float64'?"),
    "object dtype": (array_object([1], [1.0], "object"), "/dtype", "unknown dtype 'object'"),
    "no dtype": ({"shape": [1], "data": {"buffer": [1.0], "encoding": "json"}}, "/dtype", "unknown dtype None"),
    "no data": ({"shape": [1], "dtype": "float64"}, "/data", "'buffer' and 'encoding'"),
    "a reference": (
        {"shape": [1], "dtype": "float64", "data": {"buffer": "a.bin:0", "encoding": "binref"}},
        "/data/encoding",
        "expected 'base64' or 'json'",
    ),
    "not base64": (array_object([1], "AA!A", "float64", "base64"), "/data/buffer", "this is not base64"),
    "cut base64": (array_object([1], "AAA", "float64", "base64"), "/data/buffer", "this is not base64"),
    "base64 of a list": (array_object([1], [1.0], "float64", "base64"), "/data/buffer", "expected text in base64"),
    "too few bytes": (
        array_object([2], packed([1.0]), "float64", "base64"),
        "/data/buffer",
        "shape [2] of float64 needs 16 bytes, the buffer holds 8",
    ),
    "too many bytes": (array_object([], packed([1.0, 2.0]), "float64", "base64"), "/data/buffer", "needs 8 bytes"),
    "a huge shape": (
        array_object([10**9, 10**9, 10**9], "AAAA", "float64", "base64"),
        "/data/buffer",
        "needs 8000000000000000000000000000 bytes",
    ),
    "an endless shape without elements": (array_object([0, 10**30], []), "/shape", "too long"),
    "a boolean of 2": (array_object([1], "Ag==", "bool", "base64"), "/data/buffer", "a byte of 0 or 1"),
    "too few numbers": (array_object([3], [1.0, 2.0]), "/data/buffer", "needs 3 elements; the buffer holds 2"),
    "another shape": (
        array_object([2, 2], [[1.0], [2.0], [3.0], [4.0]]),
        "/data/buffer",
        "the buffer has shape [4, 1]",
    ),
    "a fraction": (array_object([2], [1, 2.5], "int64"), "/data/buffer/1", "dtype int64, but this is a fraction"),
    "booleans": (array_object([1], [True], "float64"), "/data/buffer/0", "dtype float64, but this is a boolean"),
    "null in a buffer": (array_object([1], [None]), "/data/buffer/0", "got null"),
    "an object as buffer": (array_object([1], {}), "/data/buffer", "expected a list of numbers"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_OBJECTS)
def test_refused_objects(name: str) -> None:
    value, place, part = REFUSED_OBJECTS[name]
    with pytest.raises(InvalidValue) as caught:
        decoded(value)
    [fault] = caught.value.faults
    assert fault.pointer == f"/parameters/x{place}"
    assert part in fault.detail


def test_an_object_of_another_dtype_than_declared() -> None:
    with pytest.raises(InvalidValue, match="declares this value int64, but it has dtype float64"):
        decoded(array_object([1], [1.0]), dtype="int64")


def test_objects() -> None:
    expected = np.array([[1, 2, 3], [4, 5, 6]], "int32")
    flat, nested = (
        array_object([2, 3], [1, 2, 3, 4, 5, 6], "int32"),
        array_object([2, 3], expected.tolist(), "int32"),
    )
    bare = array_object([2, 3], packed(expected), "int32", "base64")
    del bare["object_type"]
    for value in (flat, nested, bare):
        assert_identical(decoded(value), expected)
    assert_identical(decoded(array_object([], 5)), np.array(5.0))
    assert_identical(decoded(array_object([0, 3], [])), np.zeros((0, 3)))
    assert_identical(decoded(array_object([2, 0], [[], []], "bool")), np.zeros((2, 0), bool))
    assert_identical(decoded(array_object([2], ["NaN", 1])), np.array([math.nan, 1.0]))


@pytest.mark.parametrize("value", [1.0, [1, 2], [[1.0, 2.0]], []])
def test_complex_numbers_are_sent_as_objects(value: Any) -> None:
    with pytest.raises(InvalidValue, match="a value of dtype complex128 is sent as an array object"):
        decoded(value, dtype="complex128")


def test_complex_numbers_are_pairs() -> None:
    array = np.array([1 + 2j, complex(math.nan, -math.inf)])
    value = array_object([2], [[1.0, 2.0], ["NaN", "-Infinity"]], "complex128")
    assert_identical(decoded(value), array)
    assert orjson.loads(through_json(encode(array))) == value


def test_base64_is_little_endian_in_c_order() -> None:
    array = np.asfortranarray(np.array([[1, 256], [2, 3]], "int16"))
    encoded = encode(array, "base64")
    assert base64.b64decode(encoded["data"]["buffer"]) == b"\x01\x00\x00\x01\x02\x00\x03\x00"
    assert (encoded["object_type"], encoded["shape"], encoded["dtype"]) == ("array", [2, 2], "int16")


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (np.array(1.0), b"1.0"),
        (np.array(1), b"1"),
        (np.array(True), b"true"),
        (np.array(-0.0), b"-0.0"),
        (np.array(math.nan), b'"NaN"'),
        (np.array([math.inf, -math.inf, 0.1]), b'["Infinity","-Infinity",0.1]'),
        (np.array([0.1], FLOAT32), b"[0.1]"),
        (np.zeros(0), b"[]"),
        (np.array([[1, 2, 3], [4, 5, 6]]).T, b"[[1,4],[2,5],[3,6]]"),
        (np.arange(6.0)[::-2], b"[5.0,3.0,1.0]"),
        (np.array([[True], [False]]), b"[[true],[false]]"),
    ],
)
def test_lists(array: np.ndarray[Any, Any], text: bytes) -> None:
    assert through_json(encode(array)) == text


@pytest.mark.parametrize(("shape", "dtype"), [((0, 3), "float64"), ((2, 0), "float32"), ((0,), "int64")])
def test_what_lists_cannot_express_is_an_object(shape: tuple[int, ...], dtype: str) -> None:
    array = np.zeros(shape, dtype)
    encoded = encode(array)
    assert encoded["object_type"] == "array"
    assert_identical(decoded(orjson.loads(through_json(encoded))), array)


def through_json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


any_array = st.sampled_from([*REAL, *COMPLEX]).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
)


@given(any_array)
def test_lists_and_back(array: np.ndarray[Any, Any]) -> None:
    value = orjson.loads(through_json(encode(array)))
    wanted = None if isinstance(value, dict) or array.dtype == bool else str(array.dtype)
    assert_identical(decoded(value, dtype=wanted), array)


@given(any_array)
def test_objects_and_back(array: np.ndarray[Any, Any]) -> None:
    value = orjson.loads(through_json(encode(array, "base64")))
    assert_identical(decoded(value), array)
    json = array_object(list(array.shape), encode_nested(array), str(array.dtype))
    assert_identical(decoded(json), array)


def encode_nested(array: np.ndarray[Any, Any]) -> Any:
    """The elements as nested lists, complex ones as pairs."""
    value = orjson.loads(through_json(encode(array)))
    return value["data"]["buffer"] if isinstance(value, dict) else value


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@given(plain, st.sampled_from([None, *map(str, REAL)]))
def test_anything_else_is_refused_with_its_place(value: Any, dtype: str | None) -> None:
    try:
        array = decoded(value, dtype=dtype)
    except InvalidValue as error:
        [fault] = error.faults
        assert fault.pointer.startswith("/parameters/x")
        found = value
        for part in fault.pointer.removeprefix("/parameters/x").split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and name not in found:
                assert name in ("shape", "dtype", "data")
                break
            found = found[int(name)] if isinstance(found, list) else found[name]
    else:
        assert array.dtype in DTYPES.values()


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64"])
def test_arrays_in_base64_are_this_machines_own(dtype: str) -> None:
    """Python's views of memory, which loops on numbers read, know no other."""
    whole = np.arange(3, dtype=dtype)
    found = decode(encode(whole, "base64"), Pointer(), np.dtype("float64"))
    assert found.data.format == whole.data.format
