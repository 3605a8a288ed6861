"""The schema of a graph document, derived from the registry of operations.

Every operation becomes one type of node, with its attributes as fields; `op` tells them apart. So the OpenAPI
document shows each operation with its text, and a new entry in `app.ops` needs nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, Union

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from typing_extensions import TypeAliasType, TypedDict

import app.engine  # noqa: F401  (registers loops, branches and derivatives)
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


# So many nodes are validated at a time.
PART = 1000


def _by_parts(nodes: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """The nodes, validated part by part: other threads have their turn in between, and of a long list only the first part
    that is wrong is spoken of. Aliases of operations are replaced by their names."""
    if not isinstance(nodes, list):
        return validate(nodes)
    found = []
    for low in range(0, len(nodes), PART):
        part = [_renamed(node) if isinstance(node, dict) else node for node in nodes[low : low + PART]]
        try:
            found += validate(part)
        except ValidationError as error:
            raise _moved(error, low) if low else error from None
    return found


def _moved(error: ValidationError, places: int) -> ValidationError:
    """The error about a part of a list that begins so many places later."""
    moved: list[Any] = [
        {**problem, "loc": (problem["loc"][0] + places, *problem["loc"][1:])}
        for problem in error.errors(include_url=False)
        if isinstance(problem["loc"][0], int)
    ]
    return ValidationError.from_exception_data(error.title, moved)


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


class FunctionDocument(BaseModel):
    """A graph of its own, for loops and branches to carry out. Its nodes may also use the names that the node
    that uses the function could use."""

    model_config = STRICT

    inputs: Annotated[list[Name], Field(description="Its arguments, by position.")]
    nodes: Annotated[list[Node], WrapValidator(_by_parts), Field(description="Its operations in order.")]
    outputs: Annotated[
        list[Reference] | None, Field(description="Its results, by position; null for its last node.")
    ] = None
    gradient: Annotated[
        Name | None,
        Field(
            description="A function that takes the place of its derivative: from the cotangents of its outputs, then "
            "its inputs, then its outputs, to a cotangent for each input."
        ),
    ] = None
    checkpoint: Annotated[
        bool,
        Field(
            description="Keep only its arguments for the backward pass, and compute everything else again there."
        ),
    ] = False


class Graph(BaseModel):
    """A computation graph: a list of operations, each using only what came before it. The list is the tape."""

    model_config = STRICT

    nodes: Annotated[
        list[Node],
        WrapValidator(_by_parts),
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
    functions: Annotated[
        dict[Name, FunctionDocument],
        Field(description="Functions by name, for the nodes cond, while_loop, scan, map and call."),
    ] = {}
