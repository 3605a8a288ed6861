"""Questions that were asked before: their plans, kept for requests that differ in values only.

A request is known by the bytes of all its members but `parameters` and `constants`. Where these bytes were seen
before, they need no second look; the values are read as ever, and their shapes and dtypes choose the plan.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.engine import Plan
from app.graph.compiled import Answerable, Compiled
from app.graph.inquiry import declared_of, values_of
from app.graph.requests import Request
from app.graph.values import Array
from app.ops.spec import Spec, spec_of

Specs = tuple[Any, ...]
# What an instruction takes in memory: itself, its values, its step and its line of text.
BYTES_AN_INSTRUCTION = 3000


class Key(NamedTuple):
    """What a request says beside its values.

    Attributes:
        path: of the route.
        structure: name and bytes of each member of the document.
    """

    path: str
    structure: tuple[tuple[bytes, bytes], ...]

    @property
    def size(self) -> int:
        """Its bytes."""
        return sum(len(name) + len(raw) for name, raw in self.structure)


class Known(NamedTuple):
    """A plan, and the names of its inputs in the plan's order."""

    compiled: Compiled
    names: tuple[str, ...]

    def fed(self, arrays: Mapping[str, Array]) -> Compiled:
        """The question with these values."""
        feeds = dict(zip(self.compiled.plan.inputs, (arrays[name] for name in self.names), strict=True))
        return self.compiled.fed(feeds)


@dataclass(slots=True)
class Entry:
    """A request without values, and its plans by the shapes and dtypes of values."""

    request: Request
    plans: dict[Specs, Known] = field(default_factory=dict)
    size: int = 0


class Cache:
    """Plans by request, the least recently used given up first.

    Args:
        max_bytes: how much they may take, roughly.

    Attributes:
        hits: how many requests found their plan.
        misses: how many did not.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.hits = self.misses = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def knows(self, key: Key) -> bool:
        """Whether a request of this key was seen before."""
        return key in self._entries

    def request(self, key: Key, values: Mapping[str, Any]) -> Request | None:
        """The request of this key with values, or None if it was not seen before."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
        return entry.request.model_copy(update=dict(values))

    def find(self, key: Key, request: Request) -> Compiled | None:
        """The plan for a request of this key, given its values; None if there is none.

        Raises:
            WengertError: a value does not fit.
        """
        with self._lock:
            entry = self._entries.get(key)
        arrays = {} if entry is None else values_of(request, declared_of(request))
        specs = _specs(request, {name: spec_of(array) for name, array in arrays.items()})
        known = None if entry is None else entry.plans.get(specs)
        with self._lock:
            self.hits += known is not None
            self.misses += known is None
        return None if known is None else known.fed(arrays)

    def keep(self, key: Key, request: Request, answerable: Answerable) -> None:
        """Keep the plan of a request, if values are all that it was given."""
        if not isinstance(answerable, Compiled):
            return
        names = {value: name for name, value in answerable.recording.inputs.items()}
        plan = answerable.plan
        if any(value not in names for value in plan.inputs):
            return
        specs = _specs(request, {name: value.spec for name, value in answerable.recording.inputs.items()})
        known = Known(answerable.fed({}), tuple(names[value] for value in plan.inputs))
        size = key.size + _size(plan)
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                bare = request.model_copy(update={"parameters": {}, "constants": {}})
                entry = self._entries[key] = Entry(bare)
            entry.plans[specs] = known
            entry.size += size
            self._size += size
            while self._size > self.max_bytes and self._entries:
                _, oldest = self._entries.popitem(last=False)
                self._size -= oldest.size


def _specs(request: Request, specs: Mapping[str, Spec]) -> Specs:
    """Names, shapes and dtypes of the values, and how many of them are parameters."""
    return (len(request.parameters), *((name, spec.shape, spec.dtype.char) for name, spec in specs.items()))


def _size(plan: Plan) -> int:
    held = sum(int(constant.nbytes) for _, constant in plan.constants)
    tape: Any = plan.outputs[0].tape if plan.outputs else None
    recorded = len(tape.instructions) if tape is not None else 0
    return held + BYTES_AN_INSTRUCTION * (recorded + len(plan.steps))
