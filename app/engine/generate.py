"""Plans and loops as text: their steps written out as straight-line Python and compiled once.

Only names made here stand in the text; operations, attributes and constants are reached through the names
`k1`, `a1` and `c1`. Nothing of a document gets into it. What is about single numbers only is written out on Python's
own floats, see `app.engine.scalars`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.engine.body import Body
from app.engine.groups import Group
from app.engine.plan import Plan
from app.engine.text import Generated, Text
from app.engine.tiles import Tiled

# Between two looks at the clock an instruction or this many FLOPs are carried out.
UNCHECKED_FLOPS = 1e6


def straight(plan: Plan, *, scalar: bool, tiles: bool = False) -> Generated:
    """A plan as one function.

    Args:
        plan: what to carry out.
        scalar: whether to compute on Python's numbers.
        tiles: whether to carry out operations on large arrays together, piece by piece.

    Returns:
        A function of an execution and an array (with `scalar` a number) for each of the plan's inputs; it gives
        the outputs.
    """
    text = Text(scalar)
    inputs = text.names("i", len(plan.inputs))
    text.line(0, f"def run({', '.join(['execution', *inputs])}):")
    if not scalar:
        text.line(1, "check = execution.check")
    names = {**dict(zip(map(plan.slot, plan.inputs), inputs, strict=True)), **text.constants(plan)}
    text.read_by(plan.steps)
    unchecked = UNCHECKED_FLOPS
    for entry in plan.entries if tiles else plan.steps:
        if isinstance(entry, Group):
            _group(text, entry, names)
            continue
        if not scalar:
            unchecked += entry.instruction.cost().flops
            if unchecked >= UNCHECKED_FLOPS:
                text.line(1, "check()")
                unchecked = 0.0
        text.step(1, entry, names)
    results = [names[slot] for slot in plan.output_slots]
    text.line(1, f"return ({''.join(f'{name}, ' for name in results)})")
    return text.function("run")


def _group(text: Text, group: Group, names: dict[int, str]) -> None:
    """Add a group to the text of a plan."""
    written = text.names("v", len(group.writes))
    call = text.known("k", Tiled(group))
    given = ", ".join(["execution", *(names[slot] for slot in group.reads)])
    names.update(zip(group.writes, written, strict=True))
    text.line(1, f"{', '.join(written)}, = {call}({given})")
    text.let_go(1, [slot for slot in group.frees if slot in names], names)


def scan_loop(body: Body, consts: int, carries: int, sums: int, *, scalar: bool) -> Generated:
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
    return kept(body, key, lambda: _scan_loop(body, consts, carries, sums, scalar))


def while_loop(condition: Body, body: Body, consts: int, carries: int, *, scalar: bool) -> Generated:
    """The loop of a while.

    Returns:
        A function of an execution, the most steps, constants, carries, and arrays for the ys; it gives the
        number of steps carried out, whether the condition ended them, and the last carries.
    """
    key = ("while", condition, consts, carries, scalar)
    return kept(body, key, lambda: _while_loop(condition, body, consts, carries, scalar))


def kept(body: Body, key: Any, make: Callable[[], Generated]) -> Generated:
    """What was generated for a body before, or is now."""
    cache = vars(body).setdefault("_loops", {})
    if key not in cache:
        cache[key] = make()
    loop: Generated = cache[key]
    return loop


def _scan_loop(body: Body, consts: int, carries: int, sums: int, scalar: bool) -> Generated:
    text = Text(scalar)
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


def _while_loop(condition: Body, body: Body, consts: int, carries: int, scalar: bool) -> Generated:
    text = Text(scalar)
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
