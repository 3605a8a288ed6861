"""Gradients of traced functions against central differences, which the service takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wengert.functional import Function, function


class WrongGradient(AssertionError):
    """A gradient is not what central differences say.

    Attributes:
        report: of all arguments, as `/check` answers.
    """

    def __init__(self, message: str, report: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.report = report


def check_grads(
    f: Function,
    *arguments: Any,
    argnums: int | Sequence[int] | None = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> dict[str, Any]:
    """Compare the gradients of a function with central differences, element by element.

    Args:
        f: as in `wengert.function`; of results that are arrays, the sum is differentiated.
        arguments: where.
        argnums: which arguments, one or several; None for all that are floating.
        rtol: how far a gradient may be off, relative to its largest element.
        atol: how far it may be off besides.

    Returns:
        What `/check` answers: `passed`, `loss`, and for each of `sources` the worst element and those on kinks, which are
        not judged. An argument has the name `a0`, an array in it `a0.key`.

    Raises:
        WrongGradient: names the worst element of all.
    """
    remote = function(f)
    if argnums is None:
        chosen: Sequence[int] = [place for place, one in enumerate(arguments) if _is_floating(one)]
    else:
        chosen = [argnums] if isinstance(argnums, int) else argnums
    outputs = remote.traced(arguments).graph["outputs"]
    found, _ = remote.ask("/check", arguments, chosen, target=outputs, rtol=rtol, atol=atol)
    report: dict[str, Any] = found
    if not report["passed"]:
        raise WrongGradient(_message(getattr(f, "__name__", "the function"), report["sources"]), report)
    return report


def _is_floating(argument: Any) -> bool:
    """Whether it may be differentiated: arrays of integers are indices, and Python's own numbers are none."""
    return isinstance(argument, Mapping | list | tuple | int) or np.asarray(argument).dtype.kind == "f"


def _message(name: str, sources: Mapping[str, Any]) -> str:
    def excess(source: str) -> float:
        worst = sources[source]["worst"]
        ratio = float(worst["error"]) / max(float(worst["tolerance"]), 5e-324)
        return np.inf if np.isnan(ratio) else ratio

    wrong = [source for source, verdict in sources.items() if not verdict["passed"]]
    source = max(wrong, key=excess)
    worst = sources[source]["worst"]
    others = f"; {len(wrong)} of {len(sources)} arrays are wrong" if len(wrong) > 1 else ""
    return (
        f"{name}: the gradient with respect to {source} at {worst['index']} is {float(worst['gradient']):.12g}, central "
        f"differences say {float(worst['difference']):.12g}; they are {float(worst['error']):.3g} apart, and "
        f"{float(worst['tolerance']):.3g} is allowed{others}"
    )
