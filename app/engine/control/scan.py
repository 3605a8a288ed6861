"""`scan`: a body carried out once for each step, one instruction whatever the number of steps.

Operands: [count], constants, carries, xs. The body takes the constants, the carries and one slice of each of
the xs, and gives carries, terms and ys. Results: the last carries, the sums of the terms, the ys stacked.

The derivative is a scan in the other direction. It carries the cotangents of the carries; the cotangents of
the constants are its sums, those of the xs its ys. What it needs of the forward pass becomes ys of that.

With a count, a value known only when it runs, the steps after it are left out: their ys are zeros, which the
operating system does not lay into memory before they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.engine import scalars
from app.engine.apart import scan_apart
from app.engine.body import Body, chosen, split
from app.engine.control.entry import LEAST_BYTES, apart, kept_by_views, nested_op, workspace
from app.engine.control.joined import Product, fits, products, summed
from app.engine.elements import worthwhile
from app.engine.execution import Execution
from app.engine.generate import scan_loop
from app.engine.tape import Instruction, Tape
from app.ops.batching import batch_size
from app.ops.entry import Cost
from app.ops.namespace import ops
from app.ops.spec import Spec
from app.ops.value import Value

# Fewer steps are not worth the text of a function.
GENERATED_FROM = 8


class Shape(NamedTuple):
    """How a scan's operands and results are laid out, and its steps.

    Attributes:
        body: what is carried out.
        consts: how many constants.
        carries: how many carries.
        sums: how many terms.
        length: the number of steps, or the most of them with a count.
        reverse: whether the last slice comes first.
        counted: whether operand 0 says how many steps there are.
    """

    body: Body
    consts: int
    carries: int
    sums: int
    length: int
    reverse: bool
    counted: bool

    @property
    def xs(self) -> int:
        return len(self.body.inputs) - self.consts - self.carries

    def inputs(self, parts: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
        """Constants, carries and xs, of what is aligned with the body's inputs."""
        first, second = self.consts, self.consts + self.carries
        return parts[:first], parts[first:second], parts[second:]

    def results(self, parts: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
        """Carries, sums and ys, of what is aligned with the outputs."""
        first, second = self.carries, self.carries + self.sums
        return parts[:first], parts[first:second], parts[second:]

    def specs(self) -> list[Spec]:
        """Those of the results."""
        carries, sums, ys = self.results(self.body.specs)
        return [*carries, *sums, *(stacked(y, self.length) for y in ys)]


def stacked(spec: Spec, length: int) -> Spec:
    """The spec of that many values along a leading axis."""
    return Spec((length, *spec.shape), spec.dtype)


def record(tape: Tape, shape: Shape, operands: Sequence[Value]) -> tuple[Value, ...]:
    """Append a scan."""
    return tape.append(SCAN, tuple(operands), shape._asdict(), shape.specs())


def _kernel(execution: Execution, *operands: Any, **attributes: Any) -> tuple[Any, ...]:
    shape = Shape(**attributes)
    count = int(operands[0]) if shape.counted else shape.length
    given = operands[1:] if shape.counted else operands
    _, terms, ys = shape.results(shape.body.specs)
    sums = [np.zeros(term.shape, term.dtype) for term in terms]
    rows = _rows(shape, given, ys, whole=count == shape.length)
    steps = range(count - 1, -1, -1) if shape.reverse else range(count)
    if execution.observe is not None or count < GENERATED_FROM:
        last = _interpreted(execution, shape, steps, given, sums, rows)
        return (*map(apart, last), *sums, *rows)
    if execution.tiers.numbers:
        try:
            if scalars.is_scalar(shape.body.plan):
                return (*_on_numbers(execution, shape, steps, given, rows), *rows)
            if _comes_apart(shape.body):
                return (*_taken_apart(execution, shape, steps, given, rows), *rows)
        except scalars.RAISED:
            sums = [np.zeros(term.shape, term.dtype) for term in terms]
    loop = scan_loop(shape.body, shape.consts, shape.carries, shape.sums, scalar=False)
    return (*map(apart, loop(execution, steps, *given, *sums, *rows)), *rows)


def _interpreted(
    execution: Execution,
    shape: Shape,
    steps: range,
    operands: Sequence[Any],
    sums: Sequence[Any],
    rows: Sequence[Any],
) -> Sequence[Any]:
    """Carry out the steps one by one; adds to the sums, fills the rows, and gives the last carries."""
    consts, last, xs = shape.inputs(operands)
    for step in steps:
        execution.check()
        results = execution.call(shape.body, [*consts, *last, *[x[step] for x in xs]])
        last, new, parts = shape.results(results)
        for total, term in zip(sums, new, strict=True):
            total += term
        for row, part in zip(rows, parts, strict=True):
            row[step] = part
    return last


def _on_numbers(
    execution: Execution, shape: Shape, steps: range, operands: Sequence[Any], rows: Sequence[Any]
) -> list[Any]:
    """The last carries and the sums, computed on Python's numbers.

    Raises:
        ArithmeticError, ValueError: where NumPy would answer an infinity or NaN.
    """
    consts, carries, xs = shape.inputs(operands)
    loop = scan_loop(shape.body, shape.consts, shape.carries, shape.sums, scalar=True)
    # A view of memory gives Python's numbers, one at a time.
    views: list[Any] = [memoryview(np.asarray(x)) for x in (*xs, *rows)]  # type: ignore[arg-type]
    numbers = [np.asarray(value).item() for value in (*consts, *carries)]
    found = loop(execution, steps, *numbers, *views[: len(xs)], *[0.0] * shape.sums, *views[len(xs) :])
    specs = shape.body.specs[: shape.carries + shape.sums]
    return [spec.dtype.type(value) for value, spec in zip(found, specs, strict=True)]


def _comes_apart(body: Body) -> bool:
    """Whether a body is carried out on the elements of its values."""
    known = vars(body)
    if "_apart" not in known:
        known["_apart"] = worthwhile(body.plan, body.inputs)
    found: bool = known["_apart"]
    return found


def _taken_apart(
    execution: Execution, shape: Shape, steps: range, operands: Sequence[Any], rows: Sequence[Any]
) -> list[Any]:
    """As `_on_numbers`, for a body about short vectors."""
    consts, carries, xs = shape.inputs(operands)
    loop = scan_apart(shape.body, shape.consts, shape.carries, shape.sums)
    views: list[Any] = [memoryview(_by_elements(x)) for x in (*xs, *rows)]
    arrays = [np.asarray(value) for value in (*consts, *carries)]
    given = [array.ravel().tolist() if array.ndim else array.item() for array in arrays]
    found = loop(execution, steps, *given, *views)
    specs = shape.body.specs[: shape.carries + shape.sums]
    return [np.array(f, s.dtype).reshape(s.shape) for f, s in zip(found, specs, strict=True)]


def _by_elements(rows: Any) -> Any:
    """Rows with their elements along one axis, in the same memory where they are written to."""
    rows = np.asarray(rows)
    return rows.reshape(len(rows), -1) if rows.ndim > 1 else rows


def _rows(shape: Shape, operands: Sequence[Any], ys: Sequence[Spec], *, whole: bool) -> list[Any]:
    """Arrays for the ys, to be filled in; zeros unless all their rows will be.

    Where both what a carry was before a step and what it is afterwards are among the ys, they are the same
    numbers one row apart, and share their memory.
    """
    shared = _shared(shape, operands, ys) if whole and shape.length else {}
    make = np.empty if whole else np.zeros
    return [
        shared[place] if place in shared else make((shape.length, *y.shape), y.dtype)
        for place, y in enumerate(ys)
    ]


def _shared(shape: Shape, operands: Sequence[Any], ys: Sequence[Spec]) -> dict[int, Any]:
    """The rows, by their place among the ys, that hold a carry before and after each step."""
    _, carries, _ = shape.inputs(shape.body.inputs)
    _, first, _ = shape.inputs(operands)
    last, _, values = shape.results(shape.body.outputs)
    found: dict[int, Any] = {}
    for carry, start, end in zip(carries, first, last, strict=True):
        if carry is end or carry not in values or end not in values:
            continue
        before, after = values.index(carry), values.index(end)
        if before in found or after in found:
            continue
        both = np.empty((shape.length + 1, *ys[before].shape), ys[before].dtype)
        both[-1 if shape.reverse else 0] = start
        found[before], found[after] = (both[1:], both[:-1]) if shape.reverse else (both[:-1], both[1:])
    return found


def _cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    shape = Shape(**attributes)
    estimate = shape.body.plan.estimate
    # A step's slices are views; its carries are new.
    added = sum(term.size for term in shape.results(shape.body.specs)[1])
    flops = shape.length * (estimate.flops + len(shape.body.inputs) + added)
    return Cost(flops, steps_workspace(shape), 1 + shape.length * estimate.operations)


def steps_workspace(shape: Shape) -> int:
    """The bytes that the steps take besides operands and results: those of one, and what is still there of the one
    before it."""
    body = shape.body
    consts, _, xs = shape.inputs(body.inputs)
    last, terms, ys = shape.results(body.outputs)
    before = sum(v.nbytes for v in {*terms, *ys} - set(last) if v.nbytes >= LEAST_BYTES)
    # Elements one by one are read from rows in order.
    rows = sum(x.nbytes for x in xs if x.ndim > 1) * shape.length if _comes_apart(body) else 0
    return workspace(body, [*consts, *xs], last) + before + kept_by_views(body, body.outputs) + rows


def _reach(instruction: Instruction, active: Sequence[bool]) -> Sequence[bool]:
    shape = Shape(**instruction.attributes)
    moving = moving_inputs(shape, active[1:] if shape.counted else active)
    return shape.body.reach(moving)


def moving_inputs(shape: Shape, active: Sequence[bool]) -> list[bool]:
    """Which inputs of the body a source leads to, at one of the steps."""
    moving = list(active)
    while True:
        carries, _, _ = shape.results(shape.body.reach(moving))
        new = list(moving)
        for i, reached in enumerate(carries, start=shape.consts):
            new[i] = moving[i] or reached
        if new == moving:
            return moving
        moving = new


def _pull_back(
    instruction: Instruction, g: Sequence[Value | None], active: Sequence[bool]
) -> list[Value | None]:
    shape = Shape(**instruction.attributes)
    operands = instruction.operands
    if not shape.counted:
        return pull_back_steps(instruction, shape, operands, g, active)
    cotangents = pull_back_steps(instruction, shape, operands[1:], g, active[1:], count=operands[0])
    return [None, *cotangents]


def pull_back_steps(
    instruction: Instruction,
    shape: Shape,
    operands: Sequence[Value],
    g: Sequence[Value | None],
    active: Sequence[bool],
    *,
    count: Value | None = None,
    skipped: int = 0,
) -> list[Value | None]:
    """Record the derivative of steps that an instruction carries out, a scan or another loop.

    Args:
        instruction: gets further results for what the derivative needs of it.
        shape: how its operands and results are laid out.
        operands: constants, carries and xs.
        g: the cotangents of the carries, sums and ys.
        active: which of the operands want a cotangent.
        count: the number of steps, if it is known only when they run.
        skipped: how many results the instruction has before the carries.

    Returns:
        A cotangent for each operand, or None.
    """
    tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
    body = shape.body
    moving = moving_inputs(shape, active)
    _, moves, _ = shape.inputs(moving)
    g_carries, g_sums, g_ys = shape.results(g)
    seeded = [*moves, *(one is not None for one in (*g_sums, *g_ys))]
    consts, carries, _ = shape.inputs(body.inputs)
    parts = split(body, moving, seeded, again=consts)
    values = _kept_values(instruction, shape, operands, parts.kept, skipped)

    seeds_carries, seeds_sums, seeds_ys = shape.results(parts.seeds)
    found_consts, found_carries, found_xs = shape.inputs(parts.found)
    held = [v for v in parts.kept if v in consts]
    sliced = [v for v in parts.kept if v not in consts]
    inner = parts.tape
    inputs = [
        *(parts.kept[v] for v in held),
        *(s for s in seeds_sums if s is not None),
        *(s for s in seeds_carries if s is not None),
        *(parts.kept[v] for v in sliced),
        *(s for s in seeds_ys if s is not None),
    ]
    # What is a sum of products of matrices over all steps is one product, if its factors are kept.
    joins = _joins(found_consts, {parts.kept[v] for v in sliced}, {parts.kept[v] for v in held}, shape.length)
    found_sums = [None if i in joins else f for i, f in enumerate(found_consts)]
    rows = dict.fromkeys(f for f in found_xs if f is not None)
    given = {parts.kept[v]: values[v] for v in sliced}
    rows.update(
        dict.fromkeys(f for pairs in joins.values() for pair in pairs for f in pair if f not in given)
    )
    outputs = [
        *(
            _or_zeros(inner, found, carry)
            for found, carry, on in zip(found_carries, carries, moves, strict=True)
            if on
        ),
        *(f for f in found_sums if f is not None),
        *rows,
    ]
    backward = Shape(
        Body(inner, tuple(inputs), tuple(outputs)),
        consts=len(held) + sum(s is not None for s in seeds_sums),
        carries=sum(moves),
        sums=sum(f is not None for f in found_sums),
        length=shape.length,
        reverse=not shape.reverse,
        counted=count is not None,
    )
    _, last, _ = shape.inputs(operands)
    results = record(
        tape,
        backward,
        [
            *([] if count is None else [count]),
            *(values[v] for v in held),
            *(one for one in g_sums if one is not None),
            *(
                ops.zeros_like(value) if one is None else one
                for one, value, on in zip(g_carries, last, moves, strict=True)
                if on
            ),
            *(values[v] for v in sliced),
            *(one for one in g_ys if one is not None),
        ],
    )
    last_carries, sums, ys = backward.results(results)
    given.update(zip(rows, ys, strict=True))
    new_carries, new_sums = iter(last_carries), iter(sums)
    whole = [
        _total([summed(given[a], given[b], f.shape) for a, b in joins[i]])
        if i in joins and f is not None
        else None
        if f is None
        else next(new_sums)
        for i, f in enumerate(found_consts)
    ]
    return [
        *whole,
        *(next(new_carries) if on else None for on in moves),
        *(None if f is None else given[f] for f in found_xs),
    ]


def _joins(
    found: Sequence[Value | None], sliced: Collection[Value], held: Collection[Value], length: int
) -> dict[int, list[Product]]:
    """For which of the constants' cotangents the sum over the steps is a product, and of which factors: inputs of the
    body that are `sliced`, or what it computes."""
    joins = {}
    for position, value in enumerate(found):
        pairs = None if value is None else products(value)
        if pairs and all(
            fits(pair, length, lambda factor: factor in sliced) and not any(factor in held for factor in pair)
            for pair in pairs
        ):
            joins[position] = pairs
    return joins


def _total(parts: Sequence[Value]) -> Value:
    total, *rest = parts
    for part in rest:
        total = total + part
    return total


def _or_zeros(tape: Tape, found: Value | None, like: Value) -> Value:
    if found is not None:
        return found
    zero = tape.constant(np.zeros((), like.dtype))
    return ops.broadcast_to(zero, shape=like.shape)


def _kept_values(
    instruction: Instruction,
    shape: Shape,
    operands: Sequence[Value],
    kept: Mapping[Value, Value],
    skipped: int,
) -> dict[Value, Value]:
    """For each of the body's values that are kept, the value around it that holds it at every step: an
    operand, or one of the ys, which are added to where it is not there yet."""
    body = shape.body
    consts, _, xs = shape.inputs(body.inputs)
    outer_consts, _, outer_xs = shape.inputs(operands)
    held = dict(zip((*consts, *xs), (*outer_consts, *outer_xs), strict=True))
    ys = list(shape.results(body.outputs)[2])
    new = [value for value in kept if value not in held and value not in ys]
    if new:
        instruction.attributes = {
            **instruction.attributes,
            "body": Body(body.tape, body.inputs, (*body.outputs, *new)),
        }
        tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
        tape.extend(instruction, [stacked(value.spec, shape.length) for value in new])
    first = skipped + shape.carries + shape.sums
    rows = dict(zip((*ys, *new), instruction.outputs[first:], strict=True))
    return {value: held[value] if value in held else rows[value] for value in kept}


def _prune(instruction: Instruction, used: Sequence[bool]) -> Instruction:
    shape = Shape(**instruction.attributes)
    outputs = list(used)
    while True:
        inputs = shape.body.uses(outputs)
        _, carried, _ = shape.inputs(inputs)
        new = [on or (i < shape.carries and carried[i]) for i, on in enumerate(outputs)]
        if new == outputs:
            break
        outputs = new
    carries, sums, _ = shape.results(outputs)
    consts, _, xs = shape.inputs(inputs)
    # A carry that is asked for starts from its operand, even if no step reads it.
    kept = [*consts, *carries, *xs]
    if all(outputs) and all(kept):
        return instruction
    smaller = shape._replace(
        body=shape.body.only(kept, outputs), consts=sum(consts), carries=sum(carries), sums=sum(sums)
    )
    lead = instruction.operands[: int(shape.counted)]
    operands = (*lead, *chosen(instruction.operands[len(lead) :], kept))
    pruned = Instruction(SCAN, operands, smaller._asdict(), instruction.position, instruction.origin)
    pruned.outputs = chosen(instruction.outputs, outputs)
    return pruned


def _batch(
    op: Any, operands: Sequence[Value], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> tuple[Value, ...]:
    """Each step for the whole batch. Where the count varies, the steps after an example's own are masked."""
    shape = Shape(**attributes)
    tape: Tape = operands[0].tape  # type: ignore[assignment]
    size = batch_size(operands, batched)
    if shape.counted and batched[0]:
        return _batch_counts(tape, shape, operands, batched)
    lead = list(operands[: int(shape.counted)])
    rest, had = operands[len(lead) :], list(batched[len(lead) :])
    flags = varying(shape, had)
    force = [*shape.inputs(flags)[1], *[False] * (len(shape.body.outputs) - shape.carries)]
    body, carried = shape.body.batched(flags, size, force)
    consts, carries, xs = shape.inputs(
        [spread(o, size, had, on) for o, had, on in zip(rest, had, flags, strict=True)]
    )
    slices = [
        ops.moveaxis(x, source=0, destination=1) if on else x
        for x, on in zip(xs, shape.inputs(flags)[2], strict=True)
    ]
    results = record(tape, shape._replace(body=body), [*lead, *consts, *carries, *slices])
    last, sums, ys = shape.results(results)
    _, _, y_carried = shape.results(carried)
    rows = [
        ops.moveaxis(y, source=1, destination=0) if on else spread(y, size, False, True)
        for y, on in zip(ys, y_carried, strict=True)
    ]
    ends = [spread(v, size, on, True) for v, on in zip((*last, *sums), carried, strict=False)]
    return (*ends, *rows)


def varying(shape: Shape, flags: Sequence[bool]) -> list[bool]:
    """Which inputs of the body vary from example to example, at one of the steps."""
    found = list(flags)
    while True:
        carries, _, _ = shape.results(shape.body.varies(found))
        new = [
            on or (0 <= i - shape.consts < shape.carries and carries[i - shape.consts])
            for i, on in enumerate(found)
        ]
        if new == found:
            return found
        found = new


def spread(value: Value, size: int, has: bool, wants: bool) -> Value:
    """The value with an extra leading axis, if it is to have one and has not."""
    if has or not wants:
        return value
    return ops.broadcast_to(value, shape=(size, *value.shape))


def _batch_counts(
    tape: Tape, shape: Shape, operands: Sequence[Value], batched: Sequence[bool]
) -> tuple[Value, ...]:
    """As many steps as the longest example has, each example left as it is outside its own."""
    count, *rest = operands
    consts, carries, xs = shape.inputs(rest)
    masked = masked_body(shape)
    steps = tape.constant(np.arange(shape.length))
    wider = shape._replace(body=masked, consts=shape.consts + 1)
    return _batch(
        SCAN,
        [ops.max(count), count, *consts, *carries, *xs, steps],
        [False, *batched, False],
        wider._asdict(),
    )


def masked_body(shape: Shape) -> Body:
    """The body with the count as a first constant and the number of the step as a last x: outside the count
    carries stay, terms and ys are zero."""
    body = shape.body
    tape = body.tape
    tape.masked = True
    count, step = tape.input((), "int64"), tape.input((), "int64")
    on = ops.less(step, count)
    consts, carries, xs = shape.inputs(body.inputs)
    last, sums, ys = shape.results(body.outputs)
    outputs = [
        *(ops.where(on, new, old) for new, old in zip(last, carries, strict=True)),
        *(ops.where(on, part, ops.zeros_like(part)) for part in (*sums, *ys)),
    ]
    return Body(tape, (count, *consts, *carries, *xs, step), tuple(outputs))


SCAN = nested_op(
    "scan",
    kernel=_kernel,
    cost=_cost,
    reach=_reach,
    pull_back=_pull_back,
    prune=_prune,
    batch=_batch,
)
