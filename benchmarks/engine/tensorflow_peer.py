"""The workloads in TensorFlow: GradientTape, eager and in a tf.function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from benchmarks.engine.workloads import COMPONENTS, DIMENSIONS, LINKS, POINTS, STEPS, Function, Workload


def _w1(w: Any, b: Any, x: Any, y: Any) -> Any:
    return tf.square(y - (w * x + b))


def _w2(x: Any) -> Any:
    return tf.reduce_sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def _w3(w: Any, b: Any, x: Any, y: Any) -> Any:
    z = tf.linalg.matvec(x, w) + b
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))


def _w4(w1: Any, b1: Any, w2: Any, b2: Any, x: Any, y: Any) -> Any:
    logits = tf.tanh(x @ w1 + b1) @ w2 + b2
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))


def _w5(x: Any, w: Any) -> Any:
    return tf.reduce_mean(tf.tanh(tf.sin(x) * tf.exp(-tf.square(x)) + w * x))


def _w6(alphas: Any, means: Any, packed: Any, x: Any) -> Any:
    d = DIMENSIONS
    logs = packed[:, :d]
    rows, columns = np.tril_indices(d, -1)
    places = np.full((d, d), 0)
    places[rows, columns] = np.arange(len(rows)) + 1
    padded = tf.pad(packed[:, d:], [[0, 0], [1, 0]])
    lower = tf.gather(padded, places.ravel(), axis=1)
    lower = tf.reshape(lower, (COMPONENTS, d, d)) + tf.linalg.diag(tf.exp(logs))
    centred = x[None] - means[:, None]
    scaled = tf.matmul(centred, lower, transpose_b=True)
    scores = (alphas + tf.reduce_sum(logs, -1))[:, None] - 0.5 * tf.reduce_sum(tf.square(scaled), -1)
    return tf.reduce_sum(tf.reduce_logsumexp(scores, 0)) - POINTS * tf.reduce_logsumexp(alphas)


def _w7(inputs: Any, recurrent: Any, bias: Any, xs: Any) -> Any:
    h = c = tf.zeros_like(xs[0])
    pre = tf.unstack(tf.tensordot(xs, inputs, 1) + bias, num=STEPS)
    for step in range(STEPS):
        i, f, o, g = tf.split(pre[step] + h @ recurrent, 4, axis=1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        h = tf.sigmoid(o) * tf.tanh(c)
    return tf.reduce_mean(tf.square(h))


def _w8(x: Any, a: Any, b: Any) -> Any:
    for _ in range(LINKS):
        x = tf.sin(x) * a + b
    return x


LOSSES: dict[str, Any] = {
    "W1": _w1,
    "W2": _w2,
    "W3": _w3,
    "W4": _w4,
    "W5": _w5,
    "W6": _w6,
    "W7": _w7,
    "W8": _w8,
}


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """Eager, and traced anew."""
    count, loss = len(workload.parameters), LOSSES[workload.name]

    def differentiated(*tensors: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(tensors[:count])
            value = loss(*tensors)
        return value, tape.gradient(value, tensors[:count])

    def make(compute: Any) -> Function:
        def function(*arrays: Any) -> list[Any]:
            value, slopes = compute(*[tf.constant(array) for array in arrays])
            return [value.numpy(), *(tf.convert_to_tensor(slope).numpy() for slope in slopes)]

        return function

    def traced() -> Function:
        return make(tf.function(lambda *tensors: differentiated(*tensors)))

    return {"tensorflow eager": lambda: make(differentiated), "tensorflow function": traced}
