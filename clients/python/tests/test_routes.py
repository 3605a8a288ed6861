"""A method for each route, with what its document may have."""

from __future__ import annotations

import asyncio
import json
import typing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import wengert as tf
from wengert.routes import Routes

from tests.server import Server

INTERFACE = json.loads((Path(__file__).parents[3] / "openapi" / "openapi.json").read_text())
POSTED = {path: entry["post"] for path, entry in INTERFACE["paths"].items() if "post" in entry}
METHODS = {path: path.rpartition("/")[2] for path in POSTED}


def schema_of(path: str) -> dict[str, Any]:
    found: dict[str, Any] = POSTED[path]["requestBody"]["content"]["application/json"]["schema"]
    while "$ref" in found:
        found = INTERFACE["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    return found


@pytest.mark.parametrize("path", POSTED)
def test_members_are_those_of_the_interface(path: str) -> None:
    method = getattr(Routes, METHODS[path])
    [document] = typing.get_args(typing.get_type_hints(method)["document"])
    members, schema = typing.get_type_hints(document, include_extras=True), schema_of(path)
    assert set(members) == set(schema["properties"])
    required = {name for name, member in members.items() if typing.get_origin(member) is typing.Required}
    assert required == set(schema.get("required", ()))


def test_there_are_no_others() -> None:
    assert {name for name in vars(Routes) if not name.startswith("_")} == {*METHODS.values(), "post"}


def test_they_ask_their_routes(server: Server, used: tf.Client) -> None:
    document: Any = {"program": "y = sum(x ** 2)", "parameters": {"x": np.array([1.0, 2.0])}}
    rest: dict[str, dict[str, Any]] = {
        "/vjp": {"output_gradients": {"y": 1.0}},
        "/jvp": {"tangents": {"x": [1.0, 0.0]}},
        "/hvp": {"vectors": {"x": [1.0, 0.0]}},
        "/batch": {"batched": ["x"]},
    }

    async def waited(path: str, given: Any) -> Any:
        async with tf.AsyncClient(server.url) as client:
            return await getattr(client, METHODS[path])(**given)

    for path in POSTED:
        given = {**document, **rest.get(path, {})}
        found = getattr(used, METHODS[path])(**given)
        assert str(found) == str(asyncio.run(waited(path, given)))
        assert str(found) == str(used.post(path, given))
    assert used.picture(**document).startswith("<svg")
    with pytest.raises(tf.WengertError, match="nonsense"):
        used.gradient(**{**document, "nonsense": 1})
