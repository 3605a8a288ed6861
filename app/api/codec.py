"""Bodies: from bytes to a document and back, and the media types for both."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
import orjson

from app.api import cbor
from app.errors import BodyTooLarge, MalformedBody, NotAcceptable
from app.graph.compiled import Slot, Summary
from app.graph.values import Array, encode

JSON = "application/json"
JSON_BASE64 = "application/json+base64"
CBOR = "application/cbor"
SVG = "image/svg+xml"
EVENTS = "text/event-stream"
ANSWERS = {JSON: "list", JSON_BASE64: "base64"}
# The first is what a client gets that does not ask.
DATA, PICTURE = (JSON, JSON_BASE64, CBOR), (SVG,)
STREAMED = (*DATA, EVENTS)
# Shorter answers grow by compression, or take longer than they save.
LEAST_COMPRESSED = 1024
# The bytes of floats hardly shrink: where the first of an answer do not, the rest is sent as it is.
SAMPLE = 64 * 1024
WORTH_IT = 0.9
# Higher levels take twice the time and more, to save a twentieth of what digits take.
LEVEL = 1
# Compressed bodies are unpacked so many bytes at a time.
PIECE = 1024 * 1024
# What decoding takes at the most for what stands in a JSON document: each number, list and object as Python's, and the
# text once more.
NUMBER_BYTES, LIST_BYTES, OBJECT_BYTES = 32, 88, 256


class Body(NamedTuple):
    """The body of a request as it arrived.

    Attributes:
        content: its bytes.
        media_type: `application/json` or `application/cbor`.
        compressed: whether they are gzip's.
    """

    content: bytes
    media_type: str
    compressed: bool

    def plain(self, max_bytes: int, grow: Callable[[int], None]) -> Body:
        """The same without compression.

        Args:
            max_bytes: the most that it may become.
            grow: is told the bytes that are about to be taken.

        Raises:
            BodyTooLarge: they are more than `max_bytes`.
            MalformedBody: they are not gzip's.
        """
        if not self.compressed:
            return self
        stream = zlib.decompressobj(wbits=31)
        pieces, length, rest = [], 0, self.content
        try:
            while rest and not stream.eof:
                grow(2 * PIECE)
                pieces.append(stream.decompress(rest, PIECE))
                rest = stream.unconsumed_tail
                length += len(pieces[-1])
                if length > max_bytes:
                    raise too_large(max_bytes)
        except zlib.error as error:
            raise MalformedBody(f"the body is not gzip: {error}") from None
        if not stream.eof or stream.unused_data:
            raise MalformedBody("the body is not gzip: it does not end where its data ends")
        return Body(b"".join(pieces), self.media_type, compressed=False)


def too_large(max_bytes: int) -> BodyTooLarge:
    """The error of a body that is longer than allowed."""
    return BodyTooLarge(f"the body is longer than {max_bytes} bytes")


def decoded_bytes(body: Body) -> int:
    """The most memory that decoding a body takes.

    Raises:
        BudgetExceeded: it is CBOR that holds more than a million items.
    """
    content = body.content
    if body.media_type == CBOR:
        return 2 * len(content) + LIST_BYTES * cbor.items(content)
    numbers, lists, objects = content.count(b","), content.count(b"["), content.count(b"{")
    return 2 * len(content) + NUMBER_BYTES * numbers + LIST_BYTES * lists + OBJECT_BYTES * objects


def decode_document(body: bytes, media_type: str, max_depth: int) -> Any:
    """The document of a body.

    Raises:
        MalformedBody: says where and why it is none, or that it nests deeper than `max_depth`.
    """
    if media_type == CBOR:
        return cbor.decode(body, max_depth)
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        token = body[error.pos : error.pos + 9]
        bare = token.startswith((b"NaN", b"Infinity", b"-Infinity"))
        hint = '; a number that is not finite is written "NaN", "Infinity" or "-Infinity"' if bare else ""
        raise MalformedBody(f"the body is not JSON: {error}{hint}") from None
    if body.count(b"[") + body.count(b"{") > max_depth and _deeper(_beside_values(document), max_depth):
        raise MalformedBody(f"the body nests deeper than {max_depth} levels")
    return document


def _beside_values(document: Any) -> Any:
    """A document without what may be long lists of numbers, whose axes are counted where they are read."""
    if type(document) is not dict:
        return document
    return {name: member for name, member in document.items() if name not in VALUES}


def _deeper(value: Any, depth: int) -> bool:
    """Whether lists and objects nest deeper."""
    if type(value) is dict:
        held: Any = value.values()
    elif type(value) is list:
        held = value
    else:
        return False
    return depth == 0 or any(_deeper(item, depth - 1) for item in held if type(item) in (dict, list))


class Parts(NamedTuple):
    """A request document taken apart.

    Attributes:
        structure: the bytes of every member but the values.
        parameters: the member of this name, decoded; empty if there is none.
        constants: the same.
    """

    structure: bytes
    parameters: dict[str, Any]
    constants: dict[str, Any]


VALUES = ("parameters", "constants")


NOTHING = msgspec.Raw()
_ENCODER = msgspec.json.Encoder()


class Taker:
    """Takes documents of one kind of request apart.

    Args:
        members: the names that they may have beside the values.
    """

    def __init__(self, members: Iterable[str]) -> None:
        raw: Any = msgspec.Raw
        fields = [(name, raw, NOTHING) for name in members]
        struct: Any = msgspec.defstruct(
            "Members", fields, forbid_unknown_fields=True, omit_defaults=True, gc=False
        )
        self._decoder = msgspec.json.Decoder(struct)

    def parts_of(self, body: bytes, media_type: str, max_depth: int) -> Parts | None:
        """The document's members as they stand; None where it is no object, has a member that it may not have, or
        its values are none.

        What is not decoded here is not checked either: it tells whether the same bytes were seen before.
        """
        if media_type == CBOR:
            return _parts_of_cbor(body, max_depth)
        try:
            members: Any = self._decoder.decode(body)
            parameters = orjson.loads(bytes(members.parameters) or b"{}")
            constants = orjson.loads(bytes(members.constants) or b"{}")
            members.parameters = members.constants = NOTHING
            structure = _ENCODER.encode(members)
        except (msgspec.MsgspecError, orjson.JSONDecodeError, RecursionError, UnicodeDecodeError):
            return None
        if type(parameters) is not dict or type(constants) is not dict:
            return None
        return Parts(structure, parameters, constants)


def _parts_of_cbor(body: bytes, max_depth: int) -> Parts | None:
    """As `parts_of`; the members beside the values, decoded, tell as much as their bytes."""
    document = cbor.decode(body, max_depth)
    if not isinstance(document, dict):
        return None
    parameters, constants = (document.pop(name, {}) for name in VALUES)
    if type(parameters) is not dict or type(constants) is not dict:
        return None
    try:
        return Parts(CBOR.encode() + orjson.dumps(document), parameters, constants)
    except (TypeError, RecursionError):
        return None


def compressed(content: bytes, accept_encoding: str | None) -> tuple[bytes, str]:
    """An answer as the client takes it, and the name of its encoding, empty for none."""
    if len(content) < LEAST_COMPRESSED or not accept_encoding or not _takes_gzip(accept_encoding):
        return content, ""
    if len(content) > SAMPLE and len(zlib.compress(content[:SAMPLE], LEVEL)) > WORTH_IT * SAMPLE:
        return content, ""
    packer = zlib.compressobj(level=LEVEL, wbits=31)
    return packer.compress(content) + packer.flush(), "gzip"


def _takes_gzip(accept_encoding: str) -> bool:
    for entry in accept_encoding.split(","):
        name, _, parameters = entry.strip().partition(";")
        if name.strip().lower() in ("gzip", "x-gzip") and _quality(parameters) > 0:
            return True
    return False


def negotiate(accept: str | None, offered: Sequence[str] = DATA) -> str:
    """The media type of the answer, by the `Accept` header, among those offered.

    Raises:
        NotAcceptable: it names none that the service can answer with.
    """
    if not accept or accept in ("*/*", offered[0]):
        return offered[0]
    best, best_quality = "", 0.0
    kind = offered[0].partition("/")[0]
    for entry in accept.split(","):
        name, _, parameters = entry.strip().partition(";")
        quality = _quality(parameters)
        wanted = name.strip().lower()
        offer = offered[0] if wanted in ("*/*", f"{kind}/*") else wanted
        if offer in offered and quality > best_quality:
            best, best_quality = offer, quality
    if not best:
        raise NotAcceptable(f"cannot answer {accept[:120]!r}; offered are {', '.join(offered)}")
    return best


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        key, _, value = parameter.strip().partition("=")
        if key == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


class Template:
    """The JSON of answers that differ in their numbers only.

    Args:
        layout: the answer, with a `Slot` for each number.
    """

    def __init__(self, layout: dict[str, Any]) -> None:
        self._order: list[int] = []
        self._text = self._written(layout)

    def filled(self, numbers: Sequence[float]) -> bytes:
        """The answer with these numbers, all of them finite, in the order of the slots' indices."""
        written = orjson.dumps(numbers)[1:-1].split(b",")
        return self._text % tuple([written[index] for index in self._order])

    def _written(self, layout: Any) -> bytes:
        if isinstance(layout, Slot):
            self._order.append(layout.index)
            # A number is few elements; see `summary`.
            return b'{"elements":%b}' if isinstance(layout, Summary) else b"%b"
        if isinstance(layout, dict):
            members = [_literal(key) + b":" + self._written(value) for key, value in layout.items()]
            return b"{" + b",".join(members) + b"}"
        if isinstance(layout, list):
            return b"[" + b",".join(map(self._written, layout)) + b"]"
        return _literal(layout)


def _literal(value: Any) -> bytes:
    return orjson.dumps(value).replace(b"%", b"%%")


def encode_answer(answer: dict[str, Any], media_type: str) -> bytes:
    """The bytes of an answer whose leaves are arrays, strings and None; of a picture its text."""
    if media_type == SVG:
        picture: str = answer["svg"]
        return picture.encode()
    if media_type == CBOR:
        return cbor.dumps(answer)
    if media_type == EVENTS:
        return event("answer", encode_answer(answer, JSON))
    return orjson.dumps(_encoded(answer, ANSWERS[media_type]), option=orjson.OPT_SERIALIZE_NUMPY)


def event(name: str, data: bytes) -> bytes:
    """A server-sent event, whose data is JSON: one line."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), data)


def _encoded(value: Any, encoding: str) -> Any:
    if isinstance(value, dict):
        return {key: _encoded(item, encoding) for key, item in value.items()}
    if isinstance(value, list):
        return [_encoded(item, encoding) for item in value]
    return _in_pieces(encode(value, encoding)) if hasattr(value, "dtype") else value


# Elements that are written at a time: orjson holds the interpreter lock meanwhile.
PIECE = 32_768


def _in_pieces(value: Any) -> Any:
    """What an array is written as, large ones written already."""
    if isinstance(value, dict):
        return {name: _in_pieces(member) for name, member in value.items()}
    if isinstance(value, np.ndarray) and value.size > PIECE:
        return orjson.Fragment(_digits(value))
    return value


def _digits(array: Array) -> bytes:
    """An array of at least one axis as JSON, piece by piece: other threads have their turn in between."""
    row = math.prod(array.shape[1:])
    if row > PIECE:
        parts = [_digits(part) for part in array]
    else:
        step = max(1, PIECE // row)
        pieces = (array[low : low + step] for low in range(0, len(array), step))
        parts = [orjson.dumps(piece, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1] for piece in pieces]
    return b"[%b]" % b",".join(parts)
