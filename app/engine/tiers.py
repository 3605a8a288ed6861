"""How plans are carried out: which of the faster ways are open, each of which can be closed for measuring."""

from __future__ import annotations

from dataclasses import dataclass

# A plan is written out as a function once it was run so often: compiling that takes as long as some ten runs.
INTERPRETED_RUNS = 3


@dataclass(frozen=True, slots=True)
class Tiers:
    """Which ways of carrying out a plan are open. All give the same answer.

    Attributes:
        generate: write plans out as functions that run straight through. Without it the next two do nothing.
        numbers: carry out what is about single numbers on Python's floats.
        tiles: carry out operations on large arrays piece by piece.
        threads: how many threads share the pieces.
        interpreted_runs: how often a plan is run before it is written out.
    """

    generate: bool = True
    numbers: bool = True
    tiles: bool = True
    threads: int = 1
    interpreted_runs: int = INTERPRETED_RUNS


ALL = Tiers()
