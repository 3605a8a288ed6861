"""A real browser without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.server import PATIENCE_SECONDS

expect.set_options(timeout=PATIENCE_SECONDS * 1000)

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# CI installs a browser, so there a missing one is a failure; on other machines it is optional.
needs_browser = pytest.mark.skipif(
    EXECUTABLE is None and not os.environ.get("CI"), reason="no Chromium or Chrome is installed"
)


@dataclass
class Watched:
    """A page, and what it did."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, or a failure that says how to get one."""
    if EXECUTABLE is None:
        pytest.fail("no Chromium or Chrome is installed; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser) -> Iterator[Watched]:
    """An empty page; every request it makes and every error it meets is noted."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    seen = Watched(page)
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
    page.on("requestfailed", lambda request: _failed(seen, request))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("console", lambda said: _note(seen, said.type, said.text))
    try:
        yield seen
    finally:
        page.close()


def _failed(seen: Watched, request: Request) -> None:
    # A page gives up what it no longer needs.
    if request.failure != "net::ERR_ABORTED":
        seen.complaints.append(f"failed: {request.url} ({request.failure})")


def _note(seen: Watched, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        seen.complaints.append(f"{kind}: {text}")
