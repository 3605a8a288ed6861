"""Where requests are carried out: small ones at once, large ones in a thread, none past its deadline."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.api import codec
from app.api.caller import UNLIMITED, Allowance
from app.api.exchange import Clock, Exchange, Meter
from app.api.lanes import Lane
from app.api.memory import SHARE, Account, available
from app.api.message import Patience, read_body
from app.api.metrics import Metrics
from app.api.routes import ROUTES, Route
from app.api.stream import Stream
from app.engine import Budget, Deadline, Tiers
from app.errors import InvalidDocument
from app.graph import requests
from app.graph.cache import Cache, Entry, Key, Numbers
from app.graph.compiled import Answerable, Work, refuse
from app.graph.faults import translated
from app.graph.identity import Graphs, canonical
from app.graph.inquiry import Limits, check_size
from app.graph.minimize.minimization import Minimization, Report
from app.settings import Settings

# What is carried out on the event loop takes no more memory than this, and is not entered in the account.
INLINE_BYTES = 4 * 1024 * 1024
# What an answer takes while it is written, for each byte of its arrays: JSON's digits, twice, or the numbers as objects
# where some are not finite; base64 and typed arrays and the copies that they are put together from.
ANSWER_BYTES = {codec.JSON: 8, codec.JSON_BASE64: 4, codec.CBOR: 4, codec.SVG: 1, codec.EVENTS: 8}


class Form(NamedTuple):
    """How an answer is written: its media type, and what encodings the client takes."""

    media_type: str
    accept_encoding: str | None = None


class Answer(NamedTuple):
    """An answer ready to be sent: its bytes, and its headers as ASGI takes them."""

    content: bytes
    headers: list[tuple[bytes, bytes]]
    is_picture: bool = False


class Task(NamedTuple):
    """A question ready to be answered.

    Attributes:
        question: what is asked.
        graph: the id of its graph.
        peak: the most memory that answering takes, the answer included, in bytes.
    """

    question: Answerable
    graph: str
    peak: int


class Job(NamedTuple):
    """A request that is carried out beside the event loop."""

    route: Route
    exchange: Exchange
    deadline: Deadline
    form: Form


class Workshop:
    """Carries requests out.

    Attributes:
        limits: what a request may take.
        compute: threads for what takes long to compute.
        readers: threads for what takes long to read; apart, so that small requests do not wait for large ones to be computed.
        account: the memory of all requests.
        cache: plans.
        graphs: graphs by id.
        metrics: what is counted.
    """

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self.account = Account(settings.memory_bytes or int(SHARE * available() / settings.workers))
        most = min(settings.max_memory_bytes, self.account.limit)
        tiers = Tiers(
            generate=settings.tier_generate,
            numbers=settings.tier_numbers,
            tiles=settings.tier_tiles,
            threads=settings.tile_threads,
        )
        budget = Budget(most, settings.max_flops, settings.max_elements)
        self.limits = Limits(budget, settings.max_nodes, settings.max_iterations, tiers=tiers)
        waiting = (settings.queue_length, settings.queue_seconds)
        self.compute = Lane(settings.compute_threads, "compute", *waiting)
        self.readers = Lane(settings.compute_threads, "read", *waiting)
        self.cache = Cache(settings.plan_cache_bytes)
        self.graphs = Graphs(settings.graph_store_bytes)
        self._patience = Patience(settings.body_timeout_seconds)
        self._takers = {route.path: codec.Taker(route.request.model_fields) for route in ROUTES}

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread or for memory."""
        return self.compute.waiting + self.readers.waiting + self.account.waiting

    async def answer(self, route: Route, exchange: Exchange) -> Answer:
        """The answer to a request.

        Raises:
            WengertError: whatever is wrong with it.
        """
        head, settings = exchange.head, self.settings
        form = Form(codec.negotiate(head.get(b"accept"), route.offered), head.get(b"accept-encoding"))
        body = await read_body(
            head, exchange.receive, settings.max_body_bytes, self._patience, exchange.reservation
        )
        exchange.body_is_there()
        clock, parts = exchange.clock, None
        job = Job(route, exchange, self._deadline(exchange), form)
        if body.compressed or len(body.content) > settings.inline_body_bytes:
            return await self._beside(job, self.compute, body, parts)
        parts = self._takers[route.path].parts_of(body.content, body.media_type, settings.max_depth)
        clock.done("decode")
        entry = None if parts is None else self.cache.entry(Key(route.path, parts.structure))
        if parts is None or entry is None:
            # How long it takes to read what is new, nobody knows.
            return await self._beside(job, self.readers, body, parts)
        if form.media_type == codec.JSON and exchange.caller.allowance is UNLIMITED:
            found = self.cache.numbers(entry, parts.parameters, parts.constants)
            if found is not None:
                clock.done("run")
                exchange.cached = True
                self._ran(exchange, found[0].work)
                return _answer(_written(*found), form, clock, entry.graph)
        task = self._task(job, body, parts, entry)
        clock.done("plan")
        if task.question.work.effort <= settings.inline_flops and task.peak <= INLINE_BYTES:
            return self._finish(task, job)
        with exchange.watched(job.deadline):
            return await self._run(task, job)

    async def _beside(self, job: Job, lane: Lane, body: codec.Body, parts: codec.Parts | None) -> Answer:
        """The answer to a request that is read in a thread; if it can be, in the same it is computed."""
        with job.exchange.watched(job.deadline):
            at_once = self.settings.max_flops if lane is self.compute else self.settings.inline_flops
            client = job.exchange.caller.client
            found = await lane.run(client, job.deadline, self.begun, job, body, parts, at_once)
            return found if isinstance(found, Answer) else await self._run(found, job)

    async def _run(self, task: Task, job: Job) -> Answer:
        """The answer to a question that is computed in a thread, once there is memory for it."""
        exchange = job.exchange
        held = exchange.reservation.held + task.peak
        await exchange.hold(held, job.deadline, self.settings.queue_seconds)
        return await self.compute.run(exchange.caller.client, job.deadline, self._finish_beside, task, job)

    def begun(self, job: Job, body: codec.Body, parts: codec.Parts | None, at_once: float) -> Answer | Task:
        """The answer to a request whose body is there, in this thread; or what is to be computed elsewhere, for it takes
        more than `at_once` FLOPs, or memory that is not there now."""
        exchange, clock = job.exchange, job.exchange.clock
        with exchange.reservation:
            clock.done("queue")
            entry = None
            if parts is None:
                body = body.plain(self.settings.max_body_bytes, exchange.reservation.grow)
                if len(body.content) > self.settings.inline_body_bytes:
                    exchange.reservation.grow(codec.decoded_bytes(body))
                parts = self._takers[job.route.path].parts_of(
                    body.content, body.media_type, self.settings.max_depth
                )
                clock.done("decode")
                entry = None if parts is None else self.cache.entry(Key(job.route.path, parts.structure))
            if parts is not None and entry is None and len(parts.structure) > self.settings.inline_body_bytes:
                # What stands beside the values is decoded, and written once more to know it again.
                exchange.reservation.grow(codec.decoded_bytes(codec.Body(parts.structure, codec.JSON, False)))
            task = self._task(job, body, parts, entry)
            clock.done("plan")
            if task.question.work.effort > at_once or not exchange.reservation.grows(task.peak):
                return task
            return self._finish(task, job)

    def _finish_beside(self, task: Task, job: Job) -> Answer:
        with job.exchange.reservation:
            job.exchange.clock.done("queue")
            return self._finish(task, job)

    def _task(
        self, job: Job, body: codec.Body, parts: codec.Parts | None, entry: Entry | None = None
    ) -> Task:
        """What a body that is not compressed asks."""
        question, graph = self._asked(job, body, parts, entry)
        work = question.work
        task = Task(question, graph, work.peak_bytes + ANSWER_BYTES[job.form.media_type] * work.answer_bytes)
        budget = self._budget(job.exchange.caller.allowance)
        if task.peak > budget.max_bytes or work.flops > budget.max_flops:
            refuse(question, budget, task.peak)
        return task

    def _asked(
        self, job: Job, body: codec.Body, parts: codec.Parts | None, entry: Entry | None
    ) -> tuple[Answerable, str]:
        """The question of a body, and the id of its graph."""
        route, depth = job.route, self.settings.max_depth
        if parts is None:
            document = self.graphs.resolved(codec.decode_document(body.content, body.media_type, depth))
            asked = read_request(route.request, document, self.limits.max_nodes)
            return route.question(asked, self._limits(job, asked)), self.graphs.keep(document)
        key = Key(route.path, parts.structure)
        values = {"parameters": parts.parameters, "constants": parts.constants}
        document, content = None, None
        if entry is None:
            document = self.graphs.resolved(codec.decode_document(body.content, body.media_type, depth))
            content = _content(route, document)
            entry = None if content is None else self.cache.alike(key, content)
        if entry is None:
            asked = read_request(route.request, document, self.limits.max_nodes)
        else:
            content, asked = entry.content, entry.request.model_copy(update=values)
        limits = self._limits(job, asked)
        question: Answerable | None = None if entry is None else self.cache.find(entry, asked)
        if question is not None and entry is not None:
            job.exchange.cached = True
            return question, entry.graph
        question = route.question(asked, limits)
        graph = self.graphs.keep(document) if entry is None else entry.graph
        if content is not None:
            self.cache.keep(key, content, graph, asked, question)
        return question, graph

    def _budget(self, allowance: Allowance) -> Budget:
        """What one request of a caller may take."""
        budget = self.limits.budget
        if allowance is UNLIMITED:
            return budget
        return Budget(
            min(budget.max_bytes, allowance.max_memory_bytes or math.inf),
            min(budget.max_flops, allowance.max_flops or math.inf),
            budget.max_elements,
        )

    def _limits(self, job: Job, asked: requests.Request) -> Limits:
        """What a request may take, its deadline being as it asks.

        Raises:
            InvalidDocument: it asks for more time than it can have.
        """
        allowance = job.exchange.caller.allowance
        most = min(self.settings.max_timeout_seconds, allowance.max_timeout_seconds or math.inf)
        wanted = asked.timeout_seconds
        if wanted is not None and wanted > most:
            raise InvalidDocument(
                f"timeout_seconds is {wanted:g}; the most that can be asked for is {most:g}",
                pointer="/timeout_seconds",
            )
        if wanted is not None:
            job.deadline.allow(wanted)
        budget = self._budget(allowance)
        meter = Meter(job.deadline, job.exchange.reservation, budget.max_bytes)
        return self.limits._replace(budget=budget, check=meter.check)

    def _deadline(self, exchange: Exchange) -> Deadline:
        """The deadline of a request that does not ask for another."""
        most = exchange.caller.allowance.max_timeout_seconds or math.inf
        return Deadline(min(self.settings.timeout_seconds, most), exchange.begun)

    def _finish(self, task: Task, job: Job) -> Answer:
        clock, question = job.exchange.clock, task.question
        if job.form.media_type == codec.EVENTS and isinstance(question, Minimization):
            question.report = _telling(job.exchange.stream)
        found = question.run(job.deadline)
        clock.done("run")
        self._ran(job.exchange, question.work)
        return _answer(codec.encode_answer(found, job.form.media_type), job.form, clock, task.graph)

    def _ran(self, exchange: Exchange, work: Work) -> None:
        exchange.instructions = work.operations
        self.metrics.ran(work.operations, work.flops)


def _telling(stream: Stream | None) -> Report | None:
    """What tells the client of each step."""
    if stream is None:
        return None
    return lambda said: stream.tell(codec.event("progress", codec.encode_answer(said, codec.JSON)))


CONTENT_TYPES = {kind: (b"content-type", kind.encode()) for kind in (*codec.STREAMED, *codec.PICTURE)}
VARY = (b"vary", b"Accept, Accept-Encoding")


def _answer(content: bytes, form: Form, clock: Clock, graph: str) -> Answer:
    encoding = ""
    if form.media_type != codec.EVENTS:
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
    return Answer(content, headers, form.media_type == codec.SVG)


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


def read_request(
    model: type[requests.Request], document: Any, max_nodes: float = math.inf
) -> requests.Request:
    """The request that a document makes.

    Raises:
        DocumentError: it does not fit the schema.
        BudgetExceeded: it has more than `max_nodes` of something; each would be looked at, and named if it is wrong.
    """
    if not isinstance(document, dict):
        raise InvalidDocument("the document must be a JSON object with a 'graph'", pointer="")
    check_size(document, max_nodes)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise translated(error, document) from None
