"""Groups of steps carried out tile by tile, by several threads if they may.

The tiles are dealt out in a fixed number of lanes whose sums are added up in order, so an answer does not
depend on how many threads there are.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from app.engine.execution import Execution
from app.engine.groups import Group, Member, Part
from app.engine.text import Text
from app.ops.namespace import ops

LANES = 8
# A thread takes some fifty microseconds to wake.
LEAST_FLOPS = 1e6
Array = np.ndarray[Any, Any]


class Tiled:
    """A group ready to be carried out.

    Called with an execution and an array for each of `group.reads`; gives one for each of `group.writes`.
    """

    def __init__(self, group: Group) -> None:
        self.group = group
        members = {slot: member for member in group.members for slot in member.step.writes}
        self._rowwise = [slot in group.rowwise for slot in group.reads]
        self._whole = [slot for slot in group.writes if members[slot].result is Part.ROWS]
        self._totals = [slot for slot in group.writes if members[slot].result is Part.TOTAL]
        self._results = {slot: members[slot].step.instruction.outputs[0].spec for slot in group.writes}
        self._counts = {slot: _count(members[slot]) for slot in self._totals}
        self._tile = _tile(group, self._whole, self._totals)
        self._parallel = sum(m.step.instruction.cost().flops for m in group.members) >= LEAST_FLOPS

    def __call__(self, execution: Execution, *operands: Any) -> list[Any]:
        """The results of the group."""
        arrays = [self._cut(a, on) for a, on in zip(operands, self._rowwise, strict=True)]
        made = [np.empty(self._results[slot].shape, self._results[slot].dtype) for slot in self._whole]
        places = [self._cut(array, True) for array in made]
        lanes = self._lanes()
        sums: list[Sequence[Any]] = [()] * len(lanes)
        waiting = deque(enumerate(lanes))

        def work() -> None:
            with np.errstate(all="ignore"):
                while waiting:
                    try:
                        number, lane = waiting.popleft()
                    except IndexError:
                        return
                    sums[number] = self._carry_out(execution, lane, arrays, places)

        threads = execution.tiers.threads if self._parallel else 1
        _together(work, min(threads, len(lanes)), waiting)
        found = dict(zip(self._whole, made, strict=True))
        for number, slot in enumerate(self._totals):
            total = sum([lane[number] for lane in sums[1:]], start=sums[0][number])
            spec, count = self._results[slot], self._counts[slot]
            total = np.asarray(total, spec.dtype).reshape(spec.shape)
            found[slot] = total if count is None else total / np.asarray(count, spec.dtype)
        return [found[slot] for slot in self.group.writes]

    def _cut(self, array: Any, rowwise: bool) -> Any:
        """The array with its rows, or in a flat group its elements, along axis 0; in a flat group what is no part of
        the rows is a single number."""
        if not self.group.flat:
            return array
        return array.reshape(-1) if rowwise else np.reshape(array, ())

    def _lanes(self) -> list[range]:
        """The first rows of the tiles, in lanes."""
        rows, step = self.group.rows, self.group.rows_a_tile
        tiles = math.ceil(rows / step)
        bounds = [tiles * n // LANES * step for n in range(LANES + 1)]
        return [range(a, min(b, rows), step) for a, b in pairwise(bounds) if a < b]

    def _carry_out(
        self, execution: Execution, lane: range, arrays: Sequence[Array], places: Sequence[Array]
    ) -> Sequence[Any]:
        totals: Sequence[Any] = ()
        for low in lane:
            execution.check()
            high = low + lane.step
            parts = self._tile(
                *[a[low:high] if rowwise else a for a, rowwise in zip(arrays, self._rowwise, strict=True)],
                *[place[low:high] for place in places],
            )
            totals = [a + b for a, b in zip(totals, parts, strict=True)] if totals else parts
        return totals


def _count(member: Member) -> int | None:
    """How many numbers a mean is of."""
    instruction = member.step.instruction
    if instruction.op is not ops.mean:
        return None
    return instruction.operands[0].size // instruction.outputs[0].size


def _tile(group: Group, whole: Sequence[int], totals: Sequence[int]) -> Any:
    """The group on one tile: a function of the operands and of places for the results, which gives the sums."""
    text = Text(scalar=False)
    inputs, places = text.names("i", len(group.reads)), text.names("o", len(whole))
    names = dict(zip(group.reads, inputs, strict=True))
    place_of = dict(zip(whole, places, strict=True))
    text.line(0, f"def tile({', '.join([*inputs, *places])}):")
    text.read_by(member.step for member in group.members)
    for member in group.members:
        step = member.step
        [slot] = step.writes
        instruction = step.instruction
        if member.result is Part.TOTAL:
            attributes = {"axis": None, "keepdims": False} if group.flat else instruction.attributes
            call = (
                f"{text.known('k', ops.sum.kernel)}({names[step.reads[0]]}, **{text.known('a', attributes)})"
            )
            text.result(1, step, names, call)
        elif instruction.op is ops.reshape:
            rest = ", ".join(map(str, instruction.outputs[0].shape[1:]))
            text.result(1, step, names, f"{names[step.reads[0]]}.reshape(-1, {rest})", place_of.get(slot, ""))
        else:
            text.step(1, step, names, place=place_of.get(slot, ""))
    text.line(1, f"return ({''.join(f'{names[slot]}, ' for slot in totals)})")
    return text.function("tile")


@lru_cache(maxsize=8)
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads that help those that carry out plans; the same for all."""
    return ThreadPoolExecutor(threads, thread_name_prefix="tiles")


def _together(work: Any, threads: int, waiting: deque[Any]) -> None:
    """Let some threads do the work, this one among them. What this one finds nobody has begun, it does itself."""
    if threads <= 1:
        work()
        return
    helping = [_pool(threads - 1).submit(work) for _ in range(threads - 1)]
    try:
        work()
    finally:
        # After an error nobody is to begin anything.
        waiting.clear()
        begun = [one for one in helping if not one.cancel()]
        errors = [one.exception() for one in begun]
    for error in errors:
        if error is not None:
            raise error
