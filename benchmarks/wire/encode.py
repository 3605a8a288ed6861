"""Documents with arrays as bytes, in the three encodings of our service, and back."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping
from typing import Any

import cbor2
import numpy as np
import orjson

from benchmarks.wire.functions import Answer, Array, Function, Values

JSON, JSON_BASE64, CBOR = "application/json", "application/json+base64", "application/cbor"
# How a body of this encoding is labelled, and what an answer in it is asked for with.
MEDIA_TYPES = {"lists": (JSON, JSON), "base64": (JSON, JSON_BASE64), "cbor": (CBOR, CBOR)}
SHAPED = 40
DTYPES: Mapping[int, str] = {79: "<i8", 86: "<f8"}
TAGS = {dtype: tag for tag, dtype in DTYPES.items()}


def dumps(document: Any, encoding: str) -> bytes:
    """The bytes of a document whose leaves may be arrays."""
    if encoding == "cbor":
        return cbor2.dumps(_replaced(document, _typed))
    return orjson.dumps(_replaced(document, as_object if encoding == "base64" else _listed))


def expected(function: Function) -> bytes:
    """Our service's answer, but for last digits."""
    loss, gradients = function.answer
    return dumps({"loss": loss, "gradients": dict(gradients)}, function.encoding)


def loads(body: bytes, encoding: str) -> Any:
    """The document of a body, with arrays in place of typed arrays and array objects."""
    if encoding == "cbor":
        return cbor2.loads(body, tag_hook=_untyped)
    return _read(orjson.loads(body))


def answer(document: Mapping[str, Any]) -> Answer:
    """The answer that a document of a loss and gradients by name makes."""
    return Answer(float(document["loss"]), arrays(document["gradients"]))


def arrays(gradients: Mapping[str, Any]) -> Values:
    """Gradients by name, as arrays."""
    return {name: np.asarray(value) for name, value in gradients.items()}


def as_object(array: Array, encoding: str = "base64") -> dict[str, Any]:
    """An array object."""
    buffer: Any = array.tolist()
    if encoding == "base64":
        buffer = base64.b64encode(array.tobytes()).decode()
    return {
        "object_type": "array",
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "data": {"buffer": buffer, "encoding": encoding},
    }


def from_object(held: Mapping[str, Any]) -> Array:
    """The array of an array object."""
    buffer = held["data"]["buffer"]
    if held["data"]["encoding"] == "base64":
        return np.frombuffer(base64.b64decode(buffer), held["dtype"]).reshape(held["shape"])
    return np.array(buffer, held["dtype"]).reshape(held["shape"])


def _listed(array: Array) -> Any:
    return array.tolist()


def _typed(array: Array) -> Any:
    elements = cbor2.CBORTag(TAGS[array.dtype.str], array.tobytes())
    return elements if array.ndim == 1 else cbor2.CBORTag(SHAPED, [list(array.shape), elements])


def _untyped(tag: Any, *_: Any) -> Any:
    if tag.tag == SHAPED:
        shape, elements = tag.value
        if math.prod(shape) != elements.size:
            raise ValueError(f"{elements.size} elements for shape {shape}")
        return elements.reshape(shape)
    return np.frombuffer(tag.value, DTYPES[tag.tag])


def _replaced(value: Any, written: Callable[[Array], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, written) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, written) for item in value]
    if isinstance(value, np.ndarray):
        return written(value) if value.ndim else value.item()
    return value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "object_type" in value:
        return from_object(value)
    return {key: _read(item) for key, item in value.items()}
