"""Bundle adjustment: how far points seen by cameras are from where they should be, and the sparse Jacobian of that.

Every observation depends on its own camera, point and weight, so the service is asked for Jacobians example by example,
which are the blocks of the sparse matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.gradbench.question import Array, Function, Question, floats

PROGRAM = """
camera = take(cameras, camera_index)
point = take(points, point_index)

rotation, center = camera[:, :3], camera[:, 3:6]
focus, principal, radial = camera[:, 6:7], camera[:, 7:9], camera[:, 9:11]

squared = sum(rotation ** 2, axis=1, keepdims=True)
turned = squared > 0
angle = sqrt(where(turned, squared, 1.0))
axis = rotation / angle
moved = point - center
around = cos(angle) * moved + sin(angle) * cross(axis, moved) \\
    + (1 - cos(angle)) * sum(axis * moved, axis=1, keepdims=True) * axis
seen = where(turned, around, moved + cross(rotation, moved))

flat = seen[:, :2] / seen[:, 2:]
square = sum(flat ** 2, axis=1, keepdims=True)
distorted = flat * (1 + radial[:, :1] * square + radial[:, 1:] * square ** 2)
error = weight[:, None] * (distorted * focus + principal - features)
weight_error = 1 - weight ** 2
"""
CAMERA, POINT, WEIGHT = 11, 3, 1
WIDTH = CAMERA + POINT + WEIGHT
SHOWN = 2 * WIDTH


def question(route: str, given: Any, **options: Any) -> Question:
    """Ask about the errors of all observations, made of one as the benchmark has it."""
    cameras, points, observations = given["n"], given["m"], given["p"]
    parameters = {
        "cameras": np.tile(floats(given["cam"]), (cameras, 1)),
        "points": np.tile(floats(given["x"]), (points, 1)),
        "weight": np.full(observations, float(given["w"])),
    }
    constants = {
        "camera_index": np.arange(observations) % cameras,
        "point_index": np.arange(observations) % points,
        "features": np.tile(floats(given["feat"]), (observations, 1)),
    }
    return Question(route, PROGRAM, parameters, constants, options)


def errors(_: Question, answer: Any) -> dict[str, Any]:
    """The errors, which are all the same: the first and how many there are."""
    error, weight_error = answer["outputs"]["error"], answer["outputs"]["weight_error"]
    return {
        "reproj_error": {"elements": error[0], "repeated": len(error)},
        "w_err": {"element": weight_error[0], "repeated": len(weight_error)},
    }


def matrix(asked: Question, answer: Any) -> tuple[Array, Array, Array]:
    """The whole Jacobian: where its rows begin, the columns and the values of its elements."""
    camera, point = asked.constants["camera_index"], asked.constants["point_index"]
    observations = len(camera)
    after_cameras = CAMERA * len(asked.parameters["cameras"])
    after_points = after_cameras + POINT * len(asked.parameters["points"])
    weights = after_points + np.arange(observations)

    rows = np.concatenate(
        [WIDTH * np.arange(2 * observations + 1), 2 * WIDTH * observations + np.arange(1, observations + 1)]
    )
    columns = np.empty((observations, 2, WIDTH), np.int64)
    columns[:, :, :CAMERA] = (CAMERA * camera[:, None] + np.arange(CAMERA))[:, None]
    columns[:, :, CAMERA:-1] = (after_cameras + POINT * point[:, None] + np.arange(POINT))[:, None]
    columns[:, :, -1] = weights[:, None]
    blocks = answer["jacobian"]["error"]
    values = np.concatenate([blocks["camera"], blocks["point"], blocks["weight"][:, :, None]], axis=2)
    return (
        rows,
        np.concatenate([columns.ravel(), weights]),
        np.concatenate([values.ravel(), answer["jacobian"]["weight_error"]["weight"]]),
    )


def shown(asked: Question, answer: Any) -> dict[str, Array]:
    """What the benchmark looks at of the Jacobian: the first two rows, and the last element."""
    parts = zip(("rows", "cols", "vals"), matrix(asked, answer), strict=True)
    return {name: np.append(part[:SHOWN], part[-1]) for name, part in parts}


JACOBIAN = {
    "target": ["error", "weight_error"],
    "sources": ["camera", "point", "weight"],
    "batch": True,
}
FUNCTIONS = {
    "objective": Function(
        lambda given: question("/evaluate", given, outputs=["error", "weight_error"]), errors
    ),
    "jacobian": Function(lambda given: question("/jacobian", given, **JACOBIAN), shown),
}
