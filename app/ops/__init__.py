"""What each operation is. One entry says everything about it; see `app.ops.entry` for how it is written.

Families, one module each; a new operation goes into the family it belongs to and nowhere else.
"""

from app.ops import (  # noqa: F401  (importing a family registers its operations)
    activations,
    arithmetic,
    attention,
    complex_numbers,
    convolution,
    creation,
    cumulative,
    decompositions,
    distributions,
    exponential,
    flow,
    fourier,
    indexing,
    linalg,
    logic,
    losses,
    matrices,
    normalization,
    pooling,
    random,
    reductions,
    rounding,
    shape,
    signal,
    sorting,
    special,
    trigonometric,
)
from app.ops.entry import REGISTRY, Op, lookup
from app.ops.namespace import ops
from app.ops.value import Value

__all__ = ["REGISTRY", "Op", "Value", "lookup", "ops"]
