"""Bodies: from bytes to a document and back, and the media types for both."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import orjson
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.api import cbor
from app.errors import BodyTooLarge, MalformedBody, NotAcceptable, UnsupportedMediaType
from app.graph.values import encode

JSON = "application/json"
JSON_BASE64 = "application/json+base64"
CBOR = "application/cbor"
SVG = "image/svg+xml"
ANSWERS = {JSON: "list", JSON_BASE64: "base64"}
# The first is what a client gets that does not ask.
DATA, PICTURE = (JSON, JSON_BASE64, CBOR), (SVG,)
# Shorter answers grow by compression, or take longer than they save.
LEAST_COMPRESSED = 1024


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

    def plain(self, max_bytes: int) -> Body:
        """The same without compression.

        Raises:
            BodyTooLarge: they are more than `max_bytes`.
            MalformedBody: they are not gzip's.
        """
        if not self.compressed:
            return self
        stream = zlib.decompressobj(wbits=31)
        try:
            plain = stream.decompress(self.content, max_bytes + 1)
        except zlib.error as error:
            raise MalformedBody(f"the body is not gzip: {error}") from None
        if len(plain) > max_bytes:
            raise _too_large(max_bytes)
        if not stream.eof or stream.unused_data:
            raise MalformedBody("the body is not gzip: it does not end where its data ends")
        return Body(plain, self.media_type, compressed=False)


async def read_body(request: Request, max_bytes: int, timeout_seconds: float) -> Body:
    """The body, if it is of a media type and length that the service reads.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody.
    """
    media_type = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media_type not in (JSON, CBOR):
        raise UnsupportedMediaType(f"the body is {media_type[:80]!r}; expected {JSON} or {CBOR}")
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise UnsupportedMediaType(f"the body's encoding is {coding[:80]!r}; expected gzip or none")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise _too_large(max_bytes)
    chunks, length = [], 0
    try:
        async with asyncio.timeout(timeout_seconds):
            async for chunk in request.stream():
                length += len(chunk)
                if length > max_bytes:
                    raise _too_large(max_bytes)
                chunks.append(chunk)
    except TimeoutError:
        raise MalformedBody(f"the body did not arrive within {timeout_seconds:g} seconds") from None
    except ClientDisconnect:
        raise HTTPException(400, "the client left before its body had arrived") from None
    return Body(b"".join(chunks), media_type, coding == "gzip")


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(f"the body is longer than {max_bytes} bytes")


def decode_document(body: bytes, media_type: str = JSON) -> Any:
    """The document of a body.

    Raises:
        MalformedBody: says where and why it is none.
    """
    if media_type == CBOR:
        return cbor.decode(body)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        token = body[error.pos : error.pos + 9]
        bare = token.startswith((b"NaN", b"Infinity", b"-Infinity"))
        hint = '; a number that is not finite is written "NaN", "Infinity" or "-Infinity"' if bare else ""
        raise MalformedBody(f"the body is not JSON: {error}{hint}") from None


class Parts(NamedTuple):
    """A request document taken apart.

    Attributes:
        structure: the bytes of every member but the values, by name.
        values: the members `parameters` and `constants`, decoded.
    """

    structure: tuple[tuple[bytes, bytes], ...]
    values: dict[str, Any]


_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
VALUES = ("parameters", "constants")


def parts_of(body: bytes, media_type: str = JSON) -> Parts | None:
    """The document's members as they stand; None where it is no object, or its values are none.

    What is not decoded here is not checked either: it tells whether the same bytes were seen before.
    """
    if media_type == CBOR:
        return _parts_of_cbor(body)
    try:
        members = _MEMBERS.decode(body)
        values = {name: orjson.loads(bytes(members.pop(name))) for name in VALUES if name in members}
    except (msgspec.MsgspecError, orjson.JSONDecodeError, RecursionError, UnicodeDecodeError):
        return None
    if not all(isinstance(value, dict) for value in values.values()):
        return None
    structure = tuple((name.encode(), bytes(raw)) for name, raw in members.items())
    return Parts(structure, {name: values.get(name, {}) for name in VALUES})


def _parts_of_cbor(body: bytes) -> Parts | None:
    """As `parts_of`; the members beside the values, decoded, tell as much as their bytes."""
    document = cbor.decode(body)
    if not isinstance(document, dict):
        return None
    values = {name: document.pop(name, {}) for name in VALUES}
    try:
        structure = ((CBOR.encode(), orjson.dumps(document)),)
    except (TypeError, RecursionError):
        return None
    return Parts(structure, values) if all(isinstance(v, dict) for v in values.values()) else None


def compressed(content: bytes, accept_encoding: str | None) -> tuple[bytes, dict[str, str]]:
    """An answer as the client takes it, and the headers that say so."""
    headers = {"Vary": "Accept, Accept-Encoding"}
    if len(content) < LEAST_COMPRESSED or not _takes_gzip(accept_encoding or ""):
        return content, headers
    packer = zlib.compressobj(level=3, wbits=31)
    return packer.compress(content) + packer.flush(), {**headers, "Content-Encoding": "gzip"}


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
    if not accept or accept == "*/*":
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


def encode_answer(answer: dict[str, Any], media_type: str) -> bytes:
    """The bytes of an answer whose leaves are arrays, strings and None; of a picture its text."""
    if media_type == SVG:
        picture: str = answer["svg"]
        return picture.encode()
    if media_type == CBOR:
        return cbor.dumps(answer)
    return orjson.dumps(_encoded(answer, ANSWERS[media_type]), option=orjson.OPT_SERIALIZE_NUMPY)


def _encoded(value: Any, encoding: str) -> Any:
    if isinstance(value, dict):
        return {key: _encoded(item, encoding) for key, item in value.items()}
    if isinstance(value, list):
        return [_encoded(item, encoding) for item in value]
    return encode(value, encoding) if hasattr(value, "dtype") else value
