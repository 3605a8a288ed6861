"""A GradBench checkout: its evals, and the C++ programs whose answers they compare with."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

PROGRAMS = ("hello", "llsq", "lse", "gmm", "kmeans", "ba", "ht", "lstm", "ode", "det")
# Where distributions install the header that GradBench downloads.
HEADERS = Path("/usr/include/nlohmann")
TEXT = Path("evals/lstm/data/lstm_full.txt")
# A curly quotation mark takes 14 bits, as the benchmark's own text has them.
LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ,.;!?\u2019"
HAND = Path("evals/ht/data/complicated_big")


class Checkout:
    """A checkout, and a directory laid out like it, in which evals run and programs are built.

    Nothing is written into the checkout itself.
    """

    def __init__(self, source: Path, scratch: Path) -> None:
        if not (source / "python" / "gradbench" / "gradbench" / "evals").is_dir():
            raise FileNotFoundError(f"{source} is no checkout of GradBench")
        self.source = source
        self.scratch = scratch
        self._programs = scratch / "tools" / "manual" / "bin"
        self._lay_out()

    def build(self, names: Sequence[str]) -> None:
        """Compile the programs of these evaluations that are not there yet."""
        self._programs.mkdir(parents=True, exist_ok=True)
        missing = [name for name in names if name in PROGRAMS and not (self._programs / name).exists()]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self._compile, missing))

    def answer(self, name: str, function: str, given: Any) -> Any:
        """What the program of an evaluation computes."""
        once = given | {"min_runs": 1, "min_seconds": 0} if isinstance(given, dict) else given
        file = self.scratch / "input.json"
        file.write_text(json.dumps(once))
        done = subprocess.run(  # noqa: S603 (a program that was built here)
            [self._programs / name, file, function], stdout=subprocess.PIPE, check=True
        )
        return json.loads(done.stdout.partition(b"\n")[0])

    @property
    def environment(self) -> dict[str, str]:
        """What its Python programs need to find their package."""
        paths = [str(self.source / "python" / "gradbench"), os.environ.get("PYTHONPATH", "")]
        return {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}

    def eval(self, name: str) -> Path:
        """The program of an eval."""
        return self.source / "python" / "gradbench" / "gradbench" / "evals" / name / "run.py"

    @property
    def own_text(self) -> bool:
        """Whether the text of `lstm` had to be made here, since some copies lack it."""
        return not (self.source / TEXT).exists()

    @property
    def hands(self) -> int:
        """How many inputs of `ht` there are without a gap; some copies lack the largest."""
        number = 0
        while list((self.scratch / HAND).glob(f"hand{number + 1}_*.txt")):
            number += 1
        return number

    def _lay_out(self) -> None:
        (self.scratch / "evals").mkdir(parents=True, exist_ok=True)
        for directory in (self.source / "evals").iterdir():
            link = self.scratch / "evals" / directory.name
            if directory.name != TEXT.parts[1] and not link.exists():
                link.symlink_to(directory)
        text = self.scratch / TEXT
        if not text.exists():
            text.parent.mkdir(parents=True, exist_ok=True)
            if (self.source / TEXT).exists():
                text.symlink_to(self.source / TEXT)
            else:
                generator = random.Random(1)  # noqa: S311 (a text, not a secret)
                text.write_text("".join(generator.choices(LETTERS, k=10_000)), encoding="utf-8")

    def _compile(self, name: str) -> None:
        program, headers = self._programs / name, self.source / "cpp"
        new = program.with_suffix(".new")
        includes = [f"-I{directory}" for directory in (headers, HEADERS)]
        source = self.source / "tools" / "manual" / f"{name}.cpp"
        subprocess.run(  # noqa: S603 (a compiler on a file of the checkout)
            [os.environ.get("CXX", "g++"), "-std=c++17", "-O2", "-w", *includes, "-o", new, source],
            check=True,
        )
        new.rename(program)
