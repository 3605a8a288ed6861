"""What mathematics says that the examples of the API answer, in NumPy alone.

Gradients are formulas derived by hand where these are short. The others come from complex steps through a
forward pass written out here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Json = Any
Array = np.ndarray[Any, Any]
Value = Any  # an array, or NumPy's scalar in place of one without axes
Given = Mapping[str, Array]

# So small that its square vanishes beside any number.
TINY = 1e-100


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    """Along the last axis."""
    scores = np.exp(x)
    p: Array = scores / scores.sum(axis=-1, keepdims=True)
    return p


def cross_entropy(logits: Array, labels: Array) -> tuple[Value, Array]:
    """The mean over rows, and its slope with respect to the logits."""
    p = softmax(logits)
    rows = np.arange(len(labels))
    slope = p.copy()
    slope[rows, labels] -= 1
    return -np.mean(np.log(p[rows, labels])), slope / len(labels)


def by_complex_steps(loss: Callable[[Given], Value], given: Given, *sources: str) -> Json:
    """The loss and its gradients.

    Where a function is holomorphic, f(x + ih) = f(x) + ih f'(x) - O(h²): the imaginary part is the slope to
    the last digit, as no difference is taken.
    """

    def slope(name: str, index: tuple[int, ...]) -> float:
        moved = given[name].astype(complex)
        moved[index] += TINY * 1j
        return float(loss({**given, name: moved}).imag / TINY)

    gradients = {}
    for name in sources:
        shape = given[name].shape
        gradients[name] = np.reshape([slope(name, index) for index in np.ndindex(shape)], shape)
    return {"loss": loss(given), "gradients": gradients}


def line(given: Given) -> Json:
    error = given["y"] - (given["w"] * given["x"] + given["b"])
    return {"loss": error**2, "gradients": {"w": -2 * error * given["x"], "b": -2 * error}}


def logistic_regression(given: Given) -> Json:
    X, y = given["X"], given["y"]
    p = sigmoid(X @ given["w"] + given["b"])
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return {"loss": loss, "gradients": {"w": X.T @ (p - y) / len(y), "b": np.mean(p - y)}}


def softmax_classifier(given: Given) -> Json:
    X = given["X"]
    logits = X @ given["W"] + given["b"]
    loss, slope = cross_entropy(logits, given["labels"])
    return {
        "loss": loss,
        "gradients": {"W": X.T @ slope, "b": slope.sum(axis=0)},
        "outputs": {"probabilities": softmax(logits)},
    }


def weighted_sine(given: Given) -> Json:
    a, x, weights = given["a"], given["x"], np.array([1.0, -2.0, 0.5])
    slope = weights * np.cos(a * x)
    return {"loss": np.sin(a * x), "gradients": {"a": np.sum(slope * x), "x": slope * a}}


def squares(given: Given) -> Json:
    x = given["x"]
    return {"loss": np.sum(x**2), "gradients": {"x": 2 * x, "unused": None}}


def hidden_layer(given: Given) -> Json:
    W, x = given["W"], given["x"]
    h = np.tanh(x @ W)
    slope = 2 * h * (1 - h**2)
    gradients = {"h": 2 * h, "W": np.outer(x, slope), "x": W @ slope}
    return {"loss": np.sum(h**2), "gradients": gradients}


def quadratic_form(given: Given) -> Json:
    A, v = given["A"], given["v"]
    y = A @ v
    return {"loss": 0.5 * y @ y, "gradients": {"A": np.outer(y, v), "v": A.T @ y}}


def standardized(given: Given) -> Json:
    X = given["X"]
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    return {
        "outputs": {"mean": mean, "deviation": deviation, "standardized": (X - mean) / deviation},
    }


def two_layers(given: Given) -> Json:
    images, W2 = given["images"], given["W2"]
    hidden = np.tanh(images @ given["W1"] + given["b1"])
    loss, outer = cross_entropy(hidden @ W2 + given["b2"], given["labels"])
    inner = outer @ W2.T * (1 - hidden**2)
    gradients = {
        "W1": images.T @ inner,
        "b1": inner.sum(axis=0),
        "W2": hidden.T @ outer,
        "b2": outer.sum(axis=0),
    }
    return {"loss": loss, "gradients": gradients}


def lstm_loss(given: Given) -> Value:
    """Input and forget gates, candidates and output gates lie one below the other in W, U and b."""
    W, U, b, v = (given[name] for name in ("W", "U", "b", "v"))
    size = len(v)
    h = c = np.zeros(size)
    errors = []
    for x, target in zip(given["xs"], given["targets"], strict=True):
        gates = W @ x + U @ h + b
        enter, keep, leave = (sigmoid(gates[k * size : (k + 1) * size]) for k in (0, 1, 3))
        c = keep * c + enter * np.tanh(gates[2 * size : 3 * size])
        h = leave * np.tanh(c)
        errors.append(h @ v - target)
    return np.mean(np.square(errors))


def lstm(given: Given) -> Json:
    return by_complex_steps(lstm_loss, given, "W", "U", "b", "v")


def predator_prey_loss(given: Given) -> Value:
    """Lotka and Volterra's equations by the classical method of Runge and Kutta, observed at each fifth of
    twenty steps."""
    birth, hunt, feed, death, dt = (given[name] for name in ("birth", "hunt", "feed", "death", "dt"))

    def rate(u: Array) -> Array:
        prey, predators = u
        return np.array([birth * prey - hunt * prey * predators, feed * prey * predators - death * predators])

    u, loss = given["start"], np.zeros(())
    for step in range(1, 21):
        k1 = rate(u)
        k2 = rate(u + dt * k1 / 2)
        k3 = rate(u + dt * k2 / 2)
        k4 = rate(u + dt * k3)
        u = u + dt * (k1 / 6 + k2 / 3 + k3 / 3 + k4 / 6)
        if step % 5 == 0:
            loss = loss + np.sum((u - given["observed"][step // 5 - 1]) ** 2)
    return loss


def predator_prey(given: Given) -> Json:
    return by_complex_steps(predator_prey_loss, given, "birth", "hunt", "feed", "death", "start")


def hidden_markov(given: Given) -> Json:
    """By the forward-backward algorithm, in probabilities.

    The slope of minus the log likelihood with respect to the logits of a distribution is how often it is
    drawn from, times its probabilities, less how often each outcome is drawn; both are expected values given
    all observations.
    """
    start, transition, emission = (softmax(given[name]) for name in ("start", "A", "B"))
    seen = given["observations"]
    forward = [start * emission[:, seen[0]]]
    for symbol in seen[1:]:
        forward.append(forward[-1] @ transition * emission[:, symbol])
    backward = [np.ones(len(start))]
    for symbol in seen[:0:-1]:
        backward.insert(0, transition @ (emission[:, symbol] * backward[0]))
    likelihood = forward[-1].sum()

    states = np.array(forward) * np.array(backward) / likelihood
    moves = sum(
        np.outer(before, emission[:, symbol] * after) * transition / likelihood
        for before, symbol, after in zip(forward[:-1], seen[1:], backward[1:], strict=True)
    )
    emitted = states.T @ np.eye(emission.shape[1])[seen]

    def slope(probabilities: Array, drawn: Array) -> Value:
        return drawn.sum(axis=-1, keepdims=True) * probabilities - drawn

    gradients = {
        "start": slope(start, states[0]),
        "A": slope(transition, np.asarray(moves)),
        "B": slope(emission, emitted),
    }
    return {"loss": -np.log(likelihood), "gradients": gradients}


def cubic_root(given: Given) -> Json:
    """The real root of x³ + ax = 1 by Cardano's formula, squared; 3x² x' + x + a x' = 0."""
    a = given["a"]
    u = np.cbrt(1 / 2 + np.sqrt(1 / 4 + a**3 / 27))
    x = u - a / (3 * u)
    return {"loss": x**2, "gradients": {"a": -2 * x * x / (3 * x**2 + a)}}


def gradient_penalty_loss(given: Given) -> Value:
    """The gradient of tanh(x W) v with respect to a row x is W ((1 - tanh²) v)."""
    W, v = given["W"], given["v"]
    h = np.tanh(given["x"] @ W)
    slopes = ((1 - h**2) * v) @ W.T
    lengths = np.sqrt(np.sum(slopes**2, axis=1))
    return np.mean(h @ v) + 10 * np.mean((lengths - 1) ** 2)


def gradient_penalty(given: Given) -> Json:
    return by_complex_steps(gradient_penalty_loss, given, "W", "v")


def straight_through(given: Given) -> Json:
    """The gradient with respect to what was rounded is taken for that with respect to w."""
    error = np.rint(given["w"]) - given["target"]
    return {"loss": np.sum(error**2), "gradients": {"w": 2 * error}}


def plane(given: Given) -> Json:
    """Three steps with half of the last one kept, down the slope of the mean square, b not below 0."""
    X, y = given["X"], given["y"]
    where, velocity = np.append(given["w"], given["b"]), np.zeros(3)
    columns = np.column_stack([X, np.ones(len(X))])
    for _ in range(3):
        velocity = 0.5 * velocity - 0.125 * 2 * columns.T @ (columns @ where - y) / len(X)
        where = where + velocity
        where[2] = max(where[2], 0.0)
    error = columns @ where - y
    return {
        "parameters": {"w": where[:2], "b": where[2]},
        "loss": np.mean(error**2),
        "gradient_norm": np.max(np.abs(2 * columns.T @ error / len(X))),
        "steps": 3,
        "evaluations": 4,
        "converged": False,
        "reason": "max_steps steps were taken",
    }


def o_rings(given: Given) -> Json:
    """Newton's method for the two parameters; how many steps SciPy takes is its own affair."""
    columns = np.column_stack([np.ones(23), given["temperature"] - 70])
    distress = given["distress"]
    where = np.zeros(2)
    for _ in range(20):
        p = sigmoid(columns @ where)
        slope = columns.T @ (p - distress) / 23
        where = where - np.linalg.solve(columns.T @ (columns * (p * (1 - p))[:, None]) / 23, slope)
    z = columns @ where
    return {
        "parameters": {"a": where[0], "b": where[1]},
        "loss": np.mean(np.log1p(np.exp(z)) - distress * z),
        "gradient_norm": 0.0,
        "steps": 7,
        "evaluations": 20,
        "converged": True,
        "reason": "no element of the gradient is larger than the tolerance",
    }


CLOSED_FORMS: Mapping[str, Callable[[Given], Json]] = {
    "01-one-line": line,
    "02-logistic-regression": logistic_regression,
    "03-softmax-classifier": softmax_classifier,
    "04-target-with-a-shape": weighted_sine,
    "05-unconnected-source": squares,
    "06-intermediate-node": hidden_layer,
    "07-base64-arrays": quadratic_form,
    "11-evaluate": standardized,
    "12-program": line,
    "13-program-classifier": two_layers,
    "14-lstm": lstm,
    "15-runge-kutta": predator_prey,
    "16-hidden-markov": hidden_markov,
    "17-implicit-newton": cubic_root,
    "18-gradient-penalty": gradient_penalty,
    "19-straight-through": straight_through,
    "23-fit-a-plane": plane,
    "24-o-rings": o_rings,
}


def linear_model(given: Given) -> Mapping[str, Value]:
    product = given["X"] @ given["w"]
    predicted = product + given["b"]
    error = given["y"] - predicted
    return {"t1": product, "y_pred": predicted, "t2": error, "t3": error**2, "loss": np.mean(error**2)}


def recurrence(given: Given) -> Mapping[str, Value]:
    W = given["W"]
    start = np.zeros(len(W))
    h = start
    for x in given["xs"]:
        h = np.tanh(W @ h + x)
    return {"t1": start, "t2": h, "t3": h**2, "loss": np.sum(h**2)}


# For the examples that have no values but shapes: from arrays of these to the value of every node.
NODES: Mapping[str, Callable[[Given], Mapping[str, Value]]] = {
    "21-graph-of-a-program": linear_model,
    "22-estimate-of-a-loop": recurrence,
}
