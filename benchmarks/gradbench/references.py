"""The functions of the evaluations once more, from their definitions and one number at a time: what small answers have to be.

Derivatives are closed forms where there are some, and central differences elsewhere.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation
from scipy.special import expit, logsumexp, softmax
from scipy.stats import multivariate_normal, wishart

from benchmarks.gradbench.question import Array, floats

Reference = Callable[[Any], Any]
STEP = 1e-3


def differences(function: Callable[[Array], Any], x: Array) -> Array:
    """Derivatives by central differences of fourth order: the shape of the result, then that of x."""
    columns = []
    for place in np.ndindex(x.shape):
        unit = np.zeros_like(x)
        unit[place] = STEP * max(1.0, abs(float(x[place])))
        near = np.asarray(function(x + unit)) - np.asarray(function(x - unit))
        far = np.asarray(function(x + 2 * unit)) - np.asarray(function(x - 2 * unit))
        columns.append((8 * near - far) / (12 * unit[place]))
    stacked: Array = np.stack(columns, axis=-1)
    return stacked.reshape(stacked.shape[:-1] + x.shape)


def _vandermonde(given: Any) -> tuple[Array, Array]:
    t = -1 + 2 * np.arange(given["n"]) / (given["n"] - 1)
    return np.vander(t, len(given["x"]), increasing=True), np.sign(t)


def llsq(given: Any) -> float:
    """Half the sum of squares of what a polynomial misses of the sign."""
    powers, signs = _vandermonde(given)
    return float(np.sum((signs - powers @ floats(given["x"])) ** 2)) / 2


def llsq_gradient(given: Any) -> Array:
    """The residuals times the powers."""
    powers, signs = _vandermonde(given)
    gradient: Array = powers.T @ (powers @ floats(given["x"]) - signs)
    return gradient


def gmm(given: Any, **moved: Array) -> float:
    """The log posterior by the densities of SciPy."""
    alpha, mu, q, l = (floats(moved.get(name, given[name])) for name in ("alpha", "mu", "q", "l"))  # noqa: E741
    k, d = mu.shape
    posterior = 0.0
    weighted = np.empty((given["n"], k))
    for component in range(k):
        factor = np.diag(np.exp(q[component]))
        place = 0
        for column in range(d):
            for row in range(column + 1, d):
                factor[row, column] = l[component, place]
                place += 1
        precision = factor.T @ factor
        density = multivariate_normal(mu[component], np.linalg.inv(precision))
        weighted[:, component] = alpha[component] - logsumexp(alpha) + density.logpdf(floats(given["x"]))
        posterior += float(wishart(d + given["m"] + 1, np.eye(d) / given["gamma"] ** 2).logpdf(precision))
    return posterior + float(np.sum(logsumexp(weighted, axis=1)))


def gmm_gradient(given: Any) -> dict[str, Array]:
    """By differences of each parameter."""
    return {
        "alpha": differences(lambda x: gmm(given, alpha=x), floats(given["alpha"])),
        "mu": differences(lambda x: gmm(given, mu=x), floats(given["mu"])),
        "q": differences(lambda x: gmm(given, q=x), floats(given["q"])),
        "l": differences(lambda x: gmm(given, l=x), floats(given["l"])),
    }


def _nearest(given: Any) -> tuple[Array, Array, Array]:
    points, centroids = floats(given["points"]), floats(given["centroids"])
    distances = np.sum((points[:, None] - centroids) ** 2, axis=2)
    return points, centroids, np.argmin(distances, axis=1)


def kmeans(given: Any) -> float:
    """The sum of squared distances to the nearest centroid."""
    points, centroids, nearest = _nearest(given)
    return float(np.sum((points - centroids[nearest]) ** 2))


def kmeans_direction(given: Any) -> Array:
    """From the mean of each cluster to its centroid."""
    points, centroids, nearest = _nearest(given)
    means = [points[nearest == number].mean(axis=0) for number in range(len(centroids))]
    direction: Array = centroids - np.array(means)
    return direction


def ba_error(x: Array, feature: Array) -> Array:
    """The error of one observation, of a camera, a point and a weight end to end."""
    camera, point, weight = x[:11], x[11:14], x[14]
    seen = Rotation.from_rotvec(camera[:3]).apply(point - camera[3:6])
    flat = seen[:2] / seen[2]
    square = float(flat @ flat)
    distorted = flat * (1 + camera[9] * square + camera[10] * square**2)
    error: Array = weight * (distorted * camera[6] + camera[7:9] - feature)
    return error


def _observation(given: Any) -> Array:
    return floats([*given["cam"], *given["x"], given["w"]])


def ba(given: Any) -> dict[str, Any]:
    """The errors of the one observation that all others repeat."""
    return {
        "reproj_error": {
            "elements": ba_error(_observation(given), floats(given["feat"])),
            "repeated": given["p"],
        },
        "w_err": {"element": 1 - given["w"] ** 2, "repeated": given["p"]},
    }


def ba_jacobian(given: Any) -> dict[str, Array]:
    """The first two rows, which are those of the first camera, point and weight, and the last element."""
    n, m, p = given["n"], given["m"], given["p"]
    feature = floats(given["feat"])
    block = differences(lambda x: ba_error(x, feature), _observation(given))
    first = [*range(11), *range(11 * n, 11 * n + 3), 11 * n + 3 * m]
    starts = [15 * row for row in range(2 * p)] + [30 * p + weight for weight in range(p + 1)]
    return {
        "rows": np.array([*starts[:30], starts[-1]]),
        "cols": np.array([*first, *first, 11 * n + 3 * m + p - 1]),
        "vals": np.append(block.ravel(), -2 * given["w"]),
    }


def _euler(bend: float, spread: float) -> Array:
    turn = np.eye(4)
    turn[:3, :3] = (Rotation.from_euler("z", spread) * Rotation.from_euler("x", bend)).as_matrix()
    return turn


def hand(given: Any, theta: Array, us: Array) -> Array:
    """The errors of all points, one after another."""
    data, model = given["data"], given["data"]["model"]
    bends, spreads = dict[int, float](), dict[int, float]()
    place = 6
    for finger in range(5):
        for joint in range(3):
            bends[2 + 4 * finger + joint] = theta[place]
            place += 1
            if joint == 0:
                spreads[2 + 4 * finger] = theta[place]
                place += 1
    absolutes: list[Array] = []
    for bone, parent in enumerate(model["parents"]):
        relative = floats(model["base_relatives"][bone]) @ _euler(bends.get(bone, 0), spreads.get(bone, 0))
        absolutes.append(relative if parent < 0 else absolutes[parent] @ relative)
    turn = Rotation.from_rotvec(theta[:3])
    vertices = []
    for position, weights in zip(model["base_positions"], model["weights"], strict=True):
        vertex = np.zeros(3)
        for absolute, inverse, weight in zip(
            absolutes, model["inverse_base_absolutes"], weights, strict=True
        ):
            vertex += weight * (absolute @ floats(inverse) @ floats(position))[:3]
        if model["is_mirrored"]:
            vertex[0] *= -1
        vertices.append(turn.apply(vertex) + theta[3:6])
    errors = []
    for number, (corresponding, point) in enumerate(
        zip(data["correspondences"], data["points"], strict=True)
    ):
        if us.size:
            (u, v), (first, second, third) = us[number], model["triangles"][corresponding]
            on_hand = u * vertices[first] + v * vertices[second] + (1 - u - v) * vertices[third]
        else:
            on_hand = vertices[corresponding]
        errors.append(floats(point) - on_hand)
    return np.concatenate(errors)


def ht(given: Any) -> Array:
    """The errors where theta and us are as given."""
    return hand(given, floats(given["theta"]), floats(given["us"]))


def ht_jacobian(given: Any) -> Array:
    """By differences; of us only what the point of a row depends on."""
    theta, us = floats(given["theta"]), floats(given["us"])
    by_theta = differences(lambda x: hand(given, x, us), theta)
    if not us.size:
        return by_theta
    by_us = differences(lambda x: hand(given, theta, x), us)
    own = [by_us[row, row // 3] for row in range(len(by_us))]
    return np.concatenate([np.array(own), by_theta], axis=1)


def network(given: Any, main: Array, extra: Array) -> float:
    """The loss, character by character and layer by layer."""
    states = floats(given["state"]).copy()
    sequence = floats(given["sequence"])
    bits = sequence.shape[1]
    total = 0.0
    for now, following in pairwise(sequence):
        x = now * extra[0]
        for layer in range(len(states) // 2):
            weights, biases = (main[2 * layer + i].reshape(4, bits) for i in range(2))
            hidden, cell = states[2 * layer : 2 * layer + 2]
            forget, ingate, outgate, change = (
                weights[gate] * (x if gate in (0, 2) else hidden) + biases[gate] for gate in range(4)
            )
            cell = cell * expit(forget) + expit(ingate) * np.tanh(change)
            x = expit(outgate) * np.tanh(cell)
            states[2 * layer : 2 * layer + 2] = x, cell
        predicted = x * extra[1] + extra[2]
        total += float(np.sum(following * (predicted - math.log(2 + float(np.sum(np.exp(predicted)))))))
    return float(-total / (bits * (len(sequence) - 1)))


def lstm(given: Any) -> float:
    """The loss where the parameters are as given."""
    return network(given, floats(given["main_params"]), floats(given["extra_params"]))


def lstm_gradient(given: Any) -> Array:
    """By differences of both parameters, end to end."""
    main, extra = floats(given["main_params"]), floats(given["extra_params"])
    return np.concatenate(
        [
            differences(lambda x: network(given, x, extra), main).ravel(),
            differences(lambda x: network(given, main, x), extra).ravel(),
        ]
    )


def solution(x: Array, steps: int) -> Array:
    """Runge and Kutta's way through the equation."""

    def rate(y: Array) -> Array:
        return np.array([x[i] * (y[i - 1] if i else 1.0) for i in range(len(x))])

    h, y = 2 / steps, np.zeros_like(x)
    for _ in range(steps):
        k1 = rate(y)
        k2 = rate(y + h / 2 * k1)
        k3 = rate(y + h / 2 * k2)
        k4 = rate(y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


def det_gradient(given: Any) -> Array:
    """The transpose of the adjugate."""
    size = given["ell"]
    matrix = floats(given["A"]).reshape(size, size)
    cofactors: Array = np.linalg.det(matrix) * np.linalg.inv(matrix).T
    return cofactors.ravel()


def descent(objective: Callable[[list[float]], tuple[float, list[float]]], start: list[float]) -> list[float]:
    """The search that `particle` and `saddle` prescribe."""
    point, rate, row = start, 1e-5, 0
    value, slope = objective(point)
    while math.hypot(*slope) > 1e-5:
        if row == 10:
            rate, row = 2 * rate, 0
            continue
        there = [x - rate * s for x, s in zip(point, slope, strict=True)]
        if math.dist(point, there) <= 1e-5:
            break
        lower, slope_there = objective(there)
        if lower < value:
            point, value, slope, row = there, lower, slope_there, row + 1
        else:
            rate, row = rate / 2, 0
    return point


def missed(w: complex) -> complex:
    """The square of the distance from the origin at which the particle comes down."""
    x, y, vx, vy = 0j, 8 + 0j, 0.75 + 0j, 0j
    while True:
        near, far = (((x - 10) ** 2 + (y - height) ** 2, y - height) for height in (10 - w, 0))
        fx = sum((x - 10) / cmath.sqrt(square) ** 3 for square, _ in (near, far))
        fy = sum(beside / cmath.sqrt(square) ** 3 for square, beside in (near, far))
        x, y = x + 0.1 * vx, y + 0.1 * vy
        if y.real <= 0:
            return (x - y / vy * vx) ** 2
        vx, vy = vx + 0.1 * fx, vy + 0.1 * fy


def particle(given: Any) -> float:
    """The search with a slope from an imaginary step, which is exact."""

    def objective(point: list[float]) -> tuple[float, list[float]]:
        value = missed(point[0] + 1e-30j)
        return value.real, [value.imag / 1e-30]

    return descent(objective, [given["w"]])[0]


def saddle(given: Any) -> list[float]:
    """The search; the maximum over the second point does not depend on the first."""

    def negative(point: list[float]) -> tuple[float, list[float]]:
        return sum(x * x for x in point), [2 * x for x in point]

    highest = descent(negative, given["start"])

    def objective(point: list[float]) -> tuple[float, list[float]]:
        return negative(point)[0] - negative(highest)[0], [2 * x for x in point]

    return [*descent(objective, given["start"]), *highest]


MODES = ("rr", "ff", "fr", "rf")
REFERENCES: Mapping[str, Mapping[str, Reference]] = {
    "hello": {"square": lambda x: x * x, "double": lambda x: 2 * x},
    "llsq": {"primal": llsq, "gradient": llsq_gradient},
    "lse": {
        "primal": lambda given: float(logsumexp(floats(given["x"]))),
        "gradient": lambda given: softmax(floats(given["x"])),
    },
    "gmm": {"objective": gmm, "jacobian": gmm_gradient},
    "kmeans": {"cost": kmeans, "dir": kmeans_direction},
    "ba": {"objective": ba, "jacobian": ba_jacobian},
    "ht": {"objective": ht, "jacobian": ht_jacobian},
    "lstm": {"objective": lstm, "jacobian": lstm_gradient},
    "ode": {
        "primal": lambda given: solution(floats(given["x"]), given["s"]),
        "gradient": lambda given: differences(lambda x: solution(x, given["s"])[-1], floats(given["x"])),
    },
    "det": {
        "primal": lambda given: float(np.linalg.det(floats(given["A"]).reshape(given["ell"], given["ell"]))),
        "gradient": det_gradient,
    },
    "particle": dict.fromkeys(MODES, particle),
    "saddle": dict.fromkeys(MODES, saddle),
}
