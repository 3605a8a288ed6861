"""A step of a plan."""

from __future__ import annotations

from typing import NamedTuple

from app.engine.tape import Instruction


class Step(NamedTuple):
    """One instruction, with the slots it reads and writes and those it is the last to read."""

    instruction: Instruction
    reads: list[int]
    writes: list[int]
    frees: list[int]
