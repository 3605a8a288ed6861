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
weights = [main_params[0::2, i * bits:(i + 1) * bits] for i in range(4)]
biases = [main_params[1::2, i * bits:(i + 1) * bits] for i in range(4)]

def advance(below, hidden, cell, weights, biases):
    forget = sigmoid(below * weights[0] + biases[0])
    ingate = sigmoid(hidden * weights[1] + biases[1])
    outgate = sigmoid(below * weights[2] + biases[2])
    change = tanh(hidden * weights[3] + biases[3])
    cell = cell * forget + ingate * change
    return outgate * tanh(cell), cell

def step(carry, x):
    hidden, cell = carry
    hidden, cell = advance(concatenate([x[None], hidden[:-1]]), hidden, cell, weights, biases)
    return (hidden, cell), hidden[-1]

inputs = sequence[:-1] * extra_params[0]
hidden, cell = state[0::2], state[1::2]
for n in range(1, layers):
    below = concatenate([inputs[n - 1:n], hidden[:n - 1]])
    h, c = advance(below, hidden[:n], cell[:n], [w[:n] for w in weights], [b[:n] for b in biases])
    hidden, cell = concatenate([h, hidden[n:]]), concatenate([c, cell[n:]])
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
