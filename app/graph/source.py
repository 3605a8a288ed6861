"""The text that a graph was written as, and where in it each node comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.errors import Fault, WengertError

PROGRAM = "/program"
LONGEST_LINE = 160
LONGEST_NAME = 40


class Span(NamedTuple):
    """A stretch of a program: lines from 1, columns from 0 in characters, the end not included."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class Source:
    """A program.

    Attributes:
        text: as it was sent.
        spans: of each node, by its JSON pointer, the expression that it was written as.
        names: names of the program that are no nodes, and the references they stand for.
        given: names that the compiler gave to expressions without one.
    """

    text: str
    spans: dict[str, Span] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Span] = field(default_factory=dict)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        # As the parser counts them.
        self.lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def fault(self, span: Span | None, detail: str) -> Fault:
        """What is wrong, with the line, the line itself and a caret below the place."""
        if span is None:
            return Fault(PROGRAM, detail)
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        shown, start = _window(line, span.column)
        end = span.end_column if span.end_line == span.line else len(line)
        carets = "^" * max(1, min(end - span.column, len(shown) - start))
        said = f"line {span.line}, column {span.column + 1}: {detail}\n  {shown}\n  {' ' * start}{carets}"
        return Fault(PROGRAM, said, span.line, span.column + 1)

    def named(self, reference: str) -> str:
        """What the program calls a result of the graph."""
        return next((name for name, held in self.names.items() if held == reference), reference)

    def shown(self, name: str) -> str:
        """A node's name, or the expression it was written as if it has none of its own."""
        span = self.given.get(name)
        if span is None:
            return name
        text = self.expression(span)
        return f"`{text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + '…'}`"

    def expression(self, span: Span) -> str:
        """The text of a span, on one line."""
        lines = self.lines[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return " ".join(" ".join(lines).split())

    def moved(self, error: WengertError) -> WengertError:
        """An error about the graph as one about the program: each pointer into a node becomes its line."""
        faults = [self._moved(fault) for fault in error.faults]
        if faults == error.faults:
            return error
        error.faults = faults
        error.detail = faults[0].detail + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else "")
        error.args = (error.detail,)
        return error

    def _moved(self, fault: Fault) -> Fault:
        pointer = fault.pointer
        if not pointer.startswith("/graph/"):
            return fault
        while pointer and pointer not in self.spans:
            pointer = pointer.rpartition("/")[0]
        return self.fault(self.spans.get(pointer), fault.detail)


def _window(line: str, column: int) -> tuple[str, int]:
    """A line short enough to be shown, and where the column stands in it."""
    line = line.replace("\t", " ")
    if len(line) <= LONGEST_LINE:
        return line, column
    first = max(0, min(column - LONGEST_LINE // 2, len(line) - LONGEST_LINE))
    return line[first : first + LONGEST_LINE], column - first
