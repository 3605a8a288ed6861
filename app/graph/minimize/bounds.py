"""Bounds of sources as bounds of the vector that holds them."""

from __future__ import annotations

import numpy as np

from app.errors import InvalidDocument, Pointer
from app.graph.inquiry import ROOT
from app.graph.minimize.objective import Objective
from app.graph.requests import MinimizeRequest
from app.graph.values import Array, decode, refuse


def bounds_of(request: MinimizeRequest, objective: Objective) -> tuple[Array, Array]:
    """The least and the largest that each element may be, infinite where there is no bound.

    Raises:
        InvalidDocument: bounds are of what is no source, or a lower one is above the upper one.
        InvalidValue: a bound is no number and has not the shape of its source.
    """
    for name in request.bounds:
        if name not in objective.names:
            raise InvalidDocument(f"'{name}' is not among the sources", pointer=str(ROOT / "bounds" / name))
    lows, highs = [], []
    for name, array in objective.apart(objective.start).items():
        given = request.bounds.get(name, (None, None))
        here = ROOT / "bounds" / name
        low, high = (
            np.full(array.shape, missing) if side is None else _side(side, here / place, array.shape)
            for place, (side, missing) in enumerate(zip(given, (-np.inf, np.inf), strict=True))
        )
        if np.any(low > high):
            raise InvalidDocument("the lower bound is above the upper one", pointer=str(here))
        if np.any(low == np.inf) or np.any(high == -np.inf):
            raise InvalidDocument("the bounds leave no finite number between them", pointer=str(here))
        lows.append(low)
        highs.append(high)
    return objective.joined(lows), objective.joined(highs)


def _side(value: object, pointer: Pointer, shape: tuple[int, ...]) -> Array:
    """One bound for every element, or one for each."""
    found = decode(value, pointer, np.dtype(np.float64), np.dtype(np.float64))
    if found.dtype.kind != "f" or found.shape not in ((), shape):
        raise refuse(
            pointer,
            f"a bound is a number, or has the source's shape {shape}; this has shape {found.shape} and dtype {found.dtype}",
        )
    if np.isnan(found).any():
        raise refuse(pointer, "NaN bounds nothing")
    return np.broadcast_to(found, shape)
