"""Small inputs for every evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

BONES = 22


def samples() -> Iterator[tuple[str, str, Any]]:
    """The evaluation, what the input is called, and the input."""
    random = np.random.default_rng(1)
    for x in (3.0, -0.5):
        yield "hello", f"x={x}", x
    for n, m in ((7, 3), (40, 12)):
        yield "llsq", f"n={n},m={m}", {"x": random.random(m).tolist(), "n": n}
    for size in (1, 50):
        yield "lse", f"n={size}", {"x": (30 * random.normal(size=size)).tolist()}
    for d, k, n, more in ((3, 2, 6, 0), (2, 3, 5, 2)):
        yield "gmm", f"{d}_{k}_{n}", _mixture(random, d, k, n, more)
    points = random.random((40, 3)).tolist()
    yield "kmeans", "k=5,n=40,d=3", {"points": points, "centroids": points[-5:]}
    yield "ba", "n=3,m=4,p=9", _observations(random)
    for name, on_triangles, mirrored in (("vertices", False, False), ("triangles", True, True)):
        yield "ht", f"points at {name}", _hand(random, on_triangles, mirrored)
    for layers, characters in ((1, 4), (3, 9)):
        yield "lstm", f"l={layers},c={characters}", _network(random, layers, characters)
    for n, steps in ((4, 1), (6, 5)):
        yield "ode", f"n={n},s={steps}", {"x": random.random(n).tolist(), "s": steps}
    for size in (2, 5):
        yield "det", f"{size}", {"A": random.random(size * size).tolist(), "ell": size}
    yield "particle", "w=0", {"w": 0.0}
    yield "saddle", "start=1,1", {"start": [1.0, 1.0]}


def _mixture(random: np.random.Generator, d: int, k: int, n: int, more: int) -> dict[str, Any]:
    shapes = {"x": (n, d), "alpha": (k,), "mu": (k, d), "q": (k, d), "l": (k, d * (d - 1) // 2)}
    values = {name: random.normal(size=shape).tolist() for name, shape in shapes.items()}
    return {"d": d, "k": k, "n": n, "m": more, "gamma": 1.3, **values}


def _observations(random: np.random.Generator) -> dict[str, Any]:
    camera = [*random.normal(size=6), 2.0, 0.3, -0.2, 0.05, -0.01]
    place = {"x": [*random.normal(size=2), 5.0], "w": 0.7, "feat": random.normal(size=2).tolist()}
    return {"n": 3, "m": 4, "p": 9, "cam": [float(value) for value in camera], **place}


def _hand(random: np.random.Generator, on_triangles: bool, mirrored: bool) -> dict[str, Any]:
    vertices, points, triangles = 12, 5, 8
    positions = np.ones((vertices, 4))
    positions[:, :3] = random.normal(size=(vertices, 3))
    weights = random.random((vertices, BONES))
    model = {
        "bone_count": BONES,
        "bone_names": [f"bone {number}" for number in range(BONES)],
        # A forearm and a wrist; on the wrist five fingers of four bones.
        "parents": [-1, 0, *(1 if joint == 0 else 4 * f + 1 + joint for f in range(5) for joint in range(4))],
        "base_relatives": (np.eye(4) + 0.1 * random.normal(size=(BONES, 4, 4))).tolist(),
        "inverse_base_absolutes": (np.eye(4) + 0.1 * random.normal(size=(BONES, 4, 4))).tolist(),
        "base_positions": positions.tolist(),
        "weights": (weights / weights.sum(axis=1, keepdims=True)).tolist(),
        "triangles": [random.choice(vertices, 3, replace=False).tolist() for _ in range(triangles)],
        "is_mirrored": mirrored,
    }
    data = {
        "model": model,
        "correspondences": random.integers(triangles if on_triangles else vertices, size=points).tolist(),
        "points": random.normal(size=(points, 3)).tolist(),
    }
    us = random.random((points, 2)).tolist() if on_triangles else []
    return {"theta": random.normal(size=26).tolist(), "data": data, "us": us}


def _network(random: np.random.Generator, layers: int, characters: int) -> dict[str, Any]:
    bits = 3
    return {
        "main_params": random.random((2 * layers, 4 * bits)).tolist(),
        "extra_params": random.random((3, bits)).tolist(),
        "state": random.random((2 * layers, bits)).tolist(),
        "sequence": random.integers(0, 2, (characters, bits)).astype(float).tolist(),
    }
