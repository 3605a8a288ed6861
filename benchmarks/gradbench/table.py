"""`python -m benchmarks.gradbench.table` writes the table of README.md from results/gradbench.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import RESULTS

PAGE = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- times -->\n", "<!-- end of times -->\n"
TOOLS = {"ours": "Wengert", "jax": "JAX", "pytorch": "PyTorch", "tensorflow": "TensorFlow"}


def main() -> None:
    """Put the table between its marks."""
    document = json.loads((RESULTS / "gradbench.json").read_text())
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{written(document)}\n{END}{after}")


def written(document: dict[str, Any]) -> str:
    """Where and on what it was measured, and for each function the first and the last input, which is the largest."""
    machine, rows = document["machine"], document["rows"]
    wrong = sum(not row["valid"] for row in rows)
    worst = max(row["max_relative_error_to_golden"] for row in rows if row["valid"])
    lines = [
        f"{machine['processor']}, {machine['cores']} cores. {len(rows)} answers, {wrong} of them wrong; the valid ones are at most "
        f"{worst:.1g} off. {_repeated(document)} A dash: the tool has no such eval, fails, or takes longer than "
        f"{document['patience']:g} seconds, data included.\n",
        "| eval | function | input | " + " | ".join(TOOLS.values()) + " |",
        "|---" * (3 + len(TOOLS)) + "|",
    ]
    for row in ends(rows):
        times = [seconds(row[f"seconds_{tool}"]) for tool in TOOLS]
        lines.append(f"| {row['eval']} | {row['function']} | {row['input']} | {' | '.join(times)} |")
    return "\n".join(lines) + "\n"


def _repeated(document: dict[str, Any]) -> str:
    runs, least = document["runs"], document["seconds"]
    if runs == 1:
        return f"Runs were repeated for {least:g} s; longer figures are of first runs, with all that is made in them."
    return f"Every input was run at least {runs} times and for {least:g} s."


def ends(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first and the last row of each function."""
    functions: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        functions.setdefault((row["eval"], row["function"]), []).append(row)
    return [
        row for found in functions.values() for row in (found if len(found) < 2 else (found[0], found[-1]))
    ]


def seconds(value: float | None) -> str:
    """Milliseconds, in as many digits as they deserve; a dash for none."""
    return "–" if value is None else f"{1e3 * value:.3g} ms" if value < 1 else f"{value:.3g} s"


if __name__ == "__main__":
    main()
