"""The page at / in a real browser."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.api.playground import FILES, POLICY
from tests.browser import Watched, launched, needs_browser, watched
from tests.server import PATIENCE_SECONDS, ROOT, Server, serve

pytestmark = needs_browser

EXAMPLES = {
    file.stem: json.loads(file.read_text()) for file in sorted((ROOT / "openapi" / "examples").glob("*.json"))
}
ANSWERED = [
    name
    for name, example in EXAMPLES.items()
    if example["path"] in ("/gradient", "/minimize") and example["status"] == 200
]
REFUSED = [name for name, example in EXAMPLES.items() if example["status"] == 422]
O_RINGS = EXAMPLES["24-o-rings"]
TABS = ("Gradient", "Tape", "Minimize", "Check", "Request")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def seen(server: Server, browser: Browser) -> Iterator[Watched]:
    """The page with its first example; after the test, it has kept to itself and had nothing to complain of."""
    with watched(browser) as page:
        page.page.goto(server.url)
        expect(page.page.locator("#gradient .loss output")).to_have_text("1")
        yield page
        assert page.hosts == {urlsplit(server.url).netloc}
        # Requests that are refused make the browser note the status of their answers.
        assert [each for each in page.complaints if "status of 4" not in each] == []


@pytest.fixture
def page(seen: Watched) -> Page:
    return seen.page


def choose(page: Page, example: dict[str, Any]) -> None:
    page.get_by_label("Example").select_option(label=example["summary"])


def write(page: Page, program: str) -> None:
    page.get_by_role("textbox", name="Program").fill(program)


def expect_gradients(page: Page, **shown: str) -> None:
    """The table of gradients has these rows."""
    table = page.locator("#gradient table").first
    expect(table.locator("tbody th")).to_have_text([*shown])
    expect(table.locator("tbody .adjoint")).to_have_text([*shown.values()])


def test_it_begins_with_the_gradients_of_a_line(page: Page) -> None:
    assert (
        page.get_by_role("textbox", name="Program").input_value()
        == EXAMPLES["12-program"]["request"]["program"]
    )
    expect_gradients(page, w="−4", b="−2")
    assert page.locator("#gradient td.bars rect.negative").count() == 2


def test_nothing_inline_is_carried_out_and_nothing_is_loaded_from_elsewhere(server: Server) -> None:
    with server.client() as client:
        answer = client.get("/")
        assert answer.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY
        for file in sorted(FILES.iterdir()):
            assert client.get(f"/playground/{file.name}").content == file.read_bytes()
            links = re.findall(r"https?://[^\s\"'`$]+", file.read_text())
            assert set(links) <= {"http://www.w3.org/2000/svg"}, file.name
        assert client.get("/playground/..%2f..%2fpyproject.toml").status_code == 404


@pytest.mark.parametrize("name", ANSWERED)
def test_an_example_of_the_gallery_is_answered(page: Page, name: str) -> None:
    example = EXAMPLES[name]
    choose(page, example)
    if example["path"] == "/minimize":
        page.get_by_role("button", name="Minimize", exact=True).click()
        expect(page.locator("#minimize-status .verdict")).to_be_visible()
        return
    expect(page.locator("#about-example")).to_have_text(example["description"].replace("`", ""))
    sources = list(example["answer"]["gradients"])
    shown = page.locator("#gradient table").first.locator("tbody th")
    expect(shown).to_have_text(sources)
    expect(page.locator("#problem")).to_be_empty()
    if isinstance(example["answer"]["loss"], float):
        loss = f"{example['answer']['loss']:.6g}".replace("-", "−")
        expect(page.locator("#gradient .loss output")).to_have_text(loss)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_shown_at_its_line(page: Page, name: str) -> None:
    choose(page, EXAMPLES[name])
    [fault] = EXAMPLES[name]["answer"]["errors"]
    expect(page.locator("#editor .fault")).to_contain_text(fault["detail"].split("\n")[0][:60])
    expect(page.locator("#problem")).to_have_text(EXAMPLES[name]["answer"]["title"] + ".")
    expect(page.locator("#editor .at-fault")).to_have_count(1)
    if "line" in fault:
        expect(page.locator("#editor .at-fault")).to_have_text(str(fault["line"]))


def test_a_name_without_a_value_is_offered_one(page: Page) -> None:
    write(page, "loss = square(w * x + b - y) + rate * w")
    expect(page.locator("#editor .fault")).to_contain_text("nothing is named 'rate'")
    expect(page.locator(".wrong")).to_have_count(1)
    page.locator(".missing").get_by_role("button", name="parameter").click()
    expect(page.locator("#gradient table").first.locator("tbody th")).to_have_text(["w", "b", "rate"])
    expect(page.locator("#editor .fault")).to_be_empty()
    expect(page.locator(".missing")).to_have_count(0)


def test_a_slider_moves_the_gradients(page: Page) -> None:
    slider = page.get_by_label("w, slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_label("w", exact=True)).not_to_have_value("0.5")
    moved = float(page.get_by_label("w", exact=True).input_value())
    slope = 4 * (2 * moved + 1 - 3)
    expect(page.locator("#gradient tbody .adjoint").first).to_have_text(f"{slope:g}".replace("-", "−"))


def test_a_constant_can_become_a_parameter_and_keeps_its_dtype(page: Page) -> None:
    page.get_by_label("x is a").select_option("parameter")
    expect(page.locator("#gradient table").first.locator("tbody th")).to_have_text(["w", "b", "x"])
    page.get_by_label("as JSON", exact=True).check()
    assert json.loads(page.get_by_label("Parameters", exact=True).input_value()) == {"w": 0.5, "b": 1, "x": 2}
    assert '"y": 3.0' in page.get_by_label("Constants", exact=True).input_value()
    page.get_by_label("Constants", exact=True).fill('{"y": 3.0, }')
    expect(page.locator("#constants-fault")).to_contain_text("line 1, column 12: a name in double quotes")


def test_the_tape_is_walked_forward_and_backward(page: Page) -> None:
    page.get_by_role("tab", name="Tape").click()
    picture = page.locator("#picture")
    expect(page.locator("#count")).to_have_text("8 of 8")
    expect(picture.locator(".adjoint:visible")).to_have_count(5)
    page.get_by_label("To the beginning").click()
    expect(picture.locator(".adjoint:visible")).to_have_count(0)
    expect(picture.locator('.node.later[data-node="loss"]')).to_have_count(1)
    said = []
    for _ in range(8):
        page.get_by_label("One step on").click()
        said.append(page.locator("#words").inner_text())
    assert said[0] == "Forward: w * x (t1) = multiply(w, x) = multiply(0.5, 2) = 1"
    assert said[3] == "Forward: loss = square(t2) = square(1) = 1"
    assert said[4].startswith("Backward: loss, whose adjoint is 1, passes on to ∂t2.")
    assert said[7].startswith("Backward: w * x (t1), whose adjoint is −2, passes on to ∂w.")
    assert page.get_by_label("One step on").is_disabled()
    expect(page.locator("#editor .at-step")).to_have_text("1")
    page.get_by_label("Step", exact=True).press("ArrowLeft")
    expect(page.locator("#count")).to_have_text("7 of 8")
    page.get_by_text("The tape as a table").click()
    expect(page.locator("#table tr.now th").first).to_have_text("y_pred")


def test_a_graph_without_values_is_drawn(page: Page) -> None:
    page.get_by_role("tab", name="Tape").click()
    choose(page, EXAMPLES["21-graph-of-a-program"])
    expect(page.locator("#picture svg")).to_contain_text("y_pred")
    expect(page.locator("#problem")).not_to_be_empty()


def test_declared_shapes_are_filled(page: Page) -> None:
    choose(page, EXAMPLES["21-graph-of-a-program"])
    expect(page.locator(".missing")).to_have_count(4)
    for name in ("X", "w", "b", "y"):
        role = "constant" if name in "Xy" else "parameter"
        page.locator(".missing").filter(has_text=f"{name} has").get_by_role("button", name=role).click()
        expect(page.locator(f'[data-name="{name}"]')).to_be_visible()
    expect(page.locator("#gradient table").first.locator("tbody th")).to_have_text(["w", "b"])


def test_gradients_are_checked(page: Page) -> None:
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check the gradients").click()
    expect(page.locator("#check-result .verdict")).to_contain_text("Every gradient agrees")
    expect(page.locator("#check-result tbody tr")).to_have_count(2)


def test_a_real_data_set_is_fitted_with_a_live_curve(page: Page) -> None:
    choose(page, O_RINGS)
    page.get_by_role("button", name="Minimize", exact=True).click()
    expect(page.locator("#minimize-status .verdict")).to_have_text(
        "✓ Converged: no element of the gradient is larger than the tolerance."
    )
    expect(page.locator("#curve svg")).to_have_attribute(
        "aria-label", re.compile(r"^Loss by step: from 0\.693147 to 0\.441635 in 7 steps$")
    )
    expect(page.locator("#contour svg")).to_have_attribute(
        "aria-label", re.compile(r"^Loss over a and b, .* to \(−1\.20849, −0\.232163\)$")
    )
    assert page.locator("#contour .level").count() == 12
    page.get_by_role("button", name="Take these parameters").click()
    taken = float(page.get_by_label("b", exact=True).input_value())
    assert taken == pytest.approx(O_RINGS["answer"]["parameters"]["b"])


def test_a_minimization_is_seen_on_its_way_and_can_be_stopped(page: Page) -> None:
    page.get_by_role("tab", name="Minimize").click()
    page.get_by_label("Method").select_option("sgd")
    page.get_by_label("Learning rate").fill("1e-9")
    page.get_by_label("Steps, at most").fill("100000000")
    page.get_by_role("button", name="Minimize", exact=True).click()
    expect(page.locator("#minimize-status")).to_contain_text("s left")
    expect(page.locator("#curve path.line")).to_have_count(1)
    expect(page.locator("#contour path.line")).to_have_count(1)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#minimize-status")).to_contain_text("Stopped after")


@pytest.mark.parametrize("language", ["curl", "Python", "JavaScript"])
@pytest.mark.parametrize("name", ["12-program", "24-o-rings"])
def test_the_request_does_elsewhere_what_it_does_here(
    page: Page, language: str, name: str, tmp_path: Path
) -> None:
    example = EXAMPLES[name]
    choose(page, example)
    page.get_by_role("tab", name="Request").click()
    page.get_by_label("Route").select_option(example["path"])
    page.get_by_label("Language").select_option(language)
    code = page.locator("#code").inner_text()
    command = {
        "curl": ["bash", "-c", code],
        "Python": [sys.executable, "-c", code],
        "JavaScript": ["node", "--input-type=module", "-e", code],
    }[language]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    said = run.stdout
    for name, value in example["answer"].get("gradients", example["answer"].get("parameters")).items():
        found = re.search(rf"['\"]?\b{name}['\"]?: ?(-?[\d.]+)", said)
        assert found, said
        assert float(found[1]) == pytest.approx(value, rel=1e-9)


def test_program_and_graph_are_two_ways_to_write_the_same(page: Page) -> None:
    page.get_by_role("button", name="As a graph in JSON").click()
    graph = page.get_by_role("textbox", name="Graph")
    expect(graph).to_be_visible()
    assert [each["op"] for each in json.loads(graph.input_value())["nodes"]] == [
        "multiply",
        "add",
        "subtract",
        "square",
    ]
    expect_gradients(page, w="−4", b="−2")
    page.get_by_role("button", name="As a program").click()
    expect(page.get_by_role("textbox", name="Program")).to_have_value(re.compile(r"loss = square\(t2\)"))


def test_a_link_and_a_reload_bring_the_work_back(page: Page, server: Server) -> None:
    write(page, "loss = w ** 3 + b * x * y")
    expect(page.locator("#gradient .loss output")).to_have_text("6.125")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#share")).not_to_have_text("Copy link")
    link = page.url
    assert "#" in link
    for address in ("about:blank", link, server.url):
        # What is still on its way when a page is left counts as failed.
        page.wait_for_load_state("networkidle")
        page.goto(address)
        if address != "about:blank":
            expect(page.locator("#gradient .loss output")).to_have_text("6.125")


def test_a_link_from_a_stranger_is_text(page: Page, server: Server) -> None:
    name = '<img src=x onerror="document.title=1">&quot;</script>'
    node = {"name": name, "op": "square", "inputs": [name + "!"]}
    request = {"graph": {"nodes": [node]}, "parameters": {name + "!": 3.0}, name: name}
    page.goto("about:blank")
    page.goto(f"{server.url}/#{base64.b64encode(json.dumps(request).encode()).decode()}")
    expect(page.locator("#gradient tbody th")).to_have_text([name + "!"])
    page.get_by_role("tab", name="Tape").click()
    expect(page.locator("#words strong")).to_contain_text(name)
    assert page.locator("main img, main script").count() == 0
    assert page.title() == "Wengert: gradients over HTTP"


def test_a_link_that_holds_no_request_is_said_to(page: Page, server: Server) -> None:
    for link in ("%%%", "eyJ", base64.b64encode(b"[1]").decode()):
        page.goto("about:blank")
        page.goto(f"{server.url}/#{link}")
        expect(page.locator("#about-example")).to_contain_text("The link holds no request")
        expect(page.locator("#gradient .loss output")).to_have_text("1")


def test_another_link_in_the_same_tab_and_an_edit_after_it(page: Page, server: Server) -> None:
    for power in (2, 3):
        request = json.dumps({"program": f"loss = w ** {power}", "parameters": {"w": 2.0}})
        page.goto(f"{server.url}/#{base64.b64encode(request.encode()).decode()}")
        expect(page.locator("#gradient .loss output")).to_have_text(str(2**power))
    write(page, "loss = w ** 4")
    expect(page.locator("#gradient .loss output")).to_have_text("16")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#gradient .loss output")).to_have_text("16")


def test_large_values_are_shown(page: Page) -> None:
    page.get_by_label("as JSON", exact=True).check()
    page.get_by_label("Parameters", exact=True).fill(json.dumps({"w": [0.5] * 100_000, "b": 1.0}))
    expect(page.locator("#gradient tbody th")).to_have_text(["w", "b"])
    expect(page.locator("#parameters-editor .colours")).to_contain_text("0.5, 0.5")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#share")).to_have_text("Too long for a link")


def test_a_wrong_value_is_shown_where_it_is_written(page: Page) -> None:
    page.get_by_label("as JSON", exact=True).check()
    page.get_by_label("Parameters", exact=True).fill('{"b": 1.0,\n "w": "abc"}')
    expect(page.locator("#parameters-fault")).to_contain_text("line 2: expected a number, got the text 'abc'")
    page.get_by_label("Parameters", exact=True).fill('{"b": 1.0,\n "w": 0.5}')
    expect(page.locator("#parameters-fault")).to_be_empty()
    expect(page.locator("#problem")).to_be_empty()


def test_whoever_types_a_value_is_not_disturbed(page: Page) -> None:
    """Although a name without a value is spoken of after every key."""
    write(page, "loss = w * missed + b + x + y")
    expect(page.locator(".missing")).to_have_count(1)
    box = page.get_by_label("w", exact=True)
    box.fill("")
    for character in "2.25":
        box.press(character)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
    expect(box).to_be_focused()
    expect(box).to_have_value("2.25")


def test_options_are_held_against_the_routes(page: Page) -> None:
    page.get_by_text("Options of the request").click()
    field = page.locator("#options")
    for text, said in (
        ('{"typo": 1}', 'no route knows "typo"'),
        ('{"program": "x"}', "is what stands above"),
    ):
        field.fill(text)
        expect(page.locator("#options-fault")).to_contain_text(said)
    field.fill('{"method": "adam", "learning_rate": 0.25, "max_steps": 7}')
    page.get_by_role("tab", name="Minimize").click()
    expect(page.get_by_label("Method")).to_have_value("adam")
    expect(page.get_by_label("Steps, at most")).to_have_value("7")
    field.fill("")
    expect(page.locator("#options-fault")).to_be_empty()


def test_a_minimization_ends_with_its_program(page: Page) -> None:
    page.get_by_role("tab", name="Minimize").click()
    page.get_by_label("Method").select_option("sgd")
    page.get_by_label("Learning rate").fill("1e-9")
    page.get_by_label("Steps, at most").fill("100000000")
    page.get_by_role("button", name="Minimize", exact=True).click()
    expect(page.locator("#minimize-status")).to_contain_text("s left")
    choose(page, O_RINGS)
    expect(page.get_by_role("button", name="Minimize", exact=True)).to_be_visible()
    page.get_by_role("button", name="Minimize", exact=True).click()
    expect(page.locator("#minimize-status .verdict")).to_contain_text("Converged")
    expect(page.locator("#contour svg")).to_have_attribute("aria-label", re.compile("Loss over a and b"))


def test_it_is_worked_by_keys_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the program")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Gradient").focus()
    for tab in (*TABS[1:], TABS[0]):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=tab)).to_be_focused()
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Request")).to_be_focused()


def test_everything_that_can_be_worked_has_a_name(page: Page) -> None:
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        unnamed = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, textarea, a, [tabindex='0']")]
                .filter((one) => one.checkVisibility())
                .filter((one) => !(one.ariaLabel || one.labels?.length || one.innerText || one.getAttribute("aria-labelledby")))
                .map((one) => one.outerHTML)"""
        )
        assert unnamed == [], tab


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_told_from_what_is_behind_it(page: Page, theme: str) -> None:
    """By the 4.5 : 1 of the accessibility guidelines (WCAG 2.2, 1.4.3)."""
    page.get_by_label("Theme").select_option(theme)
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        page.wait_for_load_state("networkidle")
        poor = page.evaluate(CONTRAST)
        assert poor == [], tab


CONTRAST = """() => {
  const channel = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length === 3) return found;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll("body *")].filter(
    (one) => one.checkVisibility() && !one.disabled && !one.closest("svg, .skip, select, textarea") &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return texts.map((one) => {
    const [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), one.outerHTML.slice(0, 120)];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("tab", TABS)
def test_it_fits_a_phone(page: Page, tab: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    choose(page, EXAMPLES["13-program-classifier"])
    page.get_by_role("tab", name=tab).click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_key_is_sent_and_not_kept(browser: Browser, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    made = subprocess.run(
        [sys.executable, "-m", "app.cli", "key", "alice", "--file", str(keys)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    [secret] = re.findall(r"wgt_\S+", made.stdout)
    with serve(api_keys_file=str(keys)) as server, watched(browser) as seen:
        page = seen.page
        page.goto(server.url)
        expect(page.locator("#problem")).to_contain_text("asks for a key")
        page.get_by_role("button", name="Key").click()
        page.get_by_label("API key or token").fill(secret)
        page.get_by_role("button", name="Use it").click()
        expect(page.locator("#gradient .loss output")).to_have_text("1")
        assert page.evaluate("JSON.stringify(localStorage)").find(secret) == -1
        page.get_by_role("tab", name="Request").click()
        assert secret not in page.locator("#code").inner_text()
