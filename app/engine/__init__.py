"""The tape engine: record operations, differentiate the tape, plan, run.

>>> import numpy as np
>>> from app.engine import Plan, Tape, gradient, ops, run
>>> tape = Tape()
>>> x = tape.input((3,))
>>> loss = ops.sum(x * x * x)
>>> [first] = gradient([loss], [x])
>>> [second] = gradient([first], [x])
>>> run(Plan([loss, first, second]), {x: np.array([1.0, 2.0, 3.0])})
[array(36.), array([ 3., 12., 27.]), array([ 6., 12., 18.])]
"""

from app.engine import control, differentiation  # noqa: F401  (they register operations)
from app.engine.body import Function, follow
from app.engine.budget import Budget
from app.engine.control.function import Checkpointed, WithGradient
from app.engine.derivatives import batch_jacobian, hessian, hvp, jacobian, jvp
from app.engine.execution import Deadline, Observer
from app.engine.numerics import finite
from app.engine.plan import Estimate, Plan
from app.engine.reverse import gradient
from app.engine.run import run
from app.engine.sparse import Rows, indexed_slices
from app.engine.tape import MAX_ITERATIONS, Instruction, Tape
from app.engine.tiers import ALL as ALL_TIERS
from app.engine.tiers import Tiers
from app.engine.vectorize import vectorize
from app.ops import ops
from app.ops.value import Value

__all__ = [
    "ALL_TIERS",
    "MAX_ITERATIONS",
    "Budget",
    "Checkpointed",
    "Deadline",
    "Estimate",
    "Function",
    "Instruction",
    "Observer",
    "Plan",
    "Rows",
    "Tape",
    "Tiers",
    "Value",
    "WithGradient",
    "batch_jacobian",
    "finite",
    "follow",
    "gradient",
    "hessian",
    "hvp",
    "indexed_slices",
    "jacobian",
    "jvp",
    "ops",
    "run",
    "vectorize",
]
