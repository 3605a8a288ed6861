"""Functions that are recorded as one instruction: those whose values are computed again in the backward pass
(`checkpoint`), and those with a derivative of their own (`custom_gradient`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.body import Body, Function, chosen, close, split
from app.engine.control.entry import apart, nested_op, workspace
from app.engine.control.scan import spread
from app.engine.execution import Execution
from app.engine.tape import Instruction, Tape
from app.errors import OperationError
from app.ops.batching import batch_size
from app.ops.entry import Cost
from app.ops.namespace import ops
from app.ops.spec import Spec, is_differentiable
from app.ops.value import Value


def _cost(operands: Sequence[Spec], results: Sequence[Spec], *, body: Body, **_: Any) -> Cost:
    estimate = body.plan.estimate
    return Cost(estimate.flops, workspace(body, body.inputs, body.outputs), estimate.operations + 1)


def _kernel(execution: Execution, *operands: Any, body: Body, **_: Any) -> tuple[Any, ...]:
    return tuple(map(apart, execution.call(body, operands)))


def record_checkpoint(tape: Tape, body: Body, operands: Sequence[Value]) -> tuple[Value, ...]:
    """Append a function of whose values nothing but the operands is kept."""
    return tape.append(CHECKPOINT, tuple(operands), {"body": body}, body.specs)


def _checkpoint_reach(instruction: Instruction, active: Sequence[bool]) -> Sequence[bool]:
    return Body.reach(instruction.attributes["body"], active)


def _checkpoint_pull_back(
    instruction: Instruction, g: Sequence[Value | None], active: Sequence[bool]
) -> Sequence[Value | None]:
    tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
    body: Body = instruction.attributes["body"]
    parts = split(body, active, [one is not None for one in g], again=None)
    seeds = [s for s in parts.seeds if s is not None]
    outputs = tuple(f for f in parts.found if f is not None)
    if not outputs:
        return [None] * len(active)
    backward = Body(parts.tape, (*parts.kept.values(), *seeds), outputs)
    around = dict(zip(body.inputs, instruction.operands, strict=True))
    operands = [*(around[v] for v in parts.kept), *(one for one in g if one is not None)]
    results = iter(record_checkpoint(tape, backward, operands))
    return [None if f is None else next(results) for f in parts.found]


def _checkpoint_prune(instruction: Instruction, used: Sequence[bool]) -> Instruction:
    body: Body = instruction.attributes["body"]
    kept = body.uses(used)
    if all(used) and all(kept):
        return instruction
    pruned = Instruction(
        CHECKPOINT,
        chosen(instruction.operands, kept),
        {"body": body.only(kept, used)},
        instruction.position,
        instruction.origin,
    )
    pruned.outputs = chosen(instruction.outputs, used)
    return pruned


def _checkpoint_batch(
    op: Any, operands: Sequence[Value], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> tuple[Value, ...]:
    body: Body = attributes["body"]
    tape: Tape = operands[0].tape  # type: ignore[assignment]
    size = batch_size(operands, batched)
    wider, _ = body.batched(batched, size, [True] * len(body.outputs))
    return record_checkpoint(tape, wider, operands)


CHECKPOINT = nested_op(
    "checkpoint",
    kernel=_kernel,
    cost=_cost,
    reach=_checkpoint_reach,
    pull_back=_checkpoint_pull_back,
    prune=_checkpoint_prune,
    batch=_checkpoint_batch,
)


def record_custom(
    tape: Tape, name: str, body: Body, backward: Body, arguments: int, shared: int, operands: Sequence[Value]
) -> tuple[Value, ...]:
    """Append a function with a derivative of its own.

    Args:
        tape: where to.
        name: of the function, for errors.
        body: the function, of the arguments, then of values around it.
        backward: from the cotangents of its results, its arguments, its results, and values around it to the
            cotangents of its arguments.
        arguments: how many there are.
        shared: how many of the operands behind the arguments `body` takes; `backward` takes the rest.
        operands: the arguments, what else `body` takes, what else `backward` takes.
    """
    attributes = {
        "body": body,
        "backward": backward,
        "arguments": arguments,
        "shared": shared,
        "name": name,
    }
    return tape.append(CUSTOM, tuple(operands), attributes, body.specs)


def _custom_kernel(execution: Execution, *operands: Any, body: Body, **_: Any) -> tuple[Any, ...]:
    return tuple(map(apart, execution.call(body, operands[: len(body.inputs)])))


def _custom_reach(instruction: Instruction, active: Sequence[bool]) -> Sequence[bool]:
    return [any(active)] * len(instruction.outputs)


def _custom_pull_back(
    instruction: Instruction, g: Sequence[Value | None], active: Sequence[bool]
) -> Sequence[Value | None]:
    tape: Tape = instruction.outputs[0].tape  # type: ignore[assignment]
    attributes = instruction.attributes
    arguments, shared = attributes["arguments"], attributes["shared"]
    operands = instruction.operands
    if any(active[arguments:]):
        raise OperationError(
            f"the function '{attributes['name']}' has a gradient of its own and uses a value around it that is "
            "differentiated; make that value an input of the function, or put stop_gradient on it"
        )
    cotangents = [
        ops.zeros_like(output) if one is None else one
        for output, one in zip(instruction.outputs, g, strict=True)
    ]
    results = list(instruction.outputs)
    taken = [*cotangents, *operands[:arguments], *results, *operands[arguments + shared :]]
    found = attributes["backward"].inline(tape, taken)
    differentiable = [is_differentiable(o.dtype) for o in operands[:arguments]]
    return [
        *(f if on else None for f, on in zip(found, differentiable, strict=True)),
        *[None] * (len(operands) - arguments),
    ]


def _custom_prune(instruction: Instruction, _: Sequence[bool]) -> Instruction:
    """As it is: what it gives no cotangent to may be asked of its derivative yet."""
    return instruction


def _custom_batch(
    op: Any, operands: Sequence[Value], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> tuple[Value, ...]:
    tape: Tape = operands[0].tape  # type: ignore[assignment]
    body, backward, arguments = attributes["body"], attributes["backward"], attributes["arguments"]
    size = batch_size(operands, batched)
    # All arguments vary, so that each example has a cotangent of its own for them.
    flags = [True] * arguments + list(batched[arguments:])
    full = [spread(o, size, had, on) for o, had, on in zip(operands, batched, flags, strict=True)]
    results = [True] * len(body.outputs)
    wider, _ = body.batched(flags[: len(body.inputs)], size, results)
    back_flags = [*results, *[True] * arguments, *results, *flags[len(body.inputs) :]]
    back, _ = backward.batched(back_flags, size, [True] * arguments)
    shared = attributes["shared"]
    return record_custom(tape, attributes["name"], wider, back, arguments, shared, full)


CUSTOM = nested_op(
    "custom_gradient",
    kernel=_custom_kernel,
    cost=_cost,
    reach=_custom_reach,
    pull_back=_custom_pull_back,
    prune=_custom_prune,
    batch=_custom_batch,
)


class Checkpointed(Function):
    """A function of which only the arguments are kept for the backward pass."""

    def __init__(self, function: Function) -> None:
        self.function, self.name, self.arity = function, function.name, function.arity

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record it on a tape."""
        closed = close(self.function, tape, [a.spec for a in arguments])
        return record_checkpoint(tape, closed.body, (*arguments, *closed.captures))


class WithGradient(Function):
    """A function with a derivative of its own.

    Args:
        function: what is computed.
        backward: from the cotangents of the results, the arguments and the results to a cotangent for each
            argument.
    """

    def __init__(self, function: Function, backward: Function) -> None:
        self.function, self.name, self.arity = function, function.name, function.arity
        self.backward = backward

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        """Record it on a tape.

        Raises:
            OperationError: the derivative does not fit the function.
        """
        closed = close(self.function, tape, [a.spec for a in arguments])
        outputs = closed.body.specs
        takes = len(outputs) * 2 + len(arguments)
        if self.backward.arity not in (None, takes):
            raise OperationError(
                f"the gradient '{self.backward.name}' of '{self.name}' takes {self.backward.arity} inputs; it is "
                f"given {takes}: {len(outputs)} cotangents, {len(arguments)} arguments and {len(outputs)} results"
            )
        fitted = _Fitted(self.backward, self.name, arguments)
        specs = [*outputs, *(a.spec for a in arguments), *outputs]
        back = close(fitted, tape, specs)
        return record_custom(
            tape,
            self.name,
            closed.body,
            back.body,
            len(arguments),
            len(closed.captures),
            (*arguments, *closed.captures, *back.captures),
        )


class _Fitted(Function):
    """A derivative whose results have the specs of the arguments."""

    def __init__(self, backward: Function, of: str, arguments: Sequence[Value]) -> None:
        self.backward, self.of, self.arguments = backward, of, arguments
        self.name = backward.name

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        results = self.backward(tape, arguments)
        label = f"the gradient '{self.name}' of '{self.of}'"
        if len(results) != len(self.arguments):
            raise OperationError(
                f"{label} returns {len(results)} values; it must return a cotangent for each of the "
                f"{len(self.arguments)} inputs"
            )
        fitted = []
        for place, (result, like) in enumerate(zip(results, self.arguments, strict=True)):
            if result.shape != like.shape and is_differentiable(like.dtype):
                raise OperationError(
                    f"{label} returns shape {result.shape} for input {place}; it must be {like.shape}"
                )
            convert = is_differentiable(like.dtype) and result.dtype != like.dtype
            fitted.append(ops.astype(result, dtype=str(like.dtype)) if convert else result)
        return fitted
