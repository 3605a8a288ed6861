"""Expressions of any depth, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.importers.draft import Value
from app.importers.errors import NotImportable


class Walk:
    """Translates expressions from the leaves up; each object once, however often it is used.

    Args:
        parts: the expressions that one is made of, whose values are needed first.
        build: from an expression and the values of its parts to its own value.
        cycle: the error for an expression that is part of itself.
    """

    def __init__(
        self,
        parts: Callable[[Any], Sequence[Any]],
        build: Callable[[Any, Sequence[Value]], Value],
        cycle: Callable[[Any], NotImportable] | None = None,
    ) -> None:
        self._parts, self._build, self._cycle = parts, build, cycle or _circular
        # By identity, as comparing deep expressions is recursive; holding the expression keeps it its own.
        self._values: dict[int, tuple[Any, Value]] = {}
        self._open: dict[int, Sequence[Any]] = {}

    def value(self, root: Any) -> Value:
        """The value of an expression."""
        stack = [root]
        while stack:
            expression = stack[-1]
            if id(expression) in self._values:
                stack.pop()
            elif id(expression) in self._open:
                self._close(stack.pop())
            else:
                stack.extend(self._opened(expression))
        return self._values[id(root)][1]

    def _opened(self, expression: Any) -> list[Any]:
        """The parts that have no value yet, the first of them last."""
        parts = self._open[id(expression)] = self._parts(expression)
        missing = [part for part in reversed(parts) if id(part) not in self._values]
        for part in missing:
            if id(part) in self._open:
                raise self._cycle(part)
        return missing

    def _close(self, expression: Any) -> None:
        parts = self._open.pop(id(expression))
        values = [self._values[id(part)][1] for part in parts]
        self._values[id(expression)] = (expression, self._build(expression, values))


def _circular(_: Any) -> NotImportable:
    return NotImportable("an expression is part of itself")
