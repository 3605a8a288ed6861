"""Large drawings made small: stretches of operations in one box each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.sketch.model import Drawing, Edge, Node

MOST = 200
NAMED_OPERATIONS = 4


def folded(drawing: Drawing, most: int = MOST) -> Drawing:
    """The drawing with at most `most` boxes.

    Functions are folded first, then what stands in the middle: stretches of operations that follow each other,
    so that edges still go forward. The first and the last operations keep their boxes, and inputs as far as
    there is room.
    """
    if len(drawing.nodes) > most and drawing.groups:
        drawing = _without_groups(drawing)
    if len(drawing.nodes) <= most:
        return drawing
    inputs = [n for n in drawing.nodes if n.kind in ("parameter", "constant")]
    rest = [n for n in drawing.nodes if n.kind not in ("parameter", "constant")]
    room = max(most // 3, 1)
    stretches = [[n] for n in inputs[: room - 1]]
    if inputs[room - 1 :]:
        stretches.append(inputs[room - 1 :])
    ends = max((most - len(stretches)) // 3, 1)
    middle = rest[ends : len(rest) - ends]
    blocks = max(most - len(stretches) - 2 * ends, 1)
    size = -(-len(middle) // blocks) or 1
    stretches += [[n] for n in rest[:ends]]
    stretches += [middle[i : i + size] for i in range(0, len(middle), size)]
    stretches += [[n] for n in rest[max(len(rest) - ends, ends) :]]
    return _merged(drawing, stretches)


def _without_groups(drawing: Drawing) -> Drawing:
    """The drawing with each outermost group as one box."""
    parents = {group.id: group.parent for group in drawing.groups}

    def outermost(group: str) -> str:
        while (parent := parents.get(group)) is not None:
            group = parent
        return group

    stretches: dict[str, list[Node]] = {}
    for node in drawing.nodes:
        key = f"node {node.id}" if node.group is None else f"group {outermost(node.group)}"
        stretches.setdefault(key, []).append(node)
    return _merged(replace(drawing, groups=()), list(stretches.values()))


def _merged(drawing: Drawing, stretches: Sequence[Sequence[Node]]) -> Drawing:
    place: dict[str, str] = {}
    nodes = []
    for number, stretch in enumerate(stretches):
        node = stretch[0] if len(stretch) == 1 else _fold(f"fold {number}", stretch)
        nodes.append(replace(node, group=None))
        place.update({member.id: node.id for member in stretch})
    edges: dict[tuple[str, str], Edge] = {}
    for edge in drawing.edges:
        ends = place[edge.source], place[edge.target]
        if ends[0] == ends[1]:
            continue
        whole = ends == (edge.source, edge.target)
        edges.setdefault(ends, edge if whole else Edge(*ends, kind=edge.kind))
    return replace(drawing, nodes=tuple(nodes), edges=tuple(edges.values()), groups=())


def _fold(name: str, stretch: Sequence[Node]) -> Node:
    inputs = stretch[0].kind in ("parameter", "constant")
    what = "inputs" if inputs else "operations"
    counts = Counter(node.subtitle.partition(" ")[0] for node in stretch)
    shown = [f"{op} ×{count}" for op, count in counts.most_common(NAMED_OPERATIONS)]
    if len(counts) > NAMED_OPERATIONS:
        shown.append(f"and {len(counts) - NAMED_OPERATIONS} more kinds")
    names = f"{stretch[0].title} … {stretch[-1].title}"
    tooltip = f"{len(stretch)} {what}, {names}: {', '.join(shown)}"
    return Node(name, f"{len(stretch)} {what}", names, "fold", tuple(shown), tooltip)
