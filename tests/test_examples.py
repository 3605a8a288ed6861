"""The example programs, run the way a reader runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import matplotlib.image

from tests.server import PATIENCE_SECONDS, ROOT, serve

SCRIPT = ROOT / "examples" / "train_digits.py"


def test_the_classifier_of_digits_learns(tmp_path: Path) -> None:
    picture = tmp_path / "loss.png"
    with serve() as server:
        run = subprocess.run(
            [sys.executable, str(SCRIPT), "--url", server.url, "--seed", "3", "--plot", str(picture)],
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE_SECONDS,
        )
    assert run.returncode == 0, run.stderr
    said = re.search(r"^test accuracy: ([\d.]+)% of 450 ", run.stdout, re.MULTILINE)
    assert said, run.stdout
    assert float(said[1]) >= 95
    assert "100%" in run.stderr, "the progress bar came to its end"
    assert "loss=" in run.stderr
    pixels = matplotlib.image.imread(picture)
    height, width, _ = pixels.shape
    assert height >= 400
    assert width >= 600
    assert pixels[..., :3].std() > 0.05, "it is blank"


def test_without_a_service_it_says_how_to_start_one() -> None:
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--url", "http://127.0.0.1:1"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert run.returncode == 1
    assert "make serve" in run.stderr
    assert "Traceback" not in run.stderr
