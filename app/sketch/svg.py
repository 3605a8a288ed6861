"""A drawing as SVG that stands alone: no script, no font, no reference to anything outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.sketch.copies import with_copies
from app.sketch.layout import Box, Layout, Route, laid_out
from app.sketch.model import Drawing, Group, Node
from app.sketch.text import LINE, SMALL, clean, label_lines, texts

STYLE = """\
svg { --back: #ffffff; --ink: #1d2433; --soft: #4a5468; --line: #6b7690; --box: #f4f6fa; --parameter: #e3efff;
  --constant: #eceef2; --output: #e2f5e6; --fold: #fdf3dc; --group: #8a93a8; --value: #1f4f99; --adjoint: #a3350f; }
@media (prefers-color-scheme: dark) { svg { --back: #14181f; --ink: #e8ecf4; --soft: #b4bdce; --line: #8792aa;
  --box: #222936; --parameter: #1d3557; --constant: #2b313c; --output: #1e4029; --fold: #453714; --group: #76819a;
  --value: #9cc4ff; --adjoint: #ffa98a; } }
text { font-family: system-ui, sans-serif; fill: var(--ink); text-anchor: middle; }
.back { fill: var(--back); }
.title { font-size: 13px; font-weight: 600; }
.what, .line, .value, .adjoint, .group text { font-size: 11px; }
.what, .line { fill: var(--soft); }
.what { font-style: italic; }
.value { fill: var(--value); }
.adjoint { fill: var(--adjoint); }
.node rect { fill: var(--box); stroke: var(--line); }
.parameter rect { fill: var(--parameter); }
.constant rect { fill: var(--constant); }
.output rect { fill: var(--output); stroke-width: 2.5; }
.fold rect { fill: var(--fold); stroke-dasharray: 5 3; }
.group rect { fill: none; stroke: var(--group); stroke-dasharray: 2 3; }
.group text { text-anchor: start; fill: var(--soft); font-weight: 600; }
.edge { fill: none; stroke: var(--line); stroke-width: 1.2; }
.capture { stroke-dasharray: 4 3; }
.backward { stroke: var(--adjoint); }
.head { fill: var(--line); }
"""
ROUND = {"parameter": 14, "constant": 2, "operation": 6, "output": 6, "fold": 6}


def svg(drawing: Drawing) -> str:
    """The drawing as the text of an SVG document."""
    drawing = with_copies(drawing)
    layout = laid_out(drawing)
    width, height = max(layout.width, 120.0), max(layout.height, 60.0)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">',
        f'<title id="title">{clean(drawing.title)}</title>',
        f'<desc id="description">{clean(drawing.description)}</desc>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="head" d="M0 0 L8 4 L0 8 Z"/></marker></defs>',
        f'<rect class="back" width="{width:.0f}" height="{height:.0f}"/>',
        *_drawn(drawing, layout),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawn(drawing: Drawing, layout: Layout) -> Iterator[str]:
    for group in drawing.groups:
        yield _group(group, layout.groups[group.id])
    for route in layout.routes:
        yield _arrow(route)
    for node in drawing.nodes:
        yield _node(node, layout.nodes[node.id])
    for route in layout.routes:
        yield from _label(route)


def _rectangle(box: Box, radius: int) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{radius}"/>'
    )


def _group(group: Group, box: Box) -> str:
    text = f'<text x="{box.x + 10:.1f}" y="{box.y + 16:.1f}">{clean(group.title)}</text>'
    return f'<g class="group"><title>{clean(group.title)}</title>{_rectangle(box, 10)}{text}</g>'


def _node(node: Node, box: Box) -> str:
    y = box.y + 6
    lines = []
    for text, style, _ in texts(node):
        lines.append(f'<text class="{style}" x="{box.centre:.1f}" y="{y + 12:.1f}">{clean(text)}</text>')
        y += LINE
    title = f"<title>{clean(node.tooltip or node.title)}</title>"
    return (
        f'<g class="node {node.kind}" data-node="{clean(node.id)}">{title}'
        f"{_rectangle(box, ROUND[node.kind])}{''.join(lines)}</g>"
    )


def _arrow(route: Route) -> str:
    kind = "" if route.edge.kind == "data" else f" {route.edge.kind}"
    said = clean(f"{route.edge.source} to {route.edge.target}")
    return (
        f'<path class="edge{kind}"{_ends(route)} marker-end="url(#head)" d="{_path(route.points)}">'
        f"<title>{said}</title></path>"
    )


def _ends(route: Route) -> str:
    """What an arrow and its label lie between, for pages that show the drawing step by step."""
    return f' data-from="{clean(route.edge.source)}" data-to="{clean(route.edge.target)}"'


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A smooth line through points, vertical at each of them."""
    (x, y), *rest = points
    parts = [f"M{x:.1f} {y:.1f}"]
    for next_x, next_y in rest:
        middle = (y + next_y) / 2
        straight = abs(next_x - x) < 0.5
        parts.append(
            f"L{next_x:.1f} {next_y:.1f}"
            if straight
            else f"C{x:.1f} {middle:.1f} {next_x:.1f} {middle:.1f} {next_x:.1f} {next_y:.1f}"
        )
        x, y = next_x, next_y
    return " ".join(parts)


def _label(route: Route) -> Iterator[str]:
    if route.label is None:
        return
    box = route.label
    yield f'<g class="label"{_ends(route)}>'
    yield f'<rect class="back" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"/>'
    for i, (text, style) in enumerate(label_lines(route.edge)):
        y = box.y + LINE * i + 12
        yield f'<text class="{style}" x="{box.centre:.1f}" y="{y:.1f}" font-size="{SMALL}">{clean(text)}</text>'
    yield "</g>"
