"""Plans and loops as text: their steps written out as straight-line Python and compiled once.

Only names made here stand in the text; operations, attributes and constants are reached through the names
`k1`, `a1` and `c1`. Nothing of a document gets into it. What is about single numbers only is written out on Python's
own floats, see `app.engine.scalars`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.engine import scalars
from app.engine.body import Body
from app.engine.plan import Plan, Step
from app.engine.tape import Instruction
from app.errors import OperationError

INDENT = "    "
# Between two looks at the clock an instruction or this many FLOPs are carried out.
UNCHECKED_FLOPS = 1e6
Loop = Callable[..., tuple[Any, ...]]


def straight(plan: Plan, *, scalar: bool) -> Loop:
    """A plan as one function.

    Returns:
        A function of an execution and an array (with `scalar` a number) for each of the plan's inputs; it gives
        the outputs.
    """
    text = _Text(scalar)
    inputs = text.names("i", len(plan.inputs))
    text.line(0, f"def run({', '.join(['execution', *inputs])}):")
    if not scalar:
        text.line(1, "check = execution.check")
    names = dict(zip(map(plan.slot, plan.inputs), inputs, strict=True))
    results = text.steps(1, plan, names, checked=not scalar)
    text.line(1, f"return ({''.join(f'{name}, ' for name in results)})")
    return text.function("run")


def scan_loop(body: Body, consts: int, carries: int, sums: int, *, scalar: bool) -> Loop:
    """The loop of a scan.

    Args:
        body: what is carried out; with `scalar` all its values are single numbers.
        consts: how many constants it takes.
        carries: how many carries.
        sums: how many of its results are added up.
        scalar: whether to compute on Python's numbers.

    Returns:
        A function of an execution, the numbers of the steps in order, constants, carries, xs, first values of
        the sums, and arrays for the ys, which it fills in; it gives the last carries and the sums.
    """
    key = ("scan", consts, carries, sums, scalar)
    return _kept(body, key, lambda: _scan_loop(body, consts, carries, sums, scalar))


def while_loop(condition: Body, body: Body, consts: int, carries: int, *, scalar: bool) -> Loop:
    """The loop of a while.

    Returns:
        A function of an execution, the most steps, constants, carries, and arrays for the ys; it gives the
        number of steps carried out, whether the condition ended them, and the last carries.
    """
    key = ("while", condition, consts, carries, scalar)
    return _kept(body, key, lambda: _while_loop(condition, body, consts, carries, scalar))


def _kept(body: Body, key: Any, make: Callable[[], Loop]) -> Loop:
    cache = vars(body).setdefault("_loops", {})
    if key not in cache:
        cache[key] = make()
    loop: Loop = cache[key]
    return loop


def _scan_loop(body: Body, consts: int, carries: int, sums: int, scalar: bool) -> Loop:
    text = _Text(scalar)
    inputs = text.names("i", len(body.inputs))
    totals, rows = text.names("s", sums), text.names("y", len(body.outputs) - carries - sums)
    held = inputs[consts : consts + carries]
    text.line(0, f"def loop({', '.join(['execution', 'order', *inputs, *totals, *rows])}):")
    text.line(1, "check = execution.check")
    text.line(1, "for step in order:")
    text.check(2)
    slices = text.names("x", len(inputs) - consts - carries)
    for name, source in zip(slices, inputs[consts + carries :], strict=True):
        text.line(2, f"{name} = {source}[step]")
    results = text.body(2, body, [*inputs[: consts + carries], *slices])
    for total, result in zip(totals, results[carries:], strict=False):
        text.line(2, f"{total} += {result}")
    text.rows(2, rows, results[carries + sums :])
    text.assign(2, held, results[:carries])
    text.line(1, f"return ({''.join(f'{name}, ' for name in (*held, *totals))})")
    return text.function("loop")


def _while_loop(condition: Body, body: Body, consts: int, carries: int, scalar: bool) -> Loop:
    text = _Text(scalar)
    inputs = text.names("i", len(body.inputs))
    rows = text.names("y", len(body.outputs) - carries)
    held = inputs[consts:]
    ended = "".join(f", {name}" for name in held)
    text.line(0, f"def loop({', '.join(['execution', 'most', *inputs, *rows])}):")
    text.line(1, "check = execution.check")
    text.line(1, "step = 0")
    text.line(1, "while True:")
    text.check(2)
    [verdict] = text.body(2, condition, inputs)
    text.line(2, f"if not {verdict}:")
    text.line(3, f"return (step, True{ended})")
    text.line(2, "if step == most:")
    text.line(3, f"return (step, False{ended})")
    results = text.body(2, body, inputs)
    text.rows(2, rows, results[carries:])
    text.assign(2, held, results[:carries])
    text.line(2, "step += 1")
    return text.function("loop")


class _Text:
    """Lines of Python, and what the names in them stand for."""

    def __init__(self, scalar: bool) -> None:
        self._scalar = scalar
        self._lines: list[str] = []
        self._globals: dict[str, Any] = {"__builtins__": {}}
        if scalar:
            self._globals.update(scalars.NAMES)
        self._at: dict[int, Instruction] = {}
        self._count = 0

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

    def steps(self, depth: int, plan: Plan, inputs: Mapping[int, str], *, checked: bool = False) -> list[str]:
        """Add the steps of a plan.

        Args:
            depth: of their indentation.
            plan: whose they are.
            inputs: the names of its inputs, by slot.
            checked: whether to look at the clock between them.

        Returns:
            The names of its outputs.
        """
        names = dict(inputs)
        for slot, constant in plan.constants:
            names[slot] = self._global("c", constant.item() if self._scalar else constant)
        free: list[str] = []
        unchecked = UNCHECKED_FLOPS
        for step in plan.steps:
            if checked:
                unchecked += step.instruction.cost().flops
                if unchecked >= UNCHECKED_FLOPS:
                    self.line(depth, "check()")
                    unchecked = 0.0
            call = self._call(step, names)
            written = [free.pop() if free else self._new("v") for _ in step.writes]
            names.update(zip(step.writes, written, strict=True))
            targets = ", ".join(written) + ("," if step.instruction.op.results and len(written) == 1 else "")
            self._at[len(self._lines) + 1] = step.instruction
            self.line(depth, f"{targets} = {call}")
            free += [names[slot] for slot in step.frees if names[slot].startswith("v")]
        return [names[slot] for slot in plan.output_slots]

    def _call(self, step: Step, names: dict[int, str]) -> str:
        arguments = [names[slot] for slot in step.reads]
        if self._scalar:
            return scalars.text_of(step).format(*arguments)
        op = step.instruction.op
        if op.nested is not None:
            arguments.insert(0, "execution")
        if step.instruction.attributes:
            arguments.append(f"**{self._global('a', step.instruction.attributes)}")
        return f"{self._global('k', op.kernel)}({', '.join(arguments)})"

    def _global(self, letter: str, value: Any) -> str:
        name = self._new(letter)
        self._globals[name] = value
        return name

    def _new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def function(self, name: str) -> Loop:
        """The function of this name, whose errors say which instruction they come from."""
        code = compile("\n".join(self._lines), "<generated>", "exec", dont_inherit=True)
        exec(code, self._globals)  # noqa: S102  (the text consists of names made in this class)
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
