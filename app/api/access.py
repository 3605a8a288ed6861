"""Whether a request may come in: by API key or bearer token, where the service asks for one."""

from __future__ import annotations

from app.api.caller import Caller
from app.api.keys import Keys
from app.api.message import Head
from app.api.tokens import Tokens
from app.errors import Unauthorized
from app.settings import Settings

BEARER = "bearer "
TOKEN_DOTS = 2


class Access:
    """Tells who sends a request.

    Raises:
        ValueError: a file that a setting names cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._keys = None if settings.api_keys_file is None else Keys(settings.api_keys_file)

        self._tokens = None if settings.jwt_jwks is None else Tokens(settings)

    async def caller(self, head: Head, address: str) -> Caller:
        """Who sends a request with this head from this address.

        Raises:
            Unauthorized: a key or a token is asked for, and it has none that is known or valid.
        """
        if self._keys is None and self._tokens is None:
            return anonymous(address)
        secret = _secret(head)
        if secret is None:
            raise Unauthorized(f"the request has no {self._asked}")
        # The three parts of a token are set apart by dots, and a key has none.
        if self._tokens is not None and (self._keys is None or secret.count(".") == TOKEN_DOTS):
            return self._tokens.known(secret) or await self._tokens.verify(secret)
        caller = None if self._keys is None else self._keys.find(secret)
        if caller is None:
            raise Unauthorized("the API key is not known, not valid yet, or no longer")
        return caller

    @property
    def _asked(self) -> str:
        if self._tokens is None:
            return "API key (X-API-Key: …, or Authorization: Bearer …)"
        either = "" if self._keys is None else "API key (X-API-Key: …) or "
        return f"{either}bearer token (Authorization: Bearer …)"


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
