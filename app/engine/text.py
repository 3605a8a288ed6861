"""Python text for plans: lines that are added one by one, and what the names in them stand for.

Only names made here stand in the text; operations, attributes and constants are reached through the names
`k1`, `a1` and `c1`. Nothing of a document gets into it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from app.engine import scalars
from app.engine.body import Body
from app.engine.pieces import in_pieces
from app.engine.plan import Plan
from app.engine.step import Step
from app.engine.tape import Instruction
from app.errors import OperationError
from app.ops.indexing import add_in_place
from app.ops.namespace import ops

INDENT = "    "
# What is smaller may wait until its name is used again.
SMALL_BYTES = 16_384
Generated = Callable[..., tuple[Any, ...]]

# On single numbers Python's operators are several times faster than the functions that they stand for.
OPERATORS = {
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "negative": "-{0}",
}


class Text:
    """Lines of Python, and what the names in them stand for."""

    def __init__(self, scalar: bool) -> None:
        self._scalar = scalar
        self._lines: list[str] = []
        self._globals: dict[str, Any] = {"__builtins__": {}}
        if scalar:
            self._globals.update(scalars.NAMES)
        self._at: dict[int, Instruction] = {}
        self._count = 0
        self._free: list[str] = []
        self._names: dict[tuple[str, int], str] = {}
        self._readers: Counter[int] = Counter()

    def read_by(self, steps: Iterable[Step]) -> None:
        """Take note of how often these steps, which are to be added, read each value."""
        self._readers = Counter(slot for step in steps for slot in step.reads)

    def names(self, letter: str, count: int) -> list[str]:
        """Names not used yet."""
        return [self._new(letter) for _ in range(count)]

    def line(self, depth: int, text: str) -> None:
        """Add a line, indented."""
        self._lines.append(INDENT * depth + text)

    def check(self, depth: int) -> None:
        """Look at the clock; on single numbers, where a step takes no time, now and then."""
        self.line(depth, "if not step & 255: check()" if self._scalar else "check()")

    def rows(self, depth: int, rows: Sequence[str], results: Sequence[str]) -> None:
        """Put the results of a step into arrays."""
        for row, result in zip(rows, results, strict=True):
            self.line(depth, f"{row}[step] = {result}")

    def assign(self, depth: int, names: Sequence[str], values: Sequence[str]) -> None:
        """Assign all at once."""
        if names:
            self.line(depth, f"{', '.join(names)} = {', '.join(values)}")

    def body(self, depth: int, body: Body, inputs: Sequence[str]) -> list[str]:
        """Add the steps of a body, given the names of its inputs; gives the names of its outputs."""
        plan = body.plan
        places = [plan.find(value) for value in body.inputs]
        names = {slot: name for slot, name in zip(places, inputs, strict=True) if slot is not None}
        return self.steps(depth, plan, names)

    def constants(self, plan: Plan) -> dict[int, str]:
        """The names of a plan's constants, by slot."""
        return {
            slot: self.known("c", constant.item() if self._scalar else constant)
            for slot, constant in plan.constants
        }

    def steps(self, depth: int, plan: Plan, inputs: Mapping[int, str]) -> list[str]:
        """Add the steps of a plan.

        Args:
            depth: of their indentation.
            plan: whose they are.
            inputs: the names of its inputs, by slot.

        Returns:
            The names of its outputs.
        """
        names = {**inputs, **self.constants(plan)}
        self.read_by(plan.steps)
        for step in plan.steps:
            self.step(depth, step, names)
        return [names[slot] for slot in plan.output_slots]

    def step(self, depth: int, step: Step, names: dict[int, str], *, place: str = "") -> None:
        """Add a step.

        Args:
            depth: of its indentation.
            step: what it is.
            names: of values, by slot; those of its results are added.
            place: the name of an array to put its result into, if it is not to make one.
        """
        instruction = step.instruction
        arguments = [names[slot] for slot in step.reads]
        ufunc = instruction.op.ufunc
        long = None if place or self._scalar else in_pieces(instruction)
        if long is not None:
            extra = f", **{self.known('a', instruction.attributes)}" if instruction.attributes else ""
            call = f"{self.known('k', long)}(execution, {', '.join(arguments)}{extra})"
            self.result(depth, step, names, call)
            return
        if place and ufunc is not None:
            self._at[len(self._lines) + 1] = instruction
            self.line(depth, f"{self.known('k', ufunc)}({', '.join(arguments)}, out={place})")
            names[step.writes[0]] = place
            self._step_let_go(depth, step, names)
            return
        own = None if place or self._scalar else self._own(step, names)
        if own is None:
            self.result(depth, step, names, self._call(instruction, arguments), place)
        elif ufunc is not None:
            call = f"{self.known('k', ufunc)}({', '.join(arguments)}, out={names[step.reads[own]]})"
            self.result(depth, step, names, call)
        else:
            extra = f"**{self.known('a', instruction.attributes)}"
            call = f"{self.known('k', add_in_place)}({', '.join([*arguments, extra])})"
            self.result(depth, step, names, call)

    def _own(self, step: Step, names: Mapping[int, str]) -> int | None:
        """Which operand the result may be written over: an array made here that nobody else reads or looks into."""
        instruction = step.instruction
        scattered = instruction.op is ops.at_add and len(instruction.operands) == 2
        if instruction.op.ufunc is None and not scattered:
            return None
        spec, nbytes = instruction.outputs[0].spec, instruction.outputs[0].nbytes
        for position, (slot, value) in enumerate(zip(step.reads, instruction.operands, strict=True)):
            made = None if value.producer is None else value.producer.op
            if (
                made is not None
                and (made.ufunc is not None or made is ops.at_add)
                and slot in step.frees
                and self._readers[slot] == 1
                and names[slot].startswith("v")
                and value.spec == spec
                and (scattered or nbytes >= SMALL_BYTES)
            ):
                return position
            if scattered:
                return None
        return None

    def result(self, depth: int, step: Step, names: dict[int, str], call: str, place: str = "") -> None:
        """Add the line that gives a step's result, as `step` does, where the call is known."""
        self._at[len(self._lines) + 1] = step.instruction
        if place:
            self.line(depth, f"{place}[...] = {call}")
            names[step.writes[0]] = place
        else:
            written = [self._free.pop() if self._free else self._new("v") for _ in step.writes]
            names.update(zip(step.writes, written, strict=True))
            single = step.instruction.op.results and len(written) == 1
            self.line(depth, f"{', '.join(written)}{',' * bool(single)} = {call}")
        self._step_let_go(depth, step, names)

    def _step_let_go(self, depth: int, step: Step, names: Mapping[int, str]) -> None:
        instruction = step.instruction
        values = (*instruction.operands, *instruction.outputs)
        small = {value.index for value in values if self._scalar or value.nbytes < SMALL_BYTES}
        self.let_go(depth, step.frees, names, small)

    def named(self, depth: int, expression: str) -> str:
        """A name for an expression; the expression itself, where it is one."""
        if expression.isidentifier():
            return expression
        name = self._new("v")
        self.line(depth, f"{name} = {expression}")
        return name

    def let_go(
        self, depth: int, slots: Sequence[int], names: Mapping[int, str], small: Collection[int] = ()
    ) -> None:
        """The names of these values may be used again; what they held is given back now, unless it is small."""
        free = [slot for slot in slots if names[slot].startswith("v")]
        large = [names[slot] for slot in free if slot not in small]
        if large:
            self.line(depth, f"{' = '.join(large)} = None")
        self._free += [names[slot] for slot in free]

    def _call(self, instruction: Instruction, arguments: Sequence[str]) -> str:
        if self._scalar:
            return scalars.text_of(instruction).format(*arguments)
        op = instruction.op
        if op.name in OPERATORS:
            return OPERATORS[op.name].format(*arguments)
        if op.ufunc is not None:
            return f"{self.known('k', op.ufunc)}({', '.join(arguments)})"
        extra = ["execution"] if op.nested is not None else []
        if instruction.attributes:
            arguments = [*arguments, f"**{self.known('a', instruction.attributes)}"]
        return f"{self.known('k', op.kernel)}({', '.join([*extra, *arguments])})"

    def known(self, letter: str, value: Any) -> str:
        """A name, beginning with this letter, for something that the text reads."""
        key = (letter, id(value))
        if key not in self._names:
            self._names[key] = self._new(letter)
            self._globals[self._names[key]] = value
        return self._names[key]

    def _new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def function(self, name: str) -> Generated:
        """The function of this name, whose errors say which instruction they come from."""
        code = compile("\n".join(self._lines), "<generated>", "exec", dont_inherit=True)
        exec(code, self._globals)  # noqa: S102  (the text consists of names made in this class)  # nosec B102
        function, at = self._globals[name], self._at

        def located(*arguments: Any) -> tuple[Any, ...]:
            try:
                result: tuple[Any, ...] = function(*arguments)
            except OperationError as error:
                trace = error.__traceback__
                while error.origin is None and trace is not None:
                    if trace.tb_frame.f_code is function.__code__ and trace.tb_lineno in at:
                        error.origin = at[trace.tb_lineno].origin
                    trace = trace.tb_next
                raise
            return result

        return located
