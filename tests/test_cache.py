"""Requests that come again: the same answers from a plan that is kept, and no request taken for another."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.api.caller import Caller
from app.api.codec import JSON, Body, Taker
from app.api.exchange import Exchange
from app.api.message import Head
from app.api.metrics import Metrics
from app.api.routes import ROUTES
from app.api.workshop import Answer, Form, Job, Workshop
from app.engine import Deadline
from app.graph.cache import Cache
from app.main import create_app
from app.settings import Settings
from tests.conftest import Client, Json, same

EXAMPLES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json"))
}
FORM = Form(JSON)
LINE: Any = {
    "program": "y_pred = w * x + b\nloss = sum((y - y_pred) ** 2)",
    "parameters": {"w": 0.5, "b": 1.0},
    "constants": {"x": 2.0, "y": 3.0},
}


@pytest.fixture
def fresh() -> Iterator[Client]:
    with Client(create_app()) as client:
        yield client


async def never() -> dict[str, Any]:
    """What a client sends that says nothing more."""
    raise AssertionError


def cache_of(client: Client) -> Cache:
    workshop: Workshop = client.app.state.workshop
    found: Cache = workshop.cache
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_answer_the_same_again(name: str, fresh: Client) -> None:
    example = EXAMPLES[name]
    for _ in range(6):
        response = fresh.post(example["path"], example["request"])
        assert response.status_code == example["status"]
        if response.status_code == 200:
            same(response.json(), example["answer"]) if "loss" in example["answer"] else None
    kept = example["status"] == 200 and example["path"] in ("/gradient", "/evaluate")
    given = "output_gradients" in example["request"]
    assert cache_of(fresh).hits == (5 if kept and not given else 0)


@pytest.mark.parametrize("name", [name for name, each in EXAMPLES.items() if each["path"] == "/gradient"])
def test_traces_are_the_same_again(name: str, fresh: Client) -> None:
    """Also of plans on numbers alone, whose answers are written from a template."""
    request = {**EXAMPLES[name]["request"], "trace": True}
    first = fresh.post("/gradient", request)
    for _ in range(7):
        again = fresh.post("/gradient", request)
        assert again.status_code == first.status_code
        if first.status_code == 200:
            same(again.json(), first.json())


def test_other_values_find_the_plan(fresh: Client) -> None:
    for i in range(8):
        answer = fresh.gradient({**LINE, "parameters": {"w": float(i), "b": 1.0}})
        assert answer == {
            "loss": (2.0 - 2 * i) ** 2,
            "gradients": {"w": -4 * (2.0 - 2 * i), "b": -2 * (2.0 - 2 * i)},
        }
    assert cache_of(fresh).hits == 7


OTHERS: dict[str, Json] = {
    "other shapes": {**LINE, "parameters": {"w": [0.5, 1.5], "b": 1.0}},
    "other dtypes": {**LINE, "constants": {"x": 2, "y": 3}},
    "float32": {**LINE, "dtype": "float32"},
    "a constant less": {**LINE, "parameters": {"w": 0.5, "b": 1.0, "y": 3.0}, "constants": {"x": 2.0}},
    "another program": {**LINE, "program": LINE["program"].replace("+", "-")},
    "other sources": {**LINE, "sources": ["b"]},
    "watched numerics": {**LINE, "check_numerics": True},
    "another order": {**LINE, "parameters": {"b": 1.0, "w": 0.5}},
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_requests_have_other_plans(case: str, fresh: Client, client: Client) -> None:
    fresh.gradient(LINE)
    expected = client.gradient(OTHERS[case])
    for _ in range(5):
        same(fresh.gradient(LINE), client.gradient(LINE))
        same(fresh.gradient(OTHERS[case]), expected)


def test_routes_do_not_share_plans(fresh: Client) -> None:
    fresh.gradient(LINE)
    assert set(fresh.ask("/hessian", LINE)) == {"loss", "gradients", "hessian"}
    assert set(fresh.ask("/evaluate", LINE)) == {"outputs"}


WRONG: dict[str, Any] = {
    "text": {"w": "a", "b": 1.0},
    "null": {"w": None, "b": 1.0},
    "ragged": {"w": [[1.0], [1.0, 2.0]], "b": 1.0},
    "missing": {"w": 1.0},
    "a name twice": {"w": 1.0, "b": 1.0, "x": 2.0},
    "a bad name": {"w": 1.0, "b": 1.0, "a:b": 1.0},
    "shapes that do not fit": {"w": [1.0, 2.0], "b": [1.0, 2.0, 3.0]},
    "no object": [1.0],
}


@pytest.mark.parametrize("case", WRONG)
def test_values_are_checked_as_ever(case: str, fresh: Client) -> None:
    asked = {**LINE, "parameters": WRONG[case]}
    before = fresh.post("/gradient", asked)
    assert before.status_code == 422
    fresh.gradient(LINE)
    assert fresh.post("/gradient", asked).json() == before.json()
    assert fresh.gradient(LINE)["loss"] == 1.0


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a": NaN}', b"\xff", b'{"parameters": {"x": 1e999}}', b"null", b"{" * 5000]
)
def test_what_is_no_document_has_no_parts(body: bytes) -> None:
    assert Taker(["program", "parameters", "constants"]).parts_of(body, JSON, 100) is None


def test_members_given_twice_are_read_alike(fresh: Client) -> None:
    body = b'{"program": "y = 1.0 * w", "program": "y = 2.0 * w", "parameters": {"w": 1.0}, "parameters": {"w": 3.0}}'
    for _ in range(3):
        assert fresh.post("/gradient", body).json()["loss"] == 6.0


def test_the_least_recently_used_is_given_up(fresh: Client) -> None:
    cache = cache_of(fresh)
    cache.max_bytes = 150_000
    for i in range(12):
        fresh.gradient({**LINE, "program": LINE["program"] + f" + {i}.0"})
        fresh.gradient(LINE)
    assert cache.hits == 11, "what is used all the time stays"
    cache.max_bytes = 0
    fresh.gradient({**LINE, "program": "loss = w * b * x * y"})
    fresh.gradient(LINE)
    assert cache.hits == 11


def test_it_can_be_switched_off() -> None:
    with Client(create_app(Settings(plan_cache_bytes=0))) as client:
        for _ in range(3):
            assert client.gradient(LINE)["loss"] == 1.0
        assert cache_of(client).hits == 0


def test_threads_share_a_plan() -> None:
    workshop = Workshop(Settings(), Metrics(Settings()))
    route = next(route for route in ROUTES if route.path == "/gradient")

    def ask(w: float) -> float:
        body = json.dumps({**LINE, "parameters": {"w": w, "b": 1.0}}).encode()
        exchange = Exchange(Head([]), never, Caller("", "somebody"), workshop.account)
        job = Job(route, exchange, Deadline(60), FORM)
        answer = workshop.begun(job, Body(body, JSON, False), None, math.inf)
        assert isinstance(answer, Answer)
        found: float = json.loads(answer.content)["gradients"]["w"]
        return found

    values = [0.25 * i for i in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, values)) == [-4 * (2.0 - 2 * w) for w in values]
    assert workshop.cache.hits > 300
