"""A FastAPI service of these functions as one writes it with JAX: a route each, models in and out, compiled."""

from __future__ import annotations

import base64
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import numpy as np
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, create_model

from benchmarks.wire.functions import Array, Function, functions
from benchmarks.wire.servers.compute import Compiled


def _read(held: dict[str, Any]) -> Array:
    return np.frombuffer(base64.b64decode(held["data"]), held["dtype"]).reshape(held["shape"])


def _written(array: Array) -> dict[str, Any]:
    data = base64.b64encode(array.tobytes()).decode("ascii")
    return {"shape": array.shape, "dtype": str(array.dtype), "data": data}


Base64 = Annotated[np.ndarray, PlainValidator(_read), PlainSerializer(_written)]
Numbers = Annotated[list[float], PlainSerializer(lambda array: np.asarray(array).tolist())]
Number = Annotated[float, PlainSerializer(float)]
CONFIG = ConfigDict(arbitrary_types_allowed=True)


def _type(array: Array, *, few: bool) -> Any:
    return Number if array.ndim == 0 else Numbers if few else Base64


def _models(function: Function) -> tuple[type[BaseModel], type[BaseModel]]:
    """What a function is asked with, and what it answers; the gradients are named after the parameters."""
    few = function.encoding == "lists"

    def fields(**arrays: Array) -> dict[str, Any]:
        return {name: (_type(array, few=few), ...) for name, array in arrays.items()}

    title = function.formula.capitalize()
    asked = create_model(
        f"{title}Request", __config__=CONFIG, **fields(**function.parameters, **function.sent)
    )
    gradients = create_model(f"{title}Gradients", __config__=CONFIG, **fields(**function.parameters))
    answered = create_model(f"{title}Answer", loss=(float, ...), gradients=(gradients, ...))
    return asked, answered


def _endpoint(function: Function) -> Callable[..., Coroutine[Any, Any, Any]]:
    asked, answered = _models(function)
    compiled = Compiled(function)
    parameters, constants = tuple(function.parameters), tuple(function.sent)
    gradients = answered.model_fields["gradients"].annotation
    assert gradients is not None

    async def endpoint(request: Any) -> Any:
        values = request.__dict__
        loss, slopes = compiled.both(
            {name: np.asarray(values[name]) for name in parameters},
            {name: np.asarray(values[name]) for name in constants},
        )
        return answered.model_construct(loss=float(loss), gradients=gradients.model_construct(**slopes))

    # FastAPI reads them; the models are made here, so they cannot stand in the signature.
    endpoint.__annotations__ = {"request": asked, "return": answered}
    return endpoint


app = FastAPI()
for _function in functions().values():
    app.post(f"/{_function.name}")(_endpoint(_function))
