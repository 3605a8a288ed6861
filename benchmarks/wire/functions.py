"""The functions whose loss and gradients every server is asked for, with the answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]
Values = Mapping[str, Array]


class Answer(NamedTuple):
    """What is asked for."""

    loss: float
    gradients: Values


@dataclass(frozen=True)
class Function:
    """A function to differentiate with respect to all of its parameters.

    Attributes:
        name: by which the results call it.
        formula: which of the peers' own implementations computes it.
        nodes: the same as a graph.
        parameters: values, differentiated.
        constants: values that are not.
        by_hand: loss and gradients in NumPy, without a library that differentiates.
        encoding: how our service is sent its arrays and answers them.
        held: whether peers that are deployed with their function have its constants there too.
    """

    name: str
    formula: str
    nodes: list[dict[str, Any]]
    parameters: Values
    constants: Values
    by_hand: Callable[[Values, Values], Answer]
    encoding: str
    held: bool = False

    @cached_property
    def answer(self) -> Answer:
        """The answer by hand."""
        return self.by_hand(self.parameters, self.constants)

    @property
    def sent(self) -> Values:
        """The constants that peers are sent."""
        return {} if self.held else self.constants

    @property
    def document(self) -> dict[str, Any]:
        """What our service is sent."""
        return {
            "graph": {"nodes": self.nodes},
            "parameters": dict(self.parameters),
            "constants": dict(self.constants),
        }


def _arrays(**values: Any) -> Values:
    return {name: np.asarray(value) for name, value in values.items()}


def _node(name: str, op: str, *inputs: str | float) -> dict[str, Any]:
    return {"name": name, "op": op, "inputs": list(inputs)}


def _line_by_hand(p: Values, c: Values) -> Answer:
    error = c["y"] - (p["w"] * c["x"] + p["b"])
    return Answer(float(error**2), _arrays(w=-2 * error * c["x"], b=-2 * error))


def line() -> Function:
    """The square of one residual of a straight line: four nodes on single numbers."""
    nodes = [
        _node("wx", "multiply", "w", "x"),
        _node("y_pred", "add", "wx", "b"),
        _node("error", "subtract", "y", "y_pred"),
        _node("loss", "square", "error"),
    ]
    return Function(
        "line", "line", nodes, _arrays(w=0.5, b=1.0), _arrays(x=2.0, y=3.0), _line_by_hand, "lists"
    )


def _logistic_by_hand(p: Values, c: Values) -> Answer:
    z = c["X"] @ p["w"] + p["b"]
    loss = np.mean(np.logaddexp(0.0, z) - c["y"] * z)
    slope = (1 / (1 + np.exp(-z)) - c["y"]) / len(z)
    return Answer(float(loss), _arrays(w=c["X"].T @ slope, b=slope.sum()))


def logistic(encoding: str = "cbor") -> Function:
    """Logistic regression on 1,000 examples of 20 features, all of them sent."""
    random = np.random.default_rng(1)
    nodes = [
        _node("scores", "matmul", "X", "w"),
        _node("z", "add", "scores", "b"),
        _node("soft", "softplus", "z"),
        _node("yz", "multiply", "y", "z"),
        _node("losses", "subtract", "soft", "yz"),
        _node("loss", "mean", "losses"),
    ]
    parameters = _arrays(w=0.3 * random.normal(size=20), b=0.1)
    constants = _arrays(X=random.normal(size=(1000, 20)), y=random.integers(0, 2, 1000).astype(float))
    name = "logistic" if encoding == "cbor" else f"logistic-{encoding}"
    return Function(name, "logistic", nodes, parameters, constants, _logistic_by_hand, encoding)


def _perceptron_by_hand(p: Values, c: Values) -> Answer:
    rows = np.arange(len(c["X"]))
    h = np.maximum(c["X"] @ p["W1"] + p["b1"], 0.0)
    logits = h @ p["W2"] + p["b2"]
    logits -= logits.max(axis=1, keepdims=True)
    exps = np.exp(logits)
    sums = exps.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - logits[rows, c["labels"]])
    slope = exps / sums
    slope[rows, c["labels"]] -= 1.0
    slope /= len(rows)
    inner = (slope @ p["W2"].T) * (h > 0)
    return Answer(
        float(loss),
        _arrays(W1=c["X"].T @ inner, b1=inner.sum(axis=0), W2=h.T @ slope, b2=slope.sum(axis=0)),
    )


def perceptron() -> Function:
    """A classifier of 784-256-10 units on 128 images: 1.6 MB of weights, as much of gradients."""
    random = np.random.default_rng(2)
    nodes = [
        _node("xw", "matmul", "X", "W1"),
        _node("pre", "add", "xw", "b1"),
        _node("h", "relu", "pre"),
        _node("hw", "matmul", "h", "W2"),
        _node("logits", "add", "hw", "b2"),
        _node("loss", "softmax_cross_entropy", "logits", "labels"),
    ]
    parameters = _arrays(
        W1=random.normal(size=(784, 256)) / 28,
        b1=0.1 * random.normal(size=256),
        W2=random.normal(size=(256, 10)) / 16,
        b2=0.1 * random.normal(size=10),
    )
    constants = _arrays(X=random.normal(size=(128, 784)), labels=random.integers(0, 10, 128))
    return Function("perceptron", "perceptron", nodes, parameters, constants, _perceptron_by_hand, "cbor")


LINKS = 199


def _chain_by_hand(p: Values, c: Values) -> Answer:
    a, b = p["a"], p["b"]
    hs, slopes = [p["h"]], []
    for _ in range(LINKS):
        u = hs[-1] * a + b
        hs.append(np.sin(u))
        slopes.append(np.cos(u))
    error = hs.pop() - c["y"]
    g, da, db = 2 * error, np.zeros_like(a), np.zeros_like(b)
    for h, slope in zip(reversed(hs), reversed(slopes), strict=True):
        g = g * slope
        da, db = da + g * h, db + g
        g = g * a
    return Answer(float(np.sum(error**2)), _arrays(a=da, b=db, h=g))


def chain() -> Function:
    """600 nodes on arrays of eight: h = sin(a h + b) 199 times, then a sum of squares."""
    random = np.random.default_rng(3)
    nodes, h = [], "h"
    for k in range(LINKS):
        nodes += [_node(f"p{k}", "multiply", h, "a"), _node(f"u{k}", "add", f"p{k}", "b")]
        nodes += [_node(f"h{k}", "sin", f"u{k}")]
        h = f"h{k}"
    nodes += [_node("error", "subtract", h, "y"), _node("squares", "square", "error")]
    nodes += [_node("loss", "sum", "squares")]
    parameters = _arrays(a=random.uniform(0.8, 1.2, 8), b=random.normal(size=8), h=random.normal(size=8))
    return Function("chain", "chain", nodes, parameters, _arrays(y=np.zeros(8)), _chain_by_hand, "lists")


def functions() -> dict[str, Function]:
    """All of them, by name."""
    held = replace(logistic(), name="logistic-held", held=True)
    every = (line(), logistic(), logistic("base64"), held, perceptron(), chain())
    return {function.name: function for function in every}
