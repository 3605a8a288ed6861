"""Arrays as they travel: array objects in base64, both ways."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Members of answers whose numbers are arrays without axes: of those about derivatives, of a check, of a minimization.
HOLDERS = frozenset(
    {"outputs", "loss", "gradients", "tangents", "jacobian", "hessian", "hvp"}
    | {"gradient", "difference", "error", "tolerance"}
    | {"parameters", "gradient_norm"}
)


def is_plain(array: Array) -> bool:
    """Whether an array travels as a number."""
    return array.ndim == 0 and array.dtype in (np.float64, np.int64, np.bool_) and bool(np.isfinite(array))


def encoded(value: Any) -> Any:
    """An array as the service reads it: a number, or an array object of the same dtype.

    Raises:
        TypeError: it is no array of numbers.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        raise TypeError(f"{type(value).__name__} is no array of numbers")
    if is_plain(array):
        return array.item()
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return {
        "object_type": "array",
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "data": {"buffer": base64.b64encode(little.tobytes()).decode(), "encoding": "base64"},
    }


def decoded(value: Any) -> Any:
    """An answer with arrays in place of array objects."""
    if isinstance(value, dict):
        if value.get("object_type") == "array":
            return _array(value)
        return {name: decoded(member) for name, member in value.items()}
    return [decoded(member) for member in value] if isinstance(value, list) else value


def _array(value: dict[str, Any]) -> Array:
    data, dtype = value["data"], np.dtype(value["dtype"])
    if data["encoding"] == "json":
        return numbers(data["buffer"]).astype(dtype).reshape(value["shape"])
    raw = base64.b64decode(data["buffer"])
    return np.frombuffer(raw, dtype.newbyteorder("<")).reshape(value["shape"]).astype(dtype)


def numbers(value: Any) -> Array:
    """Nested lists as an array; NaN and the infinities may be named."""
    array = np.array(value)
    return array.astype(float) if array.dtype.kind in "US" else array


def arrays(answer: Any) -> Any:
    """An answer with arrays in place of the plain numbers that stand for them."""
    if not isinstance(answer, dict):
        return [arrays(member) for member in answer] if isinstance(answer, list) else answer
    return {
        name: _all_arrays(member) if name in HOLDERS else arrays(member) for name, member in answer.items()
    }


def _all_arrays(member: Any) -> Any:
    if isinstance(member, dict):
        # The shape of rows is a list of lengths, and they themselves have axes.
        sliced = member.get("object_type") == "indexed_slices"
        return member if sliced else {name: _all_arrays(one) for name, one in member.items()}
    if isinstance(member, list):
        return [_all_arrays(one) for one in member]
    return np.asarray(member) if isinstance(member, bool | int | float) else member


def named(document: Any) -> Any:
    """A document with names for the numbers that JSON cannot write."""
    if isinstance(document, dict):
        return {name: named(member) for name, member in document.items()}
    if isinstance(document, list | tuple):
        return [named(member) for member in document]
    if not isinstance(document, float) or math.isfinite(document):
        return document
    return "NaN" if math.isnan(document) else "Infinity" if document > 0 else "-Infinity"
