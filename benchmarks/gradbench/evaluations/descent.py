"""Gradient descent as the benchmarks `particle` and `saddle` prescribe it, written as a loop of the graph.

Every accepted step counts towards a longer one: after ten in a row their length is doubled, after one that does not go
downhill it is halved. It ends when the gradient or the step is no longer than 1e-5.
"""

from __future__ import annotations

HELPERS = """
def norm(vector):
    total = 0.0
    for element in vector:
        total = total + element * element
    return sqrt(total)

def longer(rate, row):
    return (2 * rate if row == 10 else rate), (0 if row == 10 else row)
"""
SEARCH = """
def NAME(objective, start):
    def going(state):
        point, value, slope, rate, row = state
        rate, row = longer(rate, row)
        step = [x - (x - rate * dx) for x, dx in zip(point, slope)]
        return norm(slope) > 1e-5 and norm(step) > 1e-5

    def move(state):
        point, value, slope, rate, row = state
        rate, row = longer(rate, row)
        there = [x - rate * dx for x, dx in zip(point, slope)]
        value_there, slope_there = objective(there)
        better = value_there < value
        return (
            tuple(there[i] if better else point[i] for i in range(len(point))),
            value_there if better else value,
            tuple(slope_there[i] if better else slope[i] for i in range(len(point))),
            rate if better else rate / 2,
            row + 1 if better else 0,
        )

    value, slope = objective(start)
    return while_loop(going, move, (start, value, slope, 1e-5, 0), max_iterations=10000)[0]
"""


def searches(*names: str) -> str:
    """Functions of a program that minimise from a start; a function does not call itself, so nested searches are two."""
    return HELPERS + "".join(SEARCH.replace("NAME", name) for name in names)
