"""`python -m fuzz` starts a server and sends it hostile requests; exit code 1 if anything was wrong."""

from __future__ import annotations

import argparse
import sys

from fuzz.run import MIB, SETTINGS, fuzz
from tests.server import serve

MOST_GROWTH = 100 * MIB


def main() -> int:
    """Run, and say what was seen."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with serve(workers=arguments.workers, **SETTINGS) as server:
        report = fuzz(server.url, server.process.pid, arguments.requests, arguments.seed)
        log = server.log
    sys.stdout.write(f"{report}\n")
    if "Traceback" in log:
        sys.stdout.write(f"the log has a traceback:\n{log[-5000:]}\n")
    wrong = report.complaints or report.restarts or "Traceback" in log or report.growth > MOST_GROWTH
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
