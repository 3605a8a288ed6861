"""The square of a number and its derivative."""

from __future__ import annotations

from benchmarks.gradbench.question import Function, Question, gradient, output

PROGRAM = "y = x * x"

FUNCTIONS = {
    "square": Function(lambda x: Question("/evaluate", PROGRAM, {"x": float(x)}), output("y")),
    "double": Function(lambda x: Question("/gradient", PROGRAM, {"x": float(x)}), gradient("x")),
}
