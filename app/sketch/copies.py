"""Inputs that are used far below get a copy there, in place of an arrow across the whole drawing."""

from __future__ import annotations

from dataclasses import replace

from app.sketch.model import Drawing, Edge, Node

# Layers that an arrow from an input may pass.
FAR = 6


def with_copies(drawing: Drawing) -> Drawing:
    """The drawing with copies of inputs beside distant uses."""
    layers = _layers(drawing)
    inputs = {n.id: n for n in drawing.nodes if n.kind in ("parameter", "constant") and n.group is None}
    first: dict[str, int] = {}
    for edge in drawing.edges:
        if edge.source in inputs:
            first[edge.source] = min(first.get(edge.source, layers[edge.target]), layers[edge.target])
    groups = {node.id: node.group for node in drawing.nodes}
    nodes: list[Node] = list(drawing.nodes)
    edges: list[Edge] = []
    for number, edge in enumerate(drawing.edges):
        far = edge.source in first and layers[edge.target] - first[edge.source] > FAR
        if far and groups[edge.target] is None:
            original = inputs[edge.source]
            again = f"{edge.source} again {number}"
            nodes.append(replace(original, id=again, subtitle="again", lines=()))
            edges.append(replace(edge, source=again))
        else:
            edges.append(edge)
    return replace(drawing, nodes=tuple(nodes), edges=tuple(edges))


def _layers(drawing: Drawing) -> dict[str, int]:
    """How many arrows lead to each node one after the other; nodes stand in an order in which they go forward."""
    into: dict[str, list[str]] = {}
    for edge in drawing.edges:
        into.setdefault(edge.target, []).append(edge.source)
    layers: dict[str, int] = {}
    for node in drawing.nodes:
        layers[node.id] = max((layers.get(source, 0) + 1 for source in into.get(node.id, ())), default=0)
    return layers
