"""/docs in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import Watched, launched, needs_browser, watched
from tests.server import ROOT, Server, serve

pytestmark = needs_browser

EXAMPLES = {
    file.stem: json.loads(file.read_text()) for file in sorted((ROOT / "openapi" / "examples").glob("*.json"))
}
GRADIENT_EXAMPLES = {name: each for name, each in EXAMPLES.items() if each["path"] == "/gradient"}
TUTORIAL = "01-one-line"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def docs(server: Server, browser: Browser) -> Iterator[Watched]:
    """The page, loaded; after the test, it has kept to itself and had nothing to complain of."""
    with watched(browser) as page:
        page.page.goto(f"{server.url}/docs")
        expect(page.page.locator(".opblock").first).to_be_visible()
        yield page
        assert page.hosts == {urlsplit(server.url).netloc}
        # Refused examples make the browser note the status of their answers.
        assert [each for each in page.complaints if "status of 422" not in each] == []


def opened(docs: Watched, path: str) -> Locator:
    """The box of a POST route, opened."""
    box = docs.page.locator(".opblock-post").filter(has=docs.page.locator(f'[data-path="{path}"]'))
    box.locator(".opblock-summary-control").click()
    expect(box.get_by_role("button", name="Execute")).to_be_visible()
    return box


def chosen(docs: Watched, box: Locator, summary: str) -> tuple[int, Any, Any]:
    """Choose an example and press Execute: status and body of the answer, and the body that is shown."""
    box.locator(".opblock-section-request-body .examples-select-element").select_option(label=summary)
    with docs.page.expect_response(lambda response: response.request.method == "POST") as answered:
        box.get_by_role("button", name="Execute").click()
    response = answered.value
    live = box.locator(".live-responses-table .response")
    expect(live.locator(".response-col_status")).to_contain_text(str(response.status))
    shown = json.loads(live.locator(".highlight-code code").first.inner_text())
    body = json.loads(response.body())
    box.get_by_role("button", name="Clear").click()
    return response.status, body, shown


def test_every_route_is_listed(server: Server, docs: Watched) -> None:
    with server.client() as client:
        paths = client.get("/openapi.json").json()["paths"]
    shown = [path.get_attribute("data-path") for path in docs.page.locator(".opblock-summary-path").all()]
    assert sorted(filter(None, shown)) == sorted(paths)
    assert "/gradient" in shown
    assert "Wengert" in docs.page.title()


def test_the_tutorial_example_can_be_chosen_and_is_answered(docs: Watched) -> None:
    box = opened(docs, "/gradient")
    choices = box.locator(".opblock-section-request-body .examples-select-element option")
    assert choices.all_inner_texts() == [example["summary"] for example in GRADIENT_EXAMPLES.values()]
    status, body, shown = chosen(docs, box, GRADIENT_EXAMPLES[TUTORIAL]["summary"])
    assert status == 200
    assert body == shown == {"loss": 1.0, "gradients": {"w": -4.0, "b": -2.0}}


def test_every_example_does_what_it_says(docs: Watched) -> None:
    """Also after the page has rewritten it: JavaScript writes 2.0 as 2."""
    box = opened(docs, "/gradient")
    for name, example in GRADIENT_EXAMPLES.items():
        status, body, shown = chosen(docs, box, example["summary"])
        assert (name, status) == (name, example["status"])
        assert body == shown
        if status == 200:
            assert body == example["answer"], name
        else:
            assert body["type"] == example["answer"]["type"], name


def test_the_schema_can_be_opened(docs: Watched) -> None:
    """It has a type for each operation, which is much to draw."""
    box = opened(docs, "/gradient")
    box.get_by_role("tab", name="Schema").first.click()
    expect(box.get_by_text("GradientRequest").first).to_be_visible()
