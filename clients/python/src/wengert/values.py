"""Arrays as they travel: array objects in base64, both ways."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def encoded(array: Array) -> Any:
    """An array as the service reads it: a number, or an array object of the same dtype."""
    if array.ndim == 0 and array.dtype in (np.float64, np.int64, np.bool_) and np.isfinite(array):
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
            raw = base64.b64decode(value["data"]["buffer"])
            dtype = np.dtype(value["dtype"]).newbyteorder("<")
            return np.frombuffer(raw, dtype).reshape(value["shape"]).astype(value["dtype"])
        return {name: decoded(member) for name, member in value.items()}
    return [decoded(member) for member in value] if isinstance(value, list) else value
