"""The routes that compute: a document in, a question about its graph, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import anyio
from anyio import to_thread
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from app.api import codec
from app.api.problems import internal
from app.engine import Budget, Deadline, Tiers
from app.errors import InvalidDocument, WengertError
from app.graph import answers, check, describe, estimate, picture, questions, requests
from app.graph.cache import Cache, Key
from app.graph.compiled import Answerable
from app.graph.faults import translated
from app.graph.inquiry import Limits
from app.settings import Settings


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
        "/check",
        "Check gradients",
        "Compares every gradient with central differences of the loss, element by element, and says for each "
        "source which element is worst, and which sit on a kink.",
        requests.CheckRequest,
        answers.CheckAnswer,
        check.check,
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


class Form(NamedTuple):
    """How an answer is written: its media type, and what encodings the client takes."""

    media_type: str
    accept_encoding: str | None = None


T = TypeVar("T")
# The bytes of an answer, and headers about them.
Encoded = tuple[bytes, dict[str, str]]


class Workshop:
    """Carries requests out: small ones at once, large ones in a thread, none past its deadline."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        budget = Budget(max_bytes=settings.max_memory_bytes, max_flops=settings.max_flops)
        tiers = Tiers(
            generate=settings.tier_generate,
            numbers=settings.tier_numbers,
            tiles=settings.tier_tiles,
            threads=settings.tile_threads,
        )
        self.limits = Limits(budget, settings.max_nodes, settings.max_iterations, tiers=tiers)
        self.threads = anyio.CapacityLimiter(settings.compute_threads)
        # Apart, so that small requests do not wait for large ones to be computed.
        self.readers = anyio.CapacityLimiter(settings.compute_threads)
        self.cache = Cache(settings.plan_cache_bytes)

    async def answer(self, route: Route, request: Request) -> Response:
        """The answer to a request.

        Raises:
            WengertError: whatever is wrong with it.
        """
        settings = self.settings
        media_type = codec.negotiate(request.headers.get("accept"), route.offered)
        body = await codec.read_body(request, settings.max_body_bytes, settings.body_timeout_seconds)
        form = Form(media_type, request.headers.get("accept-encoding"))
        if body.compressed or len(body.content) > settings.inline_body_bytes:
            content, headers = await self._in_thread(self._all, route, body, form)
        else:
            parts = codec.parts_of(body.content, body.media_type)
            if parts is None or self.cache.knows(Key(route.path, parts.structure)):
                compiled, deadline = self._compile(route, body, parts)
            else:
                # How long it takes to read what is new, nobody knows.
                compiled, deadline = await to_thread.run_sync(
                    self._compile, route, body, parts, limiter=self.readers
                )
            if compiled.effort <= settings.inline_flops:
                content, headers = self._finish(compiled, deadline, form)
            else:
                content, headers = await self._in_thread(self._finish, compiled, deadline, form)
        return Response(content, media_type=media_type, headers=headers)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await to_thread.run_sync(work, *arguments, limiter=self.threads)

    def _all(self, route: Route, body: codec.Body, form: Form) -> Encoded:
        plain = body.plain(self.settings.max_body_bytes)
        parts = codec.parts_of(plain.content, plain.media_type)
        compiled, deadline = self._compile(route, plain, parts)
        return self._finish(compiled, deadline, form)

    def _compile(
        self, route: Route, body: codec.Body, parts: codec.Parts | None
    ) -> tuple[Answerable, Deadline]:
        """The question of a body that is not compressed, ready to be answered, and when it must be."""
        content, media_type = body.content, body.media_type
        if parts is None:
            asked = read_request(route.request, codec.decode_document(content, media_type))
            deadline = self._deadline(asked.timeout_seconds)
            return route.question(asked, self._limits(deadline)), deadline
        key = Key(route.path, parts.structure)
        known = self.cache.request(key, parts.values)
        asked = known or read_request(route.request, codec.decode_document(content, media_type))
        deadline = self._deadline(asked.timeout_seconds)
        found: Answerable | None = self.cache.find(key, asked)
        if found is None:
            found = route.question(asked, self._limits(deadline))
            self.cache.keep(key, asked, found)
        return found, deadline

    def _limits(self, deadline: Deadline) -> Limits:
        return self.limits._replace(check=deadline.check)

    def _deadline(self, wanted: float | None) -> Deadline:
        if wanted is None:
            return Deadline(self.settings.timeout_seconds)
        most = self.settings.max_timeout_seconds
        if wanted > most:
            raise InvalidDocument(
                f"timeout_seconds is {wanted:g}; the most that can be asked for is {most:g}",
                pointer="/timeout_seconds",
            )
        return Deadline(wanted)

    @staticmethod
    def _finish(compiled: Answerable, deadline: Deadline, form: Form) -> Encoded:
        content = codec.encode_answer(compiled.run(deadline), form.media_type)
        return codec.compressed(content, form.accept_encoding)


def read_request(model: type[requests.Request], document: Any) -> requests.Request:
    """The request that a document makes.

    Raises:
        DocumentError: it does not fit the schema.
    """
    if not isinstance(document, dict):
        raise InvalidDocument("the document must be a JSON object with a 'graph'", pointer="")
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise translated(error, document) from None


def install(app: FastAPI, workshop: Workshop) -> None:
    """Add the routes to the application."""
    for route in ROUTES:
        app.add_api_route(
            route.path,
            _endpoint(workshop, route),
            methods=["POST"],
            name=route.path.strip("/").replace("/", "_"),
            summary=route.summary,
            description=route.description,
            tags=["questions"],
            response_model=None,
        )


def _endpoint(workshop: Workshop, route: Route) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            return await workshop.answer(route, request)
        except (WengertError, HTTPException):
            raise
        except Exception as error:  # noqa: BLE001  (answered here, or the server would drop the connection)
            return await internal(request, error)

    return endpoint
