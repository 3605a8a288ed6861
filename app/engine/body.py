"""Bodies: the recorded functions inside loops and branches, and their derivatives.

A body stands on a tape of its own. What it uses of the tape around it comes in by further inputs, so a body
is a pure function of its inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from app.engine.plan import Plan, needed, only_used
from app.engine.reverse import gradient, reached
from app.engine.tape import Instruction, Tape
from app.engine.vectorize import batched_rows
from app.ops.namespace import ops
from app.ops.spec import Spec
from app.ops.value import Value

T = TypeVar("T")


class Function:
    """What a loop or a branch carries out, not recorded yet.

    Attributes:
        name: for errors.
        arity: how many arguments it takes, or None if that is not known.
    """

    name: str
    arity: int | None = None

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record it on a tape."""
        raise NotImplementedError


class PythonFunction(Function):
    """A Python function from values to a value, or to a tuple of them."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.name = getattr(function, "__name__", "function")

    def __call__(self, _: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record it on the tape of its arguments."""
        result = self.function(*arguments)
        return tuple(result) if isinstance(result, tuple | list) else (result,)


def as_function(function: Any) -> Function:
    """What an attribute that names a function is given as: a `Function`, or a Python function of values."""
    return function if isinstance(function, Function) else PythonFunction(function)


@dataclass(frozen=True, eq=False, repr=False)
class Body:
    """A function from values to values, recorded.

    Attributes:
        tape: where it stands.
        inputs: inputs of the tape.
        outputs: any values of it.
    """

    tape: Tape
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]

    def __repr__(self) -> str:
        return f"<{len(self.plan.steps)} operations>"

    @cached_property
    def plan(self) -> Plan:
        """How to run it."""
        return Plan(self.outputs)

    @property
    def specs(self) -> tuple[Spec, ...]:
        """Those of the outputs."""
        return tuple(output.spec for output in self.outputs)

    def reach(self, active: Sequence[bool]) -> list[bool]:
        """To which outputs a differentiable path leads from the active inputs."""
        return self._remembered("reach", active, self._reach)

    def _reach(self, active: Sequence[bool]) -> list[bool]:
        found = reached(self.tape, chosen(self.inputs, active))
        return [output in found for output in self.outputs]

    def uses(self, outputs: Sequence[bool]) -> list[bool]:
        """Which inputs some of the outputs depend on."""
        return self._remembered("uses", outputs, self._uses)

    def _uses(self, outputs: Sequence[bool]) -> list[bool]:
        wanted = chosen(self.outputs, outputs)
        held = {v.index for v in wanted}
        for instruction in needed(wanted):
            held.update([v.index for v in instruction.operands])
        return [i.index in held for i in self.inputs]

    def varies(self, inputs: Sequence[bool]) -> list[bool]:
        """Which outputs depend on some of the inputs; of a loop inside, all do where one does."""
        return self._remembered("varies", inputs, self._varies)

    def _varies(self, inputs: Sequence[bool]) -> list[bool]:
        held = {v.index for v in chosen(self.inputs, inputs)}
        for instruction in needed(self.outputs):
            if any(v.index in held for v in instruction.operands):
                held.update([v.index for v in instruction.outputs])
        return [output.index in held for output in self.outputs]

    def _remembered(
        self, what: str, flags: Sequence[bool], find: Callable[[Sequence[bool]], list[bool]]
    ) -> list[bool]:
        """Bodies within bodies are asked the same question from every level around them."""
        known: dict[Any, list[bool]] = vars(self).setdefault("_known", {})
        key = (what, *flags)
        if key not in known:
            known[key] = find(flags)
        return known[key]

    def only(self, inputs: Sequence[bool], outputs: Sequence[bool]) -> Body:
        """The body without some of its inputs and outputs."""
        return Body(self.tape, chosen(self.inputs, inputs), chosen(self.outputs, outputs))

    def inline(self, tape: Tape, operands: Sequence[Value]) -> tuple[Value, ...]:
        """Record the body on a tape, with these values for its inputs."""
        copied = _Copy(tape, dict(zip(self.inputs, operands, strict=True)))
        origin = tape.origin
        for instruction in needed(self.outputs):
            copied.add(instruction)
        tape.origin = origin
        return tuple(map(copied.of, self.outputs))

    def batched(
        self, many: Sequence[bool], size: int, force: Sequence[bool] | None = None
    ) -> tuple[Body, list[bool]]:
        """The body for inputs some of which carry an extra leading axis of length `size`.

        Args:
            many: which inputs do.
            size: the length.
            force: which outputs are to carry it even if they do not vary.

        Returns:
            The body, and which of its outputs carry the axis.
        """
        rows = {
            value: self.tape.input((size, *value.shape), value.dtype)
            for value, on in zip(self.inputs, many, strict=True)
            if on
        }
        found = batched_rows(self.outputs, rows)
        force = force or [False] * len(self.outputs)
        outputs = [
            ops.broadcast_to(output, shape=(size, *output.shape))
            if on and output.index not in found
            else found.get(output.index, output)
            for output, on in zip(self.outputs, force, strict=True)
        ]
        carried = [output.index in found or on for output, on in zip(self.outputs, force, strict=True)]
        return Body(self.tape, tuple(rows.get(i, i) for i in self.inputs), tuple(outputs)), carried


def chosen(items: Sequence[T], flags: Sequence[bool]) -> tuple[T, ...]:
    """The items whose flag is set."""
    return tuple(item for item, on in zip(items, flags, strict=True) if on)


@dataclass(frozen=True, slots=True)
class Closed:
    """A function recorded, and the values around it that it uses.

    Attributes:
        body: its inputs are the arguments, then one for each capture.
        captures: values of the tape around.
    """

    body: Body
    captures: tuple[Value, ...]


def close(function: Function, around: Tape, specs: Sequence[Spec]) -> Closed:
    """Record a function of arguments with these specs on a tape inside another."""
    tape = around.inner()
    arguments = [tape.input(spec.shape, spec.dtype) for spec in specs]
    outputs = tuple(tape.lift(output) for output in function(tape, arguments))
    captures = tape.captures
    return Closed(Body(tape, (*arguments, *captures.values()), outputs), tuple(captures))


def joined(several: Sequence[Closed]) -> tuple[list[Body], tuple[Value, ...]]:
    """Bodies with the captures of all of them, in one order, behind their own arguments."""
    captures = tuple(dict.fromkeys(capture for closed in several for capture in closed.captures))
    bodies = []
    for closed in several:
        tape, count = closed.body.tape, len(closed.body.inputs) - len(closed.captures)
        inputs = [tape.captures[c] if c in tape.captures else tape.input(c.shape, c.dtype) for c in captures]
        bodies.append(Body(tape, (*closed.body.inputs[:count], *inputs), closed.body.outputs))
    return bodies, captures


def follow(tape: Tape, sources: Sequence[Value], values: Sequence[Value]) -> None:
    """Let derivatives inside a body see the way from sources around it to values around it: those that a
    source leads to are computed again inside."""
    around = tape.parent
    if around is None:
        return
    found = reached(around, [around.lift(source) for source in sources])
    copied = _Copy(tape, {})
    for instruction in needed([v for v in map(around.lift, values) if v in found]):
        if any(output in found for output in instruction.outputs):
            for operand in instruction.operands:
                if operand not in copied.known:
                    copied.known[operand] = tape.lift(operand)
            copied.add(instruction)
    tape.repeated.update(
        {outer: inner for outer, inner in copied.known.items() if outer in found and outer.producer}
    )


class _Copy:
    """Values of one tape recorded again on another."""

    def __init__(self, tape: Tape, known: Mapping[Value, Value]) -> None:
        self.tape = tape
        self.known = dict(known)

    def of(self, value: Value) -> Value:
        if value not in self.known:
            if value.constant is None:
                raise ValueError("a value has no counterpart on the other tape")
            self.known[value] = self.tape.constant(value.constant)
        return self.known[value]

    def add(self, instruction: Instruction) -> None:
        self.tape.origin = instruction.origin
        results = self.tape.replay(instruction, [self.of(o) for o in instruction.operands])
        self.known.update(zip(instruction.outputs, results, strict=True))


@dataclass(frozen=True, slots=True)
class Split:
    """The derivative of a body, cut where it needs values of the forward pass.

    Attributes:
        tape: what the derivative stands on.
        kept: of the body's values that the derivative reads, the input of `tape` that stands for each.
        seeds: inputs of `tape`: the cotangents of the body's outputs, None for those without.
        found: the cotangents of the body's inputs, values of `tape`; None where the path is cut or not wanted.
    """

    tape: Tape
    kept: dict[Value, Value]
    seeds: tuple[Value | None, ...]
    found: tuple[Value | None, ...]


def split(
    body: Body, wanted: Sequence[bool], seeded: Sequence[bool], again: Collection[Value] | None = ()
) -> Split:
    """Differentiate a body backward.

    Args:
        body: what to differentiate.
        wanted: which inputs want a cotangent.
        seeded: which outputs have one.
        again: inputs such that what depends on nothing but them is computed again rather than kept; None to
            compute everything again.
    """
    source = body.tape
    recorded = len(source.instructions)
    seeds = [
        source.input(o.shape, o.dtype) if on else None for o, on in zip(body.outputs, seeded, strict=True)
    ]
    pulled = gradient(
        [o for o, seed in zip(body.outputs, seeds, strict=True) if seed is not None],
        [i for i, want in zip(body.inputs, wanted, strict=True) if want],
        [seed for seed in seeds if seed is not None],
    )
    target = source.another()
    target.derivative, target.masked = True, source.masked
    placed = [None if seed is None else target.input(seed.shape, seed.dtype) for seed in seeds]
    known = {s: p for s, p in zip(seeds, placed, strict=True) if s is not None and p is not None}
    values = [value for value in pulled if value is not None]
    instructions, kept = _cut(source, recorded, values, again)
    kept = [value for value in kept if value not in known]
    inputs = {value: target.input(value.shape, value.dtype) for value in kept}
    copied = _Copy(target, {**known, **inputs})
    for instruction in instructions:
        copied.add(instruction)
    rest = iter(pulled)
    found = [None if not want or (p := next(rest)) is None else copied.of(p) for want in wanted]
    return Split(target, inputs, tuple(placed), tuple(found))


def _cut(
    tape: Tape, recorded: int, outputs: Sequence[Value], again: Collection[Value] | None
) -> tuple[list[Instruction], list[Value]]:
    """The instructions that a derivative carries out itself, in order, and the values it reads beside.

    It carries out what was recorded for it, and of the forward pass what costs nothing (a view of a value
    is not kept beside the value) or depends on `again` only.
    """
    free = None if again is None else _depending_only(tape, again)
    wanted = dict.fromkeys(outputs)
    instructions = []
    for instruction in reversed(tape.instructions):
        if not any(o in wanted for o in instruction.outputs):
            continue
        instruction = only_used(instruction, {v.index for v in wanted})
        repeats = free is None or instruction.op.view or all(o in free for o in instruction.outputs)
        if instruction.position >= recorded or repeats:
            instructions.append(instruction)
            for output in instruction.outputs:
                wanted.pop(output, None)
            wanted.update(dict.fromkeys(instruction.operands))
    instructions.reverse()
    return instructions, sorted((v for v in wanted if v.constant is None), key=lambda v: v.index)


def _depending_only(tape: Tape, values: Collection[Value]) -> set[Value]:
    held = set(values)
    for instruction in tape.instructions:
        if all(o in held or o.constant is not None for o in instruction.operands):
            held.update(instruction.outputs)
    return held
