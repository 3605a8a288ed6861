"""Drawings: everything is there, nothing overlaps, and hostile text stays text."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from app.sketch import Drawing, Edge, Group, Node, folded, svg
from app.sketch.layout import Box, Layout, laid_out

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>&amp;\"'",
    "a\x00b\x1bc\x7f",
    "\ud800 lone",
    "\u202ereversed\u2066",
    "x" * 500,
    "名前" * 40,
    "emoji 🙂 and ∂",
    "",
]


def chain(count: int) -> Drawing:
    nodes = [
        Node(str(i), f"n{i}", "add", "parameter" if i == 0 else "operation", ("2 × 3",)) for i in range(count)
    ]
    edges = [Edge(str(i), str(i + 1), f"value {i}", f"{i}") for i in range(count - 1)]
    return Drawing("A chain", "Of operations.", tuple(nodes), tuple(edges))


def random_drawing(seed: int, count: int, *, grouped: bool = False) -> Drawing:
    random = np.random.default_rng(seed)
    groups = (
        (Group("a", "body: step"), Group("b", "then: f", "a"), Group("c", "else: g", "a")) if grouped else ()
    )
    nodes = []
    for i in range(count):
        within = None if not grouped else [None, "a", "b", "c"][int(random.integers(4))]
        lines = tuple(f"line {k}" for k in range(int(random.integers(3))))
        nodes.append(
            Node(
                f"n{i}", f"name {i}" * int(random.integers(1, 4)), "multiply", "operation", lines, "", within
            )
        )
    edges = []
    for i in range(1, count):
        for source in {int(s) for s in random.integers(max(0, i - 12), i, size=int(random.integers(1, 3)))}:
            labels = (f"{random.normal():.3g}", "" if random.random() < 0.5 else "1 … 2")
            edges.append(Edge(f"n{source}", f"n{i}", *(labels if random.random() < 0.5 else ("", ""))))
    if grouped:
        # Groups are boxes of their own, so arrows may not lead out of one and back into it.
        order = {None: 0, "a": 1, "b": 2, "c": 3}
        within_of = {node.id: node.group for node in nodes}
        edges = [e for e in edges if order[within_of[e.source]] <= order[within_of[e.target]]]
        edges = [e for e in edges if {within_of[e.source], within_of[e.target]} != {"b", "c"}]
    return Drawing("Random", "A graph.", tuple(nodes), tuple(edges), groups)


DRAWINGS = [
    Drawing("Empty", "", ()),
    chain(1),
    chain(7),
    *(random_drawing(seed, 30) for seed in range(5)),
    random_drawing(9, 200),
    *(random_drawing(seed, 25, grouped=True) for seed in range(5)),
]
each_drawing = pytest.mark.parametrize("drawing", DRAWINGS, ids=range(len(DRAWINGS)))


def overlap(first: Box, second: Box) -> bool:
    return (
        first.x < second.x + second.width
        and second.x < first.x + first.width
        and first.y < second.bottom
        and second.y < first.bottom
    )


@each_drawing
def test_boxes_and_labels_do_not_overlap(drawing: Drawing) -> None:
    layout = laid_out(drawing)
    boxes = {**{n.id: layout.nodes[n.id] for n in drawing.nodes}}
    labels = {f"label {i}": r.label for i, r in enumerate(layout.routes) if r.label is not None}
    for (one, first), (two, second) in itertools.combinations({**boxes, **labels}.items(), 2):
        assert not overlap(first, second), f"{one} and {two}"


@each_drawing
def test_groups_enclose_their_members_and_nothing_else(drawing: Drawing) -> None:
    layout = laid_out(drawing)
    parents = {group.id: group.parent for group in drawing.groups}
    for node in drawing.nodes:
        around, name_around = set(), node.group
        while name_around is not None:
            around.add(name_around)
            name_around = parents[name_around]
        for name, box in layout.groups.items():
            if name in around:
                assert within(layout.nodes[node.id], box)
            else:
                assert not overlap(layout.nodes[node.id], box) or not box.width
    for group in drawing.groups:
        if group.parent is not None and layout.groups[group.id].width:
            assert within(layout.groups[group.id], layout.groups[group.parent])


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and inner.x + inner.width <= outer.x + outer.width
        and outer.y <= inner.y
        and inner.bottom <= outer.bottom
    )


@each_drawing
def test_everything_is_in_the_picture(drawing: Drawing) -> None:
    layout: Layout = laid_out(drawing)
    frame = Box(layout.width, layout.height)
    assert all(within(box, frame) for box in layout.nodes.values())
    assert len(layout.routes) == len(drawing.edges)
    for route in layout.routes:
        source, target = layout.nodes[route.edge.source], layout.nodes[route.edge.target]
        assert route.points[0] == (source.centre, source.bottom)
        assert route.points[-1] == (target.centre, target.y)
        assert source.bottom < target.y, "arrows go down"


@each_drawing
def test_is_xml_that_stands_alone(drawing: Drawing) -> None:
    text = svg(drawing)
    root = ElementTree.fromstring(text)  # noqa: S314  (our own text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == drawing.title
    shown = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("node ")]
    assert len(shown) >= len(drawing.nodes)
    paths = [p for p in root.iter(f"{SVG}path") if (p.get("class") or "").startswith("edge")]
    assert len(paths) == len(drawing.edges)
    assert not re.search(r"(href|src|url\((?!#head\))|<script|@import)", text)
    assert svg(drawing) == text


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(name: str) -> None:
    nodes = (Node("a", name, name, "parameter", (name,), name, "g"), Node("b", name, name, "operation"))
    text = svg(Drawing(name, name, nodes, (Edge("a", "b", name or "1", name),), (Group("g", name),)))
    root = ElementTree.fromstring(text.encode())  # noqa: S314
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text",
    }  # fmt: skip
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("count", [200, 201, 1000, 100_000])
def test_large_drawings_are_folded(count: int) -> None:
    drawing = chain(count)
    small = folded(drawing)
    assert len(small.nodes) <= 200
    assert small.nodes[0] == drawing.nodes[0]
    assert small.nodes[-1] == drawing.nodes[-1]
    hidden = sum(int(node.title.split()[0]) for node in small.nodes if node.kind == "fold")
    assert hidden + sum(node.kind != "fold" for node in small.nodes) == count
    if count <= 1000:
        ElementTree.fromstring(svg(small))  # noqa: S314


def test_functions_are_folded_first() -> None:
    inner = tuple(
        Node(f"i{k}", f"i{k}", "sin", "operation", (), "", "g" if k % 2 else "h") for k in range(300)
    )
    outer = (Node("x", "x", "parameter", "parameter"), *inner, Node("y", "y", "sum", "output"))
    groups = (Group("g", "body"), Group("h", "inner", "g"))
    small = folded(Drawing("", "", outer, (Edge("x", "i0"), Edge("i0", "i1"), Edge("i299", "y")), groups))
    assert [node.title for node in small.nodes] == ["x", "300 operations", "y"]
    assert not small.groups
    assert len(small.edges) == 2


def test_many_inputs_are_folded() -> None:
    inputs = tuple(Node(f"p{k}", f"p{k}", "parameter", "parameter") for k in range(500))
    small = folded(
        Drawing("", "", (*inputs, Node("y", "y", "sum", "output")), tuple(Edge(n.id, "y") for n in inputs))
    )
    assert len(small.nodes) <= 200
    assert "inputs" in next(node.title for node in small.nodes if node.kind == "fold")
