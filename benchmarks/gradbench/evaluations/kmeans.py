"""Clustering by k means: the cost, and Newton's direction.

Which centroid is nearest has no derivative, so the distances to all of them are only compared; what is differentiated is the
distance to the nearest. The Hessian is diagonal: its product with a vector of ones is its diagonal.
"""

from __future__ import annotations

from typing import Any

from benchmarks.gradbench.question import Function, Question, floats, output

COST = """
distances = sum(centroids ** 2, axis=1) - 2 * points @ centroids.T
nearest = argmin(distances, axis=1)
cost = sum((points - take(centroids, nearest)) ** 2)
"""
DIRECTION = f"""{COST}
direction = gradient(cost, centroids) / hvp(cost, centroids, ones_like(centroids))
"""


def question(program: str, given: Any) -> Question:
    """Ask for what a program ends with."""
    return Question(
        "/evaluate", program, {"centroids": floats(given["centroids"])}, {"points": floats(given["points"])}
    )


FUNCTIONS = {
    "cost": Function(lambda given: question(COST, given), output("cost")),
    "dir": Function(lambda given: question(DIRECTION, given), output("direction")),
}
