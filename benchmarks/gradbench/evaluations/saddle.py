"""The saddle point of a quadratic: descent on a maximum, which is itself found by descent on its negative.

Either derivative is taken forward or in reverse: `rf` minimises with reverse mode what is maximised with forward mode.
"""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.evaluations.descent import searches
from benchmarks.gradbench.question import Function, Question, floats, output

SLOPE = {"f": "(jvp(y, {a}, 1.0), jvp(y, {b}, 1.0))", "r": "gradient(y, [{a}, {b}])"}
PROGRAM = """
def f(a, b, c, d):
    return (a ** 2 + b ** 2) - (c ** 2 + d ** 2)

def highest(a, b):
    def objective(point):
        c, d = point
        y = -f(a, b, c, d)
        return y, {inner}
    return ascent(objective, (second[0], second[1]))

def lowest():
    def objective(point):
        a, b = point
        c, d = highest(a, b)
        y = f(a, b, c, d)
        return y, {outer}
    return descent(objective, (first[0], first[1]))

a, b = lowest()
c, d = highest(a, b)
saddle = stack(a, b, c, d)
"""


def function(modes: str) -> Function:
    """The search, with one mode for the descent and one for the ascent in it."""
    inner, outer = SLOPE[modes[1]].format(a="c", b="d"), SLOPE[modes[0]].format(a="a", b="b")
    program = searches("descent", "ascent") + PROGRAM.format(inner=inner, outer=outer)

    def prepare(given: Any) -> Question:
        # Both searches start at one point, but what starts the one is no variable of the other.
        start = floats(given["start"])
        return Question("/evaluate", program, {"first": start, "second": start})

    return Function(prepare, output("saddle"))


FUNCTIONS = {modes: function(modes) for modes in ("rr", "ff", "fr", "rf")}
