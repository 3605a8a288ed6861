"""How often each client may come: token buckets."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from app.errors import TooManyRequests

# A bucket takes some 200 bytes.
MOST_BUCKETS = 100_000


class Rates:
    """A bucket for each client, which fills with so many tokens a second; a request takes one.

    Args:
        limit: tokens a second; 0 for no limit.
        burst: how many a bucket holds.
        clock: gives seconds, and never goes back.
    """

    def __init__(self, limit: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._burst = burst
        self._clock = clock
        # When each bucket would be full again, the one that came longest ago first.
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str, limit: float | None = None, burst: int | None = None) -> None:
        """Take a token from a client's bucket.

        Args:
            client: whose.
            limit: tokens a second of this client, if other than everybody's.
            burst: how many its bucket holds.

        Raises:
            TooManyRequests: it is empty.
        """
        limit = self._limit if limit is None else limit
        if not limit:
            return
        burst = self._burst if burst is None else burst
        now = self._clock()
        full_at = max(self._full_at.get(client, now), now) + 1 / limit
        wait = full_at - now - burst / limit
        if wait > 1e-9:
            raise TooManyRequests(f"{limit:g} requests a second are allowed, {burst} at once", after=wait)
        self._full_at[client] = full_at
        self._full_at.move_to_end(client)
        if len(self._full_at) > MOST_BUCKETS:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop full buckets, which say nothing; if there is none, the one that was used longest ago."""
        full = [client for client, full_at in self._full_at.items() if full_at <= now]
        for client in full:
            del self._full_at[client]
        if not full:
            self._full_at.popitem(last=False)
