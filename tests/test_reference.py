"""The reference pages say what the registry says, and their examples are right."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app.graph.formula import Formula
from app.graph.pages import FOLDER, pages
from app.graph.reference import entry
from app.ops import REGISTRY, Op
from tests.conftest import Client

each_operation = pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)


def test_pages_are_up_to_date() -> None:
    written = {file.name: file.read_text() for file in FOLDER.glob("*.md")}
    assert written == pages(), "run `make openapi`"


@each_operation
def test_entry_answers_over_http(client: Client, op: Op) -> None:
    body = client.get(f"/ops/{op.name}").json()
    assert body == json.loads(entry(op).model_dump_json())
    assert body["signature"].startswith(f"{op.name}(")
    if op.symbolic:
        assert f"{op.name}(" in body["example"]["request"]["program"]
    else:
        assert body["example"]["request"]["graph"]["nodes"][0]["op"] == op.name
    if op.composite and op.examples:
        assert body["composition"]
    if any(op.rules) or op.rule_for_each:
        assert body["derivative"] or not Formula(op, op.examples[0]).backward()


@each_operation
def test_example_answers_over_http(client: Client, op: Op) -> None:
    example = entry(op).example
    answer = client.ask(example.path, example.request)
    assert set(answer) == set(example.answer)
    for group in ("gradients", "outputs"):
        for name, expected in example.answer.get(group, {}).items():
            found = answer[group][name]
            if isinstance(expected, dict):
                assert found["shape"] == expected["shape"]
                found, expected = found["data"]["buffer"], expected["data"]["buffer"]
            if expected is None:
                assert found is None
                continue
            np.testing.assert_allclose(
                np.array(found, float), np.array(expected, float), rtol=1e-5, atol=1e-9
            )
