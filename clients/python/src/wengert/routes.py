"""A method for each route that computes, with the members of its document as arguments; docs/api.md says what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, Required, TypedDict, TypeVar, Unpack

Answer = TypeVar("Answer")
References = str | Sequence[str] | None
Question = Literal["evaluate", "gradient", "jacobian", "hessian"]


class Request(TypedDict, total=False):
    """What every question about a graph says; arrays may be NumPy's, or nested lists of numbers."""

    graph: Mapping[str, Any] | str | None
    program: str | None
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    constants: Mapping[str, Any]
    outputs: Sequence[str] | None
    dtype: Literal["float64", "float32"]
    timeout_seconds: float | None
    check_numerics: bool


class DifferentialRequest(Request, total=False):
    """What every question about derivatives says."""

    target: References
    sources: Sequence[str] | None
    unconnected_gradients: Literal["none", "zero"]


class GradientRequest(DifferentialRequest, total=False):
    """What are the loss and its gradients?"""

    output_gradients: Any
    sparse: bool
    trace: bool


class VjpRequest(DifferentialRequest, total=False):
    """What are the cotangents of the inputs?"""

    output_gradients: Required[Mapping[str, Any]]


class JvpRequest(Request, total=False):
    """What are the tangents of the outputs?"""

    target: References
    tangents: Required[Mapping[str, Any]]
    unconnected_gradients: Literal["none", "zero"]


class JacobianRequest(DifferentialRequest, total=False):
    """What are all derivatives of each element of the outputs?"""

    mode: Literal["auto", "forward", "reverse"]
    batch: bool


class HvpRequest(DifferentialRequest, total=False):
    """What is the Hessian of the loss times the vectors?"""

    vectors: Required[Mapping[str, Any]]


class BatchRequest(DifferentialRequest, total=False):
    """What are the loss and its gradients for many rows?"""

    batched: Required[Sequence[str]]
    reduce: Literal["none", "sum", "mean"]


class CheckRequest(DifferentialRequest, total=False):
    """Do the gradients agree with central differences?"""

    rtol: float
    atol: float


class MinimizeRequest(DifferentialRequest, total=False):
    """Where is the loss least?"""

    method: str
    max_steps: int
    tolerance: float
    bounds: Mapping[str, Sequence[Any]]
    learning_rate: float | Mapping[str, Any] | None
    momentum: float
    nesterov: bool
    batch: Mapping[str, Any] | None


class EstimateRequest(DifferentialRequest, total=False):
    """What would the work take? What does the graph consist of?"""

    question: Question


class PictureRequest(DifferentialRequest, total=False):
    """What does the graph look like?"""

    draw: Literal["graph", "tape"]


class Routes(Generic[Answer]):
    """The routes of a client; of `AsyncClient` each answer is to be awaited.

    Each raises what `post` raises.
    """

    def post(self, path: str, document: Mapping[str, Any]) -> Answer:
        """The answer to a request."""
        raise NotImplementedError

    def gradient(self, **document: Unpack[GradientRequest]) -> Answer:
        """The loss, and its gradient with respect to every source."""
        return self.post("/gradient", document)

    def evaluate(self, **document: Unpack[Request]) -> Answer:
        """The values of the graph's outputs."""
        return self.post("/evaluate", document)

    def vjp(self, **document: Unpack[VjpRequest]) -> Answer:
        """Cotangents of the outputs pulled back to the sources."""
        return self.post("/vjp", document)

    def jvp(self, **document: Unpack[JvpRequest]) -> Answer:
        """Tangents of the inputs pushed forward to the outputs."""
        return self.post("/jvp", document)

    def jacobian(self, **document: Unpack[JacobianRequest]) -> Answer:
        """All derivatives of every element of the outputs."""
        return self.post("/jacobian", document)

    def hessian(self, **document: Unpack[DifferentialRequest]) -> Answer:
        """The loss, its gradients and its second derivatives."""
        return self.post("/hessian", document)

    def hvp(self, **document: Unpack[HvpRequest]) -> Answer:
        """The Hessian of the loss times vectors."""
        return self.post("/hvp", document)

    def batch(self, **document: Unpack[BatchRequest]) -> Answer:
        """Loss and gradients for many rows of values."""
        return self.post("/batch", document)

    def check(self, **document: Unpack[CheckRequest]) -> Answer:
        """Whether every gradient agrees with central differences."""
        return self.post("/check", document)

    def minimize(self, **document: Unpack[MinimizeRequest]) -> Answer:
        """Where the loss is least."""
        return self.post("/minimize", document)

    def estimate(self, **document: Unpack[EstimateRequest]) -> Answer:
        """Operations, FLOPs and bytes, without computing."""
        return self.post("/estimate", document)

    def graph(self, **document: Unpack[EstimateRequest]) -> Answer:
        """Whether a graph or a program is right, both its forms, inputs and shapes."""
        return self.post("/graph", document)

    def picture(self, **document: Unpack[PictureRequest]) -> Answer:
        """The text of an SVG of the graph or of its tape."""
        return self.post("/graph/picture", document)
