"""Values that the service computes when they are looked at: an operation and its operands, or an array."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any, Self

import numpy as np

from wengert import transport
from wengert.graph import graph_of, history
from wengert.values import Array

_traced: ContextVar[bool] = ContextVar("a function is being traced", default=False)


@contextmanager
def tracing() -> Iterator[None]:
    """In this block functions are not asked for, but recorded."""
    token = _traced.set(True)
    try:
        yield
    finally:
        _traced.reset(token)


def is_tracing() -> bool:
    """Whether a function is being traced."""
    return _traced.get()


class Operation:
    """What the client knows of an operation.

    Attributes:
        name: of the service's vocabulary.
        operands: names of its operands.
        variadic: whether the last of them stands for any number.
        attributes: names of what is not computed.
        reached: for each operand, whether a path for derivatives leads through the operation.
    """

    def __init__(self, name: str, entry: Mapping[str, Any]) -> None:
        self.name = name
        self.operands = [operand["name"] for operand in entry["operands"]]
        self.variadic = any(operand["variadic"] for operand in entry["operands"])
        self.attributes: list[str] = entry["attributes"]
        self.reached: list[bool] = entry["reached"]
        self.doc: str = entry["doc"]

    def leads_to(self, position: int) -> bool:
        """Whether a derivative reaches this operand."""
        return self.reached[min(position, len(self.reached) - 1)] if self.reached else False


@cache
def operations() -> Mapping[str, Operation]:
    """Every operation by its name and its aliases."""
    table = json.loads(resources.files("wengert").joinpath("operations.json").read_text())
    found = {name: Operation(name, entry) for name, entry in table.items()}
    aliases = {alias: found[name] for name, entry in table.items() for alias in entry["aliases"]}
    return {**aliases, **found}


class Tensor:
    """A value: an array, or an operation on other values, computed by the service when it is looked at.

    Attributes:
        operation: None for an array.
        inputs: the operands.
        attributes: of the operation.
        result: which of several results this is.
        tapes: those that recorded it.
        beside: what is worth computing in the same request.
        stands_in: whether it stands for what a function will be given.
    """

    __array_priority__ = 1000.0
    stands_in = False

    def __init__(
        self,
        value: Any = None,
        *,
        operation: Operation | None = None,
        inputs: Sequence[Tensor] = (),
        attributes: Mapping[str, Any] | None = None,
        result: int | None = None,
        tapes: frozenset[int] = frozenset(),
    ) -> None:
        # A copy: what the caller does with the array later is not part of this.
        self._value = None if operation is not None else np.array(value)
        self.operation, self.inputs = operation, tuple(inputs)
        self.attributes, self.result, self.tapes = dict(attributes or {}), result, tapes
        self.beside: Sequence[Tensor] = ()

    def numpy(self) -> Any:
        """The value as a NumPy array of its own, or scalar.

        Raises:
            WengertError: the service could not compute it.
            TypeError: it depends on the arguments of a function that is being traced.
        """
        if _traced.get() and any(one.stands_in for one in history([self])):
            raise TypeError(
                "what depends on the arguments of a traced function has no value yet: cond, where, scan and while_loop choose by "
                "values, and stack puts tensors into an array"
            )
        return np.array(self.held)[()]

    @property
    def held(self) -> Array:
        """The value, computed if it was not."""
        if self._value is None:
            evaluate([self, *self.beside])
        if self._value is None:
            raise RuntimeError("the service left a value out")
        return self._value

    @property
    def known(self) -> bool:
        """Whether it need not be computed."""
        return self._value is not None

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.held.shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.held.dtype

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __repr__(self) -> str:
        return f"wengert.Tensor({self.numpy()!r})"

    def __str__(self) -> str:
        return str(self.numpy())

    def __format__(self, spec: str) -> str:
        return format(self.numpy(), spec)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.asarray(self.numpy(), dtype)

    def __float__(self) -> float:
        return float(self.numpy())

    def __int__(self) -> int:
        return int(self.numpy())

    def __bool__(self) -> bool:
        return bool(self.numpy())

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Tensor]:
        return (self[place] for place in range(len(self)))

    def __hash__(self) -> int:
        return id(self)

    def __add__(self, other: Any) -> Tensor:
        return call("add", self, other)

    def __radd__(self, other: Any) -> Tensor:
        return call("add", other, self)

    def __sub__(self, other: Any) -> Tensor:
        return call("subtract", self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return call("subtract", other, self)

    def __mul__(self, other: Any) -> Tensor:
        return call("multiply", self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return call("multiply", other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return call("divide", self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return call("divide", other, self)

    def __floordiv__(self, other: Any) -> Tensor:
        return call("floor_divide", self, other)

    def __rfloordiv__(self, other: Any) -> Tensor:
        return call("floor_divide", other, self)

    def __mod__(self, other: Any) -> Tensor:
        return call("remainder", self, other)

    def __rmod__(self, other: Any) -> Tensor:
        return call("remainder", other, self)

    def __pow__(self, other: Any) -> Tensor:
        return call("power", self, other)

    def __rpow__(self, other: Any) -> Tensor:
        return call("power", other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return call("matmul", self, other)

    def __rmatmul__(self, other: Any) -> Tensor:
        return call("matmul", other, self)

    def __neg__(self) -> Tensor:
        return call("negative", self)

    def __pos__(self) -> Tensor:
        return call("positive", self)

    def __abs__(self) -> Tensor:
        return call("abs", self)

    def __eq__(self, other: object) -> Any:
        return NotImplemented if other is None or isinstance(other, str) else call("equal", self, other)

    def __ne__(self, other: object) -> Any:
        return NotImplemented if other is None or isinstance(other, str) else call("not_equal", self, other)

    def __lt__(self, other: Any) -> Tensor:
        return call("less", self, other)

    def __le__(self, other: Any) -> Tensor:
        return call("less_equal", self, other)

    def __gt__(self, other: Any) -> Tensor:
        return call("greater", self, other)

    def __ge__(self, other: Any) -> Tensor:
        return call("greater_equal", self, other)

    def __getitem__(self, key: Any) -> Tensor:
        entries: list[Any] = []
        indices: list[Tensor] = []
        for entry in key if isinstance(key, tuple) else (key,):
            if isinstance(entry, slice):
                entries.append({side: _bound(getattr(entry, side)) for side in ("start", "stop", "step")})
            elif entry is Ellipsis:
                entries.append("...")
            elif isinstance(entry, Tensor | list | np.ndarray):
                for array in _indices(entry):
                    indices.append(array)
                    entries.append({"operand": len(indices)})
            elif isinstance(entry, bool | np.bool_):
                raise TypeError("a boolean is no index; an array of them is")
            else:
                entries.append(None if entry is None else operator.index(entry))
        return record(operations()["getitem"], [tensor(self), *indices], {"key": entries})

    @property
    def T(self) -> Tensor:  # noqa: N802  (NumPy's name)
        return call("transpose", self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        name = UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if method != "__call__" or options or name not in operations():
            return NotImplemented
        return call(name, *inputs)

    def __array_function__(self, function: Any, types: Any, arguments: Any, named: Any) -> Any:
        if function in TRANSLATED:
            return TRANSLATED[function](*arguments, **named)
        if function in OTHERWISE or function.__name__ not in operations():
            return NotImplemented
        return call(function.__name__, *arguments, **named)


def _indices(entry: Any) -> list[Tensor]:
    """Index arrays of a key: of a mask those of what is true in it, which must be known."""
    if isinstance(entry, list) and not any(isinstance(one, Tensor) for one in entry):
        entry = np.asarray(entry, int if not entry else None)
    if isinstance(entry, Tensor) and entry.known and entry.held.dtype == bool:
        entry = entry.numpy()
    if isinstance(entry, np.ndarray) and entry.dtype == bool:
        return [Tensor(where) for where in np.nonzero(entry)]
    return [tensor(entry)]


def _bound(value: Any) -> int | None:
    return None if value is None else operator.index(value)


def _cumulative(name: str) -> Callable[..., Tensor]:
    def cumulative(a: Any, axis: int | None = None) -> Tensor:
        flat = tensor(a) if axis is not None else call("reshape", a, shape=[-1])
        found: Tensor = call(name, flat, axis=axis or 0)
        return found

    return cumulative


def _take(a: Any, indices: Any, axis: int | None = None) -> Tensor:
    flat = tensor(a) if axis is not None else call("reshape", a, shape=[-1])
    found: Tensor = call("take", flat, indices, axis=axis or 0)
    return found


def _split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """NumPy says where the parts begin, the service how long they are."""
    if isinstance(indices_or_sections, int):
        return call("split", ary, sections=indices_or_sections, axis=axis)
    length = tensor(ary).shape[axis]
    ends = [min(end, length) for end in indices_or_sections]
    sizes = np.diff([0, *ends, length]).tolist()
    return call("split", ary, sections=sizes, axis=axis)


def _svd(a: Any, full_matrices: bool = True) -> Any:
    if full_matrices:
        raise TypeError("the service has the thin decomposition: svd(a, full_matrices=False)")
    return call("svd", a)


# NumPy's functions that say by the same name something else than the service, or by another the same.
TRANSLATED: Mapping[Any, Callable[..., Any]] = {
    np.cumsum: _cumulative("cumulative_sum"),
    np.cumprod: _cumulative("cumulative_prod"),
    np.take: _take,
    np.split: _split,
    np.linalg.svd: _svd,
    np.shape: lambda a: tensor(a).shape,
    np.ndim: lambda a: tensor(a).ndim,
    np.size: lambda a: int(np.prod(tensor(a).shape)),
    np.ravel: lambda a: call("reshape", a, shape=[-1]),
}
OTHERWISE = frozenset({np.gradient, np.linalg.cond, np.linalg.lstsq})

# NumPy's names for itself, where they are other than those of its functions.
UFUNCS = {"absolute": "abs", "true_divide": "divide"}


class Variable(Tensor):
    """A value that changes, and is differentiated without being watched.

    Args:
        initial_value: an array, or what makes one; integers stay such.
        trainable: whether tapes watch it.
        name: for messages.
        dtype: in place of that of the value.
    """

    def __init__(
        self, initial_value: Any, trainable: bool = True, name: str = "Variable", dtype: Any = None
    ) -> None:
        super().__init__(np.asarray(_array(initial_value), dtype))
        self.trainable, self.name = trainable, name
        self.now = Tensor(self._value)

    def assign(self, value: Any) -> Self:
        """Let it be this from now on; what was computed before stays what it was.

        Raises:
            ValueError: the shape is another.
            TypeError: the variable holds integers, and the value has fractions.
        """
        given = _array(value)
        if not np.can_cast(given.dtype, self.held.dtype, "same_kind"):
            raise TypeError(f"a variable of dtype {self.held.dtype} takes no values of dtype {given.dtype}")
        found = np.array(given, self.held.dtype)
        if found.shape != self.held.shape:
            raise ValueError(f"the variable has shape {self.held.shape}, the value {found.shape}")
        self._value = found
        self.now = Tensor(found)
        return self

    def assign_add(self, delta: Any) -> Self:
        """Add to it."""
        return self.assign(self.held + _array(delta))

    def assign_sub(self, delta: Any) -> Self:
        """Subtract from it."""
        return self.assign(self.held - _array(delta))

    def __repr__(self) -> str:
        return f"wengert.Variable({self.numpy()!r}, name={self.name!r})"


def constant(value: Any, dtype: Any = None) -> Tensor:
    """A value that does not change."""
    return Tensor(np.asarray(_array(value), dtype))


def _array(value: Any) -> Array:
    return np.asarray(value.numpy() if isinstance(value, Tensor) else value)


def tensor(value: Any) -> Tensor:
    """A value as a tensor; a variable as it is now, which the tapes that are open note."""
    if isinstance(value, Variable):
        from wengert.tape import accessed

        accessed(value)
        return value.now
    if isinstance(value, Tensor):
        return value
    if _holds_tensors(value):
        packed: Tensor = call("stack", [*value])
        return packed
    return Tensor(value)


def _holds_tensors(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(
        isinstance(one, Tensor) or _holds_tensors(one) for one in value
    )


def call(name: str, *arguments: Any, **attributes: Any) -> Any:
    """An operation on values, called as NumPy calls it.

    Raises:
        TypeError: it takes no such arguments.
    """
    operation = operations()[name]
    operands = [*arguments]
    if name == "einsum" and operands and isinstance(operands[0], str):
        attributes = {"subscripts": operands.pop(0), **attributes}
    if operation.variadic and len(operation.operands) == 1 and operands and _is_sequence(name, operands):
        # As NumPy and TensorFlow have it: what is joined as one, then how.
        attributes = {**dict(zip(operation.attributes, operands[1:], strict=False)), **attributes}
        operands = [*operands[0]]
    elif operation.variadic and operands and isinstance(operands[0], list | tuple):
        operands = [*operands[0], *operands[1:]]
    elif not operation.variadic and len(operands) > len(operation.operands):
        rest = operands[len(operation.operands) :]
        operands = operands[: len(operation.operands)]
        if len(rest) > len(operation.attributes):
            raise TypeError(f"{name} takes {', '.join([*operation.operands, *operation.attributes])}")
        attributes = {**dict(zip(operation.attributes, rest, strict=False)), **attributes}
    for place in operation.operands[len(operands) :]:
        if place in attributes:
            operands.append(attributes.pop(place))
    given = {key: _plain(value) for key, value in attributes.items() if value is not _MISSING}
    return record(operation, [tensor(operand) for operand in operands], given)


def _is_sequence(name: str, operands: Sequence[Any]) -> bool:
    """Whether the first operand of a variadic operation is all of them; a tensor is where joining one is meant."""
    first = operands[0]
    if isinstance(first, list | tuple):
        return True
    joined = operations()[name].name in ("concat", "stack")
    return (
        joined
        and isinstance(first, Tensor)
        and (len(operands) == 1 or (not np.ndim(operands[1]) and isinstance(operands[1], int)))
    )


_MISSING: Any = getattr(np, "_NoValue", object())


def _plain(value: Any) -> Any:
    """An attribute as JSON has it."""
    if isinstance(value, Tensor):
        value = value.numpy()
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, type | np.dtype):
        return np.dtype(value).name
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def record(
    operation: Operation, inputs: Sequence[Tensor], attributes: Mapping[str, Any], count: int | None = None
) -> Any:
    """An operation on tensors, noted by the tapes that are open.

    Args:
        operation: which.
        inputs: its operands.
        attributes: what is not computed.
        count: of its results, 0 for one that is alone; None if the operation says.
    """
    from wengert.tape import recording

    tapes = recording()
    if count is None:
        count = _results(operation, attributes, inputs)
    made = [
        Tensor(operation=operation, inputs=inputs, attributes=attributes, result=place, tapes=tapes)
        for place in (range(count) if count else (None,))
    ]
    for one in made:
        one.beside = made
    return tuple(made) if count else made[0]


# How many results operations have that have several.
SEVERAL = {
    "slogdet": 2,
    "svd": 3,
    "qr": 2,
    "eigh": 2,
    "lu": 3,
    "modf": 2,
    "top_k": 2,
    "meshgrid": 0,
    "split": 0,
}


def _results(operation: Operation, attributes: Mapping[str, Any], inputs: Sequence[Tensor]) -> int:
    name = operation.name
    if name == "meshgrid":
        return len(inputs)
    if name == "split":
        if "sections" not in attributes:
            raise TypeError("split takes a value and sections")
        sections = attributes["sections"]
        return sections if isinstance(sections, int) else len(sections)
    if name == "unstack":
        return inputs[0].shape[attributes.get("axis", 0)]
    return SEVERAL.get(name, 0)


def evaluate(wanted: Sequence[Tensor]) -> None:
    """Let the service compute these, in one request.

    Raises:
        WengertError: it could not.
    """
    open_ones = [one for one in wanted if not one.known]
    graph, values, names = graph_of(open_ones)
    outputs = [names[id(one)] for one in open_ones]
    document = {"graph": graph, "constants": values, "outputs": list(dict.fromkeys(outputs))}
    found = transport.client().post("/evaluate", document)["outputs"]
    for one, name in zip(open_ones, outputs, strict=True):
        one._value = np.asarray(found[name])
