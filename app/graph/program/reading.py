"""From text to a syntax tree, within limits that keep a hostile text from harming the parser."""

from __future__ import annotations

import ast
import warnings

from app.errors import BudgetExceeded, InvalidProgram
from app.graph.source import PROGRAM, Source, Span

# The parser holds the interpreter for half a second at this length.
MOST_CHARACTERS = 300_000
# The parser of CPython calls itself for each level.
DEEPEST = 90


def parsed(source: Source) -> list[ast.stmt]:
    """The statements of a program.

    Raises:
        InvalidProgram: it is not Python, or nested too deep.
        BudgetExceeded: it is too long.
    """
    text = source.text
    if len(text) > MOST_CHARACTERS:
        raise BudgetExceeded(
            f"the program has {len(text)} characters; the limit is {MOST_CHARACTERS}", pointer=PROGRAM
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            return ast.parse(text).body
    except SyntaxError as error:
        raise _syntax(source, error) from None
    except (MemoryError, RecursionError):
        raise InvalidProgram("the program is nested too deep to be read", pointer=PROGRAM) from None
    except ValueError as error:
        raise InvalidProgram(f"the program cannot be read: {error}", pointer=PROGRAM) from None


def _syntax(source: Source, error: SyntaxError) -> InvalidProgram:
    line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
    end_line = error.end_lineno or line
    end = max((error.end_offset or 0) - 1, column + 1)
    fault = source.fault(Span(line, column, end_line, end), error.msg)
    return InvalidProgram(fault.detail, faults=[fault])


def span_of(source: Source, node: ast.AST) -> Span:
    """Where a node of the syntax tree stands, in characters (`ast` counts bytes)."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    end_line = getattr(node, "end_lineno", None) or line
    end = getattr(node, "end_col_offset", None) or column + 1
    return Span(line, _characters(source, line, column), end_line, _characters(source, end_line, end))


def _characters(source: Source, line: int, count: int) -> int:
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    return count if text.isascii() else len(text.encode()[:count].decode(errors="ignore"))
