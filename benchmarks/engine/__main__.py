"""`python -m benchmarks.engine` measures all workloads and writes results/engine.json; `--short` only sees that
every contender answers right."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

# Each contender is asked to use as many threads as it is given, which most of them read when they are loaded.
CONTENDERS = ["ours", "jax_peer", "torch_peer", "tensorflow_peer", "autograd_peer", "casadi_peer"]
DTYPES = ["float64", "float32"]
TOLERANCES = {"float64": 1e-8, "float32": 2e-3}
WARM_CALLS = 12
ROUNDS, COLD_ROUNDS = 15, 5
SLOW_SECONDS = 2.0


def main() -> None:
    """Measure with one thread, then with two, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--short", action="store_true", help="see that the answers agree; measure nothing")
    parser.add_argument("--workloads", default="", help="some of them, such as W1,W5")
    parser.add_argument("--threads", default="1,2", help="numbers of threads")
    parser.add_argument("--contenders", default=",".join(CONTENDERS))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--child", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        measure(given, given.child)
        return
    rows: list[Any] = []
    for threads in ["1"] if given.short else given.threads.split(","):
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": threads,
            "OMP_NUM_THREADS": threads,
            "TF_NUM_INTRAOP_THREADS": threads,
            "TF_NUM_INTEROP_THREADS": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "",
            "JAX_PLATFORMS": "cpu",
        }
        if threads == "1":
            environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        command = [sys.executable, "-m", "benchmarks.engine", *sys.argv[1:], "--child", threads]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
        if done.returncode:
            sys.exit(done.returncode)
        rows += [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not given.short:
        from benchmarks.measure import write

        write("engine", rows)


def measure(given: Any, threads: int) -> None:
    """Print a line of JSON for each workload, precision, temperature and contender."""
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from app.memory import keep_freed
    from benchmarks.engine.workloads import workloads

    # As the service does when it starts.
    keep_freed(1 << 28)
    peers = dict(_loaded(given.contenders.split(",")))
    chosen = given.workloads.split(",") if given.workloads else None
    for workload in workloads().values():
        if chosen is not None and workload.name not in chosen:
            continue
        for dtype in DTYPES:
            cast = workload.cast(dtype)
            forms: dict[str, Callable[[], Any]] = {}
            for module in peers.values():
                forms.update(module.forms(cast, threads))
            compare(cast.arrays, forms, dtype, workload.name)
            if not given.short:
                for row in timed(cast.arrays, forms, given.rounds):
                    line = {
                        "workload": workload.name,
                        "text": workload.text,
                        "dtype": dtype,
                        "threads": threads,
                    }
                    print(json.dumps({**line, **row}), flush=True)


def _loaded(names: Iterable[str]) -> Iterable[tuple[str, Any]]:
    for name in names:
        try:
            yield name, importlib.import_module(f"benchmarks.engine.{name}")
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)


def compare(arrays: list[Any], forms: dict[str, Callable[[], Any]], dtype: str, name: str) -> None:
    """See that all answers agree, and that the first is the slope of its own loss.

    Raises:
        AssertionError: they do not.
    """
    import numpy as np

    answers = {form: [np.array(a, np.float64) for a in make()(*arrays)] for form, make in forms.items()}
    first = next(iter(answers.values()))
    for form, answer in answers.items():
        for a, b in zip(first, answer, strict=True):
            scale = max(float(np.abs(a).max()), 1e-6)
            close = np.allclose(b, a, rtol=0, atol=TOLERANCES[dtype] * scale)
            assert close, f"{name} {dtype}: {form} answers {b}, and {next(iter(answers))} {a}"
    if dtype == "float64":
        function = next(iter(forms.values()))()
        random = np.random.default_rng(1)
        moved = arrays[: len(first) - 1]
        tangents = [random.normal(size=a.shape) for a in moved]
        step = 1e-6
        ends = [
            float(
                function(*[a + s * t for a, t in zip(moved, tangents, strict=True)], *arrays[len(moved) :])[0]
            )
            for s in (step, -step)
        ]
        slope = sum(float(np.sum(g * t)) for g, t in zip(first[1:], tangents, strict=True))
        found = (ends[0] - ends[1]) / (2 * step)
        assert abs(found - slope) <= 1e-4 * max(1.0, abs(slope)), f"{name}: the slope is {found}, not {slope}"


def timed(arrays: list[Any], forms: dict[str, Callable[[], Any]], rounds: int) -> Iterable[dict[str, Any]]:
    """Seconds of each contender, warm and cold, and its ratio to ours: above 1 where ours takes less."""
    import statistics

    from benchmarks.measure import in_turn, ratio

    warm = {form: make() for form, make in forms.items()}
    for function in warm.values():
        for _ in range(WARM_CALLS):
            function(*arrays)
    took = {"warm": in_turn({f: lambda g=g: g(*arrays) for f, g in warm.items()}, rounds)}  # type: ignore[misc]
    took["cold"] = _cold(arrays, forms)
    for temperature, seconds in took.items():
        ours = min((s for form, s in seconds.items() if form.startswith("wengert")), key=statistics.median)
        for form, theirs in seconds.items():
            yield {
                "temperature": temperature,
                "contender": form,
                "seconds": statistics.median(theirs),
                "ratio": round(ratio(theirs, ours), 3),
            }


def _cold(arrays: list[Any], forms: dict[str, Callable[[], Any]]) -> dict[str, list[float]]:
    """Seconds from nothing to the first answer, in turn; who takes seconds is asked once."""
    from benchmarks.measure import seconds

    took: dict[str, list[float]] = {form: [] for form in forms}
    for number in range(COLD_ROUNDS):
        for form, make in forms.items():
            slow = number > 0 and took[form][0] > SLOW_SECONDS
            took[form].append(took[form][0] if slow else seconds(lambda make=make: make()(*arrays)))  # type: ignore[misc]
    return took


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
