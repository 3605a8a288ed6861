"""SciPy's methods, which find their own step lengths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from app.graph.minimize.bounds import bounds_of
from app.graph.values import Array

if TYPE_CHECKING:
    from app.graph.minimize.minimization import Progress

# SciPy stops by rules of its own too; these leave the stopping to the tolerance of the request.
EXACT: Mapping[str, dict[str, Any]] = {
    "L-BFGS-B": {"ftol": 0.0, "gtol": 0.0, "maxfun": 10**9},
    "BFGS": {"gtol": 0.0},
    "Newton-CG": {"xtol": 0.0},
    "trust-krylov": {"gtol": 0.0},
}

# Each rejected step makes a trust region four times smaller: after so many it is less than rounding.
MOST_REJECTED = 30


def _searched(method: str) -> Callable[[Progress], None]:
    def search(progress: Progress) -> None:
        objective, last = progress.objective, _Last(progress)
        low, high = bounds_of(progress.request, objective)
        progress.stands(objective.start, *last.at(objective.start))
        least, rejected = progress.loss, 0

        def stepped(intermediate_result: Any) -> None:
            nonlocal least, rejected
            vector = intermediate_result.x
            progress.stepped(vector, *last.at(vector))
            rejected = 0 if progress.loss < least else rejected + 1
            least = min(least, progress.loss)
            if rejected > MOST_REJECTED:
                progress.end("no step makes the loss less than rounding does")

        def product(vector: Array, direction: Array) -> Array:
            progress.check()
            return objective.product(vector, direction, progress.deadline)

        found = _scipy().minimize(
            last.at,
            objective.start,
            jac=True,
            hessp=product if method in ("Newton-CG", "trust-krylov") else None,
            method=method,
            bounds=list(zip(low, high, strict=True)) if method == "L-BFGS-B" else None,
            callback=stepped,
            options={**EXACT[method], "maxiter": progress.request.max_steps + 1},
        )
        # A line search that finds nothing better has come as far as rounding lets it.
        progress.vector = found.x
        progress.loss, progress.slope = last.at(found.x)
        progress.end(f"SciPy ended: {found.message}", converged=bool(found.success))

    return search


def _scipy() -> Any:
    """SciPy's minimizers, loaded when they are needed: that takes as long as starting half the service."""
    from scipy import optimize

    return optimize


class _Last:
    """Loss and gradient, computed once where they are asked for twice."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._vector: Array | None = None
        self._found: tuple[float, Array] = (0.0, np.zeros(0))

    def at(self, vector: Array) -> tuple[float, Array]:
        """The loss and the gradient at a vector."""
        if self._vector is None or not np.array_equal(self._vector, vector):
            self._progress.check()
            self._found = self._progress.objective.slope(vector, self._progress.deadline)
            self._vector = np.array(vector)
        return self._found


def _least_squares(progress: Progress) -> None:
    """SciPy's trust region reflective method on the elements of the target."""
    objective = progress.objective
    low, high = bounds_of(progress.request, objective)
    # SciPy's method needs room between them.
    high = np.where(low == high, np.nextafter(high, np.inf), high)
    seen: dict[bytes, tuple[Array, Array]] = {}

    def both(vector: Array) -> tuple[Array, Array]:
        key = vector.tobytes()
        if key not in seen:
            progress.check()
            found = objective.residuals(vector, progress.deadline)
            if len(seen) > 1:
                seen.clear()
            seen[key] = found
        return seen[key]

    def told(vector: Array) -> tuple[float, Array]:
        residuals, jacobian = both(vector)
        return 0.5 * float(residuals @ residuals), jacobian.T @ residuals

    def stepped(intermediate_result: Any) -> None:
        vector = intermediate_result.x
        progress.stepped(vector, *told(vector))

    # Like the other methods it begins at the nearest that the bounds allow; SciPy's own would not begin.
    start = np.clip(objective.start, low, high)
    progress.stands(start, *told(start))
    found = _scipy().least_squares(
        lambda vector: both(vector)[0],
        start,
        jac=lambda vector: both(vector)[1],
        bounds=(low, high),
        ftol=1e-15,
        xtol=1e-15,
        gtol=None,
        max_nfev=10**9,
        callback=stepped,
    )
    progress.vector = found.x
    progress.loss, progress.slope = told(found.x)
    progress.end(f"SciPy ended: {found.message}", converged=bool(found.success))


METHODS: Mapping[str, Callable[[Progress], None]] = {
    **{method: _searched(method) for method in EXACT},
    "least-squares": _least_squares,
}
