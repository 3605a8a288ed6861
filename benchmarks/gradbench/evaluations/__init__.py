"""The evaluations, one a module: programs, and how inputs and answers are packed."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.gradbench.evaluations import (
    ba,
    det,
    gmm,
    hello,
    ht,
    kmeans,
    llsq,
    lse,
    lstm,
    ode,
    particle,
    saddle,
)
from benchmarks.gradbench.question import Function

MODULES: Mapping[str, Mapping[str, Function]] = {
    "hello": hello.FUNCTIONS,
    "llsq": llsq.FUNCTIONS,
    "lse": lse.FUNCTIONS,
    "gmm": gmm.FUNCTIONS,
    "kmeans": kmeans.FUNCTIONS,
    "ba": ba.FUNCTIONS,
    "ht": ht.FUNCTIONS,
    "lstm": lstm.FUNCTIONS,
    "ode": ode.FUNCTIONS,
    "det": det.FUNCTIONS,
    "particle": particle.FUNCTIONS,
    "saddle": saddle.FUNCTIONS,
}
