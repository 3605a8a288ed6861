"""Hostile requests, a thousand of them; `make fuzz` sends as many as one likes."""

from __future__ import annotations

from typing import Any

import cbor2
import numpy as np
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.main import create_app
from app.settings import Settings
from fuzz.mutations import Mutator
from fuzz.run import MIB, SETTINGS, fuzz
from tests.conftest import Client
from tests.server import serve

load_all_checks()
document = schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(timeout_seconds=2)))
# It would list every combination of what some three hundred operations may be given.
document.config.phases.coverage.enabled = False


@schemathesis.serializer("application/cbor")
def as_cbor(_: Any, value: Any) -> bytes:
    found: bytes = cbor2.dumps(value)
    return found


@document.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_whatever_the_document_allows_is_answered_as_it_says(case: Any) -> None:
    answer = case.call()
    assert answer.status_code < 500 or answer.status_code in (503, 504)
    for check in (content_type_conformance, response_schema_conformance, status_code_conformance):
        case.validate_response(answer, checks=[check])


def test_a_thousand_requests() -> None:
    with serve(workers=2, **SETTINGS) as server:
        report = fuzz(server.url, server.process.pid, requests=1000, seed=7)
        assert sum(report.answers.values()) == 1000
        assert not report.complaints, str(report)
        assert report.restarts == 0
        assert report.growth < 100 * MIB
        assert "Traceback" not in server.log


def test_a_seed_says_which_requests() -> None:
    one, other, third = ([mutator.request() for _ in range(50)] for mutator in map(Mutator, (1, 1, 2)))
    assert one == other
    assert one != third


UNARY: dict[str, Any] = {
    "sin": np.sin,
    "tanh": np.tanh,
    "exp": lambda x: np.exp(-np.abs(x)),
    "square": lambda x: x * x / (1 + np.abs(x)),
}
PROGRAMS = {"exp": "exp(-abs({0}))", "square": "{0} * {0} / (1 + abs({0}))"}
BINARY: dict[str, Any] = {"+": np.add, "-": np.subtract, "*": np.multiply}
STEPS = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 20), st.integers(0, 20)),
    min_size=1,
    max_size=15,
)


def value_of(steps: list[tuple[str, int, int]], x: Any, w: Any) -> Any:
    """What the steps make of two values, by NumPy alone."""
    values = [x, w]
    for name, first, second in steps:
        a, b = values[first % len(values)], values[second % len(values)]
        values.append(UNARY[name](a) if name in UNARY else BINARY[name](np.tanh(a), np.tanh(b)))
    return np.sum(np.tanh(values[-1]))


def program_of(steps: list[tuple[str, int, int]]) -> str:
    """The same as a program."""
    names, lines = ["x", "w"], []
    for name, first, second in steps:
        a, b = names[first % len(names)], names[second % len(names)]
        text = (
            PROGRAMS.get(name, f"{name}({{0}})").format(a) if name in UNARY else f"tanh({a}) {name} tanh({b})"
        )
        names.append(f"v{len(names)}")
        lines.append(f"{names[-1]} = {text}")
    return "\n".join([*lines, f"loss = sum(tanh({names[-1]}))"])


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
@given(steps=STEPS, shape=st.sampled_from([(), (3,), (2, 3)]), seed=st.integers(0, 1000))
def test_graphs_made_at_random_have_numpys_values_and_slopes(
    client: Client, steps: list[tuple[str, int, int]], shape: tuple[int, ...], seed: int
) -> None:
    random = np.random.default_rng(seed)
    x, w = random.uniform(0.2, 1.5, shape), random.uniform(0.2, 1.5, shape[-1:])
    request = {"program": program_of(steps), "parameters": {"x": x.tolist(), "w": w.tolist()}}
    graph = client.ask("/graph", request)["graph"]
    answers = [client.gradient(request), client.gradient({**request, "program": None, "graph": graph})]
    assert answers[0] == answers[1]
    np.testing.assert_allclose(answers[0]["loss"], value_of(steps, x, w), rtol=1e-12, atol=1e-12)
    for name, array in (("x", x), ("w", w)):
        found = answers[0]["gradients"][name]
        direction = random.normal(size=array.shape)
        step = 1e-5 * direction
        ends = [{"x": x, "w": w, name: array + sign * step} for sign in (1, -1)]
        slope = (value_of(steps, **ends[0]) - value_of(steps, **ends[1])) / 2e-5
        along = 0.0 if found is None else float(np.sum(np.asarray(found) * direction))
        assert along == pytest.approx(slope, rel=1e-5, abs=1e-7)
