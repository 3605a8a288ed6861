"""`python -m benchmarks.gradbench.tool --url http://127.0.0.1:8000` is a GradBench tool: it reads messages, one a line,
from standard input, has the service compute what they ask for, and writes responses to standard output."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.gradbench.client import Service
from benchmarks.gradbench.evaluations import MODULES
from benchmarks.gradbench.question import Function

NAME = "wengert"


def main() -> None:
    """Answer messages until there are no more."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradbench.tool", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the service is")
    given = parser.parse_args()
    with Service(given.url) as service:
        for line in sys.stdin:
            message = json.loads(line)
            response = {"id": message["id"]} | respond(service, message)
            sys.stdout.write(json.dumps(response) + "\n")
            sys.stdout.flush()


def respond(service: Service, message: Mapping[str, Any]) -> dict[str, Any]:
    """What a message is answered with, beside its id."""
    match message["kind"]:
        case "start":
            return {"tool": NAME}
        case "define":
            known = message["module"] in MODULES
            return {"success": True} if known else {"success": False, "error": "no such module"}
        case "evaluate":
            return _evaluated(service, message)
        case _:
            return {}


def _evaluated(service: Service, message: Mapping[str, Any]) -> dict[str, Any]:
    function = MODULES.get(message["module"], {}).get(message["function"])
    if function is None:
        return {"success": False, "error": "no such function"}
    try:
        value, times = run(service, function, message["input"])
    except Exception:  # noqa: BLE001 (whatever it is, the eval is told, and goes on)
        return {"success": False, "error": traceback.format_exc()}
    timings = [{"name": "evaluate", "nanoseconds": nanoseconds} for nanoseconds in times]
    return {"success": True, "output": plain(value), "timings": timings}


def run(service: Service, function: Function, given: Any) -> tuple[Any, list[int]]:
    """The output for an input, and how long each run took, in nanoseconds.

    As with other tools the clock starts when the input has become arrays and stops when the result has; in between are
    the request's encoding, the way to the service and back, and the answer's decoding.
    """
    runs, seconds = (
        (given.get("min_runs", 1), given.get("min_seconds", 0)) if isinstance(given, dict) else (1, 0)
    )
    question = function.prepare(given)
    times: list[int] = []
    while True:
        start = time.perf_counter_ns()
        value = function.read(question, service.ask(question))
        times.append(time.perf_counter_ns() - start)
        if len(times) >= runs and sum(times) >= seconds * 1e9:
            return value, times


def plain(value: Any) -> Any:
    """A value with lists in place of arrays."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


if __name__ == "__main__":
    main()
