"""The logarithm of a sum of exponentials, from elementary operations as the benchmark asks.

What is subtracted is added again, so it is a constant as far as the derivative goes; taken along, it would cost the gradient
of the largest element its last digits.
"""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.question import Function, Question, floats, gradient, output

PROGRAM = """
largest = stop_gradient(max(x))
y = largest + log(sum(exp(x - largest)))
"""


def question(route: str, given: Any) -> Question:
    """Ask for the value, or for its gradient."""
    return Question(route, PROGRAM, {"x": floats(given["x"])})


FUNCTIONS = {
    "primal": Function(lambda given: question("/evaluate", given), output("y")),
    "gradient": Function(lambda given: question("/gradient", given), gradient("x")),
}
