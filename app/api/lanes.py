"""Threads for what would hold up the event loop, and who waits for them."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from app.engine import Deadline
from app.errors import Overloaded

T = TypeVar("T")

# Work ends at its next look at the clock; its client is answered no later than so many seconds after the deadline.
GRACE = 0.25


class Turn(NamedTuple):
    """A request that waits for a thread."""

    client: str
    ready: asyncio.Future[None]


# What the system's scheduler takes from threads that compute (nice(2)); the event loop keeps its own.
NICENESS = 5


def _give_way() -> None:
    """Let the event loop go first where processors are short (Linux has a niceness for each thread)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


class Lane:
    """A bounded number of threads, and a bounded number of requests that wait for one.

    Of those that wait, the first of the client with the fewest threads is next; when too many wait, the last of the
    client with the most has to go. So one client that asks for much does not keep others out.

    Args:
        threads: how many.
        name: of the threads.
        most_waiting: how many requests may wait.
        patience: how long they may, in seconds.

    Attributes:
        busy: how many threads work.
    """

    def __init__(self, threads: int, name: str, most_waiting: int, patience: float) -> None:
        self.threads = threads
        self.most_waiting = most_waiting
        self.patience = patience
        self.busy = 0
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name, initializer=_give_way)
        self._waiting: list[Turn] = []
        self._working: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._waiting)

    async def run(self, client: str, deadline: Deadline, work: Callable[..., T], *arguments: Any) -> T:
        """What the work gives.

        The thread is free again when the work has ended, which may be later than this returns.

        Raises:
            Overloaded: too many wait, or for too long.
            DeadlineExceeded: it has passed.
        """
        if self.busy >= self.threads or self._waiting:
            await self._turn(client, deadline)
        else:
            self._begin(client)
        loop = asyncio.get_running_loop()
        result: asyncio.Future[T] = loop.create_future()

        def ended(future: Future[T]) -> None:
            loop.call_soon_threadsafe(self._ended, client, future, result)

        try:
            self._pool.submit(work, *arguments).add_done_callback(ended)
        except RuntimeError:
            self._end(client)
            raise Overloaded("the service is stopping", after=1) from None
        late = loop.call_later(max(0.0, deadline.left + GRACE), _expire, deadline, result)
        try:
            return await result
        finally:
            late.cancel()

    async def _turn(self, client: str, deadline: Deadline) -> None:
        if len(self._waiting) >= self.most_waiting:
            self._make_room(client)
        loop = asyncio.get_running_loop()
        turn = Turn(client, loop.create_future())
        self._waiting.append(turn)
        late = loop.call_later(max(0.0, min(self.patience, deadline.left)), self._give_up, turn, deadline)
        try:
            await turn.ready
        except asyncio.CancelledError:
            # It may have been let in at this very moment.
            if turn.ready.done() and not turn.ready.cancelled() and turn.ready.exception() is None:
                self._end(client)
            raise
        finally:
            late.cancel()
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _make_room(self, client: str) -> None:
        """Let the last request of the client with the most go, if this one has fewer.

        Raises:
            Overloaded: this client has the most.
        """
        waiting = Counter(turn.client for turn in self._waiting)
        busiest, most = waiting.most_common(1)[0] if waiting else (client, 0)
        full = Overloaded(
            f"{len(self._waiting)} requests wait for {self.threads} threads; no more are taken up", after=1
        )
        if most <= waiting[client] + 1:
            raise full
        last = next(turn for turn in reversed(self._waiting) if turn.client == busiest)
        self._waiting.remove(last)
        last.ready.set_exception(full)

    def _give_up(self, turn: Turn, deadline: Deadline) -> None:
        if not turn.ready.done():
            late = deadline.left <= 0
            turn.ready.set_exception(
                deadline.exceeded()
                if late
                else Overloaded(
                    f"no thread was free within {self.patience:g} seconds", after=self.patience / 2
                )
            )

    def _begin(self, client: str) -> None:
        self.busy += 1
        self._working[client] += 1

    def _ended(self, client: str, future: Future[T], result: asyncio.Future[T]) -> None:
        self._end(client)
        error = future.exception()
        if result.done():
            return
        if error is None:
            result.set_result(future.result())
        else:
            result.set_exception(error)

    def _end(self, client: str) -> None:
        self.busy -= 1
        self._working[client] -= 1
        if not self._working[client]:
            del self._working[client]
        while self._waiting and self.busy < self.threads:
            turn = min(self._waiting, key=lambda turn: self._working[turn.client])
            self._waiting.remove(turn)
            if not turn.ready.done():
                self._begin(turn.client)
                turn.ready.set_result(None)


def _expire(deadline: Deadline, result: asyncio.Future[Any]) -> None:
    if not result.done():
        result.set_exception(deadline.exceeded())
