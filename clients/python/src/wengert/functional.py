"""Functions over NumPy's arrays as functions that the service computes, with their derivatives.

A function is traced once for each structure, shape and dtype of its arguments; after that only values are sent. Within a
function that is being traced, and for tensors, derivatives are recorded like every other operation: they nest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from itertools import count
from typing import Any

import numpy as np

from wengert import transport
from wengert.graph import graph_of
from wengert.structures import aligned, leaves, like
from wengert.tape import recording
from wengert.tensor import Tensor, call, is_tracing, tensor, tracing
from wengert.values import Array

Function = Callable[..., Any]


def is_recorded(arguments: Any) -> bool:
    """Whether a function of these is to be recorded: for tensors, in a function that is traced, and under a tape, which may
    watch variables that it uses."""
    return is_tracing() or bool(recording()) or any(isinstance(leaf, Tensor) for leaf in leaves(arguments))


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
        for one in given.values():
            one.stands_in = True
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
        skeleton = repr(like(list(arguments), count()))
        key = (skeleton, *((array.shape, array.dtype.char) for array in flat.values()))
        if key not in self._known:
            self._known[key] = Traced(self._function, arguments)
        return self._known[key]

    def output(self, arguments: Sequence[Any]) -> str:
        """The name of its only result.

        Raises:
            TypeError: it gives several.
        """
        traced = self.traced(arguments)
        _only(traced.result)
        return traced.outputs[0]

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
    remote = function(traced)

    def both(*arguments: Any) -> tuple[Any, Any]:
        chosen = _chosen(argnums, len(arguments))
        if is_recorded(arguments):
            value, moved = _recorded(remote, arguments, chosen)
            recorded = [_derivatives("gradient", call("sum", value), one) for one in moved]
            return value, recorded[0] if isinstance(argnums, int) else tuple(recorded)
        remote.output(arguments)
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
        output = remote.output(arguments)
        found, [name] = remote.ask("/jacobian", arguments, [argnum], mode=mode, unconnected_gradients="zero")
        rows = found["jacobian"][output]
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
        remote.output(arguments)
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
        remote.output(values)
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
        pairs = zip(leaves(moved), aligned(moved, list(tangents)), strict=True)
        return value, sum(call("jvp", value, place, tangent) for place, tangent in pairs)
    along = aligned(list(arguments), list(tangents))
    given = {name: np.asarray(t, float) for name, t in zip(_flat(arguments), along, strict=True)}
    known = remote.traced(arguments)
    found = transport.client().post("/jvp", remote.document(known, arguments, {"tangents": given}))
    output = remote.output(arguments)
    return found["outputs"][output], found["tangents"][output]


def vjp(traced: Function, *arguments: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The result, and a function from a cotangent of it to cotangents of the arguments."""
    remote = function(traced)
    if is_recorded(arguments):
        value, moved = _recorded(remote, arguments, range(len(arguments)))
        return value, lambda cotangent: tuple(_derivatives("vjp", value, one, cotangent) for one in moved)
    output = remote.output(arguments)
    result = remote(*arguments)

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
    result = remote.recorded(*given)
    _only(result)
    return tensor(result), [given[place] for place in chosen]


def _only(result: Any) -> None:
    """See that a function gives one array.

    Raises:
        TypeError: it gives several.
    """
    if isinstance(result, Mapping | list | tuple):
        raise TypeError(f"what is differentiated here gives one array; this gives a {type(result).__name__}")


def _derivatives(operation: str, value: Tensor, places: Any, *more: Any) -> Any:
    """An operation about derivatives with respect to each tensor of a structure."""
    return like(places, iter([call(operation, value, place, *more) for place in leaves(places)]))


def _chosen(argnums: int | Sequence[int], count: int) -> Sequence[int]:
    """Numbers of arguments; negative ones count from the last."""
    numbers = [argnums] if isinstance(argnums, int) else argnums
    return [number + count if number < 0 else number for number in numbers]


def _flat(arguments: Sequence[Any], first: int = 0) -> dict[str, Array]:
    """The arrays of a list of arguments by name: a number, then the path to the array."""
    found: dict[str, Array] = {}

    def enter(one: Any, path: str) -> None:
        if isinstance(one, Mapping):
            for place, (key, member) in enumerate(one.items()):
                # The service's names have no colon, and a dot stands between the parts of a path.
                part = key if isinstance(key, str) and key.isidentifier() else place
                enter(member, f"{path}.{part}")
        elif isinstance(one, list | tuple):
            for place, member in enumerate(one):
                enter(member, f"{path}.{place}")
        elif one is not None:
            found[path] = _numbers(one)

    for place, argument in enumerate(arguments, first):
        enter(argument, f"a{place}")
    return found


def _numbers(value: Any) -> Array:
    found = np.asarray(value)
    # Python's whole numbers are taken as what can be differentiated, arrays of integers as indices.
    return found.astype(float) if isinstance(value, int) and not isinstance(value, bool) else found
