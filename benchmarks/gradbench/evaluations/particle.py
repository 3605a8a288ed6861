"""A charged particle that is to hit the origin: descent on the end of a trajectory, whose every step is a gradient.

Either derivative is taken forward or in reverse: `rf` minimises with reverse mode what is integrated with forward mode.
"""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.evaluations.descent import searches
from benchmarks.gradbench.question import Function, Question, output

FIELD = {"f": "jvp(p, x, 1.0), jvp(p, y, 1.0)", "r": "gradient(p, [x, y])"}
SLOPE = {"f": "jvp(missed, w, 1.0)", "r": "gradient(missed, w)"}
PROGRAM = """
dt = 0.1

def trajectory(w):
    def above(state):
        x, y, vx, vy = state
        return y + dt * vy > 0

    def step(state):
        x, y, vx, vy = state
        p = 1 / sqrt((x - 10) ** 2 + (y - (10 - w)) ** 2) + 1 / sqrt((x - 10) ** 2 + y ** 2)
        px, py = {field}
        return x + dt * vx, y + dt * vy, vx - dt * px, vy - dt * py

    x, y, vx, vy = while_loop(above, step, (0.0, 8.0, 0.75, 0.0), max_iterations=10000)
    x, y = x + dt * vx, y + dt * vy
    return (x - y / vy * vx) ** 2

def objective(point):
    w = point[0]
    missed = trajectory(w)
    return missed, ({slope},)

least = descent(objective, (w,))[0]
"""


def function(modes: str) -> Function:
    """The search, with one mode for the descent and one for the field."""
    program = searches("descent") + PROGRAM.format(field=FIELD[modes[1]], slope=SLOPE[modes[0]])

    def prepare(given: Any) -> Question:
        return Question("/evaluate", program, {"w": float(given["w"])})

    return Function(prepare, output("least"))


FUNCTIONS = {modes: function(modes) for modes in ("rr", "ff", "fr", "rf")}
