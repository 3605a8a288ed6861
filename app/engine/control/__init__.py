"""Loops, branches and functions: instructions that carry bodies.

`scan`, `while_loop`, `branch` and `function` hold the instructions that are recorded; `control_flow` the
operations of a graph that record them.
"""

from app.engine.control import control_flow  # noqa: F401  (registers them)
