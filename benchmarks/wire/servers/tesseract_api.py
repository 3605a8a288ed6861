"""One of the functions as a Tesseract, served by its own runtime. `WIRE_FUNCTION` names it."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from pydantic import BaseModel, create_model
from tesseract_core.runtime import (
    Array,
    Differentiable,
    Float64,
    Int64,
)

from benchmarks.wire.functions import functions
from benchmarks.wire.servers.compute import Compiled

FUNCTION = functions()[os.environ["WIRE_FUNCTION"]]
COMPILED = Compiled(FUNCTION)


def _type(array: np.ndarray[Any, Any]) -> Any:
    dtype = Int64 if array.dtype.kind == "i" else Float64
    return Array[array.shape, dtype] if array.ndim else dtype


FIELDS: dict[str, Any] = {
    **{name: (Differentiable[_type(array)], ...) for name, array in FUNCTION.parameters.items()},
    **{name: (_type(array), ...) for name, array in FUNCTION.sent.items()},
}
InputSchema = create_model("InputSchema", **FIELDS)


class OutputSchema(BaseModel):
    """What `apply` answers."""

    loss: Differentiable[Float64]


def _values(inputs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    values = inputs.__dict__
    parameters = {name: values[name] for name in FUNCTION.parameters}
    return parameters, {name: values[name] for name in FUNCTION.sent}


def apply(inputs: InputSchema) -> OutputSchema:  # type: ignore[valid-type]
    """The loss."""
    return OutputSchema(loss=COMPILED.loss(*_values(inputs)))


def vector_jacobian_product(
    inputs: InputSchema,  # type: ignore[valid-type]
    vjp_inputs: set[str],
    vjp_outputs: set[str],
    cotangent_vector: dict[str, Any],
) -> dict[str, Any]:
    """The gradients, times the cotangent of the loss."""
    _, slopes = COMPILED.both(*_values(inputs))
    return {name: slopes[name] * cotangent_vector["loss"] for name in vjp_inputs}
