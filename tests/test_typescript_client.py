"""The TypeScript client: its types are current, it compiles, and its own tests pass against a real server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.server import ROOT

NPM = shutil.which("npm")
CLIENT = ROOT / "clients" / "typescript"

# CI has Node; on other machines it is optional.
pytestmark = pytest.mark.skipif(NPM is None and not os.environ.get("CI"), reason="Node.js is not installed")


def npm(*arguments: str) -> str:
    assert NPM is not None, "Node.js is not installed"
    environment = {**os.environ, "PYTHON": sys.executable, "NO_PROXY": "127.0.0.1"}
    run = subprocess.run(
        [NPM, *arguments],
        cwd=CLIENT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
    return run.stdout


def test_it_installs_builds_and_does_what_its_tests_say() -> None:
    npm("ci", "--no-audit", "--no-fund")
    assert "\nℹ fail 0\n" in npm("test")
