"""Functions over NumPy's arrays as functions that the service computes, with their derivatives.

A function is traced once for each structure, shape and dtype of its arguments; after that only values are sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import numpy as np

from wengert import transport
from wengert.tensor import Tensor, graph_of, tensor
from wengert.values import Array, encoded

Function = Callable[..., Any]


class _Traced:
    """A function's graph for arguments of certain shapes.

    Attributes:
        graph: the service's.
        fixed: values that the function brought along, by name.
        outputs: names of its results.
        result: the structure of the results, with numbers in place of tensors.
    """

    def __init__(self, function: Function, arguments: Sequence[Any]) -> None:
        leaves = {path: Tensor(array) for path, array in _flat(arguments).items()}
        placed = iter(leaves.values())
        result = function(*_rebuilt(list(arguments), placed))
        ends = [tensor(one) for one in _flat(result, array=False).values()]
        # A result that is an argument itself needs a node of its own to have a name among the outputs.
        graph, values, names = graph_of(ends, {id(leaf): path for path, leaf in leaves.items()})
        self.graph = graph
        self.fixed = {name: value for name, value in values.items() if name not in leaves}
        self.outputs = [names[id(end)] for end in ends]
        self.result = result
        self.graph["outputs"] = list(dict.fromkeys(self.outputs))


class Remote:
    """A function that the service computes; see `function`."""

    def __init__(self, traced: Function) -> None:
        self._function = traced
        self._known: dict[Any, _Traced] = {}
        wraps(traced)(self)

    def __call__(self, *arguments: Any) -> Any:
        """Its results, as NumPy arrays."""
        traced = self._traced(arguments)
        document = self._document(traced, arguments, {"outputs": traced.graph["outputs"]})
        found = transport.client().post("/evaluate", document)["outputs"]
        return _rebuilt(traced.result, iter([found[name] for name in traced.outputs]))

    def _traced(self, arguments: Sequence[Any]) -> _Traced:
        flat = _flat(arguments)
        key = tuple((path, array.shape, array.dtype.char) for path, array in flat.items())
        if key not in self._known:
            self._known[key] = _Traced(self._function, arguments)
        return self._known[key]

    def _document(self, traced: _Traced, arguments: Sequence[Any], rest: Mapping[str, Any]) -> dict[str, Any]:
        values = {path: encoded(array) for path, array in _flat(arguments).items()}
        return {"graph": traced.graph, "constants": {**traced.fixed, **values}, **rest}

    def ask(
        self, path: str, arguments: Sequence[Any], argnums: Sequence[int], **rest: Any
    ) -> tuple[Any, list[str]]:
        """The answer of a route about derivatives, and the names of the sources."""
        traced = self._traced(arguments)
        sources = [name for number in argnums for name in _flat([arguments[number]], number)]
        return transport.client().post(
            path, self._document(traced, arguments, {"sources": sources, **rest})
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
        found, names = remote.ask("/gradient", arguments, chosen, unconnected_gradients="zero")
        slopes = iter([found["gradients"][name] for name in names])
        by_argument = [_rebuilt(arguments[number], slopes) for number in chosen]
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

    def derivative(*arguments: Any) -> Array:
        found, [name] = remote.ask("/jacobian", arguments, [argnum], mode=mode, unconnected_gradients="zero")
        [rows] = found["jacobian"].values()
        part: Array = rows[name]
        return part

    return derivative


def hessian(traced: Function, argnum: int = 0) -> Function:
    """A function that gives the second derivatives of a scalar with respect to an argument that is an array."""
    remote = function(traced)

    def derivative(*arguments: Any) -> Array:
        found, [name] = remote.ask("/hessian", arguments, [argnum], unconnected_gradients="zero")
        part: Array = found["hessian"][name][name]
        return part

    return derivative


def hvp(traced: Function, argnum: int = 0) -> Function:
    """A function of the arguments and a vector that gives the Hessian times the vector, without the Hessian."""
    remote = function(traced)

    def product(*arguments: Any) -> Array:
        *values, vector = arguments
        [name] = _flat([values[argnum]], argnum)
        vectors = {name: encoded(np.asarray(vector, float))}
        found, _ = remote.ask("/hvp", values, [argnum], vectors=vectors, unconnected_gradients="zero")
        part: Array = found["hvp"][name]
        return part

    return product


def jvp(traced: Function, arguments: Sequence[Any], tangents: Sequence[Any]) -> tuple[Array, Array]:
    """The result, and its derivative along tangents of the arguments."""
    remote = function(traced)
    along = [
        each for one, tangent in zip(arguments, tangents, strict=True) for each in _aligned(one, tangent)
    ]
    given = {name: encoded(np.asarray(t, float)) for name, t in zip(_flat(arguments), along, strict=True)}
    known = remote._traced(arguments)
    found = transport.client().post("/jvp", remote._document(known, arguments, {"tangents": given}))
    [output] = known.outputs
    return found["outputs"][output], found["tangents"][output]


def vjp(traced: Function, *arguments: Any) -> tuple[Array, Callable[[Any], tuple[Array, ...]]]:
    """The result, and a function from a cotangent of it to cotangents of the arguments."""
    remote = function(traced)
    result = remote(*arguments)
    [output] = remote._traced(arguments).outputs

    def pull(cotangent: Any) -> tuple[Any, ...]:
        given = {output: encoded(np.asarray(cotangent, float))}
        found, names = remote.ask(
            "/vjp", arguments, range(len(arguments)), output_gradients=given, unconnected_gradients="zero"
        )
        slopes = iter([found["gradients"][name] for name in names])
        return tuple(_rebuilt(argument, slopes) for argument in arguments)

    return result, pull


def _chosen(argnums: int | Sequence[int]) -> Sequence[int]:
    return [argnums] if isinstance(argnums, int) else argnums


def _flat(structure: Any, first: int = 0, *, array: bool = True) -> dict[str, Any]:
    """The arrays of a list of arguments by name: a number, then the path to the array."""
    found: dict[str, Any] = {}

    def enter(one: Any, path: str) -> None:
        if isinstance(one, Mapping):
            for key, member in one.items():
                enter(member, f"{path}.{key}")
        elif isinstance(one, list | tuple):
            for place, member in enumerate(one):
                enter(member, f"{path}.{place}")
        else:
            found[path] = _numbers(one) if array else one

    if array:
        for place, argument in enumerate(structure, first):
            enter(argument, f"a{place}")
    else:
        enter(structure, "r")
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


def _rebuilt(structure: Any, found: Any) -> Any:
    if isinstance(structure, Mapping):
        return {key: _rebuilt(member, found) for key, member in structure.items()}
    if isinstance(structure, list | tuple):
        return type(structure)(_rebuilt(member, found) for member in structure)
    return next(found)
