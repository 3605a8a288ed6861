"""Which steps of a plan can be carried out together, a few rows of their arrays at a time.

The steps of a group have arrays of one length along axis 0, and each row of a result depends on the same row of
the operands. Between them nothing is written to memory but what others read. Sums over all rows end a group.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from app.engine.step import Step
from app.ops.namespace import ops
from app.ops.spec import Spec, normalize_axes

# Elements of a tile: a few arrays of so many float64 stay in the cache.
TILE = 32_768
# Smaller arrays stay there as they are.
LEAST = 8 * TILE

ALONG_ROWS = frozenset({"sum", "mean", "max", "min", "prod", "logsumexp", "softmax", "log_softmax"})
OVER_ROWS = frozenset({"sum", "mean"})
# It says where in the whole array something is wrong.
NEVER = frozenset({"check_numerics"})


class Part(Enum):
    """What an operand or a result is to a group."""

    ROWS = "rows"  # its rows are those of the tile
    WHOLE = "whole"  # every tile reads all of it
    TOTAL = "total"  # every tile adds to it


@dataclass(slots=True)
class Member:
    """A step of a group, and what its operands and its result are to it."""

    step: Step
    operands: tuple[Part, ...]
    result: Part


@dataclass(slots=True)
class Group:
    """Steps that are carried out together.

    Attributes:
        rows: the length of axis 0; of flat groups the number of elements.
        flat: whether all arrays have one shape (or are single numbers), and are cut anywhere.
        shape: of the first result.
        members: the steps in order.
        reads: slots of the operands that come from outside.
        rowwise: those of them that are cut into tiles.
        writes: slots of the results that others read.
        frees: slots that nobody reads afterwards.
    """

    rows: int
    flat: bool
    shape: tuple[int, ...]
    members: list[Member] = field(default_factory=list)
    reads: list[int] = field(default_factory=list)
    rowwise: frozenset[int] = frozenset()
    writes: list[int] = field(default_factory=list)
    frees: list[int] = field(default_factory=list)

    def roles(self, step: Step) -> Member | None:
        """What a step would be in this group; None if it cannot be part of it."""
        instruction = step.instruction
        op = instruction.op
        if len(instruction.outputs) != 1 or op.nested is not None or op.name in NEVER:
            return None
        result = instruction.outputs[0].spec
        operands = [v.spec for v in instruction.operands]
        found = self._flat(step, operands, result) if self.flat else self._by_rows(step, operands, result)
        return None if found is None else Member(step, *found)

    def _flat(
        self, step: Step, operands: Sequence[Spec], result: Spec
    ) -> tuple[tuple[Part, ...], Part] | None:
        op = step.instruction.op
        if op.elementwise and result.shape == self.shape:
            parts = tuple(Part.ROWS if o.shape == self.shape else Part.WHOLE for o in operands)
            fits = all(p is Part.ROWS or o.size == 1 for p, o in zip(parts, operands, strict=True))
            return (parts, Part.ROWS) if fits else None
        if op.name in OVER_ROWS and operands[0].shape == self.shape and result.size == 1:
            return (Part.ROWS,), Part.TOTAL
        return None

    def _by_rows(
        self, step: Step, operands: Sequence[Spec], result: Spec
    ) -> tuple[tuple[Part, ...], Part] | None:
        op, rows = step.instruction.op, self.rows
        if op.elementwise:
            if result.shape[:1] != (rows,):
                return None
            cut = (o.ndim == result.ndim and o.shape[0] == rows for o in operands)
            return tuple(Part.ROWS if on else Part.WHOLE for on in cut), Part.ROWS
        if not operands or operands[0].shape[:1] != (rows,):
            return None
        if op is ops.reshape:
            return ((Part.ROWS,), Part.ROWS) if result.shape[:1] == (rows,) else None
        if op.name in ALONG_ROWS:
            axes = normalize_axes(step.instruction.attributes["axis"], operands[0].ndim)
            if 0 not in axes:
                return (Part.ROWS,), Part.ROWS
            return ((Part.ROWS,), Part.TOTAL) if op.name in OVER_ROWS else None
        return None

    @property
    def largest(self) -> int:
        """Elements of its largest result."""
        cut = [m.step.instruction.outputs[0].size for m in self.members if m.result is Part.ROWS]
        return max(cut, default=0)

    @property
    def rows_a_tile(self) -> int:
        """How many rows are taken at a time."""
        return max(1, TILE * self.rows // max(self.largest, 1))


def grouped(steps: Sequence[Step], kept: Sequence[int]) -> list[Step | Group]:
    """The steps with some of them in groups, in an order that can be carried out.

    Args:
        steps: of a plan.
        kept: the slots of its outputs.
    """
    found = _Grouping(steps, kept).found
    seen = set(kept)
    # The order has changed: somebody else may be the last to read a slot.
    for number in range(len(found) - 1, -1, -1):
        entry = found[number]
        last = [slot for slot in dict.fromkeys((*entry.reads, *entry.writes)) if slot not in seen]
        seen.update(last)
        if isinstance(entry, Group):
            entry.frees = last
        else:
            found[number] = entry._replace(frees=last)
    return found


class _Grouping:
    """One pass over the steps. What does not depend on the group at hand goes before it, what depends on its
    results after it."""

    def __init__(self, steps: Sequence[Step], kept: Sequence[int]) -> None:
        self.found: list[Step | Group] = []
        self._readers: dict[int, list[Step]] = {}
        for step in steps:
            for slot in step.reads:
                self._readers.setdefault(slot, []).append(step)
        self._kept = set(kept)
        self._group: Group | None = None
        self._inside: set[int] = set()
        self._after: set[int] = set()
        self._deferred: list[Step] = []
        for step in steps:
            self._place(step)
        self._close()

    def _place(self, step: Step) -> None:
        member = None if self._group is None else self._member(step)
        if member is None and _opens(step):
            self._close()
            self._group = _opened(step)
            member = self._member(step)
        if member is not None and self._group is not None:
            self._group.members.append(member)
            (self._inside if member.result is Part.ROWS else self._after).update(step.writes)
        elif any(slot in self._inside or slot in self._after for slot in step.reads):
            self._deferred.append(step)
            self._after.update(step.writes)
        else:
            self.found.append(step)

    def _member(self, step: Step) -> Member | None:
        """The step as part of the group at hand, if it can be."""
        if self._group is None or any(slot in self._after for slot in step.reads):
            return None
        member = self._group.roles(step)
        if member is None:
            return None
        for slot, part in zip(step.reads, member.operands, strict=True):
            if part is Part.WHOLE and slot in self._inside:
                return None
        return member

    def _close(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            if group.largest >= LEAST and len(group.members) > 1:
                self._complete(group)
                self.found.append(group)
            else:
                self.found += [member.step for member in group.members]
        self.found += self._deferred
        self._inside, self._after, self._deferred = set(), set(), []

    def _complete(self, group: Group) -> None:
        steps = [member.step for member in group.members]
        own = {slot for step in steps for slot in step.writes}
        reads = dict.fromkeys(slot for step in steps for slot in step.reads if slot not in own)
        group.reads = list(reads)
        group.rowwise = frozenset(
            slot
            for member in group.members
            for slot, part in zip(member.step.reads, member.operands, strict=True)
            if part is Part.ROWS and slot in reads
        )
        members = {id(step) for step in steps}
        group.writes = [
            slot
            for step in steps
            for slot in step.writes
            if slot in self._kept or any(id(reader) not in members for reader in self._readers.get(slot, ()))
        ]


def _opens(step: Step) -> bool:
    """Whether a step may be the first of a group."""
    instruction = step.instruction
    return (
        instruction.op.elementwise
        and len(instruction.outputs) == 1
        and instruction.op.name not in NEVER
        and instruction.outputs[0].size >= LEAST
    )


def _opened(step: Step) -> Group:
    shape = step.instruction.outputs[0].shape
    flat = math.prod(shape[1:]) > TILE // 4 or shape[0] < LEAST // TILE
    return Group(math.prod(shape) if flat else shape[0], flat, shape)


def peak_bytes(entries: Sequence[Step | Group], given: Mapping[int, int], answered: int) -> int:
    """The most memory held at one time.

    Args:
        entries: what is carried out.
        given: the bytes of inputs and constants by slot; whoever gave them keeps them.
        answered: the bytes of the outputs.
    """
    nbytes = dict.fromkeys(given, 0)
    alive = peak = sum(given.values())
    owner: dict[int, int] = {}
    users: dict[int, int] = {}
    for entry in entries:
        if isinstance(entry, Group):
            steps, workspace = [member.step for member in entry.members], 0
        else:
            steps, workspace = [entry], entry.instruction.cost().workspace
        written = set(entry.writes)
        for step in steps:
            instruction = step.instruction
            if instruction.op.view and not isinstance(entry, Group):
                base = owner.get(step.reads[0], step.reads[0])
                owner.update(dict.fromkeys(step.writes, base))
                users[base] = users.get(base, 1) + len(step.writes)
                continue
            for output in instruction.outputs:
                if output.index in written:
                    nbytes[output.index] = output.nbytes
                    alive += output.nbytes
        peak = max(peak, alive + workspace)
        for slot in entry.frees:
            base = owner.get(slot, slot)
            if base in users:
                users[base] -= 1
                if users[base]:
                    continue
            alive -= nbytes[base]
    return max(peak, alive + answered)
