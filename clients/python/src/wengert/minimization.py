"""Minimizing traced functions: the service takes the steps, and the client may look on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from wengert import transport
from wengert.functional import Function, function
from wengert.progress import Progress, display
from wengert.structures import leaves, like
from wengert.values import Array

# What the service takes if it is not told.
MAX_STEPS = 1000


@dataclass(frozen=True)
class Minimum:
    """Where a function is least, as far as it was sought; the names are those of SciPy's `OptimizeResult`.

    Attributes:
        x: where, in the structure of `x0`.
        fun: the value there; of residuals half the sum of their squares.
        nit: how many steps were taken.
        nfev: how often the function or a derivative was computed.
        success: whether it has ended because nothing is left to gain.
        message: why it ended.
        optimality: the largest element of the gradient there, by absolute value.
    """

    x: Any
    fun: float
    nit: int
    nfev: int
    success: bool
    message: str
    optimality: float


def minimize(
    f: Function,
    x0: Any,
    args: Sequence[Any] = (),
    *,
    method: str = "L-BFGS-B",
    bounds: Any = None,
    progress: Progress = None,
    **options: Any,
) -> Minimum:
    """Where a function is least; the service takes all steps.

    Args:
        f: as in `wengert.function`; takes x and the args, and gives a scalar, or residuals for "least-squares".
        x0: where to begin: an array, a list of numbers for one, or a structure of arrays.
        args: further arguments, which stay what they are.
        method: one of those of `/minimize`.
        bounds: a pair of the least and the largest that an element may be, None for no bound; for an x with one axis also a
            pair for each element, as SciPy takes them; for a structure one of pairs in place of its arrays.
        progress: True for a bar by tqdm or rich, False for none, None for one if stderr is a terminal; or a function, which is
            told each step as it is taken.
        options: `max_steps`, `tolerance`, `learning_rate` and what else `/minimize` takes.

    Raises:
        WengertError: the service does not answer.
        ImportError: a bar is wanted, and there is nothing to draw it.
        ValueError: the bounds do not suit x.
    """
    if isinstance(x0, list | tuple) and not any(np.ndim(one) for one in leaves(x0)):
        x0 = np.asarray(x0, float)
    remote, arguments = function(f), [x0, *args]
    names = remote.sources(arguments, [0])
    rest = {"sources": names, "method": method, **options}
    if bounds is not None:
        rest["bounds"] = dict(zip(names, _pairs(bounds, x0), strict=True))
    document = remote.document(remote.traced(arguments), arguments, rest)
    answer = _answer(document, progress, f"minimize ({method})")
    found_parts = iter(
        [_like_start(answer["parameters"][name], one) for name, one in zip(names, leaves(x0), strict=True)]
    )
    return Minimum(
        x=like(x0, found_parts),
        fun=float(answer["loss"]),
        nit=answer["steps"],
        nfev=answer["evaluations"],
        success=answer["converged"],
        message=answer["reason"],
        optimality=float(answer["gradient_norm"]),
    )


def _answer(document: Mapping[str, Any], progress: Progress, title: str) -> dict[str, Any]:
    shown = display(progress, title, document.get("max_steps", MAX_STEPS))
    if shown is None:
        return cast(dict[str, Any], transport.client().post("/minimize", document))
    answer: dict[str, Any] = {}
    try:
        with closing(transport.client().minimize_events(document)) as events:
            for name, data in events:
                if name == "answer":
                    answer = data
                else:
                    shown.step(data)
    finally:
        shown.close()
    return answer


def _like_start(value: Array, start: Any) -> Any:
    """A value with the dtype that it had at the start, if that was floating."""
    dtype = np.asarray(start).dtype
    return np.asarray(value, dtype if dtype.kind == "f" else float)


def _pairs(bounds: Any, x0: Any) -> list[Any]:
    """A pair for each array."""
    if isinstance(x0, Mapping) and isinstance(bounds, Mapping):
        return [pair for key in x0 for pair in _pairs(bounds.get(key, (None, None)), x0[key])]
    if _is_pair(bounds):
        return [[_bound(one) for one in bounds]] * len(leaves(x0))
    if isinstance(x0, np.ndarray) and x0.ndim == 1:
        if len(bounds) != len(x0):
            raise ValueError(f"there are {len(bounds)} bounds for {len(x0)} elements")
        lows, highs = zip(*bounds, strict=True)
        return [[_ends(lows, -np.inf), _ends(highs, np.inf)]]
    if isinstance(x0, list | tuple) and len(bounds) == len(x0):
        return [pair for one, part in zip(bounds, x0, strict=True) for pair in _pairs(one, part)]
    raise ValueError(f"bounds {bounds!r} are no pair for each array")


def _is_pair(bounds: Any) -> bool:
    return isinstance(bounds, list | tuple) and len(bounds) == 2 and not any(np.ndim(one) for one in bounds)


def _bound(one: Any) -> float | None:
    return None if one is None or not np.isfinite(one) else float(one)


def _ends(bounds: Sequence[Any], missing: float) -> Array:
    return np.array([missing if one is None else one for one in bounds], float)
