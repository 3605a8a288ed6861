"""What documents and answers are as bytes: JSON with arrays in base64, or CBOR with arrays as typed arrays (RFC 8746)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from wengert.values import Array, arrays, decoded, encoded, named

PICTURE = "image/svg+xml"
ROWS_FIRST = 40
# The tags of typed arrays in little-endian order, by dtype.
TAGS: Mapping[str, int] = {
    "uint8": 64,
    "uint16": 69,
    "uint32": 70,
    "uint64": 71,
    "int8": 72,
    "int16": 77,
    "int32": 78,
    "int64": 79,
    "float32": 85,
    "float64": 86,
}


class Encoding(Protocol):
    """A media type of bodies.

    Attributes:
        sent: the media type of requests.
        asked: that of answers.
        packed: how answers may be compressed.
    """

    sent: str
    asked: str
    packed: str

    def dumps(self, document: Any) -> bytes:
        """The bytes of a document, which may hold NumPy arrays."""

    def loads(self, body: bytes) -> Any:
        """The answer that a body is, with NumPy arrays."""


class Json:
    """Text, with arrays in base64."""

    sent, asked, packed = "application/json", "application/json+base64", "gzip, deflate"

    def dumps(self, document: Any) -> bytes:
        """See `Encoding`."""
        try:
            text = json.dumps(document, default=encoded, allow_nan=False)
        except ValueError:
            text = json.dumps(named(document), default=encoded)
        return text.encode()

    def loads(self, body: bytes) -> Any:
        """See `Encoding`."""
        return decoded(json.loads(body))


class Cbor:
    """Bytes throughout; it needs cbor2.

    Raises:
        ImportError: that is not installed.
    """

    # The bytes of floats hardly shrink, and trying takes many times as long as all the rest.
    sent, asked, packed = "application/cbor", "application/cbor", "identity"

    def __init__(self) -> None:
        try:
            import cbor2
        except ImportError:
            raise ImportError(
                "encoding='cbor' needs the package cbor2: pip install 'wengert-client[cbor]'"
            ) from None
        self._cbor = cbor2
        self._meanings: dict[int, Any] = {
            ROWS_FIRST: _shaped,
            **{tag: _typed(np.dtype(name).newbyteorder("<")) for name, tag in TAGS.items()},
        }

    def dumps(self, document: Any) -> bytes:
        """See `Encoding`."""
        return self._cbor.dumps(document, default=self._write)

    def loads(self, body: bytes) -> Any:
        """See `Encoding`."""
        return arrays(decoded(self._cbor.loads(body, semantic_decoders=self._meanings)))

    def _write(self, encoder: Any, value: Any) -> None:
        encoder.encode(self._tagged(np.asarray(value)))

    def _tagged(self, array: Array) -> Any:
        if array.ndim == 0 or array.dtype.name not in TAGS:
            return encoded(array)
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        elements = self._cbor.CBORTag(TAGS[array.dtype.name], little.tobytes())
        return elements if array.ndim == 1 else self._cbor.CBORTag(ROWS_FIRST, [list(array.shape), elements])


def _typed(dtype: np.dtype[Any]) -> Any:
    return lambda raw, _: np.frombuffer(raw, dtype).astype(dtype.newbyteorder("="))


def _shaped(held: Any, _: bool) -> Array:
    shape, elements = held
    # Booleans come as a list, and so does what is empty of them.
    array = elements if isinstance(elements, np.ndarray) else np.array(elements, bool)
    return array.reshape([int(length) for length in shape])


ENCODINGS: Mapping[str, type[Json | Cbor]] = {"json": Json, "cbor": Cbor}


def encoding_of(name: str) -> Encoding:
    """The encoding of this name.

    Raises:
        ValueError: there is none.
        ImportError: it needs a package that is not installed.
    """
    if name not in ENCODINGS:
        raise ValueError(f"encoding {name!r} is none of {', '.join(map(repr, ENCODINGS))}")
    return ENCODINGS[name]()
