"""Steps along the gradient: how far each method goes, and how far that is as steps go by."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.graph.requests import MinimizeRequest, Schedule
from app.graph.values import Array

# Keras' defaults, which those of the papers are but for epsilon.
EPSILON = 1e-7
FIRST, SECOND = 0.9, 0.999
RHO = 0.9
ACCUMULATED = 0.1
RATES = {"sgd": 0.01, "momentum": 0.01, "adam": 0.001, "rmsprop": 0.001, "adagrad": 0.01}

# From the gradient, the learning rate and the number of the step, from 1 on, to what is added.
Rule = Callable[[Array, float, int], Array]


def rule(request: MinimizeRequest, size: int) -> Rule:
    """The rule of a method, with what it remembers.

    Args:
        request: names the method.
        size: of the vector.
    """
    kinds: dict[str, Callable[[], Rule]] = {
        "sgd": lambda: lambda g, rate, _: -rate * g,
        "momentum": lambda: _momentum(request.momentum, request.nesterov, size),
        "adam": lambda: _adam(size),
        "rmsprop": lambda: _rmsprop(size),
        "adagrad": lambda: _adagrad(size),
    }
    return kinds[request.method]()


def _momentum(share: float, nesterov: bool, size: int) -> Rule:
    """Polyak's heavy ball; with `nesterov` Nesterov's accelerated gradient as Sutskever et al. (2013) write it."""
    velocity = np.zeros(size)

    def step(g: Array, rate: float, _: int) -> Array:
        velocity[:] = share * velocity - rate * g
        found: Array = share * velocity - rate * g if nesterov else velocity.copy()
        return found

    return step


def _adam(size: int) -> Rule:
    """Kingma and Ba (2015), algorithm 1."""
    mean, square = np.zeros(size), np.zeros(size)

    def step(g: Array, rate: float, number: int) -> Array:
        mean[:] = FIRST * mean + (1 - FIRST) * g
        square[:] = SECOND * square + (1 - SECOND) * g * g
        unbiased = square / (1 - SECOND**number)
        moved: Array = -rate * mean / (1 - FIRST**number) / (np.sqrt(unbiased) + EPSILON)
        return moved

    return step


def _rmsprop(size: int) -> Rule:
    """Tieleman and Hinton (2012), lecture 6.5."""
    square = np.zeros(size)

    def step(g: Array, rate: float, _: int) -> Array:
        square[:] = RHO * square + (1 - RHO) * g * g
        moved: Array = -rate * g / (np.sqrt(square) + EPSILON)
        return moved

    return step


def _adagrad(size: int) -> Rule:
    """Duchi, Hazan and Singer (2011)."""
    total = np.full(size, ACCUMULATED)

    def step(g: Array, rate: float, _: int) -> Array:
        total[:] += g * g
        moved: Array = -rate * g / (np.sqrt(total) + EPSILON)
        return moved

    return step


def rate_at(rate: float | Schedule, step: int) -> float:
    """The learning rate of a step, counted from 0."""
    if not isinstance(rate, Schedule):
        return rate
    done = step / rate.decay_steps
    if rate.schedule == "cosine":
        # Loshchilov and Hutter (2017), without restarts.
        share = 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))
        return rate.final + (rate.initial - rate.final) * share
    if rate.schedule == "staircase":
        done = math.floor(done)
    if rate.schedule == "inverse_time":
        return max(rate.final, rate.initial / (1 + rate.decay_rate * done))
    return max(rate.final, rate.initial * math.pow(rate.decay_rate, done))
