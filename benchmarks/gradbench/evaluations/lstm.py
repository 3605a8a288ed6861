"""A recurrent network with diagonal weights: layers of long short-term memory over the bits of characters.

A layer needs the layer below at the same character and itself at the one before. So all layers are carried out at once, each
one character behind the one below it: a step of the scan is one operation for all of them. The first steps, in which the
upper layers still wait, are written out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.gradbench.question import Array, Function, Question, floats, output

PROGRAM = """
layers, bits = len(state) // 2, state.shape[1]
forget, ingate, outgate, change = [main_params[0::2, i * bits:(i + 1) * bits] for i in range(4)]
forget_bias, ingate_bias, outgate_bias, change_bias = [main_params[1::2, i * bits:(i + 1) * bits] for i in range(4)]

def advance(hidden, cell, x, n):
    below = concatenate([x[None], hidden[:n - 1]])
    hidden, old = hidden[:n], cell[:n]
    kept = old * sigmoid(below * forget[:n] + forget_bias[:n])
    added = sigmoid(hidden * ingate[:n] + ingate_bias[:n]) * tanh(hidden * change[:n] + change_bias[:n])
    new = kept + added
    return sigmoid(below * outgate[:n] + outgate_bias[:n]) * tanh(new), new

def step(carry, x):
    hidden, cell = advance(carry[0], carry[1], x, layers)
    return (hidden, cell), hidden[layers - 1]

inputs = sequence[:-1] * extra_params[0]
hidden, cell = state[0::2], state[1::2]
for i in range(layers - 1):
    h, c = advance(hidden, cell, inputs[i], i + 1)
    hidden, cell = concatenate([h, hidden[i + 1:]]), concatenate([c, cell[i + 1:]])
late = concatenate([inputs[layers - 1:], zeros((layers - 1, bits))])
_, top = scan(step, (hidden, cell), late)

predicted = top * extra_params[1] + extra_params[2]
normalized = predicted - log(2 + sum(exp(predicted), axis=1, keepdims=True))
loss = -mean(sequence[1:] * normalized)
"""


def question(route: str, given: Any) -> Question:
    """Ask for the loss, or for its gradient."""
    parameters = {name: floats(given[name]) for name in ("main_params", "extra_params")}
    constants = {name: floats(given[name]) for name in ("state", "sequence")}
    return Question(route, PROGRAM, parameters, constants)


def flattened(_: Question, answer: Any) -> Array:
    """The gradients by both parameters, end to end."""
    gradients = answer["gradients"]
    return np.concatenate([gradients["main_params"].ravel(), gradients["extra_params"].ravel()])


FUNCTIONS = {
    "objective": Function(lambda given: question("/evaluate", given), output("loss")),
    "jacobian": Function(lambda given: question("/gradient", given), flattened),
}
