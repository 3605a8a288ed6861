"""Loops, branches and functions as operations of a graph. They are given functions, and record one
instruction each, whatever the number of steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from annotated_types import Ge

from app.engine.body import Body, Closed, Function, as_function, close, joined
from app.engine.control import branch
from app.engine.control import scan as steps
from app.engine.control import while_loop as loop
from app.engine.tape import Tape
from app.errors import OperationError
from app.ops.entry import FunctionName, Symbol, symbolic
from app.ops.namespace import ops
from app.ops.spec import BOOL, Spec, promote
from app.ops.value import Value

_RNN = """\
def step(h, x):
    h = tanh(W @ h + U @ x)
    return h, h
last, hs = scan(step, zeros(3), xs)
loss = sum(last ** 2)"""
_RNN_VALUES = {
    "parameters": {
        "W": [[0.5, -0.2, 0.1], [0.3, 0.4, -0.6], [0.2, 0.1, 0.3]],
        "U": [[0.7, -0.3], [0.2, 0.5], [-0.4, 0.6]],
    },
    "constants": {"xs": [[1.0, 0.5], [-0.5, 1.5], [0.25, -1.0], [2.0, 0.0]]},
}


@symbolic(results=("results*",), requests=[{"program": _RNN, **_RNN_VALUES}])
def scan(
    tape: Any,
    *operands: Symbol,
    body: Annotated[
        FunctionName,
        "A function of the carries and one slice of each of the xs; it returns the new carries, then ys.",
    ],
    num_carry: Annotated[int, Ge(0), "How many of the operands are carries; the others are the xs."] = 1,
    length: Annotated[int | None, Ge(0), "The number of steps; null for that of the xs."] = None,
    reverse: Annotated[bool, "Take the last slice first; the ys stand in the order of the xs."] = False,
) -> Any:
    """A function carried out for one slice of the xs after the other (along axis 0), from step to step
    handing on carries: recurrent networks, integrators, filters. The operands are the first carries, then the
    xs; the results are the last carries, then the ys stacked. It is one instruction however many steps there
    are; the derivative keeps of each step what it needs, or with a function marked by `checkpoint` only the
    carries."""
    function = as_function(body)
    if num_carry > len(operands):
        raise OperationError(
            f"num_carry is {num_carry}, but there are {len(operands)} inputs", attribute="num_carry"
        )
    xs = operands[num_carry:]
    count = _length(xs, num_carry, length)
    slices = [Spec(x.shape[1:], x.dtype) for x in xs]
    carries, closed = _steady(tape, function, "body", operands[:num_carry], slices)
    inputs = closed.body.inputs
    explicit = len(operands)
    recorded = Body(closed.body.tape, (*inputs[explicit:], *inputs[:explicit]), closed.body.outputs)
    shape = steps.Shape(
        recorded, len(closed.captures), num_carry, sums=0, length=count, reverse=reverse, counted=False
    )
    return steps.record(tape, shape, [*closed.captures, *carries, *xs])


def _length(xs: Sequence[Value], first: int, length: int | None) -> int:
    if not xs:
        if length is None:
            raise OperationError(
                "there are no xs, so length must say how many steps there are", attribute="length"
            )
        return length
    for position, x in enumerate(xs, start=first):
        if x.ndim == 0:
            raise OperationError("a scalar has no slices; the xs need at least one axis", operand=position)
        if x.shape[0] != xs[0].shape[0]:
            raise OperationError(
                f"the xs have different lengths along axis 0: {xs[0].shape[0]} and {x.shape[0]}",
                operand=position,
            )
    if length not in (None, xs[0].shape[0]):
        raise OperationError(
            f"length is {length}, but the xs have {xs[0].shape[0]} slices along axis 0", attribute="length"
        )
    return xs[0].shape[0]


def _traced(tape: Tape, function: Function, attribute: str, specs: Sequence[Spec]) -> Closed:
    if function.arity not in (None, len(specs)):
        raise OperationError(
            f"the function '{function.name}' takes {function.arity} input{'s' * (function.arity != 1)}, but is "
            f"given {len(specs)}",
            attribute=attribute,
        )
    return close(function, tape, specs)


def _steady(
    tape: Tape, function: Function, attribute: str, start: Sequence[Value], others: Sequence[Spec] = ()
) -> tuple[list[Value], Closed]:
    """The function recorded for carries that come back as they went in; a number among them takes the dtype
    that the function gives it."""
    carries = list(start)
    while True:
        closed = _traced(tape, function, attribute, [*(c.spec for c in carries), *others])
        results = closed.body.specs
        if len(results) < len(carries):
            raise OperationError(
                f"the function '{function.name}' returns {len(results)} values; it must return at least the "
                f"{len(carries)} carries",
                attribute=attribute,
            )
        changed = False
        for place, (carry, result) in enumerate(zip(carries, results, strict=False)):
            if carry.spec == result:
                continue
            literal = carry.constant is not None and carry.ndim == 0 and result.shape == ()
            if not literal or promote(carry.dtype, result.dtype) != result.dtype:
                raise OperationError(
                    f"carry {place} goes into '{function.name}' as {carry.spec} and comes back as {result}; shape "
                    "and dtype must stay the same",
                    operand=place,
                )
            carries[place] = ops.astype(carry, dtype=str(result.dtype))
            changed = True
        if not changed:
            return carries, closed


_NEWTON = """\
def far(x):
    return abs(x ** 2 - a) > 1e-12
def newton(x):
    return (x + a / x) / 2
root = while_loop(far, newton, 1.0)"""


@symbolic(
    results=("results*",),
    kink="The number of steps is taken as it is: it has no derivative.",
    requests=[{"program": _NEWTON, "parameters": {"a": 2.0}}],
)
def while_loop(
    tape: Any,
    *state: Symbol,
    condition: Annotated[FunctionName, "A function of the state that returns one boolean."],
    body: Annotated[FunctionName, "A function of the state that returns the new state."],
    max_iterations: Annotated[
        int | None,
        Ge(0),
        "The most iterations: then the state so far is the result. Null for as many as it takes; it is an error if "
        "the server's own limit is reached.",
    ] = None,
) -> Any:
    """A function applied to a state as long as a condition holds. The derivative goes back through the
    iterations that were really carried out."""
    carried, closed = _steady(tape, as_function(body), "body", state)
    verdict = _traced(tape, _Verdict(as_function(condition)), "condition", [s.spec for s in carried])
    count = len(closed.body.outputs)
    if count != len(state):
        raise OperationError(
            f"the function returns {count} values for a state of {len(state)}; it must return the new state",
            attribute="body",
        )
    [condition_body, body_body], captures = joined([verdict, closed])
    most = tape.max_iterations if max_iterations is None else max_iterations
    shape = loop.Shape(
        _consts_first(condition_body, len(state)),
        _consts_first(body_body, len(state)),
        len(captures),
        most,
        strict=max_iterations is None,
    )
    return loop.record(tape, shape, [*captures, *carried])[1:]


def _consts_first(body: Body, explicit: int) -> Body:
    return Body(body.tape, (*body.inputs[explicit:], *body.inputs[:explicit]), body.outputs)


class _Verdict(Function):
    """A function that returns one boolean."""

    def __init__(self, function: Function) -> None:
        self.function, self.name, self.arity = function, function.name, function.arity

    def __call__(self, tape: Tape, arguments: Sequence[Value]) -> Sequence[Value]:
        results = self.function(tape, arguments)
        if len(results) != 1 or results[0].ndim:
            got = " and ".join(str(r.spec) for r in results) or "nothing"
            raise OperationError(
                f"the function '{self.name}' must return one boolean scalar; it returns {got}",
                attribute="condition",
            )
        return [_boolean(results[0])]


def _boolean(value: Value) -> Value:
    return value if value.dtype == BOOL else ops.astype(value, dtype="bool")


@symbolic(
    results=("results*",),
    kink="Only the branch taken counts; the predicate has no derivative.",
    requests=[
        {
            "program": "y = cond(x > 0, lambda x: log(x), lambda x: x - 1, x)",
            "parameters": {"x": 2.0},
        }
    ],
)
def cond(
    tape: Any,
    predicate: Symbol,
    *operands: Symbol,
    then: Annotated[FunctionName, "The function applied where the predicate is true."],
    else_: Annotated[
        FunctionName, "The function applied where it is false; its results are of the same shapes."
    ],
) -> Any:
    """One of two functions of the operands, by a predicate that is a scalar; only that one is carried out."""
    if predicate.ndim:
        raise OperationError(
            f"the predicate must be a scalar, not of shape {predicate.shape}; where chooses element by element",
            operand=0,
        )
    specs = [o.spec for o in operands]
    sides = {"then": as_function(then), "else": as_function(else_)}
    known = predicate.constant
    if known is not None:
        name = "then" if known.item() else "else"
        _check_arity(sides[name], name, len(specs))
        return tuple(sides[name](tape, operands))
    closed = [_traced(tape, function, name, specs) for name, function in sides.items()]
    bodies, captures = joined(closed)
    shape = branch.Shape(*_alike(bodies))
    return branch.record(tape, shape, [_boolean(predicate), *operands, *captures])


def _check_arity(function: Function, attribute: str, count: int) -> None:
    if function.arity not in (None, count):
        raise OperationError(
            f"the function '{function.name}' takes {function.arity} inputs, but is given {count}",
            attribute=attribute,
        )


def _alike(bodies: Sequence[Body]) -> list[Body]:
    """The two bodies with results of one dtype each."""
    first, second = (body.specs for body in bodies)
    if len(first) != len(second):
        raise OperationError(
            f"then returns {len(first)} values and else {len(second)}; both must return as many",
            attribute="else",
        )
    common = []
    for place, (a, b) in enumerate(zip(first, second, strict=True)):
        if a.shape != b.shape:
            raise OperationError(
                f"result {place} has shape {a.shape} in then and {b.shape} in else; they must be the same",
                attribute="else",
            )
        common.append(promote(a.dtype, b.dtype))
    return [
        Body(
            body.tape,
            body.inputs,
            tuple(
                o if o.dtype == dtype else ops.astype(o, dtype=str(dtype))
                for o, dtype in zip(body.outputs, common, strict=True)
            ),
        )
        for body in bodies
    ]


@symbolic(
    results=("results*",),
    requests=[
        {
            "program": "ys = map(lambda x: sum(x) ** 2, xs)\nloss = sum(ys)",
            "parameters": {"xs": [[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]]},
        }
    ],
)
def map_(
    tape: Any, *xs: Symbol, function: Annotated[FunctionName, "A function of one slice of each of the xs."]
) -> Any:
    """A function applied to every slice of the xs (along axis 0), its results stacked. It is carried out for
    all slices at once, not one after the other."""
    if not xs:
        raise OperationError(
            "there is nothing to map over; it takes at least one input", attribute="function"
        )
    size = _length(xs, 0, None)
    specs = [Spec(x.shape[1:], x.dtype) for x in xs]
    closed = _traced(tape, as_function(function), "function", specs)
    flags = [True] * len(xs) + [False] * len(closed.captures)
    body, _ = closed.body.batched(flags, size, [True] * len(closed.body.outputs))
    return body.inline(tape, [*xs, *closed.captures])


@symbolic(
    results=("results*",),
    requests=[
        {
            "program": "def area(a, b):\n    return pi * a * b\nloss = call(area, r, 2 * r)",
            "parameters": {"r": 1.5},
        }
    ],
)
def call(tape: Any, *operands: Symbol, function: Annotated[FunctionName, "The function."]) -> Any:
    """A function applied to the operands. It is recorded in place."""
    target = as_function(function)
    _check_arity(target, "function", len(operands))
    return tuple(target(tape, operands))
