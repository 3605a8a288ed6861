"""Places for boxes and arrows, in layers from top to bottom. All lengths are in px.

A group is laid out by itself and then stands as one box among its neighbours. Labels of arrows get places of
their own between the layers, so that nothing overlaps.

Source: Sugiyama, Tagawa, Toda, Methods for visual understanding of hierarchical system structures (1981), with
coordinates by isotonic regression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.sketch.model import Drawing, Edge
from app.sketch.text import label_size, node_size, text_width

GAP_X, GAP_Y = 22.0, 26.0
PADDING, HEADING = 16.0, 24.0
SWEEPS = 12


@dataclass(slots=True)
class Box:
    """A rectangle; x and y are those of its upper left corner."""

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(slots=True)
class Route:
    """An arrow's way: the points it goes through, and the box of its label."""

    edge: Edge
    points: list[tuple[float, float]] = field(default_factory=list)
    label: Box | None = None


@dataclass(slots=True)
class Layout:
    """Where everything is."""

    width: float
    height: float
    nodes: dict[str, Box]
    groups: dict[str, Box]
    routes: list[Route]


@dataclass(eq=False, slots=True)
class _Item:
    """Something in a layer: a member of the level, or a point that an arrow goes through."""

    box: Box
    layer: int = 0
    before: list[_Item] = field(default_factory=list)
    after: list[_Item] = field(default_factory=list)
    weight: float = 0.0
    passes: bool = False


def laid_out(drawing: Drawing) -> Layout:
    """Places for all of a drawing."""
    nodes = {node.id: Box(*node_size(node)) for node in drawing.nodes}
    groups = {group.id: Box(0, 0) for group in drawing.groups}
    parents: dict[str, str | None] = {node.id: node.group for node in drawing.nodes}
    parents.update({group.id: group.parent for group in drawing.groups})
    titles = {group.id: group.title for group in drawing.groups}
    members: dict[str | None, list[str]] = {None: []}
    # A group stands where its first member does.
    for name in nodes:
        child, parent = name, parents[name]
        while child not in members.setdefault(parent, []):
            members[parent].append(child)
            if parent is None:
                break
            child, parent = parent, parents[parent]
    levels: dict[str | None, list[tuple[Edge, str, str]]] = {}
    for edge in drawing.edges:
        level, source, target = _common(edge, parents)
        levels.setdefault(level, []).append((edge, source, target))
    routes: dict[str | None, list[Route]] = {}
    for level in sorted(members, key=lambda name: -_depth(name, parents)):
        boxes = {name: nodes.get(name) or groups[name] for name in members[level]}
        found, width, height = _level(boxes, levels.get(level, []), lowered=level is None)
        routes[level] = found
        if level is not None:
            groups[level].width = max(width, text_width(titles[level], 12)) + 2 * PADDING
            groups[level].height = height + HEADING + PADDING
        else:
            size = width, height
    _settle(None, PADDING, PADDING, members, nodes, groups, routes)
    settled = [route for found in routes.values() for route in found]
    for route in settled:
        _end(route, nodes)
    return Layout(size[0] + 2 * PADDING, size[1] + 2 * PADDING, nodes, groups, settled)


def _depth(name: str | None, parents: Mapping[str, str | None]) -> int:
    depth = 0
    while name is not None:
        name, depth = parents[name], depth + 1
    return depth


def _common(edge: Edge, parents: Mapping[str, str | None]) -> tuple[str | None, str, str]:
    """The level that both ends of an edge lie in, and what they are there."""
    chain = {}
    name: str | None = edge.source
    while name is not None:
        chain[parents[name]] = name
        name = parents[name]
    target = edge.target
    while (parent := parents[target]) not in chain:
        target = parent  # type: ignore[assignment]  # the outermost level, None, is in every chain
    return parent, chain[parent], target


def _level(
    boxes: Mapping[str, Box], edges: Sequence[tuple[Edge, str, str]], *, lowered: bool
) -> tuple[list[Route], float, float]:
    """Place the boxes of one level; their corner is (0, 0). Gives the routes, width and height.

    What nothing leads to stands at the top, where arrows from around a group reach it, or `lowered` beside its
    first use.
    """
    items = {name: _Item(box) for name, box in boxes.items()}
    _rank(items, edges, lowered)
    routes, layers = _routed(items, edges)
    _order(layers)
    _place(layers)
    y = 0.0
    for layer in layers:
        height = max((item.box.height for item in layer), default=0.0)
        for item in layer:
            item.box.y = y + (height - item.box.height) / 2
            if item.passes:
                # Beside tall boxes an arrow runs straight.
                item.box.y, item.box.height = y, height
        y += height + GAP_Y if layer else 0.0
    left = min((item.box.x for layer in layers for item in layer), default=0.0)
    for layer in layers:
        for item in layer:
            item.box.x -= left
    width = max((item.box.x + item.box.width for layer in layers for item in layer), default=0.0)
    found = []
    for route, passed in routes:
        route.points = [(item.box.centre, y) for item in passed for y in (item.box.y, item.box.bottom)]
        found.append(route)
    return found, width, max(y - GAP_Y, 0.0)


def _rank(items: Mapping[str, _Item], edges: Sequence[tuple[Edge, str, str]], lowered: bool) -> None:
    """A layer for each: below all that leads to it; what nothing leads to just above what it leads to, if it
    is to be lowered."""
    after: dict[str, list[str]] = {}
    before: dict[str, int] = dict.fromkeys(items, 0)
    for _, source, target in edges:
        if source != target:
            after.setdefault(source, []).append(target)
            before[target] += 1
    sources = [name for name, count in before.items() if not count]
    ready = list(sources)
    while ready:
        name = ready.pop()
        for target in after.get(name, ()):
            items[target].layer = max(items[target].layer, items[name].layer + 2)
            before[target] -= 1
            if not before[target]:
                ready.append(target)
    for name in sources if lowered else ():
        if name in after:
            items[name].layer = min(items[target].layer for target in after[name]) - 2


def _routed(
    items: Mapping[str, _Item], edges: Sequence[tuple[Edge, str, str]]
) -> tuple[list[tuple[Route, list[_Item]]], list[list[_Item]]]:
    """Points for arrows to go through, and everything by layer; odd layers hold labels."""
    count = max((item.layer for item in items.values()), default=0) + 1
    layers: list[list[_Item]] = [[] for _ in range(count)]
    for item in items.values():
        layers[item.layer].append(item)
    routes: list[tuple[Route, list[_Item]]] = []
    for edge, source, target in edges:
        if source == target:
            routes.append((Route(edge), []))
            continue
        first, last = items[source], items[target]
        route, passed = Route(edge), []
        previous = first
        for layer in range(first.layer + 1, last.layer):
            labelled = layer == first.layer + 1 and (edge.label or edge.backward_label)
            box = Box(*label_size(edge)) if labelled else Box(1.0, 0.0)
            if labelled:
                route.label = box
            point = _Item(box, layer, passes=not labelled)
            layers[layer].append(point)
            passed.append(point)
            _join(previous, point)
            previous = point
        _join(previous, last)
        routes.append((route, passed))
    return routes, layers


def _join(first: _Item, second: _Item) -> None:
    first.after.append(second)
    second.before.append(first)


def _order(layers: Sequence[list[_Item]]) -> None:
    """Order each layer so that few arrows cross: by the mean place of neighbours, down and up in turn."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            for place, item in enumerate(layer):
                near = item.before if down else item.after
                item.weight = sum(n.weight for n in near) / len(near) if near else float(place)
            layer.sort(key=lambda item: item.weight)
            for place, item in enumerate(layer):
                item.weight = float(place)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    for layer, ordered in zip(layers, best, strict=True):
        layer[:] = ordered


def _crossings(layers: Sequence[Sequence[_Item]]) -> int:
    total = 0
    for layer in layers:
        for place, item in enumerate(layer):
            item.weight = float(place)
    for layer in layers:
        seen: list[float] = []
        for item in layer:
            ends = [n.weight for n in item.after]
            total += sum(other > end for end in ends for other in seen)
            seen += ends
    return total


def _place(layers: Sequence[Sequence[_Item]]) -> None:
    """Horizontal places: each as near to its neighbours as order and distance allow."""
    for layer in layers:
        _spread(layer, [0.0] * len(layer))
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else list(reversed(layers)):
            wanted = []
            for item in layer:
                near = (item.before if down else item.after) or (*item.before, *item.after)
                wanted.append(sum(n.box.centre for n in near) / len(near) if near else item.box.centre)
            _spread(layer, wanted)


def _spread(layer: Sequence[_Item], wanted: Sequence[float]) -> None:
    """Centres as near to those wanted as can be, in order and apart: isotonic regression, pooling neighbours
    that would overlap."""
    offsets, offset = [], 0.0
    for i, item in enumerate(layer):
        if i:
            offset += (layer[i - 1].box.width + item.box.width) / 2 + GAP_X
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for want, shift in zip(wanted, offsets, strict=True):
        total, count = want - shift, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            more, members = pools.pop()
            total, count = total + more, count + members
        pools.append((total, count))
    centres = [total / count for total, count in pools for _ in range(count)]
    for item, centre, shift in zip(layer, centres, offsets, strict=True):
        item.box.x = centre + shift - item.box.width / 2


def _settle(
    level: str | None,
    x: float,
    y: float,
    members: Mapping[str | None, Sequence[str]],
    nodes: Mapping[str, Box],
    groups: Mapping[str, Box],
    routes: Mapping[str | None, Sequence[Route]],
) -> None:
    """Move what lies in a level from its own corner to the drawing's."""
    for name in members[level]:
        box = nodes.get(name) or groups[name]
        box.x, box.y = box.x + x, box.y + y
        if name in groups:
            _settle(name, box.x + PADDING, box.y + HEADING, members, nodes, groups, routes)
    for route in routes[level]:
        route.points = [(px + x, py + y) for px, py in route.points]
        if route.label is not None:
            route.label.x, route.label.y = route.label.x + x, route.label.y + y


def _end(route: Route, nodes: Mapping[str, Box]) -> None:
    """Let an arrow begin and end at its boxes."""
    source, target = nodes[route.edge.source], nodes[route.edge.target]
    route.points = [(source.centre, source.bottom), *route.points, (target.centre, target.y)]
