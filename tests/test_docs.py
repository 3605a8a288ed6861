"""What the pages say happens: their requests are sent, their code is run, their tables are complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI

from app.errors import Pointer, error_types
from app.graph.values import decode
from app.ops import REGISTRY, ops
from app.ops.entry import ALIASES
from app.ops.spec import FLOAT64
from tests.conftest import Client, document, node

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()
PROGRAMS = (ROOT / "docs" / "programs.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_readme_request_has_the_answer_below_it(client: Client) -> None:
    request, answer, program, _ = map(json.loads, blocks(README, "json"))
    assert client.gradient(request) == answer
    assert client.gradient(program) == answer


def test_readme_curl_sends_the_same_request(client: Client) -> None:
    request, answer, *_ = map(json.loads, blocks(README, "json"))
    [sent] = [json.loads(body) for body in re.findall(r"-d '(.*?)'", README, flags=re.DOTALL)]
    assert sent == request
    assert client.gradient(sent) == answer


def test_readme_error_is_what_is_answered(client: Client) -> None:
    shown = json.loads(blocks(README, "json")[3])
    values = {"x": np.ones((2, 3)).tolist(), "W": np.ones((4, 2)).tolist()}
    response = client.post("/gradient", document(node("h", "matmul", "x", "W"), parameters=values))
    assert response.json() == shown


def test_readme_python_runs() -> None:
    [code] = blocks(README, "python")
    names: dict[str, Any] = {"__name__": "page"}
    exec(compile(code, "README.md", "exec", dont_inherit=True), names)  # noqa: S102  (the page's own code)
    loss, first, second = names["values"]
    assert loss == 36
    np.testing.assert_array_equal(first, [3, 12, 27])
    np.testing.assert_array_equal(second, [6, 12, 18])


def test_api_page_examples(client: Client) -> None:
    request, array, loop = map(json.loads, blocks(API, "json"))
    assert client.gradient(request) == {"loss": 9.0, "gradients": {"w": [3.0, 3.0]}}
    np.testing.assert_array_equal(decode(array, Pointer(), FLOAT64), [[1, 2], [3, 4]])
    assert client.ask("/check", loop)["passed"]


# Values for the programs of the page, in its order.
PAGE_VALUES: list[dict[str, Any]] = [
    {"x": (5, 4), "W1": (4, 3), "b1": (3,), "W2": (3, 2), "b2": (2,), "labels": [0, 1, 1, 0, 1]},
    {"x": (5, 4), "W1": (4, 3), "b1": (3,), "W2": (3, 2), "b2": (2,)},
    {"W": (8, 3), "U": (8, 2), "xs": (6, 3)},
    {"x": (4,), "w": (4,)},
]


@pytest.mark.parametrize("place", range(len(PAGE_VALUES)))
def test_programs_page_programs_run(place: int, client: Client) -> None:
    programs = blocks(PROGRAMS, "python")
    assert len(programs) == len(PAGE_VALUES)
    random = np.random.default_rng(place)
    values = {
        name: v if isinstance(v, list) else random.normal(size=v).tolist()
        for name, v in PAGE_VALUES[place].items()
    }
    labels = {"labels": values.pop("labels")} if "labels" in values else {}
    asked = {"program": programs[place], "parameters": values, "constants": labels}
    assert client.ask("/check", asked)["passed"]


def test_programs_page_error_is_what_is_answered(client: Client) -> None:
    [shown] = blocks(PROGRAMS, "text")
    response = client.post(
        "/gradient", {"program": "y = w\nwhile w > 0:\n    y = y + 1", "parameters": {"w": 1.0}}
    )
    assert response.json()["detail"] == shown.rstrip("\n")


def test_contributing_example_registers() -> None:
    code = blocks(CONTRIBUTING, "python")[0].replace("cosh(x: Float)", "cosh_of_the_page(x: Float)")
    code = code.replace("cosh.vjp", "cosh_of_the_page.vjp")
    names: dict[str, Any] = {"__name__": "page"}
    setup = "import numpy as np\nfrom app.ops.entry import Array, Float, op\nfrom app.ops.infer import same\n"
    try:
        exec(compile(setup + code, "CONTRIBUTING.md", "exec", dont_inherit=True), names)  # noqa: S102  (the page's own code)
        entry = REGISTRY["cosh_of_the_page"]
        assert (entry.doc, entry.kernel(0.5)) == (REGISTRY["cosh"].doc, np.cosh(0.5))
    finally:
        REGISTRY.pop("cosh_of_the_page", None)
        vars(ops).pop("cosh_of_the_page", None)


def routes(app: FastAPI) -> set[str]:
    return set(app.openapi()["paths"])


def test_every_route_is_in_the_readme(client: Client) -> None:
    table = README.partition("## What can be asked")[2].partition("\n## ")[0]
    shown = set(re.findall(r"(?:GET|POST) (/[a-z{}/.]*)|, `(?:GET|POST) (/[a-z{}/.]*)", table))
    named = {path for pair in shown for path in pair if path}
    assert routes(client.app) - {"/problems/{slug}"} == named - {"/", "/docs", "/openapi.json"}


def test_every_computing_route_has_its_answer_described(client: Client) -> None:
    answers = API.partition("## Answers")[2].partition("\n## ")[0]
    computing = {path for path, operations in client.app.openapi()["paths"].items() if "post" in operations}
    assert {path for path in computing if f"| `{path}` |" in answers} == computing


@pytest.mark.parametrize("error", list(error_types()), ids=lambda error: error.slug)
def test_every_status_is_on_the_api_page(error: Any) -> None:
    table = API.partition("## Errors")[2]
    assert str(error.status) in table
    assert error.__doc__


def test_every_option_is_on_the_api_page(client: Client) -> None:
    schemas = client.app.openapi()["components"]["schemas"]
    fields = {
        field
        for name, schema in schemas.items()
        if name.endswith("Request")
        for field in schema["properties"]
    }
    missing = {field for field in fields if f"`{field}`" not in API}
    assert not missing


def test_no_alias_hides_an_operation() -> None:
    assert not set(ALIASES) & set(REGISTRY)
