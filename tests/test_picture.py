"""Pictures of graphs and tapes over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import Client, Json, document, node

SVG = "{http://www.w3.org/2000/svg}"
LINE: Any = {
    "program": "y_pred = w * x + b\nloss = square(y - y_pred)",
    "parameters": {"w": 0.5, "b": 1.0},
    "constants": {"x": 2.0, "y": 3.0},
}


def drawn(client: Client, asked: Json, **headers: str) -> ElementTree.Element:
    response = client.post("/graph/picture", asked, **headers)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "image/svg+xml"
    return ElementTree.fromstring(response.text)  # noqa: S314  (our own text)


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def tooltips(root: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in root.iter(f"{SVG}title")]


def test_values_and_adjoints_are_on_the_arrows(client: Client) -> None:
    root = drawn(client, LINE)
    found = texts(root)
    for expected in ("w", "parameter", "x", "constant", "y_pred", "add", "loss", "w * x"):
        assert expected in found
    assert "∂ -4" in found, "the adjoint of w"
    assert "loss: square, scalar  float64, value 1, adjoint 1" in tooltips(root)
    assert "4 operations" in (root.findtext(f"{SVG}title") or "")


def test_without_values_there_are_shapes_if_they_are_known(client: Client) -> None:
    bare = drawn(client, {"program": LINE["program"]})
    assert "scalar  float64" not in texts(bare)
    shaped = drawn(client, {"program": LINE["program"], "inputs": {name: {"shape": [3]} for name in "wxby"}})
    assert texts(shaped).count("3  float64") == 8
    assert not any("∂" in text for text in texts(shaped))


def test_the_tape_has_its_backward_pass(client: Client) -> None:
    root = drawn(client, {**LINE, "draw": "tape"})
    assert "∂ w" in texts(root)
    assert any(path.get("class") == "edge backward" for path in root.iter(f"{SVG}path"))


def test_functions_are_boxes(client: Client) -> None:
    program = "def step(h, x):\n    return cond(x > 0, lambda: h * w, lambda: h), h\nh, hs = scan(step, 0.5, xs)\nloss = sum(hs)"
    root = drawn(client, {"program": program, "parameters": {"w": 2.0}, "constants": {"xs": [1.0, -1.0]}})
    for heading in ("body: step", "then: f", "else: f_1"):
        assert heading in texts(root)
    assert any(path.get("class") == "edge capture" for path in root.iter(f"{SVG}path"))


@pytest.mark.parametrize(
    "name", [p.stem for p in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json"))]
)
@pytest.mark.parametrize("draw", ["graph", "tape"])
def test_every_example_can_be_drawn(name: str, draw: str, client: Client) -> None:
    example = json.loads((Path(__file__).parents[1] / "openapi" / "examples" / f"{name}.json").read_text())
    if example["status"] != 200:
        return
    known = ("graph", "program", "inputs", "parameters", "constants", "dtype", "sources")
    asked = {key: value for key, value in example["request"].items() if key in known}
    drawn(client, {**asked, "draw": draw})


def test_large_graphs_are_folded(client: Client) -> None:
    program = "h = x\nfor i in range(2000):\n    h = tanh(h * w)\nloss = h"
    root = drawn(client, {"program": program, "parameters": {"x": 1.0, "w": 0.5}})
    assert any("operations" in text for text in texts(root))
    nodes = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("node ")]
    assert len(nodes) < 400


def test_functions_that_multiply_are_not_drawn_without_end(client: Client) -> None:
    twice: Any = [
        {"name": "y", "op": "call", "inputs": ["x"], "function": "f{}"},
        {"name": "z", "op": "call", "inputs": ["y"], "function": "f{}"},
    ]
    functions = {
        f"f{i}": {"inputs": ["x"], "nodes": [{**n, "function": f"f{i + 1}"} for n in twice]}
        for i in range(14)
    }
    functions["f14"] = {"inputs": ["x"], "nodes": [node("y", "sin", "x")]}
    asked = document({"name": "y", "op": "call", "inputs": ["x"], "function": "f0"})
    asked["graph"]["functions"] = functions
    drawn(client, asked)


def test_refusals_are_problems(client: Client) -> None:
    response = client.post("/graph/picture", {"program": "y = x @ x", "parameters": {"x": [[1.0, 2.0]]}})
    assert client.problem(response, 422, "operation-error")["errors"][0]["line"] == 1
    response = client.post("/graph/picture", LINE, accept="application/json")
    assert "image/svg+xml" in client.problem(response, 406, "not-acceptable")["detail"]
    drawn(client, LINE, accept="image/*;q=0.5, text/html")
