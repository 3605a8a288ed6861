"""`while_loop`: a body carried out as long as a condition holds.

Operands: constants, carries, which both bodies take. Results: the number of steps, the last carries, and ys
stacked, which are there only where the derivative keeps something.

The derivative is a scan backward over the steps that were really carried out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.engine import scalars
from app.engine.body import Body, chosen
from app.engine.control import scan
from app.engine.control.entry import apart, nested_op, workspace
from app.engine.execution import Execution
from app.engine.generate import while_loop
from app.engine.tape import Instruction, Tape
from app.errors import OperationError
from app.ops.batching import batch_size
from app.ops.entry import Cost
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec
from app.ops.value import Value

COUNT = Spec((), INT64)


class Shape(NamedTuple):
    """How a loop's operands and results are laid out, and when it ends.

    Attributes:
        condition: gives one boolean.
        body: gives carries, then ys.
        consts: how many constants.
        most: the most steps.
        strict: whether it is an error if the condition still holds after them.
    """

    condition: Body
    body: Body
    consts: int
    most: int
    strict: bool

    @property
    def carries(self) -> int:
        return len(self.body.inputs) - self.consts

    @property
    def steps(self) -> scan.Shape:
        """Its steps as those of a scan."""
        return scan.Shape(self.body, self.consts, self.carries, 0, self.most, reverse=False, counted=False)


def record(tape: Tape, shape: Shape, operands: Sequence[Value]) -> tuple[Value, ...]:
    """Append a loop."""
    return tape.append(LOOP, tuple(operands), shape._asdict(), [COUNT, *shape.steps.specs()])


def _kernel(execution: Execution, *operands: Any, **attributes: Any) -> tuple[Any, ...]:
    shape = Shape(**attributes)
    _, _, ys = shape.steps.results(shape.body.specs)
    rows = [np.zeros((shape.most, *y.shape), y.dtype) for y in ys]
    if execution.observe is None:
        count, ended, *last = _generated(execution, shape, operands, rows)
    else:
        count, ended, last = _observed(execution, shape, operands, rows)
    if shape.strict and not ended:
        raise OperationError(
            f"the condition still holds after {shape.most} iterations, the most that this service carries out "
            "where max_iterations is not given",
            attribute="max_iterations",
        )
    return (np.int64(count), *map(apart, last), *rows)


def _generated(
    execution: Execution, shape: Shape, operands: Sequence[Any], rows: Sequence[Any]
) -> Sequence[Any]:
    """The number of steps, whether the condition ended them, and the last carries."""
    if scalars.is_scalar(shape.body.plan) and scalars.is_scalar(shape.condition.plan):
        loop = while_loop(shape.condition, shape.body, shape.consts, shape.carries, scalar=True)
        try:
            count, ended, *last = loop(
                execution,
                shape.most,
                *[np.asarray(value).item() for value in operands],
                *[memoryview(row) for row in rows],
            )
            types = [spec.dtype.type for spec in shape.body.specs]
            return count, ended, *[kind(value) for kind, value in zip(types, last, strict=False)]
        except scalars.RAISED:
            for row in rows:
                row[...] = 0
    loop = while_loop(shape.condition, shape.body, shape.consts, shape.carries, scalar=False)
    return loop(execution, shape.most, *operands, *rows)


def _observed(
    execution: Execution, shape: Shape, operands: Sequence[Any], rows: Sequence[Any]
) -> tuple[int, bool, list[Any]]:
    consts, last = list(operands[: shape.consts]), list(operands[shape.consts :])
    for step in range(shape.most + 1):
        execution.check()
        [holds] = execution.call(shape.condition, [*consts, *last])
        if not holds or step == shape.most:
            return step, not holds, last
        results = execution.call(shape.body, [*consts, *last])
        last = results[: shape.carries]
        for row, part in zip(rows, results[shape.carries :], strict=True):
            row[step] = part
    raise AssertionError("the loop returns from its last step")


def _cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    shape = Shape(**attributes)
    body, condition = shape.body.plan.estimate, shape.condition.plan.estimate
    flops = body.flops + condition.flops + len(operands) + 1
    operations = 1 + shape.most * (body.operations + condition.operations)
    asked = workspace(shape.condition, shape.condition.inputs[: shape.consts], ())
    return Cost(shape.most * flops, max(scan.steps_workspace(shape.steps), asked), operations)


def _reach(instruction: Instruction, active: Sequence[bool]) -> Sequence[bool]:
    shape = Shape(**instruction.attributes).steps
    return [False, *shape.body.reach(scan.moving_inputs(shape, active))]


def _pull_back(
    instruction: Instruction, g: Sequence[Value | None], active: Sequence[bool]
) -> Sequence[Value | None]:
    shape = Shape(**instruction.attributes).steps
    return scan.pull_back_steps(
        instruction,
        shape,
        instruction.operands,
        g[1:],
        active,
        count=instruction.outputs[0],
        skipped=1,
    )


def _prune(instruction: Instruction, used: Sequence[bool]) -> Instruction:
    """Without the ys that nobody reads, and the carries that neither these nor the condition depend on."""
    shape = Shape(**instruction.attributes)
    asked = shape.condition.uses([True])
    outputs = list(used[1:])
    while True:
        inputs = [a or b for a, b in zip(shape.body.uses(outputs), asked, strict=True)]
        carried = inputs[shape.consts :]
        new = [on or (i < shape.carries and carried[i]) for i, on in enumerate(outputs)]
        if new == outputs:
            break
        outputs = new
    kept = [*inputs[: shape.consts], *outputs[: shape.carries]]
    if all(outputs) and all(kept):
        return instruction
    smaller = shape._replace(
        condition=shape.condition.only(kept, [True]),
        body=shape.body.only(kept, outputs),
        consts=sum(inputs[: shape.consts]),
    )
    operands = chosen(instruction.operands, kept)
    pruned = Instruction(LOOP, operands, smaller._asdict(), instruction.position, instruction.origin)
    pruned.outputs = chosen(instruction.outputs, [True, *outputs])
    return pruned


def _batch(
    op: Any, operands: Sequence[Value], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> tuple[Value, ...]:
    """All examples in step, until the condition holds for none; those it does not hold for stay as they are."""
    shape = Shape(**attributes)
    tape: Tape = operands[0].tape  # type: ignore[assignment]
    size = batch_size(operands, batched)
    flags = scan.varying(shape.steps, batched)
    condition, [varies] = shape.condition.batched(flags, size)
    masked = _masked(shape) if varies else shape
    extra = int(varies)
    carries = flags[shape.consts :]
    if varies:
        carries = [True] * (shape.carries + 1)
    all_flags = [*flags[: shape.consts], *carries]
    force = [*carries, *[False] * (len(shape.body.outputs) - shape.carries)]
    body, carried = masked.body.batched(all_flags, size, force)
    start = [
        scan.spread(o, size, had, on)
        for o, had, on in zip(
            operands, batched, [*flags[: shape.consts], *carries[: shape.carries]], strict=True
        )
    ]
    if varies:
        start.append(tape.constant(np.zeros(size, INT64)))
    wider = shape._replace(condition=_any_of(masked, all_flags, size) if varies else condition, body=body)
    count, *results = record(tape, wider, start)
    last, _, ys = wider.steps.results(results)
    ends = [scan.spread(v, size, on, True) for v, on in zip(last, carried, strict=False)]
    counts = ends.pop() if varies else ops.broadcast_to(count, shape=(size,))
    rows = [
        ops.moveaxis(y, source=1, destination=0) if on else scan.spread(y, size, False, True)
        for y, on in zip(ys, carried[shape.carries + extra :], strict=True)
    ]
    return (counts, *ends, *rows)


def _masked(shape: Shape) -> Shape:
    """The loop with one carry more, the steps so far, in which nothing changes once the condition is false."""
    copied = shape.body.tape
    copied.masked = True
    [on] = shape.condition.inline(copied, shape.body.inputs)
    steps = copied.input((), INT64)
    carries = shape.body.inputs[shape.consts :]
    last, _, ys = shape.steps.results(shape.body.outputs)
    outputs = (
        *(ops.where(on, new, old) for new, old in zip(last, carries, strict=True)),
        ops.where(on, steps + 1, steps),
        *(ops.where(on, y, ops.zeros_like(y)) for y in ys),
    )
    tape = shape.condition.tape
    condition = Body(tape, (*shape.condition.inputs, tape.input((), INT64)), shape.condition.outputs)
    return shape._replace(condition=condition, body=Body(copied, (*shape.body.inputs, steps), outputs))


def _any_of(shape: Shape, flags: Sequence[bool], size: int) -> Body:
    condition, _ = shape.condition.batched(flags, size)
    return Body(condition.tape, condition.inputs, (ops.any(condition.outputs[0]),))


LOOP = nested_op(
    "while_loop",
    kernel=_kernel,
    cost=_cost,
    reach=_reach,
    pull_back=_pull_back,
    prune=_prune,
    batch=_batch,
)
