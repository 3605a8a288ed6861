"""What each question is answered with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.graph.schema import ArrayValue

Outputs = Annotated[dict[str, ArrayValue], Field(description="The outputs by name.")]
Warnings = Annotated[list[str], Field(description="What is worth knowing about this answer, if anything is.")]


class EvaluateAnswer(BaseModel):
    """The values asked for, by name."""

    outputs: Outputs
    warnings: Warnings = []


class IndexedSlices(BaseModel):
    """A gradient that is zero outside some rows; rows named twice add up."""

    object_type: Literal["indexed_slices"]
    shape: Annotated[list[int], Field(description="The shape of the whole gradient.")]
    indices: Annotated[ArrayValue, Field(description="Which rows (axis 0).")]
    values: Annotated[ArrayValue, Field(description="The rows, one for each index.")]


class Seen(BaseModel):
    """What there is to see of an array: its elements if they are at most 100, else its range and mean."""

    elements: ArrayValue | None = None
    min: ArrayValue | None = None
    max: ArrayValue | None = None
    mean: ArrayValue | None = None
    finite: bool | None = None


class TraceEntry(BaseModel):
    """One value of the tape."""

    id: Annotated[str, Field(description="Its name in the document, or `%` and a number.")]
    node: Annotated[str | None, Field(description="The node it was recorded for.")]
    line: Annotated[int | None, Field(description="The line of the program, if it was written as one.")]
    phase: Literal["input", "forward", "backward"]
    op: str
    inputs: Annotated[list[str], Field(description="Ids of its operands; constants as numbers.")]
    attributes: dict[str, Any]
    shape: list[int]
    dtype: str
    value: Seen
    adjoint: Annotated[Seen | None, Field(description="The derivative of the target with respect to it.")]


class GradientAnswer(BaseModel):
    """The loss and every gradient."""

    loss: Annotated[
        ArrayValue, Field(description="The target's value; a list of values for a list of targets.")
    ]
    gradients: Annotated[
        dict[str, ArrayValue | IndexedSlices | None],
        Field(description="For each source an array of its shape; null where it does not matter."),
    ]
    outputs: Annotated[
        dict[str, ArrayValue], Field(description="The values named in `outputs`, if it was given.")
    ] = {}
    warnings: Warnings = []
    trace: Annotated[list[TraceEntry], Field(description="The tape, if it was asked for.")] = []


class VjpAnswer(BaseModel):
    """The outputs, and a cotangent for each source."""

    outputs: Outputs
    gradients: dict[str, ArrayValue | None]
    warnings: Warnings = []


class JvpAnswer(BaseModel):
    """The outputs, and a tangent for each."""

    outputs: Outputs
    tangents: dict[str, ArrayValue | None]
    warnings: Warnings = []


class JacobianAnswer(BaseModel):
    """The outputs, and for each a derivative with respect to each source."""

    outputs: Outputs
    jacobian: dict[str, dict[str, ArrayValue | None]]
    warnings: Warnings = []


class HessianAnswer(GradientAnswer):
    """The loss, its gradients, and its second derivatives for every pair of sources."""

    hessian: dict[str, dict[str, ArrayValue | None]]


class HvpAnswer(GradientAnswer):
    """The loss, its gradients, and its Hessian times the vectors."""

    hvp: dict[str, ArrayValue | None]


class WorstElement(BaseModel):
    """The element of a gradient that is furthest from the difference quotient."""

    index: Annotated[list[int], Field(description="Where it stands.")]
    gradient: Annotated[ArrayValue, Field(description="By reverse mode.")]
    difference: Annotated[ArrayValue, Field(description="By central differences, extrapolated.")]
    error: Annotated[ArrayValue, Field(description="How far they are apart.")]
    tolerance: Annotated[
        ArrayValue, Field(description="How far they may be, with the error of the differences.")
    ]


class SourceCheck(BaseModel):
    """The verdict on one gradient."""

    passed: bool
    elements: Annotated[int, Field(description="How many were compared.")]
    kinks: Annotated[
        list[list[int]],
        Field(description="Elements at which the slopes to both sides differ (the first 20); not judged."),
    ]
    worst: WorstElement | None


class CheckAnswer(BaseModel):
    """The verdict on every gradient."""

    passed: bool
    loss: ArrayValue
    sources: dict[str, SourceCheck]
    warnings: Warnings = []


class Expense(BaseModel):
    """One node's share of the work."""

    node: str
    op: str
    flops: float


class EstimateAnswer(BaseModel):
    """What the work would take."""

    operations: Annotated[
        int, Field(description="Operations carried out; those of a loop count at every step.")
    ]
    flops: Annotated[float, Field(description="Floating-point operations.")]
    peak_bytes: Annotated[int, Field(description="The most memory held at one time.")]
    within_budget: Annotated[bool, Field(description="Whether the service would do it.")]
    most_expensive: Annotated[
        list[Expense], Field(description="Up to five nodes, with their derivatives' work.")
    ]
    shapes: Annotated[dict[str, list[int]], Field(description="The shape of every node's result.")]
    warnings: Warnings = []


class InputEntry(BaseModel):
    """What is known of an input of a graph."""

    dtype: Annotated[str | None, Field(description="Its dtype; null if neither given nor declared.")]
    shape: Annotated[list[int | None] | None, Field(description="Its shape; null if it is not known.")]


class GraphAnswer(BaseModel):
    """A graph in its two forms, and what is known of it."""

    graph: Annotated[dict[str, Any], Field(description="The graph document.")]
    program: Annotated[
        str | None,
        Field(description="The graph as a program; null where a name in it is no name in Python."),
    ]
    inputs: Annotated[dict[str, InputEntry], Field(description="What the graph uses and does not compute.")]
    outputs: Annotated[list[str], Field(description="Its results, the first of which is the loss.")]
    names: Annotated[
        dict[str, str], Field(description="Names of the program that are no nodes, and what they stand for.")
    ]
    shapes: Annotated[dict[str, list[int]], Field(description="The shapes of results, where they are known.")]
    dtypes: Annotated[dict[str, str], Field(description="Their dtypes.")]
    estimate: Annotated[
        EstimateAnswer | None, Field(description="What the work would take, if all shapes are known.")
    ]
    warnings: Warnings = []


class MinimizeAnswer(BaseModel):
    """Where the loss is least, as far as it was sought."""

    parameters: Annotated[dict[str, ArrayValue], Field(description="The sources by name.")]
    loss: Annotated[
        ArrayValue, Field(description="The loss there; with least-squares half the sum of squares.")
    ]
    gradient_norm: Annotated[
        ArrayValue, Field(description="The largest element of its gradient, by absolute value.")
    ]
    steps: int
    evaluations: Annotated[
        int, Field(description="How often loss, gradient, Jacobian or product were computed.")
    ]
    converged: bool
    reason: Annotated[str, Field(description="Why it ended.")]
