"""`python -m benchmarks.wire` measures our service over HTTP beside its peers and writes results/wire.json.

`--short` only asks every server that can be started whether it answers right.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measure
from benchmarks.wire import arrays, load, throughput
from benchmarks.wire.functions import Function, functions
from benchmarks.wire.peers import Contender, contenders
from benchmarks.wire.post import WrongAnswer
from benchmarks.wire.processes import ROOT, Pool, cores

DISTRIBUTIONS = (
    "fastapi",
    "starlette",
    "pydantic",
    "uvicorn",
    "uvloop",
    "httptools",
    "orjson",
    "cbor2",
    "jaxlib",
    "umbridge",
    "aiohttp",
    "tesseract-core",
)
SHORT_TIMES, SHORT_SECONDS = 3, 1


def _say(line: str) -> None:
    print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wire", description=__doc__)
    own = ROOT / ".venv" / "bin" / "python"
    parser.add_argument("--short", action="store_true", help="check the answers and measure nothing")
    parser.add_argument("--rounds", type=int, default=5, help="of all servers in turn")
    parser.add_argument("--seconds", type=int, default=2, help="of load, each time")
    parser.add_argument(
        "--python",
        type=Path,
        default=own if own.exists() else Path(sys.executable),
        help="the interpreter that runs our service",
    )
    parser.add_argument(
        "--functions", nargs="+", choices=list(functions()), default=list(functions()), help="only these"
    )
    parser.add_argument("--no-arrays", action="store_true", help="leave the large arrays out")
    return parser.parse_args()


def _versions() -> dict[str, str]:
    found = {}
    for name in DISTRIBUTIONS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {**found, **({"wrk": load.version()} if load.available() else {})}


def _present(python: Path) -> list[Contender]:
    every = contenders(python.absolute())
    for contender in every:
        if contender.missing:
            _say(f"{contender.name} is left out: there is no {', '.join(contender.missing)}")
    return [contender for contender in every if not contender.missing]


def _short(pool: Pool, present: Sequence[Contender], chosen: Sequence[Function]) -> None:
    for function in chosen:
        pool.keep([contender.command(function) for contender in present])
        for contender in present:
            posts = throughput.checked(pool, contender, function, SHORT_TIMES)
            if load.available():
                with tempfile.TemporaryDirectory(prefix="wire-") as directory:
                    lua = load.script(posts, Path(directory), "short")
                    load.run(pool.port(contender.command(function)), lua, 8, SHORT_SECONDS)
            _say(f"{function.name}: {contender.name} answers right")
    for encoding in arrays.ENCODINGS:
        arrays.check(pool, present[0], arrays.function(arrays.SIZES[0], encoding))
        _say(f"arrays in {encoding} are answered right")


def _long(
    pool: Pool, present: Sequence[Contender], chosen: Sequence[Function], given: argparse.Namespace
) -> None:
    if not load.available():
        raise RuntimeError("wrk is needed to measure; --short does without")
    rows = list(throughput.measure(pool, present, chosen, given.rounds, given.seconds, _say))
    found = [] if given.no_arrays else list(arrays.rows(pool, present[0], given.rounds, _say))
    pinned = cores()
    measure.write(
        "wire",
        rows,
        arrays=found,
        peers=_versions(),
        rounds=given.rounds,
        seconds=given.seconds,
        cores=None if pinned is None else {"servers": pinned[0], "client": pinned[1]},
    )


def main() -> int:
    """Check or measure; the exit status is 1 where an answer was wrong."""
    given = _arguments()
    # Or the servers would outlive it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    chosen = [functions()[name] for name in given.functions]
    present = _present(given.python)
    try:
        with Pool() as pool:
            if given.short:
                _short(pool, present, chosen)
            else:
                _long(pool, present, chosen, given)
    except (WrongAnswer, RuntimeError) as error:
        _say(f"failed: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
