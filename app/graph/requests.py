"""What each question is asked with: a graph, values, and its options."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.graph.identity import PATTERN
from app.graph.schema import STRICT, ArrayValue, DeclaredInput, Graph, Reference

PROGRAM = "y_pred = w * x + b\nloss = square(y - y_pred)"


def _or_id(schema: dict[str, Any]) -> None:
    """An id is put in the graph's place before the document is read as a request."""
    schema["anyOf"].insert(1, {"type": "string", "pattern": PATTERN})


class Request(BaseModel):
    """What every question about a graph says."""

    model_config = STRICT

    graph: Annotated[
        Graph | None,
        Field(
            description="The graph; or write it as a `program`; or the id of a graph or program sent before, as the "
            "`Wengert-Graph` header of its answers gives it.",
            json_schema_extra=_or_id,
        ),
    ] = None
    program: Annotated[
        str | None,
        Field(description="The graph in Python syntax. It is read, never executed.", examples=[PROGRAM]),
    ] = None
    inputs: Annotated[
        dict[str, DeclaredInput],
        Field(description="With a program: its inputs, where something is to be said of them."),
    ] = {}
    parameters: Annotated[
        dict[str, ArrayValue],
        Field(description="Values that are differentiated; numbers become the request's dtype."),
    ] = {}
    constants: Annotated[
        dict[str, ArrayValue],
        Field(description="Values that are not: integers stay int64, booleans bool."),
    ] = {}
    outputs: Annotated[
        list[Reference] | None, Field(description="Names of further values wanted in the answer.")
    ] = None
    dtype: Annotated[Literal["float64", "float32"], Field(description="The dtype of floating values.")] = (
        "float64"
    )
    timeout_seconds: Annotated[
        float | None,
        Field(gt=0, allow_inf_nan=False, description="When to give up; null for the server's own limit."),
    ] = None

    check_numerics: Annotated[
        bool,
        Field(description="Refuse to answer if a value turns NaN or infinite, and say where it first did."),
    ] = False


class EvaluateRequest(Request):
    """Values for a graph: what are its outputs?"""


Unconnected = Annotated[
    Literal["none", "zero"],
    Field(description="What a derivative is where there is no dependence: null, or zeros."),
]


class DifferentialRequest(Request):
    """What every question about derivatives says."""

    target: Annotated[
        Reference | list[Reference] | None,
        Field(
            description="What is differentiated: a name, or several whose gradients are summed; null for the "
            "graph's first output. A value that is not a scalar counts as the sum of its elements."
        ),
    ] = None
    sources: Annotated[
        list[Reference] | None,
        Field(description="With respect to what: any value or node. Null for every trainable parameter."),
    ] = None
    unconnected_gradients: Unconnected = "none"


class GradientRequest(DifferentialRequest):
    """Values for a graph: what are the loss and its gradients?"""

    output_gradients: Annotated[
        ArrayValue | None,
        Field(
            description="Weights for the elements of the target, of its shape; for a list of targets, a list "
            "with one entry each, null for ones."
        ),
    ] = None
    sparse: Annotated[
        bool,
        Field(
            description="Answer the gradient of a source that only rows were taken from (`take`, `embedding`) "
            "as these rows and their indices."
        ),
    ] = False
    trace: Annotated[
        bool, Field(description="Answer the recorded tape too: every instruction, its value and its adjoint.")
    ] = False


AllOutputs = Annotated[
    Reference | list[Reference] | None,
    Field(description="What is differentiated, one or several; null for all outputs of the graph."),
]


class BatchRequest(DifferentialRequest):
    """Values for a graph, some of them for many rows at once: what are the loss and its gradients?"""

    batched: Annotated[
        list[str],
        Field(
            description="Names of values that carry a leading axis; the graph is given one row of each at a time. All "
            "have equally many rows."
        ),
    ]
    reduce: Annotated[
        Literal["none", "sum", "mean"],
        Field(
            description="Whether losses and gradients are answered for each row, along a leading axis, or added up or "
            "averaged over the rows."
        ),
    ] = "none"


class VjpRequest(DifferentialRequest):
    """Values for a graph and cotangents of its outputs: what are the cotangents of its inputs?"""

    target: AllOutputs = None
    output_gradients: Annotated[
        dict[str, ArrayValue],
        Field(
            description="For each target its cotangent, of its shape, or several along an extra leading axis; "
            "targets left out count as zero."
        ),
    ]


class JvpRequest(Request):
    """Values for a graph and tangents of its inputs: what are the tangents of its outputs?"""

    target: AllOutputs = None
    tangents: Annotated[
        dict[str, ArrayValue],
        Field(
            description="For each value that moves its tangent, of its shape, or several along an extra "
            "leading axis; values left out stand still."
        ),
    ]
    unconnected_gradients: Unconnected = "none"


class JacobianRequest(DifferentialRequest):
    """Values for a graph: what are all derivatives of each element of its outputs?"""

    target: AllOutputs = None
    mode: Annotated[
        Literal["auto", "forward", "reverse"],
        Field(description="One batched pass for each element of the outputs (reverse) or inputs (forward)."),
    ] = "auto"
    batch: Annotated[
        bool,
        Field(
            description="Take the examples along axis 0 of targets and sources as independent: the answer has "
            "the shape of the target, followed by that of the source without its first axis."
        ),
    ] = False


class HessianRequest(DifferentialRequest):
    """Values for a graph: what are the second derivatives of the loss?"""

    target: Annotated[
        Reference | None,
        Field(
            description="What is differentiated; null for the graph's first output. For a value that is not a "
            "scalar every element is answered, along leading axes of its shape."
        ),
    ] = None


class HvpRequest(DifferentialRequest):
    """Values for a graph and vectors: what is the Hessian of the loss times the vectors?"""

    vectors: Annotated[
        dict[str, ArrayValue],
        Field(description="For each source a vector of its shape; sources left out count as zero."),
    ]


class CheckRequest(DifferentialRequest):
    """Values for a graph: do its gradients agree with central differences?"""

    rtol: Annotated[
        float, Field(gt=0, lt=1, description="Tolerance relative to the largest element of the gradient.")
    ] = 1e-6
    atol: Annotated[float, Field(ge=0, description="Absolute tolerance.")] = 1e-9


class Schedule(BaseModel):
    """A learning rate that changes from step to step."""

    model_config = STRICT

    schedule: Annotated[
        Literal["exponential", "staircase", "inverse_time", "cosine"],
        Field(
            description="With t steps done, s = t / decay_steps and r = decay_rate: initial r^s; the same with s rounded down; "
            "initial / (1 + r s); half a cosine from initial to final, where it stays."
        ),
    ]
    initial: Annotated[float, Field(gt=0, allow_inf_nan=False, description="The rate of the first step.")]
    decay_steps: Annotated[int, Field(gt=0, description="After how many steps s is 1.")]
    decay_rate: Annotated[float, Field(gt=0, allow_inf_nan=False, description="What r is.")] = 0.5
    final: Annotated[float, Field(ge=0, allow_inf_nan=False, description="No rate is less.")] = 0.0


class Batches(BaseModel):
    """Data taken a part at a time."""

    model_config = STRICT

    axis: Annotated[
        dict[str, int],
        Field(min_length=1, description="For each constant that is cut, the axis that counts the examples."),
    ]
    size: Annotated[
        int, Field(gt=0, description="Examples of one step. Those left over wait for another shuffle.")
    ]
    shuffle: Annotated[
        bool, Field(description="Whether the examples are shuffled each time all were seen.")
    ] = True
    seed: Annotated[int, Field(ge=0, description="Of the shuffling; the same gives the same answer.")] = 0


Bound = Annotated[list[ArrayValue | None], Field(min_length=2, max_length=2)]


class MinimizeRequest(DifferentialRequest):
    """Values for a graph: where is its loss least?"""

    method: Annotated[
        Literal[
            "L-BFGS-B",
            "BFGS",
            "Newton-CG",
            "trust-krylov",
            "least-squares",
            "sgd",
            "momentum",
            "adam",
            "rmsprop",
            "adagrad",
        ],
        Field(
            description="SciPy's methods with exact gradients, Hessian-vector products (Newton-CG, trust-krylov) or Jacobians "
            "(least-squares, of half the sum of the target's squares); or steps along the gradient, by rule."
        ),
    ] = "L-BFGS-B"
    max_steps: Annotated[int, Field(gt=0, description="The most steps.")] = 1000
    tolerance: Annotated[
        float,
        Field(
            ge=0,
            allow_inf_nan=False,
            description="Stop when no element of the gradient is larger. With `batch` it is not looked at.",
        ),
    ] = 1e-6
    bounds: Annotated[
        dict[str, Bound],
        Field(
            description="For sources, the least and the largest that an element may be: each a number for all of them, an array "
            "of the source's shape, or null for no bound. Not with BFGS, Newton-CG and trust-krylov."
        ),
    ] = {}
    learning_rate: Annotated[
        Annotated[float, Field(gt=0, allow_inf_nan=False)] | Schedule | None,
        Field(
            description="How far steps go; null for what is usual: 0.01 for sgd, momentum and adagrad, 0.001 else."
        ),
    ] = None
    momentum: Annotated[float, Field(ge=0, lt=1, description="What momentum keeps of the last step.")] = 0.9
    nesterov: Annotated[bool, Field(description="Whether momentum looks ahead.")] = False
    batch: Annotated[
        Batches | None,
        Field(description="Take steps over parts of the data; only with steps along the gradient."),
    ] = None


class EstimateRequest(DifferentialRequest):
    """A graph with values, or with shapes declared in its `inputs`: what would the work take?"""

    question: Annotated[
        Literal["evaluate", "gradient", "jacobian", "hessian"],
        Field(description="Which question the estimate is for."),
    ] = "gradient"


class GraphRequest(EstimateRequest):
    """A graph or a program, with values, with shapes, or with neither: is it right, and what does it consist of?"""

    question: Annotated[
        Literal["evaluate", "gradient", "jacobian", "hessian"],
        Field(description="Which question the estimate is for."),
    ] = "evaluate"


class PictureRequest(DifferentialRequest):
    """A graph or a program, with or without values: what does it look like?"""

    draw: Annotated[
        Literal["graph", "tape"],
        Field(
            description="The graph with its functions as boxes; or, where all values are given, the tape recorded for it, "
            "with the backward pass."
        ),
    ] = "graph"
