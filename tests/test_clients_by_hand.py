"""The programs of docs/clients.md whose languages are here, run against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import PATIENCE_SECONDS, ROOT, Server, serve

PAGE = (ROOT / "docs" / "clients.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
# For each language that is executed the command, and the ending of its files.
RUNNERS = {
    "sh": (["bash"], "sh"),
    "js": (["node"], "mjs"),
    "java": (["java"], "java"),
    "python": ([sys.executable], "py"),
    "go": (["go", "run"], "go"),
    "r": (["Rscript"], "R"),
}
EXECUTED = [(language, number) for number, (language, _) in enumerate(BLOCKS) if language in RUNNERS]


def environment(folder: Path) -> dict[str, str]:
    """Go keeps what it compiles in a home."""
    return {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "GOCACHE": str(folder / "go")}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.mark.parametrize(("language", "number"), EXECUTED)
def test_it_prints_what_the_service_answers(
    language: str, number: int, server: Server, tmp_path: Path
) -> None:
    command, ending = RUNNERS[language]
    if shutil.which(command[0]) is None:
        assert not os.environ.get("CI"), f"{command[0]} is missing"
        pytest.skip(f"{command[0]} is not installed")
    text = BLOCKS[number][1].replace("http://127.0.0.1:8000", server.url)
    file = tmp_path / f"Gradient.{ending}"
    file.write_text(text)
    run = subprocess.run(
        [*command, str(file)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=environment(tmp_path),
    )
    assert run.returncode == 0, run.stderr
    said = run.stdout.strip()
    if "/minimize" in text:
        assert said == "1.000 true"
    elif language in ("sh", "java"):
        assert said == '{"loss":1.0,"gradients":{"w":-4.0,"b":-2.0}}'
    else:
        assert said.split() in (["1", "-4"], ["1.0", "-4.0"])


@pytest.mark.parametrize("language", ["js", "python", "go", "r"])
def test_errors_are_read(language: str, server: Server, tmp_path: Path) -> None:
    command, ending = RUNNERS[language]
    if shutil.which(command[0]) is None:
        assert not os.environ.get("CI"), f"{command[0]} is missing"
        pytest.skip(f"{command[0]} is not installed")
    text = next(block for kind, block in BLOCKS if kind == language)
    file = tmp_path / f"Gradient.{ending}"
    file.write_text(text.replace("http://127.0.0.1:8000", server.url).replace("square(", "sqare("))
    run = subprocess.run(
        [*command, str(file)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=environment(tmp_path),
    )
    assert run.returncode != 0
    assert "did you mean 'square'?" in run.stderr


def test_the_page_says_which_are_not_executed() -> None:
    first = " ".join(PAGE.partition("## curl")[0].split())
    for language, name in {"julia": "Julia", "csharp": "C#"}.items():
        assert language in {kind for kind, _ in BLOCKS} - {*RUNNERS}
        assert name in first.partition("are executed by the tests")[2]
