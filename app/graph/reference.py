"""The registry as data: what `/ops` answers and the reference pages say."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter

from app.engine import Deadline
from app.errors import Pointer
from app.graph import questions
from app.graph.faults import described
from app.graph.formula import Formula, attributes_of, operands_of
from app.graph.inquiry import Limits
from app.graph.requests import EvaluateRequest, GradientRequest
from app.graph.values import decode, encode
from app.ops import Op
from app.ops.spec import FLOAT64


class OperandEntry(BaseModel):
    """A positional input of an operation."""

    name: str
    kind: Annotated[str, Field(description="What it holds, and how it is converted.")]
    optional: bool
    variadic: Annotated[bool, Field(description="Whether any number of inputs may stand in its place.")]


class AttributeEntry(BaseModel):
    """A keyword of an operation."""

    name: str
    type: Annotated[str, Field(description="Its type in words.")]
    json_schema: Annotated[dict[str, Any], Field(description="Its type as a JSON schema.")]
    required: bool
    default: Annotated[Any, Field(description="What it is when left out.")] = None
    text: str


class ExampleEntry(BaseModel):
    """A request that uses the operation, and its answer."""

    path: str
    request: dict[str, Any]
    answer: dict[str, Any]


class OperationSummary(BaseModel):
    """An operation in a line."""

    name: str
    family: str
    summary: str
    aliases: list[str]


class OperationEntry(OperationSummary):
    """All that is said of an operation."""

    signature: str
    doc: str
    operands: list[OperandEntry]
    attributes: list[AttributeEntry]
    results: Annotated[list[str], Field(description="Names of the results, if there are several.")]
    elementwise: Annotated[
        bool, Field(description="Whether operands broadcast and elements are computed one by one.")
    ]
    composition: Annotated[
        list[str], Field(description="What it stands for, if it is recorded as other operations.")
    ]
    derivative: Annotated[
        list[str],
        Field(
            description="What is recorded in reverse, for the example: `g` is the cotangent of the result `y` (`z` where an operand is called y), "
            "`d_x` that of operand x. Broadcasting is undone afterwards."
        ),
    ]
    kink: Annotated[str, Field(description="What the derivative is where it has a choice.")]
    example: ExampleEntry


def summary(op: Op) -> OperationSummary:
    """The operation in a line."""
    first = op.doc.partition("\n\n")[0].replace("\n", " ")
    return OperationSummary(name=op.name, family=op.family, summary=first, aliases=list(op.aliases))


@cache
def entry(op: Op) -> OperationEntry:
    """All that is said of the operation; its example is computed."""
    formula = Formula(op, op.examples[0]) if op.examples else None
    return OperationEntry(
        **summary(op).model_dump(),
        signature=signature(op),
        doc=op.doc,
        operands=[
            OperandEntry(name=o.name, kind=o.kind.text, optional=o.optional, variadic=o.variadic)
            for o in op.operands
        ],
        attributes=[
            AttributeEntry(
                name=a.name,
                type=described(a.annotation),
                json_schema=TypeAdapter(a.annotation).json_schema(),
                required=a.required,
                default=None if a.required else a.default,
                text=a.text,
            )
            for a in op.attributes
        ],
        results=list(op.results),
        elementwise=op.elementwise,
        composition=formula.forward() if formula and op.composite else [],
        derivative=formula.backward() if formula and not op.composite else [],
        kink=op.kink,
        example=request_of(op) if op.symbolic else example(op),
    )


def signature(op: Op) -> str:
    """The operation as it is called: `sum(x, *, axis=null, keepdims=false)`."""
    operands = [f"*{o.name}" if o.variadic else f"{o.name}?" if o.optional else o.name for o in op.operands]
    attributes = [a.name if a.required else f"{a.name}={_literal(a.default)}" for a in op.attributes]
    bare = ["*"] if attributes and not op.variadic else []
    return f"{op.name}({', '.join([*operands, *bare, *attributes])})"


def _literal(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)


def request_of(op: Op) -> ExampleEntry:
    """The first request of an operation that takes functions or differentiates."""
    document = dict(op.requests[0])
    compiled = questions.gradients(GradientRequest.model_validate(document), Limits())
    return ExampleEntry(path="/gradient", request=document, answer=_plain(compiled.run(Deadline(60.0))))


def example(op: Op) -> ExampleEntry:
    """The operation's first example as a request: the gradient of the sum of its result, or the result
    itself where it has none."""
    given = op.examples[0]
    node: dict[str, Any] = {"name": "result", "op": op.name, "inputs": []}
    parameters: dict[str, Any] = {}
    constants: dict[str, Any] = {}
    for name, value in operands_of(op, given):
        node["inputs"].append(name)
        floating = decode(value, Pointer(), FLOAT64).dtype.kind == "f"
        (parameters if floating else constants)[name] = value
    node.update(attributes_of(op, given))
    nodes = [node]
    document: dict[str, Any] = {
        "graph": {"nodes": nodes},
        "parameters": parameters,
        "constants": constants,
    }
    formula = Formula(op, given)
    real = all(result.dtype.kind == "f" for result in formula.results)
    if formula.backward() and len(formula.results) == 1 and real:
        document["outputs"] = ["result"]
        nodes.append({"name": "loss", "op": "sum", "inputs": ["result"]})
        compiled = questions.gradients(GradientRequest.model_validate(document), Limits())
        path = "/gradient"
    else:
        count = len(formula.results)
        if count > 1:
            document["outputs"] = [f"result:{i}" for i in range(count)]
        compiled = questions.evaluate(EvaluateRequest.model_validate(document), Limits())
        path = "/evaluate"
    return ExampleEntry(path=path, request=document, answer=_plain(compiled.run(Deadline(60.0))))


def _plain(value: Any) -> Any:
    """An answer as JSON data, rounded so that the last bits, which differ between machines, do not show."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        rounded = value if value.dtype.kind not in "fc" else _rounded(value)
        return _listed(encode(rounded))
    return value


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return value.tolist() if hasattr(value, "tolist") else value


def _rounded(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if array.dtype.kind == "c":
        return _rounded(array.real) + 1j * _rounded(array.imag)
    shortened = [float(f"{x:.6g}") for x in array.ravel().tolist()]
    return np.where(np.abs(shortened) < 1e-12, 0.0, shortened).reshape(array.shape)
