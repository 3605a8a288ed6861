"""Least squares: a polynomial fitted to a sign.

The polynomial is evaluated at all points at once by Horner's scheme, a scan over its coefficients.
"""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.question import Function, Question, floats, gradient, output

PROGRAM = """
t = -1.0 + 2.0 * arange(n) / (n - 1)

def horner(value, coefficient):
    return value * t + coefficient, None

polynomial, _ = scan(horner, zeros(n), x, reverse=True)
y = sum((sign(t) - polynomial) ** 2) / 2
"""


def question(route: str, given: Any) -> Question:
    """Ask for the objective, or for its gradient."""
    return Question(route, f"n = {given['n']}\n{PROGRAM}", {"x": floats(given["x"])})


FUNCTIONS = {
    "primal": Function(lambda given: question("/evaluate", given), output("y")),
    "gradient": Function(lambda given: question("/gradient", given), gradient("x")),
}
