"""The pages of the tutorial and of docs/how-to, run block by block against a real server.

A ```python block is run after those before it on its page. What it prints is the ```text block that comes next, or what the
comments after its calls of `print` say. A ```sh block with the service's address is run by bash, a ```json block with a graph or a
program is posted to the route named last before it; their answer is the block that comes next, to five digits.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import json
import math
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
import wengert

from tests.server import PATIENCE_SECONDS, ROOT, Server, serve

DOCS = ROOT / "docs"
PAGES = {
    str(path.relative_to(DOCS)): path.read_text()
    for path in [
        DOCS / "index.md",
        DOCS / "quickstart.md",
        DOCS / "tutorial.md",
        *sorted((DOCS / "how-to").glob("*.md")),
    ]
}
JSON = {"content-type": "application/json"}
ADDRESS = "http://127.0.0.1:8000"
# Blocks that use one of these are run where it is installed. Without TensorFlow, its listing is run by the client.
LIBRARIES = ("tensorflow", "torch", "jax")


class Block(NamedTuple):
    """Something between fences.

    Attributes:
        language: what is said after the fence.
        text: what stands in it.
        line: of the page, for messages.
        route: the one that was named last before it.
        answer: language and text of the block that comes next.
    """

    language: str
    text: str
    line: int
    route: str
    answer: tuple[str, str]

    @property
    def needs(self) -> set[str]:
        """The libraries that it uses."""
        if self.language != "python":
            return set()
        named = {node.id for node in ast.walk(ast.parse(self.text)) if isinstance(node, ast.Name)}
        return {name for name in LIBRARIES if name in named or _imports(self.text, name)}


def _imports(text: str, library: str) -> bool:
    return re.search(rf"^(import|from) (wengert\.)?{library}\b", text, re.MULTILINE) is not None


def blocks(page: str) -> list[Block]:
    text = PAGES[page]
    found = list(re.finditer(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    following = [*((match[1], match[2]) for match in found[1:]), ("", "")]
    return [
        Block(
            match[1],
            match[2],
            text.count("\n", 0, match.start()) + 1,
            (re.findall(r"POST (/[a-z/]+)", text[: match.start()]) or [""])[-1],
            after,
        )
        for match, after in zip(found, following, strict=False)
    ]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The server's address, where the client sends its requests to."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    with wengert.Client(server.url) as client:
        wengert.use(client)
        yield server.url


def run_python(block: Block, names: dict[str, Any], address: str, page: str, libraries: set[str]) -> None:
    printed = io.StringIO()
    # Lines in tracebacks are those of the page.
    code = "\n" * block.line + block.text.replace(ADDRESS, address)
    if "tensorflow" in block.needs - libraries:
        code = code.replace("import tensorflow as tf", "import wengert as tf")
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page, "exec", dont_inherit=True), names)  # noqa: S102  (the page's own code)
    language, said = block.answer
    if language != "text":
        said = "".join(f"{comment}\n" for comment in re.findall(r"print\(.*\)  # (.*)", block.text))
    assert printed.getvalue() == said, f"{page}, line {block.line}"


def run_shell(block: Block, address: str, page: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    run = subprocess.run(
        ["bash", "-e", "-c", block.text.replace(ADDRESS, address)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    compare(run.stdout, block, page)


def compare(answer: str, block: Block, page: str) -> None:
    language, said = block.answer
    place = f"{page}, line {block.line}: {answer}"
    if language == "json":
        assert alike(json.loads(answer), json.loads(said)), place
    else:
        assert (language, answer.rstrip("\n")) == ("text", said.rstrip("\n")), place


def alike(found: Any, said: Any) -> bool:
    """Whether a document is another, its numbers to five digits."""
    if isinstance(said, dict):
        return (
            isinstance(found, dict)
            and found.keys() == said.keys()
            and all(alike(found[name], said[name]) for name in said)
        )
    if isinstance(said, list):
        return (
            isinstance(found, list)
            and len(found) == len(said)
            and all(alike(one, other) for one, other in zip(found, said, strict=True))
        )
    if isinstance(said, float):
        return isinstance(found, float) and math.isclose(found, said, rel_tol=2e-5, abs_tol=1e-12)
    return bool(found == said)


def run_page(page: str, libraries: set[str], address: str) -> None:
    """Run all blocks of a page that need no more than these libraries."""
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks(page):
        if block.language == "python" and block.needs <= libraries | {"tensorflow"}:
            run_python(block, names, address, page, libraries)
        elif block.language == "sh" and ADDRESS in block.text:
            run_shell(block, address, page)
        elif block.language == "json" and re.match(r'\s*\{\s*"(graph|program)"', block.text):
            answer = httpx.post(address + block.route, content=block.text, headers=JSON, trust_env=False)
            compare(answer.text, block, page)


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_says_happens(page: str, address: str) -> None:
    run_page(page, set(), address)


WITH_LIBRARIES = [
    (page, library)
    for page in PAGES
    for library in LIBRARIES
    if any(library in block.needs for block in blocks(page))
]


@pytest.mark.parametrize(("page", "library"), WITH_LIBRARIES)
def test_what_the_page_says_happens_with_the_library(page: str, library: str, address: str) -> None:
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about others
        run_page(page, {library}, address)
