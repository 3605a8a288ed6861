"""Walks along the gradient, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.graph.minimize.bounds import bounds_of
from app.graph.minimize.data import Data
from app.graph.minimize.steps import RATES, rate_at, rule

if TYPE_CHECKING:
    from app.graph.minimize.minimization import Progress


def walk(progress: Progress, data: Data | None) -> None:
    """Take steps by the rule of the request, over batches if there are some.

    Raises:
        Ended: when no further step is to be taken.
    """
    request, objective = progress.request, progress.objective
    rate = request.learning_rate or RATES[request.method]
    vector, low, high = objective.start, *bounds_of(request, objective)
    step = rule(request, vector.size)
    batches = iter(()) if data is None else data.batches()
    number = 0
    loss, slope = objective.slope(vector, progress.deadline, next(batches, None))
    progress.stands(vector, loss, slope)
    while True:
        moved = vector + step(slope, rate_at(rate, number), number + 1)
        vector = np.clip(moved, low, high)
        number += 1
        loss, slope = objective.slope(vector, progress.deadline, next(batches, None))
        progress.stepped(vector, loss, slope)
