"""Text in drawings: how wide it is, and how it is written into XML."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from app.sketch.model import Edge, Node

TITLE, SMALL = 13, 11
LINE = 16.0
MOST_CHARACTERS = 34
# What XML 1.0 forbids, and what would turn the direction of the text around it.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NARROW, WIDE = frozenset("iljtfr.,:;|'!()[]{} "), frozenset("mwMW@%…×")


def clean(text: str) -> str:
    """Text that may stand in XML, escaped."""
    return escape(FORBIDDEN.sub("�", text)).replace("&#x27;", "'")


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """Text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def text_width(text: str, size: float) -> float:
    """About how wide text is in a sans-serif font of this size, in px; rather more than less."""
    units = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            units += 1.05
        else:
            units += 0.36 if character in NARROW else 0.95 if character in WIDE else 0.62
    return units * size


def texts(node: Node) -> list[tuple[str, str, int]]:
    """The lines of a box: text, class and size."""
    lines = [(node.title, "title", TITLE), (node.subtitle, "what", SMALL)]
    lines += [(line, "line", SMALL) for line in node.lines]
    return [(shortened(text), style, size) for text, style, size in lines if text]


def node_size(node: Node) -> tuple[float, float]:
    """Width and height of a box."""
    lines = texts(node)
    width = max((text_width(text, size) for text, _, size in lines), default=0.0)
    return max(width + 24, 64.0), LINE * len(lines) + 12


def label_lines(edge: Edge) -> list[tuple[str, str]]:
    """The lines of a label: text and class."""
    lines = [(edge.label, "value"), (f"∂ {edge.backward_label}" if edge.backward_label else "", "adjoint")]
    return [(shortened(text, 28), style) for text, style in lines if text]


def label_size(edge: Edge) -> tuple[float, float]:
    """Width and height of a label."""
    lines = label_lines(edge)
    return max(text_width(text, SMALL) for text, _ in lines) + 8, LINE * len(lines)
