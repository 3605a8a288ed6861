"""Reverse mode: walk the tape backward and append the adjoints to it.

The adjoint code is recorded on the same tape as everything else, so a gradient can be differentiated again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.engine.tape import Instruction, Tape, broadcast_source
from app.ops.namespace import ops
from app.ops.spec import is_differentiable
from app.ops.value import Value


def gradient(
    targets: Sequence[Value],
    sources: Sequence[Value],
    cotangents: Sequence[Value | None] | None = None,
    adjoints: dict[Value, Value] | None = None,
) -> list[Value | None]:
    """The gradient of the sum of the targets with respect to each source, as values on their tape.

    Args:
        targets: what is differentiated; a target that is not a scalar counts as the sum of its elements.
        sources: any values of the tape. One computed from another does not cut the path: each gets its
            whole gradient.
        cotangents: weights for the elements of each target, of its shape; None stands for ones.
        adjoints: if given, filled with the adjoint of every value that the walk reached.

    Returns:
        One value of the source's shape and dtype for each source, or None where no differentiable path
        leads from it to a target. A product with zero is a path; `stop_gradient`, a comparison, `argmax` or
        a conversion to integers is not.

    Source: reverse accumulation, Griewank and Walther, Evaluating Derivatives (2008), chapter 3.
    """
    if not targets:
        return [None] * len(sources)
    tape: Tape = targets[0].tape  # type: ignore[assignment]
    recorded = len(tape.instructions)
    active = reached(tape, sources)
    masks = Masks(tape)
    kept = Kept(tape)
    adjoints = {} if adjoints is None else adjoints
    origin = tape.origin
    for target, cotangent in zip(targets, cotangents or [None] * len(targets), strict=True):
        if target in active:
            tape.origin = origin if target.producer is None else target.producer.origin
            seed = ops.ones_like(target) if cotangent is None else cotangent
            _accumulate(adjoints, masks, target, unbroadcast(seed, target.shape))
    for instruction in reversed(tape.instructions[:recorded]):
        for output in instruction.outputs:
            if output in adjoints:
                tape.origin = instruction.origin
                _pull_back(instruction, active, adjoints, masks, kept)
                break
    tape.origin = origin
    return [adjoints.get(source) for source in sources]


def reached(tape: Tape, sources: Iterable[Value]) -> set[Value]:
    """The sources, and every value that a differentiable path leads to from them."""
    found = {source for source in sources if is_differentiable(source.dtype)}
    for instruction in tape.instructions:
        op, operands = instruction.op, instruction.operands
        if found.isdisjoint(operands):
            continue
        if op.nested is not None:
            leads = op.nested.reach(instruction, [operand in found for operand in operands])
            outputs = tuple(o for o, does in zip(instruction.outputs, leads, strict=True) if does)
        elif op.rule_for_each or any(
            rule and o in found for rule, o in zip(op.rules, operands, strict=False)
        ):
            outputs = instruction.outputs
        else:
            continue
        for output in outputs:
            if output.spec.dtype.kind in "fc":
                found.add(output)
    return found


def _pull_back(
    instruction: Instruction, active: set[Value], adjoints: dict[Value, Value], masks: Masks, kept: Kept
) -> None:
    """Add what the operands contribute through this instruction to their adjoints."""
    op, outputs, operands = instruction.op, instruction.outputs, instruction.operands
    if op.nested is not None:
        wanted = [operand in active for operand in operands]
        found = op.nested.pull_back(instruction, [adjoints.get(o) for o in outputs], wanted)
        for operand, want, cotangent in zip(operands, wanted, found, strict=True):
            if want and cotangent is not None:
                _accumulate(adjoints, masks, operand, cotangent)
        return
    mask = None
    if op.results:
        g: Any = tuple(adjoints[o] if o in adjoints else ops.zeros_like(o) for o in outputs)
        y: Any = outputs
    else:
        g, y = adjoints[outputs[0]], outputs[0]
        if op.elementwise:
            mask = masks.of(g)
    if kept.marked:
        y = tuple(map(kept.of, y)) if op.results else kept.of(y)
        primals = tuple(map(kept.of, operands))
    else:
        primals = operands
    together = None if op.rule_for_all is None else op.rule_for_all(g, y, *primals, **instruction.attributes)
    for index, operand in enumerate(operands):
        if operand in active:
            cotangent = (
                op.cotangent(index, g, y, primals, instruction.attributes)
                if together is None
                else together[index]
            )
            if cotangent is None:
                continue
            if mask is not None and cotangent is not g:
                cotangent = ops.where(mask, cotangent, 0)
            if cotangent.shape != operand.spec.shape:
                cotangent = unbroadcast(cotangent, operand.shape)
            _accumulate(adjoints, masks, operand, cotangent)


def _accumulate(adjoints: dict[Value, Value], masks: Masks, value: Value, cotangent: Value) -> None:
    previous = adjoints.get(value)
    adjoints[value] = cotangent if previous is None else previous + cotangent
    masks.of(adjoints[value])


class Kept:
    """Values of the forward pass as the backward pass sees them: as they are, but those marked by
    `checkpoint` are computed again from the operands of their instruction, so that they need not be kept."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self.marked = {
            value.index
            for instruction in tape.instructions
            if instruction.op is ops.checkpoint
            for value in (*instruction.operands, *instruction.outputs)
        }
        self._again: dict[int, Value] = {}

    def of(self, value: Value) -> Value:
        """The value, or what is computed again in its place."""
        if not self.marked or value.index not in self.marked or value.producer is None:
            return value
        todo = [value]
        while todo:
            instruction: Instruction = todo[-1].producer
            missing = [o for o in instruction.operands if self._repeats(o)]
            if missing:
                todo += missing
                continue
            operands = tuple(self._again.get(o.index, o) for o in instruction.operands)
            specs = [output.spec for output in instruction.outputs]
            results = self._tape.append(instruction.op, operands, instruction.attributes, specs)
            self._again.update(zip([o.index for o in instruction.outputs], results, strict=True))
            todo.pop()
        return self._again[value.index]

    def _repeats(self, value: Value) -> bool:
        return value.index in self.marked and value.producer is not None and value.index not in self._again


class Masks:
    """Outside of which elements an adjoint is zero, whatever it is multiplied with.

    A value not taken by `where` has cotangent 0, but 0 times an infinite slope is NaN. So a cotangent that was
    chosen by a condition keeps it, through everything that is computed element by element.
    """

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._known: dict[Value, Value | None] = {}

    def of(self, value: Value) -> Value | None:
        """The condition, or None if there is none."""
        if value.index < self._tape.first_choice:
            return None
        if value not in self._known:
            self._known[value] = self._found(value)
        return self._known[value]

    def _found(self, value: Value) -> Value | None:
        producer: Instruction | None = value.producer
        if producer is None:
            return None
        if producer.op is ops.where:
            condition, taken, other = producer.operands
            if _is_zero(other):
                return _both(condition, self.of(taken))
            return _both(ops.logical_not(condition), self.of(other)) if _is_zero(taken) else None
        if producer.op is ops.add:
            first, second = map(self.of, producer.operands)
            if first is None or second is None:
                return None
            return first if first is second else ops.logical_or(first, second)
        if producer.op in (ops.negative, ops.astype, ops.broadcast_to):
            return self.of(producer.operands[0])
        return None


def _both(condition: Value, inner: Value | None) -> Value:
    return condition if inner is None else ops.logical_and(condition, inner)


def _is_zero(value: Value) -> bool:
    held = broadcast_source(value).constant
    return held is not None and held.size == 1 and not held.item()


def unbroadcast(cotangent: Any, shape: tuple[int, ...]) -> Any:
    """A cotangent brought to the shape of its operand: summed over the axes along which the operand was
    broadcast, and repeated along those the cotangent is constant over."""
    if cotangent.shape == shape:
        return cotangent
    extra = max(cotangent.ndim - len(shape), 0)
    own = cotangent.shape[extra:]
    wanted = shape[len(shape) - len(own) :]
    stretched = [i + extra for i, (n, m) in enumerate(zip(own, wanted, strict=True)) if m == 1 and n != 1]
    if extra or stretched:
        kept = tuple(1 if m == 1 else n for n, m in zip(own, wanted, strict=True))
        cotangent = ops.reshape(ops.sum(cotangent, axis=(*range(extra), *stretched)), shape=kept)
    return ops.broadcast_to(cotangent, shape=shape)
