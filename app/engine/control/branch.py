"""`cond`: one of two bodies, by a predicate known when it runs.

Operands: the predicate, then what both bodies take. Results: those of the bodies, then what the derivative
keeps of either, zeros for the branch that was not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.engine.body import Body, Split, chosen, split
from app.engine.control import scan
from app.engine.control.entry import apart, nested_op, workspace
from app.engine.execution import Execution
from app.engine.tape import Instruction, Tape
from app.ops.batching import batch_size
from app.ops.entry import Cost
from app.ops.namespace import ops
from app.ops.spec import Spec
from app.ops.value import Value


class Shape(NamedTuple):
    """The two bodies; they have inputs and outputs of the same specs."""

    then: Body
    otherwise: Body


def record(tape: Tape, shape: Shape, operands: Sequence[Value]) -> tuple[Value, ...]:
    """Append a branch; operand 0 is the predicate, a boolean scalar."""
    return tape.append(COND, tuple(operands), shape._asdict(), shape.then.specs)


def _kernel(
    execution: Execution, predicate: Any, *operands: Any, then: Body, otherwise: Body
) -> tuple[Any, ...]:
    return tuple(map(apart, execution.call(then if predicate else otherwise, operands)))


def _cost(operands: Sequence[Spec], results: Sequence[Spec], *, then: Body, otherwise: Body) -> Cost:
    estimates = [body.plan.estimate for body in (then, otherwise)]
    flops, operations = (max(getattr(e, part) for e in estimates) for part in ("flops", "operations"))
    nbytes = max(workspace(body, body.inputs, body.outputs) for body in (then, otherwise))
    return Cost(flops + 1, nbytes, operations + 1)


def _reach(instruction: Instruction, active: Sequence[bool]) -> Sequence[bool]:
    sides = [body.reach(active[1:]) for body in Shape(**instruction.attributes)]
    return [any(pair) for pair in zip(*sides, strict=True)]


def _pull_back(
    instruction: Instruction, g: Sequence[Value | None], active: Sequence[bool]
) -> Sequence[Value | None]:
    tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
    wanted, seeded = active[1:], [one is not None for one in g]
    parts = [split(body, wanted, seeded) for body in Shape(**instruction.attributes)]
    saved = _save(instruction, parts)
    predicate, *operands = instruction.operands
    found = [any(pair) for pair in zip(*([f is not None for f in p.found] for p in parts), strict=True)]
    specs = [o.spec for o, on in zip(operands, found, strict=True) if on]
    bodies = [
        _backward(part, body, saved, seeded, found)
        for part, body in zip(parts, Shape(**instruction.attributes), strict=True)
    ]
    if not specs:
        return [None] * len(instruction.operands)
    around = [*operands, *saved.values(), *(one for one in g if one is not None)]
    results = iter(record(tape, Shape(*bodies), [predicate, *around]))
    return [None, *(next(results) if on else None for on in found)]


def _save(instruction: Instruction, parts: Sequence[Split]) -> dict[Value, Value]:
    """For each value that a derivative keeps of its body and that is no operand, the result that holds it."""
    shape = Shape(**instruction.attributes)
    outputs = [list(body.outputs) for body in shape]
    saved: dict[Value, Value] = {}
    new: list[Spec] = []
    places: dict[Value, int] = {}
    for side, (body, part) in enumerate(zip(shape, parts, strict=True)):
        for value in part.kept:
            if value in body.inputs:
                continue
            if value not in outputs[side]:
                outputs[side].append(value)
                outputs[1 - side].append(_blank(shape[1 - side].tape, value.spec))
                new.append(value.spec)
            places[value] = outputs[side].index(value)
    if new:
        tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
        bodies = [Body(b.tape, b.inputs, tuple(o)) for b, o in zip(shape, outputs, strict=True)]
        instruction.attributes = Shape(*bodies)._asdict()
        tape.extend(instruction, new)
    saved.update({value: instruction.outputs[place] for value, place in places.items()})
    return saved


def _blank(tape: Tape, spec: Spec) -> Value:
    return ops.broadcast_to(tape.constant(np.zeros((), spec.dtype)), shape=spec.shape)


def _backward(
    part: Split, body: Body, saved: Mapping[Value, Value], seeded: Sequence[bool], found: Sequence[bool]
) -> Body:
    """The derivative of one branch, taking what that of the other takes too."""
    tape = part.tape
    taken = (*body.inputs, *saved)
    held = [part.kept[v] if v in part.kept else tape.input(v.shape, v.dtype) for v in taken]
    seeds = [s for s, on in zip(part.seeds, seeded, strict=True) if on and s is not None]
    outputs = [
        _blank(tape, i.spec) if f is None else f
        for f, i, on in zip(part.found, body.inputs, found, strict=True)
        if on
    ]
    return Body(tape, (*held, *seeds), tuple(outputs))


def _prune(instruction: Instruction, used: Sequence[bool]) -> Instruction:
    shape = Shape(**instruction.attributes)
    kept = [any(pair) for pair in zip(*(body.uses(used) for body in shape), strict=True)]
    if all(used) and all(kept):
        return instruction
    smaller = Shape(*(body.only(kept, used) for body in shape))
    operands = (instruction.operands[0], *chosen(instruction.operands[1:], kept))
    pruned = Instruction(COND, operands, smaller._asdict(), instruction.position, instruction.origin)
    pruned.outputs = chosen(instruction.outputs, used)
    return pruned


def _batch(
    op: Any, operands: Sequence[Value], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> tuple[Value, ...]:
    """The branch for the whole batch; where the predicate varies, example by example, so that of each only
    the branch taken is carried out."""
    shape = Shape(**attributes)
    tape: Tape = operands[0].tape  # type: ignore[assignment]
    size = batch_size(operands, batched)
    if batched[0]:
        return one_by_one(tape, op, operands, batched, attributes, shape.then.specs, size)
    flags = list(batched[1:])
    force = [True] * len(shape.then.outputs)
    bodies = [body.batched(flags, size, force)[0] for body in shape]
    return record(tape, Shape(*bodies), operands)


def one_by_one(
    tape: Tape,
    op: Any,
    operands: Sequence[Value],
    batched: Sequence[bool],
    attributes: Mapping[str, Any],
    specs: Sequence[Spec],
    size: int,
) -> tuple[Value, ...]:
    """An instruction carried out for one example after the other, by a scan."""
    inner = tape.inner()
    own = [
        inner.input(o.shape[1:] if many else o.shape, o.dtype)
        for o, many in zip(operands, batched, strict=True)
    ]
    results = inner.append(op, tuple(own), dict(attributes), specs)
    order = sorted(range(len(own)), key=lambda i: batched[i])
    body = Body(inner, tuple(own[i] for i in order), results)
    shape = scan.Shape(
        body,
        consts=len(own) - sum(batched),
        carries=0,
        sums=0,
        length=size,
        reverse=False,
        counted=False,
    )
    return scan.record(tape, shape, [operands[i] for i in order])


COND = nested_op(
    "cond",
    kernel=_kernel,
    cost=_cost,
    reach=_reach,
    pull_back=_pull_back,
    prune=_prune,
    batch=_batch,
)
