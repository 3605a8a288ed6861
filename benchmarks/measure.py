"""What every benchmark needs: contenders timed in turn, the machine described, results written."""

from __future__ import annotations

import gc
import importlib.metadata
import json
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
# A round is repeated until it takes so long, or the clock's own steps would show.
LEAST_SECONDS = 0.01
PACKAGES = ("numpy", "scipy", "jax", "torch", "tensorflow", "tensorflow-cpu", "autograd", "casadi")


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """How long one call takes, as the mean of some in a row."""
    start = time.perf_counter()
    for _ in range(repeats):
        work()
    return (time.perf_counter() - start) / repeats


def repeats_for(work: Callable[[], object], least_seconds: float = LEAST_SECONDS) -> int:
    """How many calls take at least so long."""
    repeats = 1
    while (took := seconds(work, repeats) * repeats) < least_seconds:
        repeats = max(2 * repeats, math.ceil(repeats * least_seconds / max(took, 1e-9)))
    return repeats


def in_turn(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds a call, for each contender one number a round. All take their turn in every round, the order
    reversed each time, so that what slows the machine down slows all of them."""
    repeats = {name: repeats_for(work) for name, work in contenders.items()}
    took: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for name in sorted(contenders, reverse=bool(number % 2)):
                took[name].append(seconds(contenders[name], repeats[name]))
    finally:
        gc.enable()
    return took


def ratio(theirs: Sequence[float], ours: Sequence[float]) -> float:
    """The median of the ratios of rounds that belong together: above 1 where ours takes less."""
    return statistics.median(t / o for t, o in zip(theirs, ours, strict=True))


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": versions,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")


def write(name: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> None:
    """Write `results/<name>.json`."""
    RESULTS.mkdir(exist_ok=True)
    document = {"machine": machine(), **more, "rows": list(rows)}
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
