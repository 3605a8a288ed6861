"""The schema of a graph document, derived from the registry of operations.

Every operation becomes one type of node, with its attributes as fields; `op` tells them apart. So the OpenAPI
document shows each operation with its text, and a new entry in `app.ops` needs nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictFloat, StrictInt, WithJsonSchema
from typing_extensions import TypeAliasType, TypedDict

from app.ops import REGISTRY, Op, lookup
from app.ops.spec import DTYPES, DtypeName

STRICT = ConfigDict(extra="forbid", strict=True)

ARRAY_SCHEMAS: dict[str, Any] = {
    "Array": {
        "description": "An array: a number, a boolean, nested lists of them, or an array object.",
        "anyOf": [
            {"$ref": "#/components/schemas/Element"},
            {"type": "array", "items": {"$ref": "#/components/schemas/NestedElements"}},
            {"$ref": "#/components/schemas/ArrayObject"},
        ],
    },
    "NestedElements": {
        "anyOf": [
            {"$ref": "#/components/schemas/Element"},
            {"type": "array", "items": {"$ref": "#/components/schemas/NestedElements"}},
        ],
    },
    "Element": {
        "description": "A number, a boolean, or a number that JSON cannot write.",
        "anyOf": [
            {"type": "number"},
            {"type": "boolean"},
            {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]},
        ],
    },
    "ArrayObject": {
        "description": "An array with its shape and dtype; base64 buffers are little-endian in C order. In JSON "
        "buffers a complex number is a pair [real part, imaginary part].",
        "type": "object",
        "properties": {
            "object_type": {"const": "array", "default": "array"},
            "shape": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "dtype": {"enum": list(DTYPES)},
            "data": {
                "type": "object",
                "properties": {
                    "buffer": {
                        "anyOf": [
                            {"type": "string", "contentEncoding": "base64"},
                            {"$ref": "#/components/schemas/NestedElements"},
                        ]
                    },
                    "encoding": {"enum": ["base64", "json"]},
                },
                "required": ["buffer", "encoding"],
                "additionalProperties": False,
            },
        },
        "required": ["shape", "dtype", "data"],
        "additionalProperties": False,
    },
}

# Stands for a reference to the schema "Array", which pydantic cannot resolve; `app.api.openapi` puts it in.
ARRAY_PLACEHOLDER = {"x-schema": "Array"}
ArrayValue = Annotated[Any, WithJsonSchema(ARRAY_PLACEHOLDER)]

Name = TypeAliasType(
    "Name",
    Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            pattern=r"^[^:]+$",
            description="A name of your own, without a colon.",
        ),
    ],
)
Reference = TypeAliasType(
    "Reference",
    Annotated[
        str,
        Field(
            min_length=1,
            max_length=210,
            description="The name of a value or a node; `name:1` is result 1 of a node that has several.",
        ),
    ],
)
Input = TypeAliasType(
    "Input",
    Annotated[
        Reference | StrictInt | StrictFloat,
        Field(description="A name, or a number, which takes the dtype of what it meets."),
    ],
)


def _node_type(op: Op) -> Any:
    fields: dict[str, Any] = {
        "name": Name,
        "op": Annotated[Literal[op.name], Field(description=op.doc)],
        "inputs": Annotated[list[Input], Field(description=_operands_text(op), json_schema_extra=_arity(op))],
    }
    for attribute in op.attributes:
        extra = {} if attribute.required else {"default": _jsonable(attribute.default)}
        described = Field(description=attribute.text, json_schema_extra=extra)
        annotated: Any = Annotated[attribute.annotation, described]
        fields[attribute.name] = annotated if attribute.required else NotRequired[annotated]
    make: Any = TypedDict
    node = make(f"{op.name}_node", fields)
    node.__pydantic_config__ = STRICT
    node.__doc__ = op.doc
    return node


def _operands_text(op: Op) -> str:
    if not op.operands:
        return "Takes no inputs."
    return "; ".join(
        f"{'any number of ' if o.variadic else ''}{o.name}{' (optional)' if o.optional else ''}: {o.kind.text}"
        for o in op.operands
    )


def _arity(op: Op) -> dict[str, Any]:
    most = {} if op.most_operands is None else {"maxItems": op.most_operands}
    return {"minItems": op.least_operands, **most}


def _jsonable(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _canonical(nodes: Any) -> Any:
    """The nodes with aliases of operations replaced by their names."""
    if not isinstance(nodes, list):
        return nodes
    return [_renamed(node) if isinstance(node, dict) else node for node in nodes]


def _renamed(node: dict[str, Any]) -> dict[str, Any]:
    name = node.get("op")
    if not isinstance(name, str) or name in REGISTRY:
        return node
    op = lookup(name)
    return node if op is None else {**node, "op": op.name}


if TYPE_CHECKING:
    Node = dict[str, Any]
else:
    Node = Annotated[
        Union[tuple(_node_type(op) for op in REGISTRY.values())],  # noqa: UP007  (made from a tuple)
        Field(discriminator="op"),
    ]


class DeclaredInput(BaseModel):
    """What a graph says of one of its inputs."""

    model_config = STRICT

    dtype: Annotated[
        DtypeName | None,
        Field(description="Its dtype, whatever the numbers given look like."),
    ] = None
    shape: Annotated[
        list[Annotated[int, Field(ge=0)] | None] | None,
        Field(description="Its shape; null for a length that may be anything."),
    ] = None
    trainable: Annotated[
        bool,
        Field(description="Whether it is differentiated when `sources` is left out and it is a parameter."),
    ] = True
    doc: Annotated[str, Field(description="What it is.")] = ""


class Graph(BaseModel):
    """A computation graph: a list of operations, each using only what came before it. The list is the tape."""

    model_config = STRICT

    nodes: Annotated[
        list[Node],
        BeforeValidator(_canonical),
        Field(description="The operations in order.", json_schema_extra={"minItems": 1}),
    ]
    inputs: Annotated[
        dict[str, DeclaredInput],
        Field(description="The graph's inputs, where something is to be said of them."),
    ] = {}
    outputs: Annotated[
        list[Reference] | None,
        Field(description="The graph's results, the first of which is the loss; null for the last node."),
    ] = None


class Request(BaseModel):
    """What every question about a graph says."""

    model_config = STRICT

    graph: Graph
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


class EstimateRequest(DifferentialRequest):
    """A graph with values, or with shapes declared in its `inputs`: what would the work take?"""

    question: Annotated[
        Literal["evaluate", "gradient", "jacobian", "hessian"],
        Field(description="Which question the estimate is for."),
    ] = "gradient"


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

    operations: Annotated[int, Field(description="Operations carried out.")]
    flops: Annotated[float, Field(description="Floating-point operations.")]
    peak_bytes: Annotated[int, Field(description="The most memory held at one time.")]
    within_budget: Annotated[bool, Field(description="Whether the service would do it.")]
    most_expensive: Annotated[
        list[Expense], Field(description="Up to five nodes, with their derivatives' work.")
    ]
    shapes: Annotated[dict[str, list[int]], Field(description="The shape of every node's result.")]
    warnings: Warnings = []
