"""The pages of docs as a site: built without a warning, and read without another host."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.api.routes import ROUTES
from app.errors import error_types
from app.ops import REGISTRY
from tests.browser import launched, needs_browser, watched
from tests.server import ROOT


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, ""), built.stderr
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_reference_has_every_route_error_and_operation(site: Path) -> None:
    routes = (site / "reference" / "routes" / "index.html").read_text()
    for route in ROUTES:
        assert f"POST {route.path}<" in routes
        for member in route.request.model_fields:
            assert f"<code>{member}</code>" in routes
    errors = (site / "reference" / "errors" / "index.html").read_text()
    assert all(f"/problems/{error.slug}<" in errors for error in error_types())
    operations = [page.read_text() for page in (site / "operations").glob("*/index.html")]
    for name in REGISTRY:
        assert any(f'id="{name}"' in page for page in operations), name


@needs_browser
def test_it_is_read_and_searched_without_another_host(address: str) -> None:
    with launched() as browser, watched(browser) as seen:
        page = seen.page
        page.goto(address)
        expect(page.get_by_role("heading", name="Gradients over HTTP")).to_be_visible()
        page.locator(".md-nav").get_by_role("link", name="Fit a model").click()
        expect(page.get_by_role("heading", name="Fit a model", level=1)).to_be_visible()
        page.get_by_role("textbox", name="Search").fill("cotangent")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        assert seen.hosts == {address.removeprefix("http://")}
        assert seen.complaints == []
