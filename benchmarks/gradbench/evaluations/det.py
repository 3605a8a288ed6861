"""The determinant by expansion along the first row, each minor of the lower rows computed once.

The minors of the last k rows are a vector with one element for each choice of k columns. Those of k + 1 rows take from it
what is left of their columns without one.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.gradbench.question import Array, Function, Question, floats, output


@lru_cache
def expansion(size: int) -> tuple[str, dict[str, Array]]:
    """The program for matrices of this size, and the columns and minors that it takes."""
    lines = [f"minors = A[{size - 1}]"]
    taken: dict[str, Array] = {}
    number: dict[tuple[int, ...], int] = {(column,): column for column in range(size)}
    for rows in range(2, size + 1):
        choices = list(combinations(range(size), rows))
        taken[f"columns{rows}"] = np.array(choices)
        taken[f"minors{rows}"] = np.array(
            [[number[choice[:j] + choice[j + 1 :]] for j in range(rows)] for choice in choices]
        )
        number = {choice: i for i, choice in enumerate(choices)}
        signs = [(-1.0) ** j for j in range(rows)]
        lines.append(f"row = take(A[{size - rows}], columns{rows}) * array({signs})")
        lines.append(f"minors = sum(row * take(minors, minors{rows}), axis=1)")
    return "\n".join([*lines, "determinant = minors[0]"]), taken


def question(route: str, given: Any) -> Question:
    """Ask for the determinant, or for its gradient."""
    size = int(given["ell"])
    program, taken = expansion(size)
    return Question(route, program, {"A": floats(given["A"]).reshape(size, size)}, taken)


FUNCTIONS = {
    "primal": Function(lambda given: question("/evaluate", given), output("determinant")),
    "gradient": Function(
        lambda given: question("/gradient", given), lambda _, answer: answer["gradients"]["A"].ravel()
    ),
}
