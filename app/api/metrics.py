"""What the service counts about itself, for Prometheus.

A request only adds to plain numbers. They are carried over to prometheus_client before each exposition and, where several
workers share a folder, once a second, so that any of them can answer for all.
"""

from __future__ import annotations

import asyncio
import os
import platform
import resource
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from app import __version__
from app.api.folder import forget, shared
from app.api.routes import ROUTES
from app.errors import error_types
from app.settings import Settings

OTHER = "other"
# Routes beside those that compute. Labels come from here alone: a client cannot make new series.
PAGES = (
    "/",
    "/docs",
    "/docs/openapi.json",
    "/livez",
    "/metrics",
    "/openapi.json",
    "/ops",
    "/ops/{name}",
    "/playground",
    "/problems",
    "/problems/{slug}",
    "/readyz",
    "/swagger",
)
# Routes with files below them.
MOUNTED = ("/playground", "/swagger")
KNOWN_ROUTES = frozenset({route.path for route in ROUTES} | {*PAGES})
STAGES = ("queue", "decode", "plan", "run", "encode")
REQUEST_BOUNDS = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1),
    *(0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
)
STAGE_BOUNDS = (1e-5, 5e-5, 1e-4, 5e-4, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0)
# How often a worker writes its numbers down for the others.
TICK_SECONDS = 1.0
# To count open files takes a look at each; with thousands of connections that is not for every second.
TICKS_BETWEEN_LOOKS = 10

# What others count and `watch` reads: the name here, the metric, its text.
WATCHED_COUNTERS = {
    "plan_cache_hits": (
        "wengert_plan_cache_hits_total",
        "Requests whose plan was known from an earlier request.",
    ),
    "plan_cache_misses": ("wengert_plan_cache_misses_total", "Requests whose plan had to be made."),
    "graph_store_hits": ("wengert_graph_store_hits_total", "Requests by graph id whose graph was kept."),
    "graph_store_misses": (
        "wengert_graph_store_misses_total",
        "Requests by graph id whose graph was not kept.",
    ),
    "log_lines_dropped": (
        "wengert_log_lines_dropped_total",
        "Log lines given up because standard error took no more.",
    ),
}
WATCHED_GAUGES = {
    "under_way": ("wengert_requests_under_way", "Requests taken up and not answered."),
    "waiting": ("wengert_requests_waiting", "Requests that wait for a thread or for memory."),
    "memory_held": (
        "wengert_memory_reserved_bytes",
        "Memory promised to the requests under way, by their estimates.",
    ),
    "memory_limit": ("wengert_memory_limit_bytes", "Memory that can be promised to requests at a time."),
    "connections": ("wengert_connections", "Open connections of clients."),
    "threads_busy": ("wengert_threads_busy", "Threads that read or compute for a request."),
    "threads": ("wengert_threads", "Threads that could."),
}


def template(path: str) -> str:
    """The route of a path that FastAPI does not match itself."""
    if path in KNOWN_ROUTES:
        return path
    return next((mount for mount in MOUNTED if path.startswith(f"{mount}/")), OTHER)


class Timings:
    """Durations by how long they were.

    Attributes:
        counts: how many lay up to each bound and above the one before, those above all bounds last.
        total: their sum, in seconds.
    """

    __slots__ = ("counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0


class Answers:
    """Answers of one route with one status.

    Attributes:
        count: how many.
        timings: of the route.
    """

    __slots__ = ("count", "timings")

    def __init__(self, timings: Timings) -> None:
        self.count = 0
        self.timings = timings


class Carried(NamedTuple):
    """A number that only grows, and the counter that it is carried over to."""

    read: Callable[[], float]
    counter: Any
    before: list[float]

    def carry(self) -> None:
        """Add what it has grown by."""
        now = self.read()
        if now != self.before[0]:
            self.counter.inc(now - self.before[0])
            self.before[0] = now


class Metrics:
    """Everything that is counted, with a registry of its own.

    `answered` and `stages` are for the event loop's thread alone; all else may be called in any.

    Args:
        settings: of the service.
    """

    def __init__(self, settings: Settings) -> None:
        # Moments of creation would double the number of series and serve nobody here.
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
        self._shared = shared()
        self._registry = CollectorRegistry()
        self._lock = threading.Lock()
        self._carried: list[Carried] = []
        self._sampled: list[tuple[Callable[[], float], Gauge]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._ticks = 0

        self._requests = self._counter(
            "wengert_requests_total", "Requests answered, by route and status.", ["route", "status"]
        )
        self._seconds = Histogram(
            "wengert_request_seconds",
            "Time from the head of a request to its answer, in seconds.",
            ["route"],
            registry=self._registry,
            buckets=REQUEST_BOUNDS,
        )
        refused = self._counter(
            "wengert_refusals_total", "Answers that are problems, by the kind of problem.", ["cause"]
        )
        stage_seconds = Histogram(
            "wengert_stage_seconds",
            "Time that requests spent in each stage, in seconds.",
            ["stage"],
            registry=self._registry,
            buckets=STAGE_BOUNDS,
        )
        self._answers: dict[tuple[str, int], Answers] = {}
        self._by_route: dict[str, Timings] = {}
        self._by_stage = {stage: self._timings(STAGE_BOUNDS, stage_seconds.labels(stage)) for stage in STAGES}
        self._refusals = dict.fromkeys([*(error.slug for error in error_types()), OTHER], 0)
        for cause in self._refusals:
            self._carry(_item(self._refusals, cause), refused.labels(cause))
        self._work = threading.Lock()
        self._instructions = 0
        self._flops = 0.0
        self._carry(
            lambda: self._instructions,
            self._counter("wengert_instructions_total", "Instructions of the plans that were carried out."),
        )
        self._carry(
            lambda: self._flops,
            self._counter(
                "wengert_flops_total", "Floating-point operations of these plans, by their estimates."
            ),
        )
        self._watched_counters = {name: self._counter(*said) for name, said in WATCHED_COUNTERS.items()}
        self._watched_gauges = {name: self._gauge(*said) for name, said in WATCHED_GAUGES.items()}
        self._about_the_process(settings)

    def _about_the_process(self, settings: Settings) -> None:
        self._gauge("wengert_workers", "Worker processes that serve.").set(1)
        self._gauge("wengert_workers_configured", "Worker processes that should.", "max").set(
            settings.workers
        )
        started = self._gauge(
            "wengert_last_worker_start_time_seconds",
            "When the youngest worker started, in seconds since 1970.",
            "max",
        )
        started.set(time.time())
        about = Gauge(
            "wengert_build_info",
            "1; the labels say what is running.",
            ["version", "python"],
            registry=self._registry,
            multiprocess_mode="max",
        )
        about.labels(__version__, platform.python_version()).set(1)
        self._resident = self._of_each_worker(
            "wengert_worker_resident_memory_bytes", "Memory that a worker holds, in bytes."
        )
        self._files = self._of_each_worker(
            "wengert_worker_open_files", "Files, connections among them, that a worker has open."
        )
        self._most_files = self._of_each_worker(
            "wengert_worker_max_open_files", "Files that a worker may have open."
        )
        self._carry(
            time.process_time,
            self._counter("wengert_cpu_seconds_total", "Processor time of all workers, in seconds."),
        )

    # What is counted

    def answered(self, route: str, status: int, seconds: float, slug: str | None) -> None:
        """A request was answered.

        Args:
            route: its template; anything that is none is counted as `other`.
            status: of the answer.
            seconds: since its head was there.
            slug: of the problem, if it was one.
        """
        answers = self._answers.get((route, status))
        if answers is None:
            answers = self._new(route, status)
        answers.count += 1
        timings = answers.timings
        timings.counts[bisect_left(REQUEST_BOUNDS, seconds)] += 1
        timings.total += seconds
        if slug is not None:
            refusals = self._refusals
            refusals[slug if slug in refusals else OTHER] += 1

    def stages(self, pairs: Iterable[tuple[str, float]]) -> None:
        """A request spent so many seconds in each of these stages."""
        by_stage = self._by_stage
        for stage, seconds in pairs:
            timings = by_stage.get(stage)
            if timings is not None:
                timings.counts[bisect_left(STAGE_BOUNDS, seconds)] += 1
                timings.total += seconds

    def ran(self, instructions: int, flops: float) -> None:
        """A plan was carried out, in any thread."""
        with self._work:
            self._instructions += instructions
            self._flops += flops

    def watch(self, name: str, read: Callable[[], float]) -> None:
        """Read a number that somebody else keeps, whenever numbers are carried over.

        Args:
            name: of `WATCHED_COUNTERS` or `WATCHED_GAUGES`.
            read: gives it, in any thread.
        """
        counter = self._watched_counters.get(name)
        if counter is not None:
            self._carry(read, counter)
        else:
            self._sampled.append((read, self._watched_gauges[name]))

    # How it is read

    def start(self) -> None:
        """The service serves from now on; called in its event loop."""
        if self._shared:
            self._tick()

    def close(self) -> None:
        """It serves no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.carry_over()
        if self._shared:
            forget(os.getpid())

    def exposition(self, accept: str | None) -> tuple[bytes, str]:
        """All metrics, of all workers, in the format that a scraper asks for, and its media type.

        With several workers this reads a few files for each; call it in a thread.
        """
        self.carry_over(look=True)
        registry = self._registry
        if self._shared:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        encode, media_type = choose_encoder(accept or "")
        return encode(registry), media_type

    def carry_over(self, *, look: bool = False) -> None:
        """Give prometheus_client the numbers as they are now, and with `look` also what the system says of the process."""
        with self._lock:
            for carried in self._carried:
                carried.carry()
            for read, gauge in self._sampled:
                gauge.set(read())
            if look:
                self._resident.set(_resident_bytes())
                self._files.set(_open_files())
                self._most_files.set(resource.getrlimit(resource.RLIMIT_NOFILE)[0])

    def _tick(self) -> None:
        self.carry_over(look=self._ticks % TICKS_BETWEEN_LOOKS == 0)
        self._ticks += 1
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)

    # How it is made

    def _new(self, route: str, status: int) -> Answers:
        if route not in KNOWN_ROUTES:
            route = OTHER
        found = self._answers.get((route, status))
        if found is not None:
            return found
        timings = self._by_route.get(route)
        if timings is None:
            timings = self._by_route[route] = self._timings(REQUEST_BOUNDS, self._seconds.labels(route))
        answers = self._answers[route, status] = Answers(timings)
        self._carry(lambda: answers.count, self._requests.labels(route, str(status)))
        return answers

    def _timings(self, bounds: tuple[float, ...], child: Any) -> Timings:
        """Durations, carried over to a histogram. prometheus_client has no call that adds many at once, so this adds to
        the numbers inside it."""
        timings = Timings(bounds)
        for place, bucket in enumerate(child._buckets):
            self._carry(_item(timings.counts, place), bucket)
        self._carry(lambda: timings.total, child._sum)
        return timings

    def _carry(self, read: Callable[[], float], counter: Any) -> None:
        with self._lock:
            self._carried.append(Carried(read, counter, [0]))

    def _counter(self, name: str, text: str, labels: Iterable[str] = ()) -> Counter:
        return Counter(name, text, labels, registry=self._registry)

    def _gauge(self, name: str, text: str, mode: Any = "livesum") -> Gauge:
        return Gauge(name, text, registry=self._registry, multiprocess_mode=mode)

    def _of_each_worker(self, name: str, text: str) -> Gauge:
        """A gauge with the label `pid`, which prometheus_client adds by itself where workers share a folder."""
        if self._shared:
            return self._gauge(name, text, "liveall")
        return Gauge(name, text, ["pid"], registry=self._registry).labels(str(os.getpid()))


def _item(numbers: Any, key: Any) -> Callable[[], float]:
    return lambda: numbers[key]


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        # Without /proc, the most that there ever was.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def _open_files() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 0
