"""The routes that compute: a document in, a question about its graph, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from app.api import codec
from app.graph import answers, batch, check, describe, estimate, minimize, picture, questions, requests


@dataclass(frozen=True, slots=True)
class Route:
    """A route that answers a question: with data, or in other media types, which are then `offered`."""

    path: str
    summary: str
    description: str
    request: type[requests.Request]
    answer: type[BaseModel] | None
    question: questions.Question
    offered: Sequence[str] = codec.DATA

    @property
    def scope(self) -> str:
        """What a key must allow; also the name of the route in the OpenAPI document."""
        return self.path.strip("/").replace("/", "_")


ROUTES: Sequence[Route] = (
    Route(
        "/gradient",
        "Loss and gradients",
        "Runs the graph forward once and walks the tape backward once. Answers the target's value and its "
        "gradient with respect to every source.",
        requests.GradientRequest,
        answers.GradientAnswer,
        questions.gradients,
    ),
    Route(
        "/evaluate",
        "Values of the outputs",
        "Runs the graph forward. Answers its outputs, or the values named in `outputs`.",
        requests.EvaluateRequest,
        answers.EvaluateAnswer,
        questions.evaluate,
    ),
    Route(
        "/vjp",
        "Vector-Jacobian products",
        "Pulls cotangents of the outputs back to the sources, one of each or several at once.",
        requests.VjpRequest,
        answers.VjpAnswer,
        questions.vector_jacobian,
    ),
    Route(
        "/jvp",
        "Jacobian-vector products",
        "Pushes tangents of the inputs forward to the outputs, one of each or several at once.",
        requests.JvpRequest,
        answers.JvpAnswer,
        questions.jacobian_vector,
    ),
    Route(
        "/jacobian",
        "Jacobians",
        "All derivatives of every element of the outputs, in one batched pass, forward or in reverse.",
        requests.JacobianRequest,
        answers.JacobianAnswer,
        questions.jacobians,
    ),
    Route(
        "/hessian",
        "Loss, gradients and Hessian",
        "Second derivatives of the loss for every pair of sources.",
        requests.HessianRequest,
        answers.HessianAnswer,
        questions.hessians,
    ),
    Route(
        "/hvp",
        "Hessian-vector products",
        "The Hessian of the loss times vectors, without forming the Hessian.",
        requests.HvpRequest,
        answers.HvpAnswer,
        questions.hessian_vector,
    ),
    Route(
        "/batch",
        "Loss and gradients for many rows",
        "Carries one graph out for every row of some values, in one batched pass: many sets of parameters, or many shards of "
        "data. Answers loss and gradients for each row, or their sum or mean.",
        requests.BatchRequest,
        answers.GradientAnswer,
        batch.batch,
    ),
    Route(
        "/check",
        "Check gradients",
        "Compares every gradient with central differences of the loss, element by element, and says for each "
        "source which element is worst, and which sit on a kink.",
        requests.CheckRequest,
        answers.CheckAnswer,
        check.check,
    ),
    Route(
        "/minimize",
        "Minimize the loss",
        "Moves the sources to where the loss is least, by one of SciPy's methods with exact derivatives or by steps along the "
        "gradient, over batches of the data if it likes. With `Accept: text/event-stream` every step is told as it is taken.",
        requests.MinimizeRequest,
        answers.MinimizeAnswer,
        minimize.minimize,
        codec.STREAMED,
    ),
    Route(
        "/estimate",
        "Estimate the work",
        "How many operations, FLOPs and bytes a question takes, without answering it. Shapes declared in the "
        "graph's `inputs` may stand for values.",
        requests.EstimateRequest,
        answers.EstimateAnswer,
        estimate.estimate,
    ),
    Route(
        "/graph",
        "Look at a graph",
        "Checks a graph or a program, with values, with declared shapes, or with neither. Answers it in both forms, its "
        "inputs, the shapes that are known, and what it would take.",
        requests.GraphRequest,
        answers.GraphAnswer,
        describe.describe,
    ),
    Route(
        "/graph/picture",
        "Draw a graph",
        "An SVG of the graph, with its functions as boxes, or of the tape recorded for it. Shapes are shown where they are "
        "known, values and adjoints where values are given.",
        requests.PictureRequest,
        None,
        picture.picture,
        codec.PICTURE,
    ),
)
