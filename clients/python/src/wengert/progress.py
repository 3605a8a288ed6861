"""How far a minimization is, as a bar in a terminal: by tqdm or rich, whichever is installed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from typing import Any, Protocol

Progress = bool | Callable[[dict[str, Any]], object] | None


class Display(Protocol):
    """Shows steps."""

    def step(self, told: dict[str, Any]) -> None:
        """A step was taken; see `wengert.events.Event`."""

    def close(self) -> None:
        """There are no more."""


class _Told:
    """Steps are told to a function."""

    def __init__(self, tell: Callable[[dict[str, Any]], object]) -> None:
        self._tell = tell

    def step(self, told: dict[str, Any]) -> None:
        """See `Display`."""
        self._tell(told)

    def close(self) -> None:
        """See `Display`."""


class _Tqdm:
    def __init__(self, title: str, steps: int) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=steps, desc=title, unit="step")

    def step(self, told: dict[str, Any]) -> None:
        """See `Display`."""
        self._bar.set_postfix_str(_state(told), refresh=False)
        self._bar.update(told["step"] - self._bar.n)

    def close(self) -> None:
        """See `Display`."""
        self._bar.close()


class _Rich:
    def __init__(self, title: str, steps: int) -> None:
        from rich import progress
        from rich.console import Console

        columns = (
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[state]}"),
        )
        self._bar = progress.Progress(*columns, console=Console(stderr=True))
        self._task = self._bar.add_task(title, total=steps, state="")
        self._bar.start()

    def step(self, told: dict[str, Any]) -> None:
        """See `Display`."""
        self._bar.update(self._task, completed=told["step"], state=_state(told))

    def close(self) -> None:
        """See `Display`."""
        self._bar.stop()


def _state(told: dict[str, Any]) -> str:
    return f"loss {told['loss']:.6g}, gradient {told['gradient_norm']:.2g}"


BARS: dict[str, Callable[[str, int], Display]] = {"tqdm": _Tqdm, "rich": _Rich}


def display(wanted: Progress, title: str, steps: int) -> Display | None:
    """What shows the steps; None for nothing.

    Args:
        wanted: a function that is told each step; True for a bar, False for none; None for one if stderr is a terminal.
        title: stands before the bar.
        steps: the most there may be.

    Raises:
        ImportError: a bar is wanted, and there is nothing to draw it.
    """
    if callable(wanted):
        return _Told(wanted)
    if wanted is False or (wanted is None and not sys.stderr.isatty()):
        return None
    for package, bar in BARS.items():
        if importlib.util.find_spec(package) is not None:
            return bar(title, steps)
    if wanted:
        raise ImportError("progress=True needs the package tqdm or rich; progress may also be a function")
    return None
