"""Loops as text: the steps of a body written out as straight-line Python and compiled once.

Only names made here stand in the text; operations, attributes and constants are reached through the names
`k1`, `a1` and `c1`. Nothing of a document gets into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.engine.body import Body
from app.engine.plan import Plan, Step
from app.engine.tape import Instruction
from app.errors import OperationError

INDENT = "    "


def scan_loop(body: Body, consts: int, carries: int, sums: int) -> Callable[..., tuple[Any, ...]]:
    """The loop of a scan.

    Returns:
        A function of an execution, the numbers of the steps in order, constants, carries, xs, and arrays for
        the sums (added to) and the ys (filled in); it gives the last carries.
    """
    return _kept(body, ("scan", consts, carries, sums), lambda: _scan_loop(body, consts, carries, sums))


def while_loop(condition: Body, body: Body, consts: int, carries: int) -> Callable[..., tuple[Any, ...]]:
    """The loop of a while.

    Returns:
        A function of an execution, the most steps, constants, carries, and arrays for the ys; it gives the
        number of steps carried out, whether the condition ended them, and the last carries.
    """
    key = ("while", condition, consts, carries)
    return _kept(body, key, lambda: _while_loop(condition, body, consts, carries))


def _kept(body: Body, key: Any, make: Callable[[], Any]) -> Any:
    cache = vars(body).setdefault("_loops", {})
    if key not in cache:
        cache[key] = make()
    return cache[key]


def _scan_loop(body: Body, consts: int, carries: int, sums: int) -> Callable[..., tuple[Any, ...]]:
    text = _Text()
    inputs = text.names("i", len(body.inputs))
    totals, rows = text.names("s", sums), text.names("y", len(body.outputs) - carries - sums)
    held = inputs[consts : consts + carries]
    text.line(0, f"def loop({', '.join(['execution', 'order', *inputs, *totals, *rows])}):")
    text.line(1, "check = execution.check")
    text.line(1, "for step in order:")
    text.line(2, "check()")
    slices = text.names("x", len(inputs) - consts - carries)
    for name, source in zip(slices, inputs[consts + carries :], strict=True):
        text.line(2, f"{name} = {source}[step]")
    results = text.steps(2, body, [*inputs[: consts + carries], *slices])
    for total, result in zip(totals, results[carries:], strict=False):
        text.line(2, f"{total} += {result}")
    for row, result in zip(rows, results[carries + sums :], strict=True):
        text.line(2, f"{row}[step] = {result}")
    if held:
        text.line(2, f"{', '.join(held)} = {', '.join(results[:carries])}")
    text.line(1, f"return ({''.join(f'{name}, ' for name in held)})")
    return text.function("loop")


def _while_loop(condition: Body, body: Body, consts: int, carries: int) -> Callable[..., tuple[Any, ...]]:
    text = _Text()
    inputs = text.names("i", len(body.inputs))
    rows = text.names("y", len(body.outputs) - carries)
    held = inputs[consts:]
    ended = "".join(f", {name}" for name in held)
    text.line(0, f"def loop({', '.join(['execution', 'most', *inputs, *rows])}):")
    text.line(1, "check = execution.check")
    text.line(1, "step = 0")
    text.line(1, "while True:")
    text.line(2, "check()")
    [verdict] = text.steps(2, condition, inputs)
    text.line(2, f"if not {verdict}:")
    text.line(3, f"return (step, True{ended})")
    text.line(2, "if step == most:")
    text.line(3, f"return (step, False{ended})")
    results = text.steps(2, body, inputs)
    for row, result in zip(rows, results[carries:], strict=True):
        text.line(2, f"{row}[step] = {result}")
    if held:
        text.line(2, f"{', '.join(held)} = {', '.join(results[:carries])}")
    text.line(2, "step += 1")
    return text.function("loop")


class _Text:
    """Lines of Python, and what the names in them stand for."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._globals: dict[str, Any] = {"__builtins__": {}}
        self._at: dict[int, Instruction] = {}
        self._count = 0

    def names(self, letter: str, count: int) -> list[str]:
        """Names not used yet."""
        return [self._new(letter) for _ in range(count)]

    def line(self, depth: int, text: str) -> None:
        """Add a line, indented."""
        self._lines.append(INDENT * depth + text)

    def steps(self, depth: int, body: Body, inputs: Sequence[str]) -> list[str]:
        """Add the steps of a body, given the names of its inputs.

        Returns:
            The names of its outputs.
        """
        plan = body.plan
        names = self._leaves(plan, body, inputs)
        free: list[str] = []
        for step in plan.steps:
            call = self._call(step, names)
            written = [free.pop() if free else self._new("v") for _ in step.writes]
            names.update(zip(step.writes, written, strict=True))
            targets = ", ".join(written) + ("," if step.instruction.op.results and len(written) == 1 else "")
            self._at[len(self._lines) + 1] = step.instruction
            self.line(depth, f"{targets} = {call}")
            # A register that is free again is written over soon; a large array is let go at once.
            for slot in step.frees:
                name = names[slot]
                if name.startswith("v"):
                    free.append(name)
        return [names[slot] for slot in plan.output_slots]

    def _leaves(self, plan: Plan, body: Body, inputs: Sequence[str]) -> dict[int, str]:
        names = {slot: self._global("c", constant) for slot, constant in plan.constants}
        for value, name in zip(body.inputs, inputs, strict=True):
            if (slot := plan.find(value)) is not None:
                names[slot] = name
        return names

    def _call(self, step: Step, names: dict[int, str]) -> str:
        op = step.instruction.op
        arguments = ["execution"] * (op.nested is not None)
        arguments += [names[slot] for slot in step.reads]
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

    def function(self, name: str) -> Callable[..., Any]:
        """The function of this name, whose errors say which instruction they come from."""
        code = compile("\n".join(self._lines), "<generated>", "exec", dont_inherit=True)
        exec(code, self._globals)  # noqa: S102  (the text consists of names made in this class)
        function, at = self._globals[name], self._at

        def located(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except OperationError as error:
                trace = error.__traceback__
                while error.origin is None and trace is not None:
                    if trace.tb_frame.f_code is function.__code__ and trace.tb_lineno in at:
                        error.origin = at[trace.tb_lineno].origin
                    trace = trace.tb_next
                raise

        return located
