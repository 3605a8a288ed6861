"""How much memory the requests under way may take together, by their estimates."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from app.errors import Overloaded, in_bytes

# What is left is for the process itself, its caches, and what no estimate sees.
SHARE = 0.6
CONTROL_GROUPS = Path("/sys/fs/cgroup")


def available() -> int:
    """The memory of the machine, or of the control groups that this process is in, in bytes."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [file.read_text().strip() for file in _limits() if file.is_file()]
    return min([machine, *(int(limit) for limit in limits if limit.isdecimal())])


def _limits() -> Iterator[Path]:
    """Where the limits of this process stand: those of its own groups, and in a container, which sees these as the root,
    those of the root (cgroups(7))."""
    yield CONTROL_GROUPS / "memory.max"
    yield CONTROL_GROUPS / "memory" / "memory.limit_in_bytes"
    try:
        groups = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for group in groups:
        _, controllers, path = group.split(":", 2)
        if not controllers:
            yield CONTROL_GROUPS / path.lstrip("/") / "memory.max"
        elif "memory" in controllers.split(","):
            yield CONTROL_GROUPS / "memory" / path.lstrip("/") / "memory.limit_in_bytes"


class Account:
    """Memory promised to requests. Thread-safe.

    Args:
        limit: how much can be promised, in bytes.

    Attributes:
        held: how much is.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def waiting(self) -> int:
        """How many requests wait for memory."""
        return len(self._waiting)

    def take(self, count: int) -> bool:
        """Promise so many bytes, if they are there and nobody waits for them."""
        with self._lock:
            if self._waiting or self.held + count > self.limit:
                return False
            self.held += count
            return True

    async def wait(self, count: int) -> None:
        """Promise so many bytes once they are there; who came first is served first."""
        if self.take(count):
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (count, turn)
        with self._lock:
            self._waiting.append(entry)
        self._serve()
        try:
            await turn
        except asyncio.CancelledError:
            with self._lock:
                served = entry not in self._waiting
                if not served:
                    self._waiting.remove(entry)
            if served:
                self.give(count)
            else:
                self._serve()
            raise

    def give(self, count: int) -> None:
        """Take back so many bytes."""
        with self._lock:
            self.held -= count
            anybody = bool(self._waiting)
        if anybody:
            self._serve()

    def _serve(self) -> None:
        with self._lock:
            while self._waiting and self.held + self._waiting[0][0] <= self.limit:
                count, turn = self._waiting.popleft()
                self.held += count
                turn.get_loop().call_soon_threadsafe(_wake, turn)


def _wake(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)


class Reservation:
    """What one request holds of an account, until everybody who uses it has left its `with` block: the request, and
    the thread that works for it, which may end later.

    Attributes:
        held: in bytes.
    """

    __slots__ = ("_account", "_lock", "_users", "held")

    def __init__(self, account: Account) -> None:
        self._account = account
        self._lock = threading.Lock()
        self._users = 0
        self.held = 0

    def __enter__(self) -> Self:
        with self._lock:
            self._users += 1
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
        self._leave()

    def grows(self, count: int) -> bool:
        """Hold more, if it is there now, in any thread."""
        if not self._account.take(count):
            return False
        self._hold(count)
        return True

    def grow(self, count: int) -> None:
        """Hold more, in any thread.

        Raises:
            Overloaded: it is not there now.
        """
        if not self.grows(count):
            raise Overloaded(
                f"the requests under way hold the service's memory; this one needs {in_bytes(count)} more",
                after=1,
            )

    async def wait(self, total: int) -> None:
        """Hold so much in all, as soon as it is there."""
        more = total - self.held
        if more > 0:
            await self._account.wait(more)
        elif more < 0:
            self._account.give(-more)
        self._hold(more)

    def _hold(self, count: int) -> None:
        with self._lock:
            self.held += count
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            if self._users:
                return
            held, self.held = self.held, 0
        if held:
            self._account.give(held)
