"""Loops, branches and functions over axes: Python functions that are traced into functions of the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from wengert.functional import Function, Remote, function, tensors
from wengert.graph import history
from wengert.structures import aligned, leaves, like
from wengert.tape import GradientTape
from wengert.tensor import Operation, Tensor, call, record, tensor, tracing
from wengert.values import Array


def _operation(name: str, *operands: str, reached: Sequence[bool] = (True,)) -> Operation:
    named = [{"name": one, "variadic": one == operands[-1]} for one in operands]
    return Operation(name, {"operands": named, "attributes": [], "reached": list(reached), "doc": ""})


SCAN = _operation("scan", "operands")
COND = _operation("cond", "predicate", "operands", reached=(False, True))
WHILE = _operation("while_loop", "state")
MAP = _operation("map", "xs")


class _Argument(Tensor):
    """Stands for what a function is given; it has shape and dtype of an example."""

    stands_in = True

    def __init__(self, example: Callable[[], Any]) -> None:
        super().__init__()
        self._value = None
        self._example = example

    @property
    def held(self) -> Array:
        """See `Tensor`."""
        if self._value is None:
            self._value = np.asarray(self._example())
        return self._value


class Body:
    """A function, traced; see `wengert.graph.Body`.

    Args:
        traced: takes and gives tensors in structures.
        arguments: its arguments, with examples for tensors.

    Attributes:
        result: the structure of the results.
    """

    def __init__(self, traced: Function, arguments: Sequence[Any]) -> None:
        self.arguments = [_Argument(_looked_at(example)) for example in leaves(list(arguments))]
        with GradientTape(watch_accessed_variables=False) as tape, tracing():
            self.result = traced(*like(list(arguments), iter(self.arguments)))
            self.results = [tensor(one) for one in leaves(self.result)]
        self.inside, self.captured = self._within(tape.number)

    def _within(self, tape: int) -> tuple[frozenset[int], list[Tensor]]:
        """Ids of what the function computes, and what it uses from around it."""
        own = {id(one) for one in self.arguments}
        inside: set[int] = set()
        around: dict[int, Tensor] = {}
        for one in history(self.results):
            made = any(id(operand) in own or id(operand) in inside for operand in one.inputs)
            if one.operation is not None and (made or tape in one.tapes):
                inside.add(id(one))
                around.update({id(operand): operand for operand in one.inputs})
        around.update({id(one): one for one in self.results})
        captured = [one for key, one in around.items() if key not in own and key not in inside]
        return frozenset(inside), captured


def _looked_at(example: Any) -> Callable[[], Any]:
    return example if callable(example) else lambda: tensor(example).numpy()


def _first(one: Tensor) -> Callable[[], Any]:
    """A slice to look at."""
    return lambda: one.numpy()[0]


def _carried_out(
    operation: Operation, operands: Sequence[Tensor], bodies: dict[str, Body], **attributes: Any
) -> tuple[Tensor, ...]:
    captured = [one for body in bodies.values() for one in body.captured]
    count = len(next(reversed(bodies.values())).results)
    found: tuple[Tensor, ...] = record(operation, [*operands, *captured], {**attributes, **bodies}, count)
    return found


def scan(
    f: Function, init: Any, xs: Any = None, length: int | None = None, reverse: bool = False
) -> tuple[Any, Any]:
    """A function carried out for one slice of the xs after the other, handing on a carry.

    Args:
        f: takes the carry and a slice of the xs, and gives the next carry and a y.
        init: the first carry, an array or a structure of them.
        xs: arrays or a structure of them, whose leading axes are as long as each other; None for a loop that is `length` long.
        length: the number of steps, if it is not that of the xs.
        reverse: whether the last slice is first.

    Returns:
        The last carry, and the ys stacked, as tensors.

    Raises:
        ValueError: the carry that the function gives has another structure.
    """
    carry, slices = tensors(init), tensors(xs)

    def step(before: Any, x: Any) -> tuple[Any, Any]:
        found = f(before, x)
        if not isinstance(found, tuple) or len(found) != 2:
            raise ValueError("the function of a scan gives the next carry and a y")
        return _shaped_like(carry, found[0]), found[1]

    body = Body(step, [carry, like(slices, iter([_first(one) for one in leaves(slices)]))])
    y, carries = body.result[1], len(leaves(carry))
    found = _carried_out(
        SCAN,
        [*leaves(carry), *leaves(slices)],
        {"body": body},
        num_carry=carries,
        length=length,
        reverse=reverse,
    )
    return like(carry, iter(found[:carries])), like(y, iter(found[carries:]))


def cond(predicate: Any, then: Function, otherwise: Function, *operands: Any) -> Any:
    """One of two functions of the operands; only that one is carried out.

    Args:
        predicate: a boolean scalar.
        then: the function where it is true.
        otherwise: the function where it is false; its results have the same structure and shapes.
        operands: arrays, or structures of them.

    Returns:
        The results as tensors.

    Raises:
        ValueError: the results have different structures.
    """
    given = tensors(list(operands))
    chosen = Body(then, given)
    bodies = {
        "then": chosen,
        "else": Body(lambda *inputs: _shaped_like(chosen.result, otherwise(*inputs)), given),
    }
    found = _carried_out(COND, [tensor(predicate), *leaves(given)], bodies)
    return like(bodies["then"].result, iter(found))


def while_loop(condition: Function, body: Function, init: Any, max_iterations: int | None = None) -> Any:
    """A function applied to a state as long as a condition holds.

    Args:
        condition: takes the state and gives a boolean scalar.
        body: takes the state and gives the next one.
        init: the first state, an array or a structure of them.
        max_iterations: after so many the state so far is the result.

    Returns:
        The last state, as tensors.
    """
    state = tensors(init)
    bodies = {
        "condition": Body(condition, [state]),
        "body": Body(lambda before: _shaped_like(state, body(before)), [state]),
    }
    found = _carried_out(WHILE, leaves(state), bodies, max_iterations=max_iterations)
    return like(state, iter(found))


def _shaped_like(structure: Any, found: Any) -> Any:
    """What was found in the structure, and in its order."""
    return like(structure, iter(aligned(structure, found)))


def vmap(
    f: Function, in_axes: int | Sequence[int | None] | None = 0, out_axes: int | Sequence[int] = 0
) -> Remote:
    """A function carried out for every slice of its arguments, all slices at once.

    It composes with `grad`, `jacobian`, `hessian`, `scan` and itself, either way around.

    Args:
        f: takes arrays, or structures of them, and gives such.
        in_axes: along which axis of the arguments the slices lie; None for an argument that is the same for all; one for all
            arguments, or one for each, which then counts for every array in it.
        out_axes: along which axis of the results they are stacked; one for all, or one for each of several.
    """
    inner = function(f)

    def mapped(*arguments: Any) -> Any:
        axes = list(in_axes) if isinstance(in_axes, Sequence) else [in_axes] * len(arguments)
        if len(axes) != len(arguments) or all(axis is None for axis in axes):
            raise ValueError(f"in_axes {in_axes} does not suit {len(arguments)} arguments")
        moved = [
            like(one, iter([_to_front(leaf, axis) for leaf in leaves(one)]))
            for one, axis in zip(arguments, axes, strict=True)
        ]
        chosen = [place for place, axis in enumerate(axes) if axis is not None]

        def on_slices(*slices: Any) -> Any:
            whole = [*moved]
            for place, one in zip(chosen, slices, strict=True):
                whole[place] = one
            return inner.recorded(*whole)

        xs = [moved[place] for place in chosen]
        body = Body(on_slices, [like(one, iter([_first(leaf) for leaf in leaves(one)])) for one in xs])
        found = _carried_out(MAP, leaves(xs), {"function": body})
        return _stacked(body.result, found, out_axes)

    return function(mapped)


def _to_front(one: Tensor, axis: int | None) -> Tensor:
    return call("moveaxis", one, axis, 0) if axis else one


def _stacked(result: Any, found: Sequence[Tensor], axes: int | Sequence[int]) -> Any:
    stacked = iter(found)
    if isinstance(axes, int):
        return like(result, iter([call("moveaxis", one, 0, axes) if axes else one for one in stacked]))
    parts = [
        like(one, iter([call("moveaxis", next(stacked), 0, axis) for _ in leaves(one)]))
        for one, axis in zip(result, axes, strict=True)
    ]
    return type(result)(parts)
