"""Hand tracking: the distances of points to the skin of a hand in a pose, and their Jacobian.

The bones of one depth of the skeleton are posed together. The skin is one matrix product, since weights and places at rest
do not change. With coordinates on triangles (`us`) every point depends on its own two, so two tangents give their part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.gradbench.question import Array, Function, Question, floats, output

POSE = """
extended = concatenate([theta, zeros(1)])
bend, spread = take(extended, bend_index), take(extended, spread_index)
cx, sx, cz, sz = cos(bend), sin(bend), cos(spread), sin(spread)
none, one = zeros_like(cx), ones_like(cx)
turn = reshape(stack(
    cz, -sz * cx, sz * sx, none,
    sz, cz * cx, -cz * sx, none,
    none, sx, cx, none,
    none, none, none, one, axis=1), (len(bend_index), 4, 4))
relatives = base_relatives @ turn
absolutes = relatives
"""
LEVEL = "absolutes[level{0}] = take(absolutes, parents{0}) @ take(relatives, level{0})\n"
SKIN = """
transforms = absolutes @ inverse_base_absolutes
moves = reshape(transpose(transforms[:, :3], (0, 2, 1)), (4 * len(transforms), 3))
weighted = reshape(weights[:, :, None] * base_positions[:, None, :], (len(weights), 4 * len(transforms)))
skin = weighted @ moves * mirror

rotation = theta[:3]
squared = sum(rotation ** 2)
turned = squared >= 1e-8
angle = sqrt(where(turned, squared, 1.0))
x, y, z = rotation / angle
s, c = sin(angle), cos(angle)
R = reshape(stack(
    x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s,
    x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s,
    x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c), (3, 3))
hand = skin @ where(turned, R, eye(3)).T + theta[3:6]
"""
AT_VERTICES = """
error = points - take(hand, correspondences)
J = reshape(jacobian(error, theta, mode="forward"), (3 * len(points), len(theta)))
"""
ON_TRIANGLES = """
u, v = us[:, :1], us[:, 1:]
corners = take(triangles, correspondences)
first, second, third = [take(hand, corners[:, i]) for i in range(3)]
error = points - (u * first + v * second + (1 - u - v) * third)
by_us = stack(
    jvp(error, us, zeros_like(us) + array([1.0, 0.0])), jvp(error, us, zeros_like(us) + array([0.0, 1.0])), axis=2)
by_theta = jacobian(error, theta, mode="forward")
J = reshape(concatenate([by_us, by_theta], axis=2), (3 * len(points), 2 + len(theta)))
"""
FINGERS = 5


def levels(parents: Sequence[int]) -> list[list[int]]:
    """The bones by their depth, without those that have no parent."""
    depths: list[int] = []
    for parent in parents:
        depths.append(0 if parent < 0 else depths[parent] + 1)
    return [[bone for bone, d in enumerate(depths) if d == depth] for depth in range(1, max(depths) + 1)]


def angles(bones: int, parameters: int) -> tuple[Array, Array]:
    """For each bone where in theta it is said how far it bends and spreads; past the end where it does not."""
    bend, spread = np.full(bones, parameters), np.full(bones, parameters)
    for finger in range(FINGERS):
        # A finger has four bones, of which the first bends and spreads, the next two only bend, and the tip is stiff.
        bone, place = 2 + 4 * finger, 6 + 4 * finger
        bend[bone : bone + 3] = place, place + 2, place + 3
        spread[bone] = place + 1
    return bend, spread


def question(wanted: str, given: Any) -> Question:
    """Ask for the errors, or for their Jacobian."""
    data, model = given["data"], given["data"]["model"]
    parents = model["parents"]
    bend, spread = angles(len(parents), len(given["theta"]))
    constants: dict[str, Any] = {
        "bend_index": bend,
        "spread_index": spread,
        "points": floats(data["points"]),
        "correspondences": np.asarray(data["correspondences"]),
        "mirror": floats([-1.0 if model["is_mirrored"] else 1.0, 1.0, 1.0]),
    }
    for name in ("base_relatives", "inverse_base_absolutes", "base_positions", "weights"):
        constants[name] = floats(model[name])
    chain = ""
    for depth, bones in enumerate(levels(parents)):
        chain += LEVEL.format(depth)
        constants[f"level{depth}"] = np.array(bones)
        constants[f"parents{depth}"] = np.array([parents[bone] for bone in bones])
    parameters = {"theta": floats(given["theta"])}
    program = POSE + chain + SKIN
    if len(given["us"]):
        constants["triangles"] = np.asarray(model["triangles"])
        parameters["us"] = floats(given["us"])
        program += ON_TRIANGLES
    else:
        program += AT_VERTICES
    return Question("/evaluate", program, parameters, constants, {"outputs": [wanted]})


FUNCTIONS = {
    "objective": Function(
        lambda given: question("error", given), lambda _, answer: answer["outputs"]["error"].ravel()
    ),
    "jacobian": Function(lambda given: question("J", given), output("J")),
}
