"""The workloads on single numbers and short vectors in CasADi."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import casadi
import numpy as np

from benchmarks.engine.workloads import LINKS, Function, Workload


def _w1(w: Any, b: Any, x: Any, y: Any) -> Any:
    return (y - (w * x + b)) ** 2


def _w2(x: Any) -> Any:
    return casadi.sum1(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def _w8(x: Any, a: Any, b: Any) -> Any:
    for _ in range(LINKS):
        x = casadi.sin(x) * a + b
    return x


LOSSES: dict[str, Any] = {"W1": _w1, "W2": _w2, "W8": _w8}


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """Its virtual machine, built anew; CasADi computes in float64 only."""
    if workload.name not in LOSSES or workload.parameters[0].dtype != np.float64:
        return {}

    def make() -> Function:
        symbols = [casadi.SX.sym(f"x{i}", a.size) for i, a in enumerate(workload.arrays)]
        value = LOSSES[workload.name](*symbols)
        slopes = [casadi.gradient(value, s) for s in symbols[: len(workload.parameters)]]
        compiled = casadi.Function("f", symbols, [value, *slopes])
        shapes = [(), *(p.shape for p in workload.parameters)]

        def function(*arrays: Any) -> list[Any]:
            found = compiled(*arrays)
            return [np.asarray(f).reshape(shape) for f, shape in zip(found, shapes, strict=True)]

        return function

    return {"casadi": make}
