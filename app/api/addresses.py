"""Where a request comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Whoever has one IPv6 address has as many as this network (RFC 6177).
HOST_PREFIX = 64


def networks(names: Sequence[str]) -> tuple[Network, ...]:
    """The networks of these names."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


def client_address(scope: Mapping[str, Any], trusted: tuple[Network, ...]) -> str:
    """The address of the client; of an IPv6 one its network. Empty where the connection has none.

    What X-Forwarded-For says is believed from the right, as long as trusted proxies have written it.
    """
    client = scope.get("client")
    peer = client[0] if client else ""
    if not trusted:
        return _written(peer)
    address = _parsed(peer)
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    hops = b",".join(forwarded).decode("latin-1").split(",") if forwarded else []
    while address is not None and hops and any(address in network for network in trusted):
        before = _parsed(hops.pop().strip())
        if before is None:
            break
        address = before
    return _written(peer if address is None else str(address))


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    address = _parsed(text)
    if address is None:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOST_PREFIX), strict=False))
    return str(address)


def _parsed(text: str) -> IP | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
