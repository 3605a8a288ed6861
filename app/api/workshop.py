"""Where requests are carried out: small ones at once, large ones in a thread, none past its deadline."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from time import perf_counter
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.api import codec
from app.api.message import Head, Patience, Receive, read_body
from app.api.routes import ROUTES, Route
from app.api.threads import Threads
from app.engine import Budget, Deadline, Tiers
from app.errors import InvalidDocument
from app.graph import requests
from app.graph.cache import Cache, Entry, Key, Numbers
from app.graph.compiled import Answerable
from app.graph.faults import translated
from app.graph.identity import Graphs, canonical
from app.graph.inquiry import Limits
from app.settings import Settings


class Form(NamedTuple):
    """How an answer is written: its media type, and what encodings the client takes."""

    media_type: str
    accept_encoding: str | None = None


class Answer(NamedTuple):
    """An answer ready to be sent: its bytes, and its headers as ASGI takes them."""

    content: bytes
    headers: list[tuple[bytes, bytes]]


class Clock:
    """How long the stages of a request took, for the `Server-Timing` header."""

    __slots__ = ("_ends", "_start")

    def __init__(self) -> None:
        self._start = perf_counter()
        self._ends: list[tuple[str, float]] = []

    def done(self, stage: str) -> None:
        """A stage ends now."""
        self._ends.append((stage, perf_counter()))

    def __str__(self) -> str:
        """The stages with their milliseconds."""
        parts, last = [], self._start
        for stage, end in self._ends:
            parts.append(f"{stage};dur={1e3 * (end - last):.3f}")
            last = end
        return ", ".join(parts)


class Task(NamedTuple):
    """A question ready to be answered."""

    question: Answerable
    deadline: Deadline
    graph: str


class Workshop:
    """Carries requests out.

    Attributes:
        limits: what a request may take.
        threads: for what takes long to compute.
        readers: for what takes long to read; apart, so that small requests do not wait for large ones to be computed.
        cache: plans.
        graphs: graphs by id.
    """

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
        self.threads = Threads(settings.compute_threads, "compute")
        self.readers = Threads(settings.compute_threads, "read")
        self.cache = Cache(settings.plan_cache_bytes)
        self.graphs = Graphs(settings.graph_store_bytes)
        self._patience = Patience(settings.body_timeout_seconds)
        self._takers = {route.path: codec.Taker(route.request.model_fields) for route in ROUTES}

    async def answer(self, route: Route, head: Head, receive: Receive) -> Answer:
        """The answer to a request.

        Raises:
            WengertError: whatever is wrong with it.
        """
        settings = self.settings
        form = Form(codec.negotiate(head.get(b"accept"), route.offered), head.get(b"accept-encoding"))
        body = await read_body(head, receive, settings.max_body_bytes, self._patience)
        clock = Clock()
        if body.compressed or len(body.content) > settings.inline_body_bytes:
            return await self.threads.run(self.answer_all, route, body, form, clock)
        parts = self._takers[route.path].parts_of(body.content, body.media_type)
        clock.done("decode")
        entry = None if parts is None else self.cache.entry(Key(route.path, parts.structure))
        if parts is None or entry is None:
            # How long it takes to read what is new, nobody knows.
            task = await self.readers.run(self._task, route, body, parts)
        else:
            if form.media_type == codec.JSON:
                found = self.cache.numbers(entry, parts.parameters, parts.constants)
                if found is not None:
                    clock.done("run")
                    return _answer(_written(*found), form, clock, entry.graph)
            task = self._task(route, body, parts, entry)
        clock.done("plan")
        if task.question.effort <= settings.inline_flops:
            return self._finish(task, form, clock)
        return await self.threads.run(self._finish, task, form, clock)

    def answer_all(self, route: Route, body: codec.Body, form: Form, clock: Clock) -> Answer:
        """The answer to a request whose body is there, from beginning to end in this thread."""
        plain = body.plain(self.settings.max_body_bytes)
        parts = self._takers[route.path].parts_of(plain.content, plain.media_type)
        clock.done("decode")
        entry = None if parts is None else self.cache.entry(Key(route.path, parts.structure))
        task = self._task(route, plain, parts, entry)
        clock.done("plan")
        return self._finish(task, form, clock)

    def _task(
        self, route: Route, body: codec.Body, parts: codec.Parts | None, entry: Entry | None = None
    ) -> Task:
        """What a body that is not compressed asks."""
        if parts is None:
            document = self.graphs.resolved(codec.decode_document(body.content, body.media_type))
            asked = read_request(route.request, document)
            deadline = self._deadline(asked.timeout_seconds)
            return Task(route.question(asked, self._limits(deadline)), deadline, self.graphs.keep(document))
        key = Key(route.path, parts.structure)
        values = {"parameters": parts.parameters, "constants": parts.constants}
        document, content = None, None
        if entry is None:
            document = self.graphs.resolved(codec.decode_document(body.content, body.media_type))
            content = _content(route, document)
            entry = None if content is None else self.cache.alike(key, content)
        if entry is None:
            asked = read_request(route.request, document)
        else:
            content, asked = entry.content, entry.request.model_copy(update=values)
        deadline = self._deadline(asked.timeout_seconds)
        question: Answerable | None = None if entry is None else self.cache.find(entry, asked)
        if question is not None and entry is not None:
            return Task(question, deadline, entry.graph)
        question = route.question(asked, self._limits(deadline))
        graph = self.graphs.keep(document) if entry is None else entry.graph
        if content is not None:
            self.cache.keep(key, content, graph, asked, question)
        return Task(question, deadline, graph)

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
    def _finish(task: Task, form: Form, clock: Clock) -> Answer:
        found = task.question.run(task.deadline)
        clock.done("run")
        return _answer(codec.encode_answer(found, form.media_type), form, clock, task.graph)


CONTENT_TYPES = {kind: (b"content-type", kind.encode()) for kind in (*codec.DATA, *codec.PICTURE)}
VARY = (b"vary", b"Accept, Accept-Encoding")


def _answer(content: bytes, form: Form, clock: Clock, graph: str) -> Answer:
    content, encoding = codec.compressed(content, form.accept_encoding)
    clock.done("encode")
    headers = [
        CONTENT_TYPES[form.media_type],
        (b"content-length", b"%d" % len(content)),
        VARY,
        (b"server-timing", str(clock).encode()),
    ]
    if graph:
        headers.append((b"wengert-graph", graph.encode()))
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return Answer(content, headers)


def _written(numbers: Numbers, results: Sequence[float]) -> bytes:
    if numbers.written is None:
        numbers.written = codec.Template(numbers.layout)
    content: bytes = numbers.written.filled(results)
    return content


def _content(route: Route, document: Any) -> Any:
    """What a request says beside its values, as a key; None if it cannot be told."""
    if not isinstance(document, dict):
        return None
    said = canonical({name: value for name, value in document.items() if name not in codec.VALUES})
    return None if said is None else (route.path, hashlib.sha256(said).digest())


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
