"""/batch: the answers of /gradient for each row, and their sums and means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.conftest import Client, Json

PROGRAM = "p = tanh(x @ w) + b\nloss = sum(square(p - y))"
RANDOM = np.random.default_rng(7)
ROWS = 4
DATA = {"x": RANDOM.normal(size=(ROWS, 3, 2)), "y": RANDOM.normal(size=(ROWS, 3))}
PARAMETERS = {"w": RANDOM.normal(size=2), "b": np.array(0.5)}
REDUCTIONS: dict[str, Any] = {
    "none": np.asarray,
    "sum": lambda rows: np.sum(rows, axis=0),
    "mean": lambda rows: np.mean(rows, axis=0),
}


def lists(arrays: dict[str, Any]) -> Json:
    return {name: np.asarray(array).tolist() for name, array in arrays.items()}


def one_by_one(client: Client, batched: list[str], **options: Any) -> list[Json]:
    """What /gradient answers for each row."""
    values = {**PARAMETERS, **DATA}
    answers = []
    for row in range(ROWS):
        given = {name: array[row] if name in batched else array for name, array in values.items()}
        answers.append(
            client.gradient(
                {
                    "program": PROGRAM,
                    "parameters": lists({name: given[name] for name in PARAMETERS}),
                    "constants": lists({name: given[name] for name in DATA}),
                    **options,
                }
            )
        )
    return answers


def batch(client: Client, batched: list[str], **options: Any) -> Json:
    document = {"program": PROGRAM, "parameters": lists(PARAMETERS), "constants": lists(DATA)}
    return client.ask("/batch", {**document, "batched": batched, **options})


@pytest.mark.parametrize("reduce", REDUCTIONS)
def test_shards_of_data(client: Client, reduce: str) -> None:
    expected = one_by_one(client, ["x", "y"])
    found = batch(client, ["x", "y"], reduce=reduce)
    together = REDUCTIONS[reduce]
    np.testing.assert_allclose(found["loss"], together([e["loss"] for e in expected]), rtol=1e-13)
    for name in PARAMETERS:
        rows = np.array([e["gradients"][name] for e in expected])
        np.testing.assert_allclose(found["gradients"][name], together(rows), rtol=1e-12)


@pytest.mark.parametrize("reduce", REDUCTIONS)
def test_sources_that_are_batched_or_computed(client: Client, reduce: str) -> None:
    sources = ["x", "p", "w"]
    expected = one_by_one(client, ["x", "y"], sources=sources)
    found = batch(client, ["x", "y"], sources=sources, reduce=reduce)
    for name in sources:
        rows = np.array([e["gradients"][name] for e in expected])
        np.testing.assert_allclose(found["gradients"][name], REDUCTIONS[reduce](rows), rtol=1e-12, atol=1e-15)


def test_sets_of_parameters(client: Client) -> None:
    document = {
        "program": "loss = sum(square(w)) * b",
        "parameters": {"w": [[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]], "b": 2.0},
        "batched": ["w"],
    }
    assert client.ask("/batch", document) == {
        "loss": [10.0, 50.0, 2.0],
        "gradients": {"w": [[4.0, 8.0], [12.0, 16.0], [0.0, 4.0]], "b": [5.0, 25.0, 1.0]},
    }


def test_outputs_have_rows(client: Client) -> None:
    found = batch(
        client, ["x"], outputs=["p", "w"], constants={"x": DATA["x"].tolist(), "y": [0.0, 0.0, 0.0]}
    )
    assert np.shape(found["outputs"]["p"]) == (ROWS, 3)
    assert found["outputs"]["w"] == [PARAMETERS["w"].tolist()] * ROWS


@pytest.mark.parametrize(("reduce", "shape"), [("none", (2, 3)), ("sum", (3,)), ("mean", (3,))])
@pytest.mark.parametrize("asked", ["none", "zero"])
def test_unconnected_sources(client: Client, reduce: str, shape: tuple[int, ...], asked: str) -> None:
    document = {
        "program": "loss = 2.0 * w",
        "parameters": {"w": [1.0, 2.0], "unused": [1.0, 2.0, 3.0]},
        "batched": ["w"],
        "reduce": reduce,
        "unconnected_gradients": asked,
    }
    found = client.ask("/batch", document)["gradients"]["unused"]
    assert found == (np.zeros(shape).tolist() if asked == "zero" else None)


def test_several_targets(client: Client) -> None:
    document = {
        "program": "a = square(w)\nb = 3.0 * w\nc = floor(w)",
        "target": ["a", "b", "c"],
        "parameters": {"w": [1.0, 2.0]},
        "batched": ["w"],
    }
    assert client.ask("/batch", document) == {
        "loss": [[1.0, 4.0], [3.0, 6.0], [1.0, 2.0]],
        "gradients": {"w": [5.0, 7.0]},
    }


def test_declared_shapes_are_those_of_a_row(client: Client) -> None:
    document = {
        "graph": {
            "inputs": {"w": {"shape": [2]}},
            "nodes": [{"name": "loss", "op": "sum", "inputs": ["w"]}],
        },
        "parameters": {"w": [[1.0, 2.0], [3.0, 4.0]]},
        "batched": ["w"],
    }
    assert client.ask("/batch", document)["loss"] == [3.0, 7.0]
    fault = client.problem(
        client.post("/batch", {**document, "parameters": {"w": [1.0, 2.0]}}), 422, "invalid-value"
    )
    assert fault["errors"][0]["pointer"] == "/graph/inputs/w/shape"


def test_its_plan_is_kept(client_with: Any) -> None:
    client = client_with()
    cache = client.app.state.workshop.cache
    first = batch(client, ["x", "y"])
    for _ in range(5):
        assert batch(client, ["x", "y"]) == first
    assert (cache.hits, cache.misses) == (5, 1)


WRONG: dict[str, tuple[Json, str, str]] = {
    "no names": ({"batched": []}, "/batched", "invalid-document"),
    "left out": ({}, "/batched", "invalid-document"),
    "a name that is none": ({"batched": ["w", "v"]}, "/batched/1", "unknown-name"),
    "no axis": ({"batched": ["b"]}, "/batched/0", "invalid-value"),
    "no rows": ({"batched": ["empty"]}, "/batched/0", "invalid-value"),
    "other rows": ({"batched": ["w", "x"]}, "/batched/1", "invalid-value"),
    "no reduction": ({"batched": ["w"], "reduce": "max"}, "/reduce", "invalid-document"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_placed(client: Client, case: str) -> None:
    options, pointer, slug = WRONG[case]
    document = {
        "program": "loss = sum(w * x) + b",
        "parameters": {"w": [1.0, 2.0], "b": 1.0, "empty": []},
        "constants": {"x": [1.0, 2.0, 3.0]},
    }
    body = client.problem(client.post("/batch", {**document, **options}), 422, slug)
    assert [fault["pointer"] for fault in body["errors"]] == [pointer]
