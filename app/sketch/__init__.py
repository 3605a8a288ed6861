"""Drawings of graphs as SVG: a model of what is drawn, a layout in layers, and the text.

It knows nothing of documents or tapes, and needs no program beside Python.
"""

from app.sketch.fold import folded
from app.sketch.model import Drawing, Edge, Group, Node
from app.sketch.svg import svg

__all__ = ["Drawing", "Edge", "Group", "Node", "folded", "svg"]
