"""A request on its way to an answer: its values decoded, its graph recorded, its names resolved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from app.engine import ALL_TIERS, MAX_ITERATIONS, Budget, Plan, Tape, Tiers, Value, finite, ops
from app.errors import (
    BudgetExceeded,
    DuplicateName,
    Fault,
    InvalidDocument,
    InvalidValue,
    OperationError,
    Pointer,
    UnknownName,
    WengertError,
)
from app.graph.compiled import Compiled, Slot, work_of
from app.graph.program import compiled_program
from app.graph.record import FUNCTIONS, NODES, Recording
from app.graph.requests import Request
from app.graph.schema import DeclaredInput, Graph
from app.graph.source import Source
from app.graph.values import Array, decode, refuse
from app.ops.spec import DTYPES, FLOAT64, Spec, is_differentiable, spec_of

ROOT = Pointer()
# Members of requests that list names.
LISTS = frozenset({"target", "sources", "outputs", "batched"})
# More than any object of a request has whose members are known.
MOST_MEMBERS = 100


class Limits(NamedTuple):
    """What one request may take, and how it is carried out; `check` is called now and then, perhaps with the bytes that
    the tape has grown by, and ends what takes too long."""

    budget: Budget = Budget()
    max_nodes: float = math.inf
    max_iterations: int = MAX_ITERATIONS
    check: Callable[..., None] = lambda _=0: None
    tiers: Tiers = ALL_TIERS

    def tape(self, dtype: str) -> Tape:
        """An empty tape within these limits."""
        budget = self.budget
        return Tape(DTYPES[dtype], budget.max_bytes, self.max_iterations, self.check, budget.max_elements)


class Named(NamedTuple):
    """A value that a request names, and where it does."""

    name: str
    pointer: Pointer
    value: Value


class Inquiry:
    """The common part of every question.

    Args:
        request: what was asked.
        limits: what it may take.
        sources: names that derivatives are taken with respect to, beside those the request lists.
        shifted: whether the sources can be moved, see `Recording`.
        shapes_suffice: whether a declared shape may stand for a value.
        batched: values that the graph is given one row at a time.

    Attributes:
        recording: the graph on its tape.
        asked: the values that the answer holds, in the order of its slots.
        feeds: arrays for the inputs of the tape.
        rows: for each input that the graph is given one row at a time, the input that holds all of them.
        warnings: what is to be said with the answer.

    Raises:
        WengertError: the document does not fit, or is too large.
    """

    def __init__(
        self,
        request: Request,
        limits: Limits,
        sources: Sequence[str] = (),
        *,
        shifted: bool = False,
        shapes_suffice: bool = False,
        batched: Sequence[str] = (),
    ) -> None:
        self.request = request
        self.limits = limits
        self.warnings: list[str] = []
        self._shapes_suffice = shapes_suffice
        self.asked: list[Value] = []
        declared = declared_of(request)
        arrays = values_of(request, declared)
        if shifted:
            # Differences need the digits of double precision.
            arrays = {name: a.astype(FLOAT64) if a.dtype == np.float32 else a for name, a in arrays.items()}
        specs = {name: spec_of(array) for name, array in arrays.items()}
        specs.update({name: Spec(specs[name].shape[1:], specs[name].dtype) for name in batched})
        if shapes_suffice:
            specs = {**declared_specs(request, declared), **specs}
        self.graph, self.source = written(request, specs, limits)
        check_nodes(self.graph, limits.max_nodes)
        _check_declared(request, declared, specs)
        watched = [*sources, *(name for name, _ in self._source_names())]
        tape = limits.tape(request.dtype)
        with located(self.source):
            self.recording = Recording(
                self.graph,
                specs,
                tape,
                self._resolved(watched),
                shifted=shifted,
                max_nodes=limits.max_nodes,
                source=self.source,
            )
        self.feeds = {self.recording.inputs[name]: array for name, array in arrays.items()}
        self.rows = {self.recording.inputs[n]: self._whole(n, arrays[n]) for n in dict.fromkeys(batched)}
        for shifts in self.recording.shifts.values():
            self.feeds.update({shift: np.zeros(shift.shape, shift.dtype) for shift in shifts})

    def _whole(self, name: str, array: Array) -> Value:
        """All rows of a value, in place of one."""
        whole = self.tape.input(array.shape, array.dtype)
        del self.feeds[self.recording.inputs[name]]
        self.recording.inputs[name] = whole
        self.feeds[whole] = array
        return whole

    def _resolved(self, names: Sequence[str]) -> list[str]:
        """Names of the program among these as references to nodes."""
        if self.source is None:
            return list(names)
        return [*names, *(self.source.names[name] for name in names if name in self.source.names)]

    @property
    def tape(self) -> Tape:
        return self.recording.tape

    def slot(self, value: Value | None) -> Slot | None:
        """The place of a value in the answer."""
        return None if value is None else Slot(self.place(value))

    def place(self, value: Value) -> int:
        """The position among the plan's results that a value gets."""
        self.asked.append(value)
        return len(self.asked) - 1

    def named(self, names: Sequence[str], base: Pointer) -> list[Named]:
        """The values of these names, which stand in a list at `base`."""
        return [Named(name, base / i, self.recording.value(name, base / i)) for i, name in enumerate(names)]

    def graph_outputs(self) -> list[Named]:
        """The graph's declared outputs, or its last node."""
        graph = self.graph
        if graph.outputs and self.source is not None:
            place = ROOT / "program"
            values = [self.recording.value(reference, place) for reference in graph.outputs]
            names = [self.source.named(reference) for reference in graph.outputs]
            return [Named(name, place, value) for name, value in zip(names, values, strict=True)]
        if graph.outputs:
            return self.named(graph.outputs, ROOT / "graph" / "outputs")
        last = len(graph.nodes) - 1
        name, pointer = graph.nodes[last]["name"], NODES / last / "name"
        return [Named(name, pointer, self.recording.value(name, pointer))]

    def outputs(self) -> dict[str, Slot | None]:
        """The values named in `outputs`."""
        named = self.named(self.request.outputs or (), ROOT / "outputs")
        return {entry.name: self.slot(entry.value) for entry in named}

    def targets(self, *, all_outputs: bool = False, weighted: bool = False) -> list[Named]:
        """What is differentiated, with a warning for what cannot be.

        Args:
            all_outputs: what stands for a target not given: every output of the graph, or the first.
            weighted: whether cotangents or tangents say what the derivative of a complex target is.

        Raises:
            OperationError: a target is complex, and has no weights.
        """
        asked = getattr(self.request, "target", None)
        if asked is None:
            targets = self.graph_outputs() if all_outputs else self.graph_outputs()[:1]
        elif isinstance(asked, str):
            targets = [Named(asked, ROOT / "target", self.recording.value(asked, ROOT / "target"))]
        else:
            targets = self.named(asked, ROOT / "target")
        for target in targets:
            if target.value.dtype.kind == "c" and not weighted:
                detail = (
                    f"the target '{target.name}' is complex; differentiate its real part, its imaginary part or "
                    "its modulus (operations real, imag, abs), or give output_gradients"
                )
                raise OperationError(detail, faults=[Fault(str(target.pointer), detail)])
            if not is_differentiable(target.value.dtype):
                self.warnings.append(
                    f"the target '{target.name}' has dtype {target.value.dtype}; nothing can be differentiated"
                )
        return targets

    def sources(self) -> list[Named]:
        """With respect to what, each once, with a warning for what cannot be a source."""
        sources = [
            Named(name, pointer, self.recording.value(name, pointer))
            for name, pointer in self._source_names()
        ]
        for source in sources:
            if not is_differentiable(source.value.dtype):
                self.warnings.append(
                    f"the source '{source.name}' has dtype {source.value.dtype}; only floating values have "
                    "gradients"
                )
        return sources

    def _source_names(self) -> list[tuple[str, Pointer]]:
        asked = getattr(self.request, "sources", None)
        if asked is not None:
            places = {name: ROOT / "sources" / i for i, name in reversed(list(enumerate(asked)))}
            return [(name, places[name]) for name in dict.fromkeys(asked)]
        declared = declared_of(self.request)
        parameters = [*self.request.parameters, *self._only_declared()]
        return [
            (name, ROOT / "parameters" / name)
            for name in parameters
            if name not in declared or declared[name].trainable
        ]

    def _only_declared(self) -> list[str]:
        """Inputs that a declared shape stands for; without a value they count as parameters."""
        if not self._shapes_suffice:
            return []
        given = {**self.request.parameters, **self.request.constants}
        return [name for name in declared_specs(self.request, declared_of(self.request)) if name not in given]

    def given(self, value: Any, pointer: Pointer, like: Value, *, several: bool = False) -> Value:
        """An array of the request with the shape and dtype of a value, as an input of the tape.

        Args:
            value: as it stands in the document.
            pointer: where.
            like: the value it belongs to.
            several: whether one extra leading axis is allowed.

        Raises:
            InvalidValue: the shape is another.
        """
        dtype = like.dtype if is_differentiable(like.dtype) else self.tape.dtype
        array = decode(value, pointer, dtype, None if isinstance(value, dict | np.ndarray) else dtype)
        fits = array.shape == like.shape or (several and array.shape[1:] == like.shape and array.ndim)
        if not fits:
            extra = ", with one more axis in front if it likes" if several else ""
            raise refuse(pointer, f"expected the shape {like.shape}{extra}; got {array.shape}")
        placed = self.tape.input(array.shape, dtype)
        self.feeds[placed] = np.asarray(array, dtype)
        return placed

    def unconnected(self, found: Value | None, shape: tuple[int, ...], like: Value) -> Value | None:
        """The derivative found, or what the request wants where there is none."""
        asked = getattr(self.request, "unconnected_gradients", "none") == "zero"
        if found is not None or not asked or not is_differentiable(like.dtype):
            return found
        zero = self.tape.constant(np.zeros((), like.dtype))
        return ops.broadcast_to(zero, shape=shape)  # type: ignore[no-any-return]

    def plan(self) -> Plan:
        """The plan for all that was asked."""
        return Plan(self.asked)

    def compiled(self, layout: dict[str, Any]) -> Compiled:
        """The question planned, within the budget.

        Raises:
            BudgetExceeded: the work is estimated to exceed it.
        """
        if self.warnings:
            layout["warnings"] = self.warnings
        plan = self.plan()
        with self.recording.locating():
            self.limits.budget.check(plan)
        feeds = {v: self.feeds[v] for v in plan.inputs}
        observe = finite(self.recording.forward) if self.request.check_numerics else None
        return Compiled(plan, feeds, layout, self.recording, work_of(plan), observe, self.limits.tiers)


def declared_of(request: Request) -> Mapping[str, DeclaredInput]:
    """What the request says of the graph's inputs."""
    return request.inputs if request.graph is None else request.graph.inputs


def written(
    request: Request, specs: Mapping[str, Spec], limits: Limits, *, closed: bool = True
) -> tuple[Graph, Source | None]:
    """The graph that is asked about, and the program that it was written as, if it was. `closed`: whether all
    inputs of a program must be among the specs.

    Raises:
        InvalidDocument: there is neither a graph nor a program, or both.
        InvalidProgram: the program cannot be read.
    """
    if request.graph is not None:
        if request.program is not None:
            raise InvalidDocument("give either 'graph' or 'program', not both", pointer="/program")
        if request.inputs:
            raise InvalidDocument("beside a graph, inputs are declared inside it", pointer="/inputs")
        return request.graph, None
    if request.program is None:
        raise InvalidDocument("'graph' is missing; so is 'program', which may stand for it", pointer="/graph")
    return compiled_program(request.program, specs, limits.max_nodes, closed=closed, check=limits.check)


@contextmanager
def located(source: Source | None) -> Iterator[None]:
    """Let errors about the graph point into the program that it was written as."""
    try:
        yield
    except WengertError as error:
        raise error if source is None else source.moved(error) from error.__cause__


def values_of(request: Request, declarations: Mapping[str, DeclaredInput]) -> dict[str, Array]:
    """The arrays of the request's parameters and constants, by name.

    Raises:
        InvalidDocument: a name is none.
        InvalidValue: a value is no array, or not what the graph declares it to be.
        DuplicateName: a name is both a parameter and a constant.
    """
    floating = DTYPES[request.dtype]
    arrays: dict[str, Array] = {}
    for group, given in (("parameters", request.parameters), ("constants", request.constants)):
        for name, value in given.items():
            pointer = ROOT / group / name
            if not name or ":" in name:
                raise InvalidDocument(
                    f"'{name}' cannot be a name: it must not be empty, nor contain ':'", pointer=str(pointer)
                )
            if name in arrays:
                raise DuplicateName(f"'{name}' is both a parameter and a constant", pointer=str(pointer))
            declared = declarations.get(name)
            dtype = DTYPES[declared.dtype] if declared is not None and declared.dtype else None
            if dtype is None and group == "parameters" and not isinstance(value, dict | np.ndarray):
                dtype = floating
            array = decode(value, pointer, floating, dtype)
            if declared is not None and declared.dtype not in (None, str(array.dtype)):
                raise refuse(
                    pointer, f"the graph declares this value {declared.dtype}, but it holds booleans"
                )
            arrays[name] = array
    return arrays


def declared_specs(request: Request, declarations: Mapping[str, DeclaredInput]) -> dict[str, Spec]:
    """Shape and dtype of the inputs whose whole shape the graph declares."""
    return {
        name: Spec(tuple(n for n in declared.shape if n is not None), DTYPES[declared.dtype or request.dtype])
        for name, declared in declarations.items()
        if declared.shape is not None and None not in declared.shape
    }


def _check_declared(
    request: Request, declarations: Mapping[str, DeclaredInput], arrays: Mapping[str, Spec]
) -> None:
    base = ROOT / "inputs" if request.graph is None else ROOT / "graph" / "inputs"
    for name, declared in declarations.items():
        pointer = base / name
        if name not in arrays:
            raise UnknownName(
                f"the graph declares an input '{name}', but neither parameters nor constants hold it",
                pointer=str(pointer),
            )
        shape = arrays[name].shape
        if declared.shape is None:
            continue
        fits = len(shape) == len(declared.shape) and all(
            n is None or n == m for n, m in zip(declared.shape, shape, strict=True)
        )
        if not fits:
            lengths = ["any" if n is None else str(n) for n in declared.shape]
            wanted = f"({', '.join(lengths)}{',' * (len(lengths) == 1)})"
            detail = f"'{name}' has shape {shape}, but the graph declares {wanted}"
            raise InvalidValue(detail, pointer=str(pointer / "shape"))


def check_size(document: dict[str, Any], max_nodes: float) -> None:
    """Refuse what is too wide before anybody looks at each of its parts.

    Args:
        document: a request, its members being whatever they are.
        max_nodes: how many nodes are allowed, in the graph and in each of its functions, and how many entries in every
            list of names and object with values.

    Raises:
        InvalidDocument, BudgetExceeded.
    """
    _check_members(document, ROOT)
    for name, member in document.items():
        counted = isinstance(member, list) if name in LISTS else isinstance(member, dict)
        if counted and len(member) > max_nodes:
            raise BudgetExceeded(
                f"there are {len(member)} entries; the limit is {max_nodes:g}", pointer=str(ROOT / name)
            )
    graph = document.get("graph")
    if not isinstance(graph, dict):
        return
    functions = graph.get("functions")
    places = [(NODES, graph)]
    if isinstance(functions, dict):
        places += [(FUNCTIONS / name / "nodes", function) for name, function in functions.items()]
    for place, holder in places:
        nodes = holder.get("nodes") if isinstance(holder, dict) else None
        if not isinstance(nodes, list):
            continue
        if len(nodes) > max_nodes:
            raise _too_many(len(nodes), max_nodes, place)
        for number, node in enumerate(nodes):
            if isinstance(node, dict):
                _check_members(node, place / number)


def _check_members(found: dict[str, Any], place: Pointer) -> None:
    if len(found) > MOST_MEMBERS:
        raise InvalidDocument(
            f"an object with {len(found)} members; none that may stand here has more than {MOST_MEMBERS}",
            pointer=str(place),
        )


def check_nodes(graph: Graph, max_nodes: float) -> None:
    """Refuse a graph without nodes, or with too many.

    Raises:
        InvalidDocument, BudgetExceeded.
    """
    if not graph.nodes:
        raise InvalidDocument("the graph has no nodes; it needs at least one", pointer=str(NODES))
    if len(graph.nodes) > max_nodes:
        raise _too_many(len(graph.nodes), max_nodes, NODES)


def _too_many(count: int, max_nodes: float, place: Pointer) -> BudgetExceeded:
    return BudgetExceeded(f"the graph has {count} nodes; the limit is {max_nodes:g}", pointer=str(place))
