"""Loops, branches and functions: instructions that carry bodies.

`scan`, `while_loop`, `branch` and `function` hold the instructions that are recorded; `operations` the
operations of a graph that record them.
"""

from app.engine.control import operations  # noqa: F401  (registers them)
