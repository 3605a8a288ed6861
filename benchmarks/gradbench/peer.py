"""`python peer.py NAME SOURCE` runs a tool of a GradBench checkout, with what a fair comparison needs.

It runs in an environment that has the tool's packages, and uses nothing of this project.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Decorator = Callable[[Callable[..., Any]], Any]


def main() -> None:
    """Answer messages as the tool does."""
    name, source = sys.argv[1:]
    package = Path(source) / "python" / "gradbench"
    script = package / "gradbench" / "tools" / name / "run.py"
    # Modules are imported by the names of evaluations, which stand beside the script.
    sys.path[:0] = [str(script.parent), str(package)]
    sys.argv = [str(script)]
    if name == "jax":
        _wait_for_results()
    if name == "pytorch":
        importlib.import_module("torch").set_num_threads(1)
    runpy.run_path(str(script), run_name="__main__")


def _wait_for_results() -> None:
    """JAX returns before a result exists: let the clock stop when it does."""
    jax: Any = importlib.import_module("jax")
    wrap: Any = importlib.import_module("gradbench.wrap")

    def waiting(made: Callable[..., Decorator]) -> Callable[..., Decorator]:
        def configured(**options: Any) -> Decorator:
            decorate = made(**options)
            return lambda function: decorate(lambda given: jax.block_until_ready(function(given)))

        return configured

    wrap.function, wrap.multiple_runs = waiting(wrap.function), waiting(wrap.multiple_runs)


if __name__ == "__main__":
    main()
