"""One request on its way through the service: who asks, since when, with what memory, and how it went."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from app.api.caller import Caller
from app.api.memory import Account, Reservation
from app.api.message import Head
from app.api.stream import Stream
from app.engine import Deadline
from app.errors import BudgetExceeded, Overloaded, in_bytes

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Clock:
    """How long the stages of a request took, for the `Server-Timing` header.

    Attributes:
        start: of the first, on the clock of `perf_counter`.
    """

    __slots__ = ("_ends", "start")

    def __init__(self) -> None:
        self.start = perf_counter()
        self._ends: list[tuple[str, float]] = []

    def done(self, stage: str) -> None:
        """A stage ends now."""
        self._ends.append((stage, perf_counter()))

    def stages(self) -> Iterator[tuple[str, float]]:
        """The stages with their seconds."""
        last = self.start
        for stage, end in self._ends:
            yield stage, end - last
            last = end

    def __str__(self) -> str:
        return ", ".join([f"{stage};dur={1e3 * seconds:.3f}" for stage, seconds in self.stages()])


class Meter:
    """Looks at the clock and the memory while a request is recorded.

    Args:
        deadline: of the request.
        reservation: grows as the tape does.
        max_bytes: how far.
    """

    __slots__ = ("_deadline", "_max_bytes", "_recorded", "_reservation")

    def __init__(self, deadline: Deadline, reservation: Reservation, max_bytes: float) -> None:
        self._deadline = deadline
        self._reservation = reservation
        self._max_bytes = max_bytes
        self._recorded = 0

    def check(self, recorded: int = 0) -> None:
        """Called now and then.

        Args:
            recorded: bytes that the tape has grown by since.

        Raises:
            DeadlineExceeded, BudgetExceeded, Overloaded.
        """
        self._deadline.check()
        if not recorded:
            return
        self._recorded += recorded
        if self._recorded > self._max_bytes:
            raise BudgetExceeded(
                "recorded with its derivatives, the graph would need more than "
                f"{in_bytes(self._max_bytes)} of memory, which is the limit"
            )
        self._reservation.grow(recorded)


class Exchange:
    """One request.

    Attributes:
        head: its headers.
        receive: gives what its client sends.
        caller: who asks.
        begun: when its body was there, on the monotonic clock; its deadline counts from then on.
        clock: how long the stages took.
        reservation: the memory that it holds.
        gone: whether the client has left.
        cached: whether its plan was known.
        instructions: how many were carried out, once that is known.
        stream: for answers that are told as they come.
    """

    __slots__ = (
        "begun",
        "cached",
        "caller",
        "clock",
        "gone",
        "head",
        "instructions",
        "receive",
        "reservation",
        "stream",
    )

    def __init__(self, head: Head, receive: Receive, caller: Caller, account: Account) -> None:
        self.head = head
        self.receive = receive
        self.caller = caller
        self.reservation = Reservation(account)
        self.begun = time.monotonic()
        self.clock = Clock()
        self.gone = False
        self.cached = False
        self.instructions: int | None = None
        self.stream: Stream | None = None

    def body_is_there(self) -> None:
        """From now on the service works, and time counts."""
        self.begun = time.monotonic()
        self.clock = Clock()

    @contextmanager
    def watched(self, deadline: Deadline) -> Iterator[None]:
        """End the work in this block when the client leaves: its deadline passes, and the task is cancelled."""
        task = asyncio.current_task()

        async def watch() -> None:
            message = await self.receive()
            if message["type"] == "http.disconnect" and task is not None:
                self.gone = True
                deadline.bring_forward()
                task.cancel()

        watching = asyncio.get_running_loop().create_task(watch())
        try:
            yield
        finally:
            watching.cancel()

    async def hold(self, total: int, deadline: Deadline, patience: float) -> None:
        """Hold so much memory in all, as soon as it is there.

        Raises:
            Overloaded: it was not there for long.
            DeadlineExceeded: it has passed.
        """
        try:
            async with asyncio.timeout(max(0.0, min(patience, deadline.left))):
                await self.reservation.wait(total)
        except TimeoutError:
            if deadline.left <= 0:
                raise deadline.exceeded() from None
            raise Overloaded(
                f"the memory that this request needs was not free within {patience:g} seconds",
                after=patience / 2,
            ) from None
