"""`python -m benchmarks.report` writes the tables of README.md and the plots from results/*.json."""

from __future__ import annotations

import json
import math
import re
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt

from benchmarks.measure import RESULTS

HERE = Path(__file__).parent
PLOTS = HERE / "plots"
OURS = "wengert"
mpl.use("svg")
# The same figures give the same file.
mpl.rcParams.update(
    {"svg.hashsalt": "wengert", "svg.fonttype": "none", "font.size": 10, "axes.spines.top": False}
)
mpl.rcParams["axes.spines.right"] = False


def results(name: str) -> dict[str, Any] | None:
    """What was measured under this name, if it was."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def duration(seconds: float) -> str:
    """Seconds as people read them."""
    for scale, unit in ((1, "s"), (1e3, "ms")):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def engine(document: dict[str, Any]) -> str:
    """For each precision, number of threads and temperature: the ratios of all contenders."""
    parts = []
    rows = document["rows"]
    for temperature in ("warm", "cold"):
        for threads in sorted({row["threads"] for row in rows}):
            here = [r for r in rows if (r["temperature"], r["threads"]) == (temperature, threads)]
            parts.append(f"**{temperature.capitalize()}, {threads} thread{'s' * (threads > 1)}**\n")
            parts.append(_engine_table(here) + "\n")
    return "\n".join(parts)


def _engine_table(rows: Sequence[dict[str, Any]]) -> str:
    best: dict[tuple[str, str], dict[str, float]] = {}
    ours: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["workload"], row["dtype"])
        name = row["contender"].partition(",")[0]
        if name.startswith(OURS):
            ours[key] = min(row["seconds"], ours.get(key, math.inf))
            continue
        # Of several ways to write it, a peer's own best counts.
        known = best.setdefault(key, {})
        known[name] = min(row["ratio"], known.get(name, math.inf))
    peers = list(dict.fromkeys(name for found in best.values() for name in found))
    lines = []
    for key, found in best.items():
        cells = [_cell(found.get(peer)) for peer in peers]
        lines.append([key[0], key[1], duration(ours[key]), *cells, _cell(min(found.values()))])
    least = statistics.geometric_mean(min(found.values()) for found in best.values())
    lines.append(["", "", "", *[""] * len(peers), f"geometric mean {least:.2f}"])
    return table(["", "", "Wengert", *peers, "best of them"], lines)


def _cell(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def wire(document: dict[str, Any]) -> str:
    """Answers a second, and how long arrays take."""
    rows = [row for row in document["rows"] if "connections" in row]
    servers = list(dict.fromkeys(row["server"] for row in rows))
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row["function"], row["connections"]), {})[row["server"]] = row
    lines = []
    for (function, connections), by_server in found.items():
        cells = []
        for server in servers:
            row = by_server.get(server)
            cells.append("" if row is None else f"{row['answers_per_second']:.0f}")
        lines.append([function, str(connections), *cells])
    parts = [table(["function", "connections", *servers], lines)]
    arrays = document.get("arrays", [])
    if arrays:
        lines = [
            [
                row["encoding"],
                f"{row['size']:,}",
                f"{row['ours_ms']:.2f}",
                f"{row['echo_ms']:.2f}",
                f"{row['compute_ms']:.2f}",
                f"{row['ratio']:.2f}",
            ]
            for row in arrays
        ]
        head = [
            "encoding",
            "elements",
            "Wengert, ms",
            "echo, ms",
            "by hand, ms",
            "Wengert ÷ (echo + by hand)",
        ]
        parts.append(table(head, lines))
    return "\n\n".join(parts)


def growth(document: dict[str, Any]) -> str:
    """Seconds of every stage, and the plot."""
    rows = document["rows"]
    stages = list(rows[0]["seconds"])
    figure, axes = plt.subplots(figsize=(6.4, 4))
    nodes = [row["nodes"] for row in rows]
    for stage in stages:
        axes.loglog(nodes, [row["seconds"][stage] for row in rows], marker="o", markersize=3, label=stage)
    axes.loglog(nodes, [2e-6 * n for n in nodes], color="0.7", linestyle=":", label="linear")
    axes.set(xlabel="nodes", ylabel="seconds")
    axes.legend(frameon=False)
    _save(figure, "growth")
    lines = [
        [
            f"{row['nodes']:,}",
            *(duration(row["seconds"][s]) for s in stages),
            f"{row['bytes'] / 2**20:.1f} MiB",
        ]
        for row in rows
    ]
    return (
        table(["nodes", *stages, "memory"], lines)
        + "\n\n![time by stage and number of nodes](plots/growth.svg)"
    )


def ratios_plot(document: dict[str, Any]) -> None:
    """How the best peer compares, workload by workload."""
    rows = [r for r in document["rows"] if r["threads"] == 1 and not r["contender"].startswith(OURS)]
    workloads = list(dict.fromkeys(row["workload"] for row in rows))
    figure, axes = plt.subplots(figsize=(6.4, 3.4))
    for shift, (dtype, temperature) in enumerate(
        (d, t) for t in ("warm", "cold") for d in ("float64", "float32")
    ):
        heights = []
        for workload in workloads:
            here = [
                r["ratio"]
                for r in rows
                if (r["workload"], r["dtype"], r["temperature"]) == (workload, dtype, temperature)
            ]
            heights.append(min(here))
        places = [i + 0.2 * shift - 0.3 for i in range(len(workloads))]
        axes.bar(places, heights, width=0.18, label=f"{temperature}, {dtype}")
    axes.axhline(1, color="0.5", linewidth=0.8)
    axes.set_yscale("log")
    axes.set_xticks(range(len(workloads)), workloads)
    axes.set_ylabel("best peer ÷ Wengert")
    axes.legend(frameon=False, fontsize=8)
    _save(figure, "engine")


def _save(figure: Any, name: str) -> None:
    PLOTS.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(PLOTS / f"{name}.svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    # matplotlib ends lines with blanks.
    path = PLOTS / f"{name}.svg"
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")


def replaced(page: str, name: str, content: str) -> str:
    """The page with this content between its marks."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no place for {name}")
    return pattern.sub(lambda _: f"{start}\n{content}\n{end}", page)


def main() -> None:
    """Write the tables and plots of what has been measured."""
    path = HERE / "README.md"
    page = path.read_text()
    for name, write in (("engine", engine), ("wire", wire), ("growth", growth)):
        document = results(name)
        if document is not None:
            machine = document["machine"]
            versions = ", ".join(f"{package} {version}" for package, version in machine["versions"].items())
            measured = (
                f"{machine['processor']}, {machine['cores']} cores; Python {machine['python']}, {versions}"
            )
            page = replaced(page, name, f"{measured}\n\n{write(document)}")
            if name == "engine":
                ratios_plot(document)
    path.write_text(page)


if __name__ == "__main__":
    main()
