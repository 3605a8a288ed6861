"""Questions that were asked before: their plans, kept for requests that differ in values only.

A request is known by the bytes of all its members but `parameters` and `constants`; bytes not seen before, by what
they say. What is known needs no second look; the values are read as ever, and their shapes and dtypes choose the plan.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.engine import Plan
from app.engine.scalars import RAISED
from app.graph.compiled import Answerable, Compiled, Work
from app.graph.inquiry import declared_of, values_of
from app.graph.requests import Request
from app.graph.values import Array
from app.ops.spec import FLOAT64, INT64, Spec, spec_of

Specs = tuple[Any, ...]
# What an instruction takes in memory: itself, its values, its step and its line of text.
BYTES_AN_INSTRUCTION = 3000
# How many ways of writing one request, and of giving its values, are remembered.
SPELLINGS = 8
LARGEST_INTEGER = 2**63 - 1


class Key(NamedTuple):
    """What a request says beside its values.

    Attributes:
        path: of the route.
        structure: the bytes of the members of the document.
    """

    path: str
    structure: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.structure)


class Known(NamedTuple):
    """A plan, and the names of its inputs in the plan's order."""

    compiled: Compiled
    names: tuple[str, ...]

    def fed(self, arrays: Mapping[str, Array]) -> Compiled:
        """The question with these values."""
        feeds = dict(zip(self.compiled.plan.inputs, (arrays[name] for name in self.names), strict=True))
        return self.compiled.fed(feeds)


class Numbers:
    """A plan on Python's numbers, for values that are such.

    Attributes:
        function: the plan.
        layout: of the answer, with slots for the plan's results.
        inputs: the name of each input, and whether it is taken as a float.
        work: what it takes.
        written: for whoever writes answers out, to keep what it has made of the layout.
    """

    __slots__ = ("function", "inputs", "layout", "work", "written")

    def __init__(
        self,
        function: Callable[..., tuple[Any, ...]],
        layout: dict[str, Any],
        inputs: tuple[tuple[str, bool], ...],
        work: Work,
    ) -> None:
        self.function = function
        self.layout = layout
        self.inputs = inputs
        self.work = work
        self.written: Any = None

    def results(self, values: Mapping[str, Any]) -> tuple[float, ...] | None:
        """The plan's results; None where one is not finite, or cannot be had from Python's numbers."""
        given = [float(values[name]) if floating else values[name] for name, floating in self.inputs]
        try:
            results = self.function(None, *given)
            if not all(map(math.isfinite, results)):
                return None
        except RAISED:
            return None
        for value in given:
            if type(value) is int and abs(value) > LARGEST_INTEGER:
                return None
        return results


@dataclass(slots=True, eq=False)
class Entry:
    """A request without values, and its plans by the shapes and dtypes of values.

    Attributes:
        request: the request.
        graph: the id of its graph.
        content: what it says, as a key.
        plans: by names, shapes and dtypes of the values.
        numbers: by names and types of the values.
        spellings: the keys that it is known by.
        size: what all of this takes, roughly, in bytes.
    """

    request: Request
    graph: str
    content: Any
    plans: dict[Specs, Known] = field(default_factory=dict)
    numbers: dict[Specs, Numbers] = field(default_factory=dict)
    spellings: list[Key] = field(default_factory=list)
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
        self._entries: OrderedDict[Any, Entry] = OrderedDict()
        self._by_bytes: dict[Key, Entry] = {}
        self._size = 0
        self._lock = threading.Lock()

    def entry(self, key: Key) -> Entry | None:
        """What is known of a request with these bytes."""
        entry = self._by_bytes.get(key)
        if entry is not None:
            with self._lock:
                if entry.content in self._entries:
                    self._entries.move_to_end(entry.content)
        return entry

    def alike(self, key: Key, content: Any) -> Entry | None:
        """What is known of a request that says the same in other bytes, which are remembered."""
        with self._lock:
            entry = self._entries.get(content)
            if entry is not None and key not in self._by_bytes:
                self._entries.move_to_end(content)
                self._spell(entry, key)
                self._shrink()
        return entry

    def find(self, entry: Entry, request: Request) -> Compiled | None:
        """The plan for a request of this entry, given its values; None if there is none.

        Raises:
            WengertError: a value does not fit.
        """
        arrays = values_of(request, declared_of(request))
        specs = _specs(request, {name: spec_of(array) for name, array in arrays.items()})
        known = entry.plans.get(specs)
        if known is None:
            return None
        with self._lock:
            self.hits += 1
        self._on_numbers(entry, request, known)
        return known.fed(arrays)

    def numbers(
        self, entry: Entry, parameters: Mapping[str, Any], constants: Mapping[str, Any]
    ) -> tuple[Numbers, tuple[float, ...]] | None:
        """The plan on numbers and its results, where all values are Python's numbers and the plan has been run on such;
        None where not, or where a result is not finite."""
        found = entry.numbers.get(_types(parameters, constants))
        if found is None:
            return None
        results = found.results({**parameters, **constants})
        if results is None:
            return None
        with self._lock:
            self.hits += 1
        return found, results

    def keep(self, key: Key, content: Any, graph: str, request: Request, answerable: Answerable) -> None:
        """Keep the plan of a request, if values are all that it was given."""
        with self._lock:
            self.misses += 1
        if not isinstance(answerable, Compiled):
            return
        names = {value: name for name, value in answerable.recording.inputs.items()}
        plan = answerable.plan
        if any(value not in names for value in plan.inputs):
            return
        specs = _specs(request, {name: value.spec for name, value in answerable.recording.inputs.items()})
        known = Known(answerable.fed({}), tuple(names[value] for value in plan.inputs))
        with self._lock:
            entry = self._entries.get(content)
            if entry is None:
                bare = request.model_copy(update={"parameters": {}, "constants": {}})
                entry = self._entries[content] = Entry(bare, graph, content)
            if key not in self._by_bytes:
                self._spell(entry, key)
            entry.plans[specs] = known
            self._grow(entry, _size(plan))
            self._shrink()

    def _spell(self, entry: Entry, key: Key) -> None:
        self._by_bytes[key] = entry
        entry.spellings.append(key)
        self._grow(entry, key.size)
        if len(entry.spellings) > SPELLINGS:
            oldest = entry.spellings.pop(0)
            del self._by_bytes[oldest]
            self._grow(entry, -oldest.size)

    def _grow(self, entry: Entry, size: int) -> None:
        entry.size += size
        self._size += size

    def _shrink(self) -> None:
        while self._size > self.max_bytes and self._entries:
            _, oldest = self._entries.popitem(last=False)
            self._size -= oldest.size
            for key in oldest.spellings:
                del self._by_bytes[key]

    @staticmethod
    def _on_numbers(entry: Entry, request: Request, known: Known) -> None:
        """Remember for next time that a plan runs on Python's numbers, and these values are such."""
        plan, compiled = known.compiled.plan, known.compiled
        function = plan.on_numbers
        if not function or compiled.observe is not None or not compiled.tiers.numbers:
            return
        types = _types(request.parameters, request.constants)
        given = {*map(type, request.parameters.values()), *map(type, request.constants.values())}
        if len(entry.numbers) >= SPELLINGS or not given <= {float, int}:
            return
        numbers = all(value.shape == () for value in (*plan.inputs, *plan.outputs))
        if numbers and all(value.dtype in (FLOAT64, INT64) for value in plan.inputs):
            inputs = tuple((n, v.dtype == FLOAT64) for n, v in zip(known.names, plan.inputs, strict=True))
            entry.numbers[types] = Numbers(function, compiled.layout, inputs, compiled.work)


def _types(parameters: Mapping[str, Any], constants: Mapping[str, Any]) -> Specs:
    """Names and types of values, and how many of them are parameters."""
    return (
        len(parameters),
        *parameters,
        *constants,
        *map(type, parameters.values()),
        *map(type, constants.values()),
    )


def _specs(request: Request, specs: Mapping[str, Spec]) -> Specs:
    """Names, shapes and dtypes of the values, and how many of them are parameters."""
    return (len(request.parameters), *((name, spec.shape, spec.dtype.char) for name, spec in specs.items()))


def _size(plan: Plan) -> int:
    held = sum(int(constant.nbytes) for _, constant in plan.constants)
    tape: Any = plan.outputs[0].tape if plan.outputs else None
    recorded = len(tape.instructions) if tape is not None else 0
    return held + BYTES_AN_INSTRUCTION * (recorded + len(plan.steps))
