"""`python -m benchmarks.gradbench.run --source CHECKOUT` has GradBench's own evals judge the service's answers, compares them with
its C++ programs and writes results/gradbench.json; `--peers` times its other tools too. `--short` takes the smallest inputs
and writes nothing; without a checkout these are of our own, checked against definitions."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.gradbench.compare import WrongAnswerError, relative_error
from benchmarks.gradbench.evaluations import MODULES
from benchmarks.gradbench.golden import PROGRAMS, Checkout
from benchmarks.gradbench.processes import GoneError, Speaker
from benchmarks.gradbench.references import REFERENCES
from benchmarks.gradbench.samples import samples
from benchmarks.measure import write
from benchmarks.wire.peers import Command
from benchmarks.wire.processes import ROOT, Pool, cores, pinned

SERVICE = Command(
    (sys.executable, "-m", "app", "--port", "{port}"),
    (
        ("WENGERT_MAX_BODY_BYTES", "4000000000"),
        ("WENGERT_MAX_MEMORY_BYTES", "16000000000"),
        ("WENGERT_MAX_FLOPS", "1e18"),
        ("WENGERT_TIMEOUT_SECONDS", "600"),
        ("WENGERT_MAX_TIMEOUT_SECONDS", "600"),
        ("WENGERT_BODY_TIMEOUT_SECONDS", "600"),
        ("WENGERT_TILE_THREADS", "1"),
    ),
)
# One core for whoever computes, so that many threads would only contend.
PEER_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "CUDA_VISIBLE_DEVICES": "",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
PEERS = {
    "jax": ("hello", "llsq", "lse", "gmm", "kmeans", "ode"),
    "pytorch": ("hello", "lse", "gmm", "kmeans", "ba", "ht", "lstm"),
    "tensorflow": ("hello", "lse", "gmm", "ba", "ht", "lstm"),
}
GOLDEN_TOLERANCE, SHORT_TOLERANCE, PEER_TOLERANCE = 1e-8, 1e-7, 1e-4
# What evals are given beside how often to repeat; without anything they take their own sizes. At these sizes of `ode` the
# exact derivative, which is its reference, is 0; four components have another, and Runge and Kutta's method is exact for them.
FULL = {"ode": ["-n", "4", "1000", "10000", "100000"]}
SHORT = {
    "llsq": ["-n", "16"],
    "lse": ["-n", "2500"],
    "gmm": ["-d", "2", "-k", "5"],
    "kmeans": ["-k", "10", "-n", "1000", "-d", "8"],
    "ba": ["--max", "1"],
    "ht": ["--max", "1"],
    "lstm": ["-l", "2", "-c", "1024"],
    "ode": ["-n", "4", "1000", "-s", "1"],
    "det": ["-l", "5"],
}
Row = dict[str, Any]


def main() -> None:
    """Run evals; the exit code says whether all answers were right."""
    given = _parser().parse_args()
    unknown = set(given.evals) - MODULES.keys()
    if unknown or (given.source is None and not given.short):
        sys.exit(f"no such evals: {sorted(unknown)}" if unknown else "give --source, or --short")
    rows: list[Row] = []
    with ExitStack() as stack:
        pool = stack.enter_context(Pool())
        tool = stack.enter_context(_tool(f"http://127.0.0.1:{pool.port(SERVICE)}"))
        checkout = None
        if given.source is None:
            found = own(tool, given.evals)
        else:
            scratch = given.scratch or stack.enter_context(tempfile.TemporaryDirectory(prefix="gradbench-"))
            checkout = Checkout(given.source.resolve(), Path(scratch).resolve())
            _say("building GradBench's C++ programs")
            checkout.build(given.evals)
            found = theirs(tool, checkout, given)
        for row in found:
            rows.append(row)
            _say(_line(row))
    wrong = [row for row in rows if not row["valid"]]
    # Results of some evals would take the place of those of all.
    if checkout is not None and not given.short and set(given.evals) == MODULES.keys():
        text = "ours" if checkout.own_text else "GradBench's"
        write("gradbench", rows, runs=given.runs, seconds=given.seconds, patience=given.patience, text=text)
    _say(f"{len(rows)} answers, {len(wrong)} of them wrong")
    missing = set(given.evals) - {row["eval"] for row in rows}
    if wrong or missing:
        sys.exit(f"no answers: {sorted(missing)}" if missing else 1)


def own(tool: Speaker, evals: Sequence[str]) -> Iterator[Row]:
    """Our own small inputs, compared with references."""
    for number, (name, label, value) in enumerate(samples()):
        if name not in evals:
            continue
        for function, reference in REFERENCES[name].items():
            message = {
                "id": number,
                "kind": "evaluate",
                "module": name,
                "function": function,
                "input": value,
                "description": label,
            }
            row, _ = _judged(message, tool.ask(message), partial(reference, value), SHORT_TOLERANCE)
            yield row


def theirs(tool: Speaker, checkout: Checkout, given: argparse.Namespace) -> Iterator[Row]:
    """GradBench's inputs, judged by its evals and compared with its programs, each eval with its peers beside ours."""
    for name in given.evals:
        with ExitStack() as stack:
            command = [given.python, str(checkout.eval(name)), *_arguments(name, checkout, given)]
            judge = stack.enter_context(Speaker(command, checkout.environment, checkout.scratch))
            peers: dict[str, Speaker] = {}
            if given.peers:
                for peer in (peer for peer, known in PEERS.items() if name in known):
                    peers[peer] = stack.enter_context(_peer(peer, checkout, given.python))
            yield from _session(judge, tool, peers, checkout, given.patience)


def _session(
    judge: Speaker,
    tool: Speaker,
    peers: dict[str, Speaker],
    checkout: Checkout,
    patience: float,
) -> Iterator[Row]:
    """Carry messages between an eval and the tools until the eval ends."""
    row: Row | None = None
    while (message := judge.read()) is not None:
        response = tool.ask(message)
        if message["kind"] == "analysis":
            if row is not None and not message["valid"]:
                row["valid"] = False
                row["reason"] = message.get("error")
        else:
            if row is not None:
                yield row
                row = None
            if message["kind"] == "evaluate":
                row, right = _judged(message, response, _golden(checkout, message), GOLDEN_TOLERANCE)
                for peer in PEERS:
                    row[f"seconds_{peer}"] = _peer_seconds(peers, peer, message, right, patience)
            else:
                for peer in list(peers):
                    _peer_response(peers, peer, message, patience)
        judge.write(response)
    if row is not None:
        yield row


def _golden(checkout: Checkout, message: Mapping[str, Any]) -> Callable[[], Any]:
    """What the answer to a message should be; two evals have no C++ program, but an answer that the references give too."""
    name, function, value = message["module"], message["function"], message["input"]
    if name in PROGRAMS:
        return partial(checkout.answer, name, function, value)
    return partial(REFERENCES[name][function], value)


def _judged(
    message: Mapping[str, Any], response: Mapping[str, Any], right: Callable[[], Any], tolerance: float
) -> tuple[Row, Any]:
    """The row of an answer, and what it should have been, if there was one."""
    row: Row = {
        "eval": message["module"],
        "function": message["function"],
        "input": message.get("description", f"x={message['input']}"),
        "valid": False,
        "max_relative_error_to_golden": None,
        "seconds_ours": None,
    }
    if not response["success"]:
        return row | {"reason": response["error"]}, None
    expected = right()
    row["seconds_ours"] = _seconds(response)
    try:
        error = relative_error(expected, response["output"])
    except WrongAnswerError as wrong:
        return row | {"reason": str(wrong)}, expected
    row["max_relative_error_to_golden"] = error
    row["valid"] = error <= tolerance
    return row, expected


def _seconds(response: Mapping[str, Any]) -> float:
    """The median of all runs but the first, in which some tools compile, if there are more."""
    times = [each["nanoseconds"] / 1e9 for each in response["timings"] if each["name"] == "evaluate"]
    return float(statistics.median(times[1:] or times))


def _peer_seconds(
    peers: dict[str, Speaker], peer: str, message: Mapping[str, Any], right: Any, patience: float
) -> float | None:
    """How long a peer takes; None where it cannot, takes too long, or is wrong."""
    response = _peer_response(peers, peer, message, patience)
    if response is None or right is None or not response.get("success"):
        return None
    try:
        error = relative_error(right, response["output"])
    except WrongAnswerError as wrong:
        _say(f"  {peer}: {wrong}")
        return None
    if error > PEER_TOLERANCE:
        _say(f"  {peer}: its answer is off by {error:.1e}")
        return None
    return _seconds(response)


def _peer_response(peers: dict[str, Speaker], peer: str, message: Any, patience: float) -> Any:
    """A peer's response; a peer that has ended or takes too long is asked no more."""
    if peer not in peers:
        return None
    try:
        response = peers[peer].ask(message, patience)
    except GoneError as gone:
        _say(f"  {peer}: {gone}")
        peers.pop(peer).close()
        return None
    if message["kind"] == "define" and not response["success"]:
        _say(f"  {peer}: {response.get('error', '').strip().splitlines()[-1:]}")
        peers.pop(peer).close()
    return response


def _arguments(name: str, checkout: Checkout, given: argparse.Namespace) -> list[str]:
    """What an eval is started with."""
    if name == "hello":
        return []
    sizes = (SHORT if given.short else FULL).get(name, [])
    if name == "ht" and not given.short:
        sizes = ["--max", str(checkout.hands)]
    seconds = 0.0 if given.short else given.seconds
    runs = 1 if given.short else given.runs
    return [*sizes, "--min-runs", str(runs), "--min-seconds", str(seconds)]


@contextmanager
def _tool(url: str) -> Iterator[Speaker]:
    found = cores()
    command = pinned(
        None if found is None else found[1], sys.executable, "-m", "benchmarks.gradbench.tool", "--url", url
    )
    with Speaker(command, {"PYTHONPATH": str(ROOT)}, ROOT) as tool:
        yield tool


@contextmanager
def _peer(name: str, checkout: Checkout, python: str) -> Iterator[Speaker]:
    found = cores()
    script = Path(__file__).with_name("peer.py")
    command = pinned(None if found is None else found[0], python, str(script), name, str(checkout.source))
    with Speaker(command, PEER_ENVIRONMENT, checkout.scratch) as tool:
        yield tool


def _line(row: Row) -> str:
    error = row["max_relative_error_to_golden"]
    times = "  ".join(
        f"{name.removeprefix('seconds_')} {value:.4f} s"
        for name, value in row.items()
        if name.startswith("seconds_") and value is not None
    )
    verdict = "valid" if row["valid"] else f"WRONG: {row.get('reason')}"
    off = "" if error is None else f"{error:.1e}"
    return f"{row['eval']:9}{row['function']:10}{row['input']:28}{off:9}{times}  {verdict}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradbench.run", description=__doc__)
    peers_python = ROOT / ".venv-peers" / "bin" / "python"
    parser.add_argument("--source", type=Path, help="a checkout of GradBench")
    parser.add_argument("--short", action="store_true", help="the smallest inputs; write no results")
    parser.add_argument(
        "--peers", action="store_true", help="time GradBench's JAX, PyTorch and TensorFlow too"
    )
    parser.add_argument(
        "--evals",
        type=lambda text: text.split(","),
        default=list(MODULES),
        help="some, such as gmm,ba; writes no results",
    )
    parser.add_argument("--scratch", help="where C++ programs are built and kept; else they are temporary")
    parser.add_argument(
        "--python",
        default=str(peers_python) if peers_python.exists() else sys.executable,
        help="the Python that has what evals and peers need",
    )
    parser.add_argument("--runs", type=int, default=2, help="at least so many runs of each input")
    parser.add_argument("--seconds", type=float, default=1.0, help="and so many seconds")
    parser.add_argument(
        "--patience", type=float, default=120.0, help="how long a peer may take for one input"
    )
    return parser


if __name__ == "__main__":
    main()
