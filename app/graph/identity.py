"""Graphs known by their content: `sha256:` and the digest of the document with its members in order.

A client that asks often about one graph may send the id instead of it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson

from app.errors import GraphNotFound, Pointer

PATTERN = r"^sha256:[0-9a-f]{64}$"
# What a graph is written with.
WRITTEN = ("graph", "program", "inputs")


def canonical(document: Mapping[str, Any]) -> bytes | None:
    """The bytes of a document whose members are in order; None if it holds what no JSON can say."""
    try:
        return orjson.dumps(document, default=_array, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return None


def _array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [str(value.dtype), list(value.shape), value.tobytes().hex()]
    raise TypeError


class Graphs:
    """The graphs seen last, by id.

    Args:
        max_bytes: how much their documents may take.

    Attributes:
        hits: how many requests named a graph that was kept.
        misses: how many one that was not.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.hits = self.misses = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, document: Mapping[str, Any]) -> str:
        """The id of the graph of a request document, which is kept; empty where it has none."""
        written = {name: document[name] for name in WRITTEN if document.get(name)}
        content = canonical(written)
        if content is None or not written:
            return ""
        name = f"sha256:{hashlib.sha256(content).hexdigest()}"
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            elif len(content) <= self.max_bytes:
                self._kept[name] = content
                self._size += len(content)
                while self._size > self.max_bytes:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return name

    def resolved(self, document: Any) -> Any:
        """A request document with the graph in place of its id.

        Raises:
            GraphNotFound: no graph of this id is kept.
        """
        name = document.get("graph") if isinstance(document, dict) else None
        if not isinstance(name, str) or not re.match(PATTERN, name):
            return document
        with self._lock:
            content = self._kept.get(name)
            if content is not None:
                self._kept.move_to_end(name)
                self.hits += 1
            else:
                self.misses += 1
        if content is None:
            raise GraphNotFound(
                f"no graph '{name}' is kept here; send the graph itself, and the answer's Wengert-Graph header will "
                "name it",
                pointer=str(Pointer() / "graph"),
            )
        rest = {key: value for key, value in document.items() if key != "graph"}
        return {**rest, **orjson.loads(content)}
