"""Optimizers beside Keras', where TensorFlow is installed: also where gradients are as small as epsilon."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import wengert as tf

keras: Any = pytest.importorskip("tensorflow").keras

MADE = {
    "SGD": {"learning_rate": 0.1},
    "SGD with momentum": {"learning_rate": 0.1, "momentum": 0.9},
    "SGD looking ahead": {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True},
    "Adam": {"learning_rate": 0.1},
    "RMSprop": {"learning_rate": 0.1},
    "Adagrad": {"learning_rate": 0.1},
}


@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e-6])
@pytest.mark.parametrize("name", MADE)
def test_ten_steps_are_those_of_keras(name: str, scale: float) -> None:
    kind = name.split()[0]
    ours, theirs = getattr(tf.optimizers, kind)(**MADE[name]), getattr(keras.optimizers, kind)(**MADE[name])
    start = np.array([1.0, -2.0, 0.5])
    x, y = tf.Variable(start), keras.Variable(start, dtype="float64")
    for step in range(10):
        slope = scale * np.array([1.0, -0.5, 0.01 * step])
        ours.apply_gradients([(slope, x)])
        theirs.apply_gradients([(keras.ops.convert_to_tensor(slope, dtype="float64"), y)])
    moved = np.asarray(y) - start
    np.testing.assert_allclose(x.numpy() - start, moved, rtol=1e-4, atol=1e-7 * np.abs(moved).max())
