"""How far an answer is from what it should be."""

from __future__ import annotations

from typing import Any

import numpy as np


class WrongAnswerError(Exception):
    """An answer is of another form than it should be, or is not finite."""


def relative_error(expected: Any, actual: Any) -> float:
    """The largest difference of an array, as a share of its largest element; of several arrays that of the worst.

    Raises:
        WrongAnswerError: keys or shapes differ, or there is a number that is not finite.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or expected.keys() != actual.keys():
            raise WrongAnswerError(f"an object with {sorted(expected)} was expected")
        return max((relative_error(value, actual[key]) for key, value in expected.items()), default=0.0)
    try:
        right, given = np.asarray(expected, np.float64), np.asarray(actual, np.float64)
    except (TypeError, ValueError) as error:
        raise WrongAnswerError("numbers were expected") from error
    if right.shape != given.shape:
        raise WrongAnswerError(f"shape {given.shape} in place of {right.shape}")
    if not np.isfinite(given).all():
        raise WrongAnswerError("not all numbers are finite")
    if not right.size:
        return 0.0
    scale = float(np.max(np.abs(right)))
    return float(np.max(np.abs(given - right))) / (scale or 1.0)
