"""Whether a request may come in: by API key, where the service asks for one."""

from __future__ import annotations

from app.api.caller import Caller
from app.api.keys import Keys
from app.api.message import Head
from app.errors import Unauthorized
from app.settings import Settings

BEARER = "bearer "


class Access:
    """Tells who sends a request.

    Raises:
        ValueError: a file that a setting names cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._keys = None if settings.api_keys_file is None else Keys(settings.api_keys_file)

    def caller(self, head: Head, address: str) -> Caller:
        """Who sends a request with this head from this address.

        Raises:
            Unauthorized: a key is asked for, and it has none that is known.
        """
        if self._keys is None:
            return anonymous(address)
        secret = _secret(head)
        if secret is None:
            raise Unauthorized("the request has no API key (X-API-Key: …, or Authorization: Bearer …)")
        caller = self._keys.find(secret)
        if caller is None:
            raise Unauthorized("the API key is not known, not valid yet, or no longer")
        return caller


def anonymous(address: str) -> Caller:
    """Somebody at an address; nobody is asked for a key."""
    return Caller("", f"address:{address}")


def _secret(head: Head) -> str | None:
    """What a request shows."""
    key = head.get(b"x-api-key")
    if key is not None:
        return key.strip()
    authorization = head.get(b"authorization")
    if authorization is None or authorization[: len(BEARER)].lower() != BEARER:
        return None
    return authorization[len(BEARER) :].strip()
