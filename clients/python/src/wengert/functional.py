"""Functions over NumPy's arrays as functions that the service computes, with their derivatives.

A function is traced once for each structure, shape and dtype of its arguments; after that only values are sent. Within a
function that is being traced, and for tensors, derivatives are recorded like every other operation: they nest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import numpy as np

from wengert import transport
from wengert.graph import graph_of
from wengert.structures import leaves, like
from wengert.tensor import Tensor, call, tensor
from wengert.values import Array

Function = Callable[..., Any]

_traced: ContextVar[bool] = ContextVar("a function is being traced", default=False)


@contextmanager
def tracing() -> Iterator[None]:
    """In this block functions are not asked for, but recorded."""
    token = _traced.set(True)
    try:
        yield
    finally:
        _traced.reset(token)


def is_recorded(arguments: Any) -> bool:
    """Whether a function of these is to be recorded."""
    return _traced.get() or any(isinstance(leaf, Tensor) for leaf in leaves(arguments))


def tensors(structure: Any) -> Any:
    """The structure with tensors in it."""
    return like(
        structure,
        iter([tensor(one if isinstance(one, Tensor) else _numbers(one)) for one in leaves(structure)]),
    )


class Traced:
    """A function's graph for arguments of certain shapes.

    Attributes:
        graph: the service's.
        fixed: values that the function brought along, by name.
        outputs: names of its results.
        result: the structure of the results, with numbers in place of tensors.
    """

    def __init__(self, function: Function, arguments: Sequence[Any]) -> None:
        given = {path: Tensor(array) for path, array in _flat(arguments).items()}
        with tracing():
            result = function(*like(list(arguments), iter(given.values())))
            ends = [_computed(tensor(one)) for one in leaves(result)]
        graph, values, names = graph_of(ends, {id(leaf): path for path, leaf in given.items()})
        self.graph = graph
        # What the function brought along may change later, but is as it was when it was traced.
        self.fixed = {name: value.copy() for name, value in values.items() if name not in given}
        self.outputs = [names[id(end)] for end in ends]
        self.result = result
        self.graph["outputs"] = list(dict.fromkeys(self.outputs))


def _computed(one: Tensor) -> Tensor:
    """A result; one that is an argument itself as a node of its own, as a graph has at least one."""
    return call("identity", one) if one.operation is None else one


class Remote:
    """A function that the service computes; see `function`."""

    def __init__(self, traced: Function) -> None:
        self._function = traced
        self._known: dict[Any, Traced] = {}
        wraps(traced)(self)

    def __call__(self, *arguments: Any) -> Any:
        """Its results, as NumPy arrays; as tensors where it is given such."""
        if is_recorded(arguments):
            return self.recorded(*arguments)
        traced = self.traced(arguments)
        document = self.document(traced, arguments, {"outputs": traced.graph["outputs"]})
        found = transport.client().post("/evaluate", document)["outputs"]
        return like(traced.result, iter([found[name] for name in traced.outputs]))

    def recorded(self, *arguments: Any) -> Any:
        """Its results, as tensors."""
        return self._function(*tensors(list(arguments)))

    def traced(self, arguments: Sequence[Any]) -> Traced:
        """Its graph for such arguments."""
        flat = _flat(arguments)
        key = tuple((path, array.shape, array.dtype.char) for path, array in flat.items())
        if key not in self._known:
            self._known[key] = Traced(self._function, arguments)
        return self._known[key]

    def document(self, traced: Traced, arguments: Sequence[Any], rest: Mapping[str, Any]) -> dict[str, Any]:
        """What a route is asked with."""
        return {"graph": traced.graph, "constants": {**traced.fixed, **_flat(arguments)}, **rest}

    def sources(self, arguments: Sequence[Any], argnums: Sequence[int]) -> list[str]:
        """Names of the arrays in some arguments."""
        return [name for number in argnums for name in _flat([arguments[number]], number)]

    def ask(
        self, path: str, arguments: Sequence[Any], argnums: Sequence[int], **rest: Any
    ) -> tuple[Any, list[str]]:
        """The answer of a route about derivatives, and the names of the sources."""
        traced = self.traced(arguments)
        sources = self.sources(arguments, argnums)
        return transport.client().post(
            path, self.document(traced, arguments, {"sources": sources, **rest})
        ), sources


def function(traced: Function) -> Remote:
    """A function over NumPy's arrays, computed by the service.

    Args:
        traced: takes arrays, or lists, tuples and dictionaries of them, and gives such; it is called once for each structure,
            shape and dtype, with tensors in their place, so that what it does must not depend on their values.
    """
    return traced if isinstance(traced, Remote) else Remote(traced)


def value_and_grad(traced: Function, argnums: int | Sequence[int] = 0) -> Function:
    """A function of the same arguments that gives value and gradient.

    Its result suits `scipy.optimize.minimize(jac=True)`.

    Args:
        traced: as in `function`; gives a scalar.
        argnums: which arguments, one or several.
    """
    remote, chosen = function(traced), _chosen(argnums)

    def both(*arguments: Any) -> tuple[Any, Any]:
        if is_recorded(arguments):
            value, moved = _recorded(remote, arguments, chosen)
            recorded = [_derivatives("gradient", call("sum", value), one) for one in moved]
            return value, recorded[0] if isinstance(argnums, int) else tuple(recorded)
        found, names = remote.ask("/gradient", arguments, chosen, unconnected_gradients="zero")
        slopes = iter([found["gradients"][name] for name in names])
        by_argument = [like(arguments[number], slopes) for number in chosen]
        return found["loss"][()], by_argument[0] if isinstance(argnums, int) else tuple(by_argument)

    return both


def grad(traced: Function, argnums: int | Sequence[int] = 0) -> Function:
    """As `value_and_grad`, without the value."""
    both = value_and_grad(traced, argnums)
    return lambda *arguments: both(*arguments)[1]


def jacobian(traced: Function, argnum: int = 0, mode: str = "auto") -> Function:
    """A function that gives all derivatives of an array with respect to an argument that is one.

    Its result has the shape of the result, then that of the argument.
    """
    remote = function(traced)

    def derivative(*arguments: Any) -> Any:
        if is_recorded(arguments):
            value, [place] = _recorded(remote, arguments, [argnum])
            return _derivatives("jacobian", value, place)
        found, [name] = remote.ask("/jacobian", arguments, [argnum], mode=mode, unconnected_gradients="zero")
        [rows] = found["jacobian"].values()
        part: Array = rows[name]
        return part

    return derivative


def hessian(traced: Function, argnum: int = 0) -> Function:
    """A function that gives the second derivatives of a scalar with respect to an argument that is an array."""
    remote = function(traced)

    def derivative(*arguments: Any) -> Any:
        if is_recorded(arguments):
            value, [place] = _recorded(remote, arguments, [argnum])
            return _derivatives("hessian", value, place)
        found, [name] = remote.ask("/hessian", arguments, [argnum], unconnected_gradients="zero")
        part: Array = found["hessian"][name][name]
        return part

    return derivative


def hvp(traced: Function, argnum: int = 0) -> Function:
    """A function of the arguments and a vector that gives the Hessian times the vector, without the Hessian."""
    remote = function(traced)

    def product(*arguments: Any) -> Any:
        *values, vector = arguments
        if is_recorded(arguments):
            value, [place] = _recorded(remote, values, [argnum])
            return _derivatives("hvp", value, place, vector)
        [name] = _flat([values[argnum]], argnum)
        vectors = {name: np.asarray(vector, float)}
        found, _ = remote.ask("/hvp", values, [argnum], vectors=vectors, unconnected_gradients="zero")
        part: Array = found["hvp"][name]
        return part

    return product


def jvp(traced: Function, arguments: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """The result, and its derivative along tangents of the arguments."""
    remote = function(traced)
    if is_recorded([arguments, tangents]):
        value, moved = _recorded(remote, arguments, range(len(arguments)))
        pairs = zip(leaves(moved), leaves(list(tangents)), strict=True)
        return value, sum(call("jvp", value, place, tangent) for place, tangent in pairs)
    along = [
        each for one, tangent in zip(arguments, tangents, strict=True) for each in _aligned(one, tangent)
    ]
    given = {name: np.asarray(t, float) for name, t in zip(_flat(arguments), along, strict=True)}
    known = remote.traced(arguments)
    found = transport.client().post("/jvp", remote.document(known, arguments, {"tangents": given}))
    [output] = known.outputs
    return found["outputs"][output], found["tangents"][output]


def vjp(traced: Function, *arguments: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The result, and a function from a cotangent of it to cotangents of the arguments."""
    remote = function(traced)
    if is_recorded(arguments):
        value, moved = _recorded(remote, arguments, range(len(arguments)))
        return value, lambda cotangent: tuple(_derivatives("vjp", value, one, cotangent) for one in moved)
    result = remote(*arguments)
    [output] = remote.traced(arguments).outputs

    def pull(cotangent: Any) -> tuple[Any, ...]:
        given = {output: np.asarray(cotangent, float)}
        found, names = remote.ask(
            "/vjp", arguments, range(len(arguments)), output_gradients=given, unconnected_gradients="zero"
        )
        slopes = iter([found["gradients"][name] for name in names])
        return tuple(like(argument, slopes) for argument in arguments)

    return result, pull


def _recorded(remote: Remote, arguments: Sequence[Any], chosen: Sequence[int]) -> tuple[Any, list[Any]]:
    """The result of a function as a tensor, and the arguments that it was given for those that are chosen.

    They are other tensors than the arguments, which the function may know from elsewhere, too.
    """
    given = [tensors(argument) for argument in arguments]
    for place in chosen:
        given[place] = like(given[place], iter([call("identity", one) for one in leaves(given[place])]))
    return tensor(remote.recorded(*given)), [given[place] for place in chosen]


def _derivatives(operation: str, value: Tensor, places: Any, *more: Any) -> Any:
    """An operation about derivatives with respect to each tensor of a structure."""
    return like(places, iter([call(operation, value, place, *more) for place in leaves(places)]))


def _chosen(argnums: int | Sequence[int]) -> Sequence[int]:
    return [argnums] if isinstance(argnums, int) else argnums


def _flat(arguments: Sequence[Any], first: int = 0) -> dict[str, Array]:
    """The arrays of a list of arguments by name: a number, then the path to the array."""
    found: dict[str, Array] = {}

    def enter(one: Any, path: str) -> None:
        if isinstance(one, Mapping):
            for key, member in one.items():
                enter(member, f"{path}.{key}")
        elif isinstance(one, list | tuple):
            for place, member in enumerate(one):
                enter(member, f"{path}.{place}")
        elif one is not None:
            found[path] = _numbers(one)

    for place, argument in enumerate(arguments, first):
        enter(argument, f"a{place}")
    return found


def _aligned(structure: Any, values: Any) -> list[Any]:
    """What stands in the places of the structure's arrays."""
    if isinstance(structure, Mapping):
        return [each for key in structure for each in _aligned(structure[key], values[key])]
    if isinstance(structure, list | tuple):
        return [each for one, value in zip(structure, values, strict=True) for each in _aligned(one, value)]
    return [values]


def _numbers(value: Any) -> Array:
    found = np.asarray(value)
    # Python's whole numbers are taken as what can be differentiated, arrays of integers as indices.
    return found.astype(float) if isinstance(value, int) and not isinstance(value, bool) else found
