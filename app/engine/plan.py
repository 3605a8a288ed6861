"""The plan: what of a tape is to be computed, in which order, and what it will cost.

Everything here is known from shapes alone, so a plan can be refused before memory is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.engine.groups import LEAST, Group, grouped, peak_bytes
from app.engine.pieces import LONG_FLOPS, in_pieces
from app.engine.step import Step
from app.engine.tape import Instruction, Tape
from app.ops.value import Value

# A call of NumPy takes half a microsecond whatever the size.
FLOPS_BEFORE_THE_FIRST = 200
# Groups change the order of steps, and may need more memory by so much.
MOST_GROWTH = 1.1


@dataclass(frozen=True, slots=True)
class Estimate:
    """What running a plan takes.

    Attributes:
        operations: how many are carried out; those of loops count at every step.
        flops: floating-point operations, a transcendental function counted as twenty to thirty.
        peak_bytes: the most memory held at one time: inputs, results, intermediate values and workspaces.
        running_bytes: the same before the results are written out.
        costliest: the instruction with the most FLOPs, if there is one.
        largest: the instruction during which memory is at its peak, if there is one.
    """

    operations: int
    flops: float
    peak_bytes: int
    running_bytes: int
    costliest: Instruction | None
    largest: Instruction | None

    @property
    def effort(self) -> float:
        """FLOPs, with what each operation takes before its first."""
        return self.flops + FLOPS_BEFORE_THE_FIRST * self.operations


class Plan:
    """The instructions that the outputs depend on, ready to run any number of times.

    Args:
        outputs: the values wanted; they stand on one tape.

    Attributes:
        inputs: the inputs of the tape that the outputs depend on, in the order of the tape.
        constants: those that the outputs depend on, with the slot of each.
        slot_count: how many slots a run has: a value's slot is its number on the tape.
        steps: the instructions in order.
        entries: the steps, some of them in groups.
        estimate: what a run takes, in steps or in groups.
        long: of instructions that take long by themselves, the kernel that looks at the clock meanwhile.
        runs: how often it was run.
        on_arrays: the plan as functions with tiles and without, once it is run often enough.
        on_numbers: the same on Python's numbers; False where that cannot be.
        scalar: whether it is about single numbers only, once somebody has asked.
    """

    def __init__(self, outputs: Sequence[Value]) -> None:
        self.outputs = tuple(outputs)
        self.runs = 0
        self.on_arrays: dict[bool, Callable[..., tuple[Any, ...]]] = {}
        self.on_numbers: Callable[..., tuple[Any, ...]] | Literal[False] | None = None
        self.scalar: bool | None = None
        self.steps, leaves = _ordered(self.outputs)
        self.constants = [(v.index, v.constant) for v in leaves if v.constant is not None]
        self.inputs = [v for v in leaves if v.constant is None]
        self.output_slots = tuple([v.index for v in self.outputs])
        tape: Any = self.outputs[0].tape if self.outputs else None
        self.slot_count = 0 if tape is None else tape.count
        self._inputs = frozenset(self.inputs)
        self.estimate = _estimate(self)
        self.long = self._long()
        self.entries: Sequence[Step | Group] = self.steps
        if any(o.size >= LEAST for step in self.steps for o in step.instruction.outputs):
            self._group()

    def _long(self) -> dict[Instruction, Callable[..., Any]]:
        if self.estimate.costliest is None or self.estimate.costliest.cost().flops <= LONG_FLOPS:
            return {}
        kernels = {step.instruction: in_pieces(step.instruction) for step in self.steps}
        return {instruction: kernel for instruction, kernel in kernels.items() if kernel is not None}

    def _group(self) -> None:
        """Put steps that can be carried out together into groups, if that takes little more memory."""
        entries = grouped(self.steps, self.output_slots)
        given = {v.index: v.nbytes for v in self.inputs} | {slot: c.nbytes for slot, c in self.constants}
        peak = peak_bytes(entries, given, self.answered_bytes)
        if peak <= MOST_GROWTH * self.estimate.peak_bytes:
            self.entries = entries
            self.estimate = replace(self.estimate, peak_bytes=max(peak, self.estimate.peak_bytes))

    @property
    def answered_bytes(self) -> int:
        """What results take besides what is computed: views are written out whole in the answer."""
        return sum(v.nbytes for v in self.outputs if v.producer is not None and v.producer.op.view)

    def slot(self, value: Value) -> int:
        """Where a run keeps this value."""
        return value.index

    def find(self, value: Value) -> int | None:
        """Where a run keeps this input, or None if it does not need it."""
        return value.index if value in self._inputs else None


def needed(outputs: Sequence[Value]) -> list[Instruction]:
    """The instructions that the outputs depend on, in the order of the tape; of loops and branches only the
    parts whose results are used."""
    if not outputs:
        return []
    tape: Tape = outputs[0].tape  # type: ignore[assignment]
    wanted = {v.index for v in outputs}
    kept = []
    for instruction in reversed(tape.instructions):
        for output in instruction.outputs:
            if output.index in wanted:
                if instruction.op.nested is not None:
                    instruction = only_used(instruction, wanted)
                kept.append(instruction)
                wanted.update([v.index for v in instruction.operands])
                break
    kept.reverse()
    return kept


def only_used(instruction: Instruction, wanted: Container[int]) -> Instruction:
    """The instruction, or of a loop or branch the part that computes the results wanted (by index)."""
    nested = instruction.op.nested
    if nested is None:
        return instruction
    pruned: Instruction = nested.prune(instruction, [o.index in wanted for o in instruction.outputs])
    return pruned


def _ordered(outputs: Sequence[Value]) -> tuple[list[Step], list[Value]]:
    """The steps that compute the outputs, and the inputs and constants they read, in the order of the tape."""
    leaves = {v.index: v for v in outputs if v.producer is None}
    steps: list[Step] = []
    seen = {v.index for v in outputs}
    instructions: Sequence[Instruction] = outputs[0].tape.instructions if outputs else ()  # type: ignore[attr-defined]
    for instruction in reversed(instructions):
        for output in instruction.outputs:
            if output.index in seen:
                break
        else:
            continue
        if instruction.op.nested is not None:
            instruction = only_used(instruction, seen)
        reads, frees = [], []
        for value in instruction.operands:
            index = value.index
            reads.append(index)
            if index not in seen:
                seen.add(index)
                frees.append(index)
                if value.producer is None:
                    leaves[index] = value
        writes = [output.index for output in instruction.outputs]
        if len(writes) > 1:
            frees += [w for w in writes if w not in seen]
        steps.append(Step(instruction, reads, writes, frees))
    steps.reverse()
    return steps, [leaves[index] for index in sorted(leaves)]


def _estimate(plan: Plan) -> Estimate:
    """Walk the steps as the run will, counting what is alive."""
    # Whoever gave inputs and constants keeps them.
    nbytes = dict.fromkeys([v.index for v in plan.inputs] + [slot for slot, _ in plan.constants], 0)
    alive = peak = sum([v.nbytes for v in plan.inputs]) + sum([c.nbytes for _, c in plan.constants])
    # Of values with views how many have not been let go, and of the views whose they are.
    users: dict[int, int] = {}
    owner: dict[int, int] = {}
    flops, most, operations = 0.0, -1.0, 0
    costliest = largest = None
    for instruction, reads, writes, frees in plan.steps:
        cost = instruction.cost()
        flops += cost.flops
        operations += cost.operations
        if cost.flops > most:
            most, costliest = cost.flops, instruction
        if instruction.op.view:
            base = owner.get(reads[0], reads[0])
            owner.update(dict.fromkeys(writes, base))
            users[base] = users.get(base, 1) + len(writes)
        else:
            for output in instruction.outputs:
                nbytes[output.index] = output.nbytes
                alive += output.nbytes
        if alive + cost.workspace > peak:
            peak, largest = alive + cost.workspace, instruction
        for slot in frees:
            base = owner.get(slot, slot)
            if base in users:
                users[base] -= 1
                if users[base]:
                    continue
            alive -= nbytes[base]
    answered, running = plan.answered_bytes, peak
    if alive + answered > peak:
        peak, largest = alive + answered, plan.outputs[0].producer
    return Estimate(operations, flops, peak, running, costliest, largest)
