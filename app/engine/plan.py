"""The plan: what of a tape is to be computed, in which order, and what it will cost.

Everything here is known from shapes alone, so a plan can be refused before memory is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.engine.tape import Instruction, Tape
from app.ops.value import Value

# A call of NumPy takes half a microsecond whatever the size.
FLOPS_BEFORE_THE_FIRST = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """What running a plan takes.

    Attributes:
        operations: how many are carried out; those of loops count at every step.
        flops: floating-point operations, a transcendental function counted as twenty to thirty.
        peak_bytes: the most memory held at one time: inputs, results, intermediate values and workspaces.
        costliest: the instruction with the most FLOPs, if there is one.
        largest: the instruction during which memory is at its peak, if there is one.
    """

    operations: int
    flops: float
    peak_bytes: int
    costliest: Instruction | None
    largest: Instruction | None

    @property
    def effort(self) -> float:
        """FLOPs, with what each operation takes before its first."""
        return self.flops + FLOPS_BEFORE_THE_FIRST * self.operations


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction, with the slots it reads and writes and those it is the last to read."""

    instruction: Instruction
    reads: tuple[int, ...]
    writes: tuple[int, ...]
    frees: tuple[int, ...]


class Plan:
    """The instructions that the outputs depend on, ready to run any number of times.

    Args:
        outputs: the values wanted; they stand on one tape.

    Attributes:
        inputs: the inputs of the tape that the outputs depend on, in the order of the tape.
        steps: the instructions in order.
        estimate: what a run takes.
        runs: how often it was run.
        on_arrays: the plan as a function, once it is run often enough.
        on_numbers: the same on Python's numbers; False where that cannot be.
    """

    def __init__(self, outputs: Sequence[Value]) -> None:
        self.outputs = tuple(outputs)
        self.runs = 0
        self.on_arrays: Callable[..., tuple[Any, ...]] | None = None
        self.on_numbers: Callable[..., tuple[Any, ...]] | Literal[False] | None = None
        instructions = needed(self.outputs)
        slots: dict[int, int] = {}
        self.constants: list[tuple[int, Any]] = []
        self.inputs: list[Value] = []
        self._slots = slots
        for value in self._leaves(instructions):
            slot = slots.setdefault(value.index, len(slots))
            if value.constant is not None:
                self.constants.append((slot, value.constant))
            else:
                self.inputs.append(value)
        for instruction in instructions:
            for output in instruction.outputs:
                slots[output.index] = len(slots)
        self.steps = _with_frees(instructions, slots, {slots[v.index] for v in self.outputs})
        self.output_slots = tuple(slots[v.index] for v in self.outputs)
        self.estimate = _estimate(self)

    @property
    def slot_count(self) -> int:
        return len(self._slots)

    def slot(self, value: Value) -> int:
        """Where a run keeps this value."""
        return self._slots[value.index]

    def find(self, value: Value) -> int | None:
        """Where a run keeps this value, or None if it does not need it."""
        return self._slots.get(value.index)

    def _leaves(self, instructions: Sequence[Instruction]) -> list[Value]:
        values = {v.index: v for i in instructions for v in i.operands if v.producer is None}
        values.update({v.index: v for v in self.outputs if v.producer is None})
        return [values[index] for index in sorted(values)]


def needed(outputs: Sequence[Value]) -> list[Instruction]:
    """The instructions that the outputs depend on, in the order of the tape; of loops and branches only the
    parts whose results are used."""
    if not outputs:
        return []
    tape: Tape = outputs[0].tape  # type: ignore[assignment]
    wanted = {v.index for v in outputs}
    kept = []
    for instruction in reversed(tape.instructions):
        if any(o.index in wanted for o in instruction.outputs):
            instruction = only_used(instruction, wanted)
            kept.append(instruction)
            wanted.update([v.index for v in instruction.operands])
    kept.reverse()
    return kept


def only_used(instruction: Instruction, wanted: Container[int]) -> Instruction:
    """The instruction, or of a loop or branch the part that computes the results wanted (by index)."""
    nested = instruction.op.nested
    if nested is None:
        return instruction
    pruned: Instruction = nested.prune(instruction, [o.index in wanted for o in instruction.outputs])
    return pruned


def _with_frees(instructions: Sequence[Instruction], slots: dict[int, int], kept: set[int]) -> list[Step]:
    seen = set(kept)
    steps = []
    for instruction in reversed(instructions):
        reads = tuple([slots[v.index] for v in instruction.operands])
        writes = tuple([slots[v.index] for v in instruction.outputs])
        frees = tuple([s for s in dict.fromkeys((*reads, *writes)) if s not in seen])
        seen.update(frees)
        steps.append(Step(instruction, reads, writes, frees))
    steps.reverse()
    return steps


def _estimate(plan: Plan) -> Estimate:
    """Walk the steps as the run will, counting what is alive."""
    owner: dict[int, int] = {}
    users: dict[int, int] = {}
    nbytes: dict[int, int] = {}
    for value in plan.inputs:
        slot = plan.slot(value)
        owner[slot], users[slot], nbytes[slot] = slot, 2, value.spec.nbytes
    for slot, constant in plan.constants:
        owner[slot], users[slot], nbytes[slot] = slot, 2, constant.nbytes
    # Inputs and constants have one user more than the run: whoever gave them keeps them.
    alive = peak = sum(nbytes.values())
    flops, most, operations = 0.0, -1.0, 0
    costliest = largest = None
    for step in plan.steps:
        instruction = step.instruction
        results = [o.spec for o in instruction.outputs]
        cost = instruction.cost()
        flops += cost.flops
        operations += cost.operations
        if cost.flops > most:
            most, costliest = cost.flops, instruction
        for slot, spec in zip(step.writes, results, strict=True):
            base = owner[step.reads[0]] if instruction.op.view else slot
            owner[slot] = base
            users[base] = users.get(base, 0) + 1
            if base == slot:
                nbytes[slot] = spec.nbytes
                alive += spec.nbytes
        if alive + cost.workspace > peak:
            peak, largest = alive + cost.workspace, instruction
        for slot in step.frees:
            base = owner[slot]
            users[base] -= 1
            if users[base] == 0:
                alive -= nbytes[base]
    # Views that are asked for are written out whole in the answer.
    answered = sum(v.spec.nbytes for v in plan.outputs)
    if alive + answered > peak:
        peak, largest = alive + answered, plan.outputs[0].producer
    return Estimate(operations, flops, peak, costliest, largest)
