"""Plans and loops about short vectors as functions of their elements; see `app.engine.elements` for what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.engine.body import Body
from app.engine.elements import expanded
from app.engine.generate import kept
from app.engine.plan import Plan
from app.engine.text import Generated, Text
from app.ops.value import Value


def apart(plan: Plan) -> Generated:
    """A plan as one function.

    Returns:
        A function of an execution and, for each of the plan's inputs, a number or a list of its elements in C
        order; it gives the outputs in the same form.
    """
    text = Text(scalar=True)
    inputs = text.names("i", len(plan.inputs))
    text.line(0, f"def run({', '.join(['execution', *inputs])}):")
    elements = _unpacked(text, plan.inputs, inputs)
    results = _steps(text, 1, plan, elements)
    written = [f"[{', '.join(r)}]" if v.shape else r[0] for v, r in zip(plan.outputs, results, strict=True)]
    text.line(1, f"return ({''.join(f'{name}, ' for name in written)})")
    return text.function("run")


def scan_apart(body: Body, consts: int, carries: int, sums: int) -> Generated:
    """The loop of a scan.

    Returns:
        A function of an execution, the numbers of the steps in order, constants and carries (as in `apart`), and xs
        and ys as views of memory, a row for each step with its elements; it fills in the ys, and gives the elements
        of the last carries and of the sums as lists.
    """
    return kept(body, ("apart", consts, carries, sums), lambda: _scan_apart(body, consts, carries, sums))


def _scan_apart(body: Body, consts: int, carries: int, sums: int) -> Generated:
    text = Text(scalar=True)
    given = consts + carries
    inputs, rows = text.names("i", len(body.inputs)), text.names("y", len(body.outputs) - carries - sums)
    text.line(0, f"def loop({', '.join(['execution', 'order', *inputs, *rows])}):")
    text.line(1, "check = execution.check")
    elements = _unpacked(text, body.inputs[:given], inputs)
    held = [elements[v.index] for v in body.inputs[consts:given]]
    totals = [text.names("s", v.size) for v in body.outputs[carries : carries + sums]]
    for name in _joined(totals):
        text.line(1, f"{name} = 0.0")
    text.line(1, "for step in order:")
    text.check(2)
    for value, source in zip(body.inputs[given:], inputs[given:], strict=True):
        elements[value.index] = text.names("x", value.size)
        for position, name in enumerate(elements[value.index]):
            text.line(2, f"{name} = {_at(source, value, position)}")
    results = _steps(text, 2, body.plan, elements)
    for total, found in zip(_joined(totals), _joined(results[carries : carries + sums]), strict=True):
        text.line(2, f"{total} += {found}")
    last = carries + sums
    for value, row, parts in zip(body.outputs[last:], rows, results[last:], strict=True):
        for position, part in enumerate(parts):
            text.line(2, f"{_at(row, value, position)} = {part}")
    text.assign(2, _joined(held), _joined(results[:carries]))
    lists = [f"[{', '.join(names)}]" for names in (*held, *totals)]
    text.line(1, f"return ({''.join(f'{names}, ' for names in lists)})")
    return text.function("loop")


def _unpacked(text: Text, values: Sequence[Value], given: Sequence[str]) -> dict[int, list[str]]:
    """The names of the elements of values that are given; adds the lines that take them out."""
    elements = {}
    for value, name in zip(values, given, strict=False):
        # A carry is assigned to; what it was given by is not.
        elements[value.index] = text.names("e", value.size)
        text.line(1, f"{', '.join(elements[value.index])}{',' * bool(value.shape)} = {name}")
    return elements


def _steps(text: Text, depth: int, plan: Plan, given: Mapping[int, list[str]]) -> list[list[str]]:
    """Add the steps of a plan, given the elements of its inputs by slot; gives those of its outputs."""
    elements = dict(given)
    for slot, constant in plan.constants:
        elements[slot] = [text.known("c", number) for number in constant.ravel().tolist()]
    for step in plan.steps:
        found = expanded(step.instruction, [elements[slot] for slot in step.reads])
        if found is None:
            raise ValueError(f"{step.instruction.op.name} cannot be taken apart")
        elements[step.writes[0]] = [text.named(depth, expression) for expression in found]
    return [elements[value.index] for value in plan.outputs]


def _at(name: str, value: Value, position: int) -> str:
    """Where an element of a step's row is."""
    return f"{name}[step, {position}]" if value.shape else f"{name}[step]"


def _joined(lists: Sequence[Sequence[str]]) -> list[str]:
    return [name for names in lists for name in names]
