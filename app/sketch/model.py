"""What is drawn: boxes, arrows between them, and boxes around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["parameter", "constant", "operation", "output", "fold"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box.

    Attributes:
        id: what edges call it.
        title: its name.
        subtitle: what it is.
        kind: how it is drawn.
        lines: further lines of text.
        tooltip: all that there is to say, also for those who do not see the drawing.
        group: the group it lies in.
    """

    id: str
    title: str
    subtitle: str
    kind: Kind
    lines: tuple[str, ...] = ()
    tooltip: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow, from a node that comes earlier to one that comes later.

    Attributes:
        source: where it begins.
        target: where it ends.
        label: what flows along it.
        backward_label: what flows back.
        kind: `capture` for what a function uses of its surroundings, `backward` for the backward pass.
    """

    source: str
    target: str
    label: str = ""
    backward_label: str = ""
    kind: Literal["data", "capture", "backward"] = "data"


@dataclass(frozen=True, slots=True)
class Group:
    """A box around nodes and other groups; `parent` is the group it lies in itself."""

    id: str
    title: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph without cycles; its nodes in an order in which edges go forward."""

    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
