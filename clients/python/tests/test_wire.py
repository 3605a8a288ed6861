"""Bodies: JSON and CBOR say the same, and documents may hold arrays."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx
import numpy as np
import pytest
import wengert as tf
from wengert import wire

from tests.server import Server

PROGRAM = "y = x * 1\nz = sum(abs(x))\nreturn z, y"
ARRAYS = {
    "doubles": np.array([[1.0, -2.0], [0.5, 1e300]]),
    "singles": np.array([[1.0, -2.0]], np.float32),
    "complex": np.array([1 + 2j, -3j]),
    "single complex": np.array([[1 + 2j]], np.complex64),
    "none": np.zeros(0),
    "none in rows": np.zeros((0, 3), np.float32),
    "a number": np.array(2.5),
    "a single": np.array(2.5, np.float32),
    "not finite": np.array([np.nan, np.inf, -np.inf]),
    "not a number": np.array(np.nan),
    "integers": np.arange(4),
    "big-endian": np.array([1.0, 2.0], ">f8"),
    "columns": np.arange(6.0).reshape(2, 3).T,
}


def same(one: Any, other: Any) -> None:
    """Fails unless two answers are the same, with the same dtypes where there are axes."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            same(one[name], other[name])
    elif isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            same(left, right)
    else:
        assert type(one) is type(other)
        assert np.shape(one) == np.shape(other)
        if np.ndim(one):
            assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_both_encodings_say_the_same(server: Server, used: tf.Client, array: Any) -> None:
    document = {"program": PROGRAM, "constants": {"x": array}, "outputs": ["x", "y", "z"]}
    found = used.post("/evaluate", document)
    np.testing.assert_array_equal(found["outputs"]["x"], array)
    assert found["outputs"]["x"].dtype == array.dtype.newbyteorder("=")

    async def waited() -> Any:
        async with tf.AsyncClient(server.url, encoding="cbor") as client:
            return await client.post("/evaluate", document)

    with tf.Client(server.url, encoding="cbor") as client:
        same(client.post("/evaluate", document), found)
    same(asyncio.run(waited()), found)


@pytest.mark.parametrize("encoding", wire.ENCODINGS)
def test_answers_of_every_kind(server: Server, used: tf.Client, encoding: str) -> None:
    document = {"program": "y = sum(x ** 3)", "parameters": {"x": [1.0, 2.0]}}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/gradient", {"outputs": ["x"]}),
        ("/hessian", {}),
        ("/jacobian", {}),
        ("/hvp", {"vectors": {"x": np.array([1.0, 0.0])}}),
        ("/check", {}),
        ("/estimate", {}),
        ("/graph", {}),
        ("/minimize", {"max_steps": 2}),
        ("/graph/picture", {}),
    ]
    with tf.Client(server.url, encoding=encoding) as client:
        for path, more in asked:
            same(client.post(path, {**document, **more}), used.post(path, {**document, **more}))
        sliced = {
            "program": "y = sum(take(x, i, axis=0))",
            "parameters": {"x": [1.0, 2.0]},
            "constants": {"i": [1]},
        }
        found = client.gradient(**{**sliced, "sparse": True})["gradients"]["x"]
        assert found["shape"] == [2]
        np.testing.assert_array_equal(found["values"], [1.0])


@pytest.mark.parametrize("encoding", wire.ENCODINGS)
def test_tapes_and_functions(server: Server, encoding: str) -> None:
    with tf.Client(server.url, encoding=encoding) as client:
        tf.use(client)
        w = tf.Variable([1.0, 2.0])
        for _ in range(2):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(tf.tanh(w) * np.array([1.0, np.inf, 3.0])[:2:2])
            np.testing.assert_allclose(tape.gradient(loss, w).numpy(), 1 / np.cosh([1.0, 2.0]) ** 2)
        value, slope = tf.value_and_grad(lambda x: np.sum(x**2))(np.array([1.0, 2.0]))
        assert (value, [*slope]) == (5.0, [2.0, 4.0])


@pytest.mark.parametrize("encoding", wire.ENCODINGS)
def test_errors_are_the_same(server: Server, encoding: str) -> None:
    with tf.Client(server.url, encoding=encoding) as client:
        with pytest.raises(tf.WengertError, match="did you mean 'tanh'") as caught:
            client.gradient(program="y = tnh(x)", parameters={"x": 1.0})
        assert caught.value.status == 422
        with pytest.raises(TypeError, match="no array of numbers"):
            client.gradient(program="y = x", parameters={"x": np.array(["one"])})


def test_numbers_that_json_cannot_write(used: tf.Client) -> None:
    given = {"a": float("nan"), "b": [1.0, float("inf")], "c": (float("-inf"),), "d": np.array([np.nan])}
    assert json.loads(wire.Json().dumps(given))["b"] == [1.0, "Infinity"]
    found = used.evaluate(program="y = x + 1", constants={"x": given["b"]})
    np.testing.assert_array_equal(found["outputs"]["y"], [2.0, np.inf])


def test_arrays_travel_as_bytes() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        body = wire.Cbor().dumps({"outputs": {"y": np.array([[True, False]])}})
        return httpx.Response(200, content=body, headers={"content-type": "application/cbor"})

    with tf.Client("http://a", encoding="cbor", transport=httpx.MockTransport(answer)) as client:
        found = client.evaluate(program="y = x", constants={"x": np.zeros(1000)})
    np.testing.assert_array_equal(found["outputs"]["y"], [[True, False]])
    assert sent[0].headers["content-type"] == "application/cbor"
    assert sent[0].headers["accept"].startswith("application/cbor")
    assert sent[0].headers["accept-encoding"] == "identity"
    assert 8000 < len(sent[0].content) < 8100


def test_an_encoding_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="'json', 'cbor'"):
        tf.Client(encoding="xml")
    monkeypatch.setitem(sys.modules, "cbor2", None)
    with pytest.raises(ImportError, match=r"pip install 'wengert-client\[cbor\]'"):
        tf.Client(encoding="cbor")
