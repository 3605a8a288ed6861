"""Who sends a request, and what they may."""

from __future__ import annotations

from typing import NamedTuple

from app.errors import Forbidden

EVERYTHING = "*"


class Allowance(NamedTuple):
    """Limits of one caller, where they are other than everybody's.

    Attributes:
        rate_limit: requests a second, for long.
        rate_burst: requests at once.
        max_flops: floating-point operations of one request.
        max_memory_bytes: memory of one request.
        max_timeout_seconds: time of one request.
    """

    rate_limit: float | None = None
    rate_burst: int | None = None
    max_flops: float | None = None
    max_memory_bytes: int | None = None
    max_timeout_seconds: float | None = None


UNLIMITED = Allowance()


class Caller(NamedTuple):
    """Who sends a request.

    Attributes:
        name: of the key; empty for nobody in particular.
        client: what rates and queues go by.
        scopes: what they may ask for; None for everything.
        allowance: their limits.
    """

    name: str
    client: str
    scopes: frozenset[str] | None = None
    allowance: Allowance = UNLIMITED

    def check(self, scope: str) -> None:
        """See that they may ask for this.

        Raises:
            Forbidden: they may not.
        """
        if self.scopes is None or scope in self.scopes or EVERYTHING in self.scopes:
            return
        held = ", ".join(sorted(self.scopes)) or "none"
        raise Forbidden(f"the scope '{scope}' is needed; '{self.name[:80]}' has {held}")
