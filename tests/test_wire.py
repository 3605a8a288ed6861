"""CBOR with typed arrays, and gzip, both ways."""

from __future__ import annotations

import gzip
import json
import math
import struct
from pathlib import Path
from typing import Any

import cbor2
import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api import cbor, codec
from app.api.cbor import DTYPES
from app.errors import MalformedBody
from tests.conftest import Client, Json, same

CBOR = "application/cbor"
LINE: Json = {
    "program": "loss = sum((w * x) ** 2)",
    "parameters": {"w": [1.0, 2.0]},
    "constants": {"x": [0.5, 0.25]},
}
EXAMPLES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json"))
}


def typed(array: Any) -> Any:
    """An array as a client writes it: little-endian, in rows."""
    tags = {"float64": 86, "float32": 85, "int64": 79, "int32": 78, "uint8": 64}
    array = np.asarray(array)
    flat = cbor2.CBORTag(tags[str(array.dtype)], array.tobytes())
    return flat if array.ndim == 1 else cbor2.CBORTag(40, [list(array.shape), flat])


def read(value: Any) -> Any:
    """What a client makes of an answer, by RFC 8746 alone."""
    if isinstance(value, dict):
        return {key: read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [read(item) for item in value]
    if isinstance(value, cbor2.CBORTag) and value.tag == 40:
        shape, elements = value.value
        return np.reshape(read(elements), shape)
    if isinstance(value, cbor2.CBORTag):
        formats = {86: "<f8", 85: "<f4", 79: "<i8", 78: "<i4", 77: "<i2", 72: "i1", 64: "u1", 71: "<u8"}
        return np.frombuffer(value.value, formats[value.tag])
    return value


def ask(client: Client, path: str, asked: Any) -> Any:
    response = client.post(path, cbor2.dumps(asked), content_type=CBOR, accept=CBOR)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == CBOR
    return read(cbor2.loads(response.content))


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_answer_the_same(name: str, client: Client) -> None:
    example = EXAMPLES[name]
    if example["status"] != 200 or "base64" in json.dumps(example):
        return
    found, expected = (
        ask(client, example["path"], example["request"]),
        client.ask(example["path"], example["request"]),
    )
    if example["path"] in ("/gradient", "/evaluate", "/minimize"):
        same(found, expected)
    else:
        assert found == expected


def test_typed_arrays_both_ways(client: Client) -> None:
    w = np.arange(6.0).reshape(2, 3)
    asked = {**LINE, "parameters": {"w": typed(w)}, "constants": {"x": typed(np.array([1, 2, 3]))}}
    for _ in range(4):
        answer = ask(client, "/gradient", asked)
        np.testing.assert_array_equal(answer["gradients"]["w"], 2 * w * np.array([1, 2, 3]) ** 2)
    single = ask(client, "/gradient", {**asked, "parameters": {"w": typed(w.astype("f4"))}})
    assert single["gradients"]["w"].dtype == np.float32, "a gradient has the dtype of its source"
    kept = ask(client, "/evaluate", {"program": "y = w * 2", "parameters": {"w": typed(w.astype("f4"))}})
    assert kept["outputs"]["y"].dtype == np.float32


def test_not_a_number_is_native(client: Client) -> None:
    asked = {
        "program": "y = x * 1\nz = x[0] * 1",
        "constants": {"x": typed([np.nan, np.inf])},
        "outputs": ["y", "z"],
    }
    answer = ask(client, "/evaluate", asked)
    np.testing.assert_array_equal(answer["outputs"]["y"], [np.nan, np.inf])
    assert np.isnan(answer["outputs"]["z"])
    assert (
        ask(client, "/evaluate", {**asked, "constants": {"x": [float("nan"), 1.0]}})["outputs"]["y"][1] == 1
    )


def test_booleans_and_shapes_that_lists_cannot_express(client: Client) -> None:
    answer = ask(client, "/evaluate", {"program": "y = x > 0", "constants": {"x": typed(np.zeros((0, 3)))}})
    assert answer["outputs"]["y"].shape == (0, 3)
    flags = cbor2.CBORTag(40, [[2, 1], [True, False]])
    assert ask(client, "/evaluate", {"program": "y = where(x, 1, 2)", "constants": {"x": flags}})["outputs"][
        "y"
    ].tolist() == [[1], [2]]
    by_columns = cbor2.CBORTag(1040, [[2, 3], typed(np.arange(6.0))])
    answer = ask(client, "/evaluate", {"program": "y = x * 1", "constants": {"x": by_columns}})
    np.testing.assert_array_equal(answer["outputs"]["y"], np.arange(6.0).reshape((2, 3), order="F"))


@pytest.mark.parametrize("tag", [40, 1040])
@pytest.mark.parametrize("shape", [[], [0], [0, 3], [2, 0], [1, 1]])
def test_shapes_are_kept(tag: int, shape: list[int]) -> None:
    """Also that of a number, and those without elements."""
    elements = np.arange(math.prod(shape), dtype=np.float32)
    found = cbor.decode(cbor2.dumps({"x": cbor2.CBORTag(tag, [shape, typed(elements)])}), 9)["x"]
    assert found.shape == tuple(shape)
    assert found.dtype == np.float32


@pytest.mark.parametrize("tag", DTYPES)
def test_every_tag_reads_its_elements(tag: int) -> None:
    dtype = DTYPES[tag]
    values = np.array([0, 1, 7, 100], dtype)
    found = cbor.decode(cbor2.dumps({"x": cbor2.CBORTag(tag, values.tobytes())}), 9)["x"]
    assert found.tolist() == [0, 1, 7, 100]
    assert found.dtype.isnative


@given(
    st.sampled_from(["float64", "float32", "int64", "int8", "uint16", "bool"]),
    st.lists(st.integers(0, 4), max_size=4),
    st.integers(0, 2**32 - 1),
)
def test_arrays_come_back(dtype: str, shape: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    array = (random.normal(size=shape) * 100).astype(dtype)
    found = cbor.decode(cbor.dumps({"x": array}), 9)["x"]
    np.testing.assert_array_equal(found, array)
    if array.ndim and array.dtype.kind != "b":
        assert found.dtype == array.dtype


WRONG: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not CBOR"),
    "cut short": (cbor2.dumps(LINE)[:-3], "not CBOR"),
    "a regular expression": (b"\xa1\x61x" + b"\xd8\x23\x61a", "tag 35 has no meaning here"),
    "a bignum": (b"\xa1\x61x" + b"\xc2\x41\x01", "tag 2 has no meaning here"),
    "a cycle": (b"\xa1\x61x" + b"\xd8\x1c\x81\xd8\x1d\x00", "tag 29 has no meaning here"),
    "a date": (b"\xa1\x61x" + b"\xc1\x00", "tag 1 has no meaning here"),
    "an unknown tag": (b"\xa1\x61x" + b"\xda\x00\x01\x00\x00\x00", "tag 65536 has no meaning here"),
    "an indefinite length": (b"\xbf\x61x\x01\xff", "not CBOR"),
    "a key twice": (b"\xa2\x61x\x01\x61x\x02", "not CBOR"),
    "a key that is no text": (b"\xa1\x81\x01\x01", "not CBOR"),
    "too deep": (b"\x81" * 5000 + b"\x01", "not CBOR"),
    "bytes that do not divide": (cbor2.dumps({"x": cbor2.CBORTag(86, b"1234567")}), "stands before 7 bytes"),
    "no bytes": (cbor2.dumps({"x": cbor2.CBORTag(86, 3)}), "must stand before bytes"),
    "a shape that does not fit": (
        cbor2.dumps({"x": cbor2.CBORTag(40, [[2, 2], [1.0]])}),
        "needs 4 elements; there are 1",
    ),
    "a negative length": (cbor2.dumps({"x": cbor2.CBORTag(40, [[-1], [1.0]])}), "none negative"),
    "elements of all kinds": (
        cbor2.dumps({"x": cbor2.CBORTag(40, [[2], [1.0, "a"]])}),
        "numbers, or booleans",
    ),
    "half a float of 128 bits": (
        cbor2.dumps({"x": cbor2.CBORTag(87, b"0" * 16)}),
        "tag 87 has no meaning here",
    ),
    "an array that is said to be long": (b"\xa1\x61x\x9b" + struct.pack(">Q", 2**62), "not CBOR"),
    "bytes that are said to be long": (b"\xa1\x61x\x5b" + struct.pack(">Q", 2**62), "not CBOR"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_refused(case: str, client: Client) -> None:
    body, said = WRONG[case]
    with pytest.raises(MalformedBody, match=said):
        cbor.decode(body, 100)
    response = client.post("/gradient", body, content_type=CBOR)
    assert said in client.problem(response, 400, "malformed-body")["detail"]


def test_values_are_refused_with_their_place(client: Client) -> None:
    for value, said in ((b"raw", "expected a number"), (None, "got null"), ([[1.0], [1.0, 2.0]], "ragged")):
        body = cbor2.dumps({**LINE, "parameters": {"w": value}})
        problem = client.problem(client.post("/gradient", body, content_type=CBOR), 422, "invalid-value")
        assert problem["errors"][0]["pointer"].startswith("/parameters/w")
        assert said in problem["detail"]


class TestGzip:
    def test_a_request(self, client: Client) -> None:
        body = gzip.compress(json.dumps(LINE).encode())
        response = client.post("/gradient", body, content_encoding="gzip")
        assert response.json() == client.gradient(LINE)

    def test_an_answer_if_it_is_long(self, client: Client) -> None:
        asked = {**LINE, "parameters": {"w": [1.0] * 1000}, "constants": {"x": 2.0}}
        response = client.post("/gradient", asked, accept_encoding="gzip")
        assert response.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["vary"]
        assert response.json() == client.gradient(asked)
        short = client.post("/gradient", LINE, accept_encoding="gzip")
        assert "content-encoding" not in short.headers

    @pytest.mark.parametrize(("accept", "coding"), [(codec.JSON, "gzip"), (CBOR, None)])
    def test_not_where_it_saves_nothing(self, accept: str, coding: str | None, client: Client) -> None:
        """Digits of random numbers shrink to the half, their bytes not at all."""
        numbers = np.random.default_rng(0).normal(size=20_000).tolist()
        asked = {"program": "loss = sum(x**2)", "parameters": {"x": numbers}}
        response = client.post("/gradient", asked, accept=accept, accept_encoding="gzip")
        assert response.headers.get("content-encoding") == coding

    @pytest.mark.parametrize("taken", ["identity", "br", "gzip;q=0", ""])
    def test_not_if_the_client_does_not_take_it(self, taken: str, client: Client) -> None:
        asked = {**LINE, "parameters": {"w": [1.0] * 1000}, "constants": {"x": 2.0}}
        response = client.post("/gradient", asked, accept_encoding=taken)
        assert "content-encoding" not in response.headers

    @pytest.mark.parametrize(
        "body",
        [b"not gzip", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") + b"more", b""],
        ids=["no gzip", "cut short", "something behind", "nothing"],
    )
    def test_what_is_refused(self, body: bytes, client: Client) -> None:
        response = client.post("/gradient", body, content_encoding="gzip")
        assert "not gzip" in client.problem(response, 400, "malformed-body")["detail"]

    def test_a_bomb(self, client: Client) -> None:
        bomb = gzip.compress(b" " * (100 * 1024 * 1024))
        assert len(bomb) < 200_000
        client.problem(client.post("/gradient", bomb, content_encoding="gzip"), 413, "body-too-large")


@pytest.mark.parametrize(
    "shape", [(100_000,), (1, 100_000), (3, 40_000), (50_000, 2), (2, 3, 20_000), (40, 30, 50)]
)
@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "bool", "complex128"])
def test_large_arrays_are_written_as_small_ones(shape: tuple[int, ...], dtype: str) -> None:
    array = np.arange(math.prod(shape)).reshape(shape) / 7
    array = (array > 100).astype(bool) if dtype == "bool" else array.astype(dtype)
    written = orjson.loads(codec.encode_answer({"y": [array, None]}, codec.JSON))
    if dtype == "complex128":
        pairs = np.stack([array.real, array.imag], -1).tolist()
        assert written["y"][0]["data"]["buffer"] == pairs
    else:
        at_once = orjson.loads(orjson.dumps(array, option=orjson.OPT_SERIALIZE_NUMPY))
        assert written == {"y": [at_once, None]}
