"""A graph, or the tape recorded for it, as a drawing: what flows where, in which shapes, with values and adjoints
where values were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from app.engine import Deadline, Plan, Value, gradient, run
from app.graph.compiled import Work, work_of
from app.graph.describe import look
from app.graph.inquiry import Inquiry, Limits
from app.graph.record import Recording
from app.graph.requests import PictureRequest
from app.graph.schema import Graph
from app.graph.trace import operand_label
from app.graph.uses import functions_of, outputs_of
from app.graph.values import Array
from app.ops import REGISTRY
from app.ops.spec import Spec, is_differentiable
from app.sketch import Drawing, Edge, Group, Node, folded, svg

SHOWN_NUMBERS = 4
LONGEST_ATTRIBUTE = 24
# Functions used by functions multiply; past this many boxes they are not drawn.
MOST_BOXES = 2000


@dataclass(slots=True)
class Picture:
    """A drawing ready to be made."""

    sketch: Sketch
    plan: Plan | None
    feeds: Mapping[Value, Array]
    seen: Seen
    recording: Recording

    @property
    def work(self) -> Work:
        """What making it takes."""
        computing = Work() if self.plan is None else work_of(self.plan)
        # Laying out a node takes about as long as half a million FLOPs.
        drawing = 5e5 * min(len(self.sketch.graph.nodes), 200)
        return computing._replace(effort=computing.effort + drawing, answer_bytes=0)

    def run(self, deadline: Deadline) -> dict[str, Any]:
        """The drawing as SVG.

        Raises:
            OperationError: a value does not suit an operation.
            DeadlineExceeded: the deadline has passed.
        """
        if self.plan is not None:
            with self.recording.locating():
                self.seen.fill(run(self.plan, self.feeds, deadline))
        deadline.check()
        return {"svg": svg(folded(self.sketch.drawing(self.seen)))}


class Seen:
    """Values and adjoints by reference, as text, once they are computed."""

    def __init__(self, values: Mapping[str, Value], adjoints: Mapping[str, Value]) -> None:
        self._places = [(reference, "value", value) for reference, value in values.items()]
        self._places += [(reference, "adjoint", value) for reference, value in adjoints.items()]
        self._texts: dict[tuple[str, str], str] = {}

    @property
    def asked(self) -> list[Value]:
        """What is to be computed."""
        return [value for _, _, value in self._places]

    def fill(self, arrays: Sequence[Array]) -> None:
        """Take the arrays computed."""
        for (reference, what, _), array in zip(self._places, arrays, strict=True):
            self._texts[reference, what] = shown(array)

    def value(self, reference: str) -> str:
        """A value's text, or nothing."""
        return self._texts.get((reference, "value"), "")

    def adjoint(self, reference: str) -> str:
        """An adjoint's text, or nothing."""
        return self._texts.get((reference, "adjoint"), "")


def shown(array: Array) -> str:
    """An array in a few characters: its numbers if they are few, else their range."""
    if array.size == 0:
        return "empty"
    if array.ndim == 0:
        return _number(array.item())
    if array.size <= SHOWN_NUMBERS and array.ndim == 1:
        return "[" + ", ".join(_number(x) for x in array.tolist()) + "]"
    if array.dtype.kind == "c":
        return f"|z| {_number(np.abs(array).min())} … {_number(np.abs(array).max())}"
    return f"{_number(array.min())} … {_number(array.max())}"


def _number(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    return str(value) if isinstance(value, int) else f"{value:.4g}"


def picture(request: PictureRequest, limits: Limits) -> Picture:
    """What does the graph look like?"""
    seen = look(request, limits)
    if all(name in seen.arrays for name in seen.names):
        return _with_values(request, limits, seen.graph, seen.names)
    recording = seen.recorded()
    sketch = Sketch(seen.graph, seen.names, frozenset(request.constants), seen.specs, recording)
    return Picture(sketch, None, {}, Seen({}, {}), recording)


def _with_values(request: PictureRequest, limits: Limits, graph: Graph, names: list[str]) -> Picture:
    inquiry = Inquiry(request, limits)
    targets, sources = inquiry.targets(), inquiry.sources()
    adjoints: dict[Value, Value] = {}
    differentiable = [
        t.value for t in targets if is_differentiable(t.value.dtype) and t.value.dtype.kind == "f"
    ]
    with inquiry.recording.locating():
        gradient(differentiable, [s.value for s in sources], None, adjoints)
    recording = inquiry.recording
    values = {
        reference: value
        for name, results in recording.scope.results.items()
        for reference, value in _referred(name, results)
    }
    seen = Seen(values, {r: adjoints[v] for r, v in values.items() if v in adjoints})
    for value in seen.asked:
        inquiry.place(value)
    plan = inquiry.plan()
    with recording.locating():
        limits.budget.check(plan)
    feeds = {value: inquiry.feeds[value] for value in plan.inputs}
    specs = {name: results[0].spec for name, results in recording.scope.results.items() if name in names}
    sketch: Sketch = (
        TapeSketch(inquiry, plan, names, frozenset(request.constants), adjoints)
        if request.draw == "tape"
        else Sketch(graph, names, frozenset(request.constants), specs, recording)
    )
    return Picture(sketch, plan, feeds, seen, recording)


def _referred(name: str, results: Sequence[Value]) -> Iterator[tuple[str, Value]]:
    """The results of a node by reference; a bare name is result 0."""
    for i, value in enumerate(results):
        yield f"{name}:{i}", value
    if results:
        yield name, results[0]


@dataclass
class Sketch:
    """A graph document on its way to a drawing.

    Attributes:
        graph: the document.
        inputs: its inputs.
        constants: those of them that are constants.
        specs: of the inputs, as far as they are known.
        recording: the graph recorded, as far as it could be.
    """

    graph: Graph
    inputs: Sequence[str]
    constants: frozenset[str]
    specs: Mapping[str, Spec]
    recording: Recording
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def drawing(self, seen: Seen) -> Drawing:
        """The drawing, with what was seen of the values."""
        for name in self.inputs:
            self._input(name, self.specs.get(name), seen)
        outputs = {reference.partition(":")[0] for reference in outputs_of(self.graph)}
        scope = {name: name for name in self.inputs}
        for node in self.graph.nodes:
            self._node(node, "", scope, seen, outputs, ())
        count = len(self.graph.nodes)
        title = f"Computation graph with {count} operation{'s' * (count != 1)}"
        described = (
            f"Inputs: {', '.join(self.inputs) or 'none'}. Outputs: {', '.join(outputs_of(self.graph))}."
        )
        return Drawing(title, described, tuple(self.nodes), tuple(self.edges), tuple(self.groups))

    def _input(self, name: str, spec: Spec | None, seen: Seen) -> None:
        kind: Literal["parameter", "constant"] = "constant" if name in self.constants else "parameter"
        lines = tuple(filter(None, ("" if spec is None else _described(spec),)))
        tooltip = _tooltip(name, kind, spec, seen.value(name), seen.adjoint(name))
        self.nodes.append(Node(name, name, kind, kind, lines, tooltip, None))

    def _node(
        self,
        node: Mapping[str, Any],
        prefix: str,
        scope: dict[str, str],
        seen: Seen,
        outputs: set[str],
        using: tuple[str, ...],
    ) -> None:
        """Draw a node, and before it the functions that it carries out."""
        name, place = node["name"], prefix + node["name"]
        group, groups = prefix.removesuffix("/") or None, len(self.groups)
        for attribute, function in _functions(node):
            room = len(self.nodes) < MOST_BOXES
            if room and function in self.graph.functions and function not in using:
                self._body(node, attribute, function, place, group, scope, seen, using)
        top = not prefix
        results = self.recording.scope.results.get(name, ()) if top else ()
        specs = [value.spec for value in results]
        subtitle = node["op"] + _attributes(node)
        lines = tuple(_described(spec) for spec in specs[:3])
        kind: Literal["operation", "output"] = "output" if top and name in outputs else "operation"
        tooltip = _tooltip(name, subtitle, specs[0] if specs else None, seen.value(name), seen.adjoint(name))
        self.nodes.append(
            Node(place, self._title(name), subtitle, kind, lines, tooltip if top else subtitle, group)
        )
        # What a function is given goes to its arguments.
        given = node["inputs"] if len(self.groups) == groups else node["inputs"][: node["op"] == "cond"]
        for reference in dict.fromkeys(i for i in given if isinstance(i, str)):
            self._edge(reference, place, scope, seen if top else None)
        scope[name] = place

    def _title(self, name: str) -> str:
        """A node's name; one that the compiler made up stands for the expression itself."""
        source = self.recording.source
        return name if source is None else source.shown(name).strip("`")

    def _edge(
        self,
        reference: str,
        target: str,
        scope: Mapping[str, str],
        seen: Seen | None,
        kind: Literal["data", "capture"] | None = None,
    ) -> None:
        name = reference.partition(":")[0]
        if name not in scope:
            return
        value, adjoint = ("", "") if seen is None else (seen.value(reference), seen.adjoint(reference))
        inner = target.rpartition("/")[0]
        crosses = inner and not scope[name].startswith(inner + "/")
        self.edges.append(
            Edge(scope[name], target, value, adjoint, kind or ("capture" if crosses else "data"))
        )

    def _body(
        self,
        node: Mapping[str, Any],
        attribute: str,
        function: str,
        place: str,
        group: str | None,
        scope: Mapping[str, str],
        seen: Seen,
        using: tuple[str, ...],
    ) -> None:
        document = self.graph.functions[function]
        box = f"{place}/{attribute}"
        self.groups.append(Group(box, f"{attribute}: {function}", group))
        inner = dict(scope)
        for name, reference in zip(document.inputs, _given(node), strict=False):
            inner[name] = f"{box}/{name}"
            self.nodes.append(Node(inner[name], name, "argument", "constant", (), f"argument {name}", box))
            if isinstance(reference, str):
                self._edge(reference, inner[name], scope, None if using else seen, kind="data")
        for one in document.nodes:
            self._node(one, f"{box}/", inner, seen, set(), (*using, function))
        for reference in dict.fromkeys(outputs_of(document)):
            name = reference.partition(":")[0]
            if name in inner:
                self.edges.append(Edge(inner[name], place))


def _functions(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The attributes of a node that name functions, with the names."""
    attributes = [a.name for a in REGISTRY[node["op"]].attributes if a.is_function]
    return [(name, node[name]) for name in attributes if node.get(name) in functions_of(node)]


def _given(node: Mapping[str, Any]) -> list[Any]:
    """What a function's arguments are given, by the node's inputs."""
    inputs = list(node["inputs"])
    return inputs[1:] if node["op"] == "cond" else inputs


def _described(spec: Spec) -> str:
    shape = " × ".join(map(str, spec.shape)) or "scalar"
    return f"{shape}  {spec.dtype}"


def _attributes(node: Mapping[str, Any]) -> str:
    functions = dict(_functions(node))
    parts = [
        f"{key}={value}"
        for key, value in node.items()
        if key not in ("name", "op", "inputs", *functions) and len(str(value)) <= LONGEST_ATTRIBUTE
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _tooltip(name: str, what: str, spec: Spec | None, value: str, adjoint: str) -> str:
    parts = [f"{name}: {what}"]
    parts += [] if spec is None else [_described(spec)]
    parts += [f"value {value}"] if value else []
    parts += [f"adjoint {adjoint}"] if adjoint else []
    return ", ".join(parts)


class TapeSketch(Sketch):
    """The recorded tape: every instruction that values and adjoints depend on."""

    def __init__(
        self,
        inquiry: Inquiry,
        plan: Plan,
        inputs: Sequence[str],
        constants: frozenset[str],
        adjoints: Mapping[Value, Value],
    ) -> None:
        super().__init__(inquiry.graph, inputs, constants, {}, inquiry.recording)
        self.plan, self.adjoints = plan, adjoints
        self.targets = {target.value for target in inquiry.targets()}
        self.warnings = inquiry.warnings

    def drawing(self, seen: Seen) -> Drawing:
        """The drawing, with what was seen of the values."""
        names = {**self._adjoint_names(), **self.recording.names()}
        known = {value: f"v{value.index}" for value in self.plan.inputs}
        for value in self.plan.inputs:
            name = names.get(value, f"%{value.index}")
            kind: Literal["parameter", "constant"] = "constant" if name in self.constants else "parameter"
            tooltip = _tooltip(name, kind, value.spec, seen.value(name), seen.adjoint(name))
            self.nodes.append(Node(known[value], name, kind, kind, (_described(value.spec),), tooltip, None))
        for step in self.plan.steps:
            self._instruction(step.instruction, known, names, seen)
        count = len(self.plan.steps)
        title = f"Tape with {count} instruction{'s' * (count != 1)}"
        described = (
            "Forward and backward pass in the order in which they are carried out, from top to bottom."
        )
        return Drawing(title, described, tuple(self.nodes), tuple(self.edges), tuple(self.groups))

    def _adjoint_names(self) -> dict[Value, str]:
        """The adjoint of `w` is called `∂ w`."""
        named = self.recording.names()
        return {adjoint: f"∂ {named[value]}" for value, adjoint in self.adjoints.items() if value in named}

    def _instruction(
        self, instruction: Any, known: dict[Value, str], names: Mapping[Value, str], seen: Seen
    ) -> None:
        backward = instruction.position >= self.recording.forward
        first = instruction.outputs[0]
        place = f"v{first.index}"
        name = names.get(first, f"%{first.index}")
        lines = (*(_described(v.spec) for v in instruction.outputs[:3]),)
        given = ", ".join(operand_label(v, names.get(v, f"%{v.index}")) for v in instruction.operands)
        text = f"{instruction.op.name}({given})"
        kind: Literal["operation", "output"] = "output" if first in self.targets else "operation"
        self.nodes.append(Node(place, name, instruction.op.name, kind, lines, f"{name} = {text}", None))
        for operand in dict.fromkeys(instruction.operands):
            if operand in known:
                name = names.get(operand, "")
                label = seen.adjoint(name[2:]) if name.startswith("∂ ") else seen.value(name)
                self.edges.append(Edge(known[operand], place, label, "", "backward" if backward else "data"))
        known.update(dict.fromkeys(instruction.outputs, place))
