"""Requests made of examples: parts left out, doubled, exchanged or replaced, in every encoding, and bytes changed."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cbor2
import numpy as np

from app.api.routes import ROUTES
from app.ops import REGISTRY

EXAMPLES = Path(__file__).parents[1] / "openapi" / "examples"
JSON, CBOR = "application/json", "application/cbor"
PATHS = tuple(route.path for route in ROUTES)
# Whatever goes on, a request takes no longer.
SECONDS = 2.0
HOSTILE: Sequence[Any] = (
    *(None, True, False, 0, -1, 1, 2, 7, 2**31, 2**53, 2**63, -(2**63), 2**64, 10**30),
    *(0.0, -0.0, 1e-320, 1e308, -1e308, 0.5, 1e16),
    *("", "x", "NaN", "Infinity", "-Infinity", "__proto__", "n:0", "\x00", "é\u202e", "a" * 3000, "../etc"),
    *([], {}, [[]], [None], [1, [2]], [[1, 2], [3]], {"x": 1}, [0, 10**6], [10**6, 10**6], [-1], [1] * 70),
    *({"start": 0, "stop": None, "step": -1}, {"operand": 9}, "...", [["..."]], {"shape": [3], "dtype": "O"}),
)
WORDS = (
    "sum",
    "float32",
    "float64",
    "int64",
    "bool",
    "complex128",
    "SAME",
    "VALID",
    "ij,jk->ik",
    "...i->",
    "mean",
)
HEADERS: Sequence[dict[str, str]] = (
    *({},) * 10,
    {"accept": "application/cbor"},
    {"accept": "application/json+base64"},
    {"accept-encoding": "gzip"},
    {"accept": "text/html"},
    {"accept": ""},
    {"x-request-id": "a b\tc"},
)


class Request(NamedTuple):
    """A POST."""

    path: str
    content: bytes
    headers: dict[str, str]


def seeds() -> list[tuple[str, Any]]:
    """Paths and documents of the examples, and an example of each operation as a graph of one node."""
    found = []
    for file in sorted(EXAMPLES.glob("*.json")):
        example = json.loads(file.read_text())
        found.append((example["path"], example["request"]))
    for op in REGISTRY.values():
        for example in op.examples:
            names: list[str] = []
            values: dict[str, Any] = {}
            for operand in op.operands:
                if operand.name in example:
                    given = example[operand.name]
                    for one in given if operand.variadic else [given]:
                        names.append(f"v{len(names)}")
                        values[names[-1]] = one
            operands = {operand.name for operand in op.operands}
            attributes = {name: value for name, value in example.items() if name not in operands}
            graph = {"nodes": [{"name": "y", "op": op.name, "inputs": names, **attributes}]}
            found.append(("/gradient", {"graph": graph, "parameters": values}))
    return found


class Mutator:
    """Makes requests, the same for the same seed.

    Args:
        seed: of the choices.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (repeatable)
        self._seeds = seeds()

    def __iter__(self) -> Iterator[Request]:
        while True:
            yield self.request()

    def request(self) -> Request:
        """The next one."""
        draw = self._random
        path, document = draw.choice(self._seeds)
        document = copy.deepcopy(document)
        for _ in range(draw.choice((0, 1, 1, 2, 3, 8))):
            self._change(document)
        if isinstance(document, dict) and draw.random() < 0.95:
            document["timeout_seconds"] = SECONDS
        if draw.random() < 0.3:
            path = draw.choice(PATHS)
        return self._written(path, document)

    def _change(self, document: Any) -> None:
        """Change something somewhere in a document."""
        draw = self._random
        places = list(_places(document))
        if not places:
            return
        holder, key = draw.choice(places)
        what = draw.randrange(8)
        if what == 0:
            del holder[key]
        elif what == 1:
            holder[key] = copy.deepcopy(draw.choice(HOSTILE))
        elif what == 2:
            other, place = draw.choice(places)
            holder[key] = copy.deepcopy(other[place])
        elif what == 3 and isinstance(holder, dict):
            name = draw.choice((*WORDS, "x", "y", "extra", *list(REGISTRY)[:20]))
            holder[name] = copy.deepcopy(draw.choice(HOSTILE))
        elif what == 4 and isinstance(holder, list):
            holder += copy.deepcopy(holder[: draw.randrange(1, 4)])
        elif what == 5 and isinstance(holder[key], str):
            holder[key] = draw.choice((*REGISTRY, *WORDS)) if key == "op" else draw.choice(WORDS)
        elif what == 6 and isinstance(holder[key], int | float):
            holder[key] = holder[key] * draw.choice((-1, 0, 2, 1000, 10**9)) + draw.choice((0, 1, 0.5))
        else:
            holder[key] = [holder[key]] if draw.random() < 0.5 else {"x": holder[key]}

    def _written(self, path: str, document: Any) -> Request:
        draw = self._random
        headers = {"content-type": JSON, **draw.choice(HEADERS)}
        choice = draw.random()
        if choice < 0.15:
            headers["content-type"] = CBOR
            content = cbor2.dumps(_typed(document, draw) if draw.random() < 0.5 else document)
        else:
            if choice < 0.3:
                document = _in_base64(document, draw)
            content = json.dumps(document).encode()
        if draw.random() < 0.15:
            headers["content-encoding"] = "gzip"
            content = gzip.compress(content, mtime=0)
        if draw.random() < 0.2:
            content = self._garbled(content)
        return Request(path, content, headers)

    def _garbled(self, content: bytes) -> bytes:
        """The bytes with some changed, left out or put in."""
        draw, found = self._random, bytearray(content)
        for _ in range(draw.choice((1, 1, 2, 10))):
            if not found:
                break
            place = draw.randrange(len(found))
            what = draw.randrange(4)
            if what == 0:
                found[place] ^= 1 << draw.randrange(8)
            elif what == 1:
                del found[place : place + draw.randrange(1, 20)]
            elif what == 2:
                found[place:place] = bytes(draw.randrange(256) for _ in range(draw.randrange(1, 6)))
            else:
                found[place:place] = found[place : place + 30]
        return bytes(found)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a document, by what holds it and where."""
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for key in range(min(len(value), 20)):
            yield value, key
            yield from _places(value[key])


def _arrays(value: Any) -> Any:
    """The array that a list of numbers is, or None."""
    if not isinstance(value, list):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "fi" and array.size else None


def _values(document: Any) -> Iterator[tuple[dict[str, Any], str]]:
    for group in ("parameters", "constants"):
        held = document.get(group) if isinstance(document, dict) else None
        if isinstance(held, dict):
            yield from ((held, name) for name in held)


def _in_base64(document: Any, draw: random.Random) -> Any:
    """The document with its arrays as array objects."""
    for held, name in _values(document):
        array = _arrays(held[name])
        if array is not None:
            buffer = base64.b64encode(array.tobytes()).decode()
            shape = list(array.shape) if draw.random() < 0.9 else [*array.shape, 2]
            data = {"buffer": buffer, "encoding": "base64"}
            held[name] = {"object_type": "array", "shape": shape, "dtype": str(array.dtype), "data": data}
    return document


def _typed(document: Any, draw: random.Random) -> Any:
    """The document with its arrays as typed arrays (RFC 8746)."""
    for held, name in _values(document):
        array = _arrays(held[name])
        if array is not None:
            tag = {"f": 86, "i": 79}[array.dtype.kind] if draw.random() < 0.9 else draw.randrange(100)
            elements = cbor2.CBORTag(tag, array.tobytes())
            held[name] = cbor2.CBORTag(40, [list(array.shape), elements])
    return document
