"""A differential equation by the classical Runge-Kutta method, and the gradient of the last component of its solution."""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.question import Function, Question, floats, gradient, output

PROGRAM = """
h = 2.0 / steps

def rate(y):
    return x * concatenate([ones(1), y[:-1]])

def step(y, _):
    k1 = rate(y)
    k2 = rate(y + h / 2 * k1)
    k3 = rate(y + h / 2 * k2)
    k4 = rate(y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), None

y, _ = scan(step, zeros_like(x), None, length=steps)
last = y[-1]
"""


def question(route: str, given: Any, **options: Any) -> Question:
    """Ask for the solution, or for the gradient of its last component."""
    return Question(route, f"steps = {given['s']}\n{PROGRAM}", {"x": floats(given["x"])}, options=options)


FUNCTIONS = {
    "primal": Function(lambda given: question("/evaluate", given, outputs=["y"]), output("y")),
    "gradient": Function(lambda given: question("/gradient", given, target="last"), gradient("x")),
}
