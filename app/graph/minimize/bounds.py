"""Bounds of sources as bounds of the vector that holds them."""

from __future__ import annotations

import numpy as np

from app.graph.minimize.objective import Objective
from app.graph.requests import MinimizeRequest
from app.graph.values import Array


def bounds_of(request: MinimizeRequest, objective: Objective) -> tuple[Array, Array]:
    """The least and the largest that each element may be, infinite where there is no bound."""
    ends = []
    for side, missing in ((0, -np.inf), (1, np.inf)):
        given = {name: bound[side] for name, bound in request.bounds.items()}
        ends.append(
            objective.joined(
                [
                    np.full(array.shape, missing if (bound := given.get(name)) is None else float(bound))
                    for name, array in objective.apart(objective.start).items()
                ]
            )
        )
    return ends[0], ends[1]
