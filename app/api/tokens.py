"""Bearer tokens: JWTs (RFC 7519) signed with one of the issuer's public keys (JWKS, RFC 7517)."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import logging
import threading
import time
import urllib.parse
import urllib.request
from collections import OrderedDict
from pathlib import Path
from typing import Any

from app.api.caller import Caller
from app.errors import Unauthorized
from app.settings import Settings

# Clocks differ.
LEEWAY_SECONDS = 30
# Keys are fetched again after so long, and for a key that is not known at most so often.
KEEP_SECONDS, RETRY_SECONDS = 900.0, 60.0
FETCH_SECONDS = 5.0
LONGEST_JWKS = 1 << 20
# A token that was verified is known again without its signature, at most so many of them.
MOST_KNOWN = 10_000
LONGEST_TOKEN = 16_384

logger = logging.getLogger("wengert")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Keys come from where the setting says, and from nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none."""
        return


class Tokens:
    """Verifies bearer tokens.

    Args:
        settings: of the service, with `jwt_jwks`.

    Raises:
        ValueError: the keys cannot be read, or the library that reads them is not there.
    """

    def __init__(self, settings: Settings) -> None:
        try:
            import jwt
        except ImportError:
            raise ValueError("WENGERT_JWT_JWKS needs the extra `jwt`: pip install 'wengert[jwt]'") from None
        self._jwt = jwt
        self._source = settings.jwt_jwks or ""
        self._issuer, self._audience = settings.jwt_issuer, settings.jwt_audience
        self._algorithms = list(settings.jwt_algorithms)
        self._known: OrderedDict[bytes, tuple[float, Caller]] = OrderedDict()
        self._lock = threading.Lock()
        self._opener = urllib.request.build_opener(_NoRedirects)
        self._keys: dict[str | None, Any] = {}
        self._fetched = self._tried = -KEEP_SECONDS
        self._check_source()
        try:
            self._fetch()
        except (OSError, ValueError) as error:
            if not self._source.startswith("http"):
                raise ValueError(f"the keys in {self._source} cannot be read: {error}") from None
            # An issuer that is away now may be back when the first token comes.
            logger.warning("the keys at %s cannot be fetched: %s", self._source, error)

    def known(self, token: str) -> Caller | None:
        """Who a token that was verified before belongs to; None for any other."""
        digest = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        found = self._known.get(digest)
        if found is None:
            return None
        if found[0] <= time.time():
            self._known.pop(digest, None)
            return None
        return found[1]

    async def verify(self, token: str) -> Caller:
        """Who a token belongs to.

        Raises:
            Unauthorized: it is none, or not valid.
        """
        return await asyncio.get_running_loop().run_in_executor(None, self._verified, token)

    def _verified(self, token: str) -> Caller:
        jwt = self._jwt
        if len(token) > LONGEST_TOKEN:
            raise Unauthorized("the bearer token is too long")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in self._algorithms:
                raise Unauthorized(f"the bearer token must be signed with {', '.join(self._algorithms)}")
            claims = jwt.decode(
                token,
                self._key(head.get("kid")),
                algorithms=self._algorithms,
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthorized(f"the bearer token is not valid: {error}") from None
        subject = str(claims["sub"])[:200]
        caller = Caller(subject, f"token:{claims['iss']}:{subject}", _scopes(claims))
        with self._lock:
            digest = hashlib.sha256(token.encode()).digest()
            self._known[digest] = (float(claims["exp"]) + LEEWAY_SECONDS, caller)
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return caller

    def _key(self, name: str | None) -> Any:
        """The public key of this name.

        Raises:
            Unauthorized: there is none.
        """
        now = time.monotonic()
        with self._lock:
            old = now - self._fetched > KEEP_SECONDS or self._find(name) is None
            if old and now - self._tried > RETRY_SECONDS:
                self._tried = now
                try:
                    self._fetch()
                except (OSError, ValueError) as error:
                    logger.warning("the keys at %s cannot be fetched: %s", self._source, error)
            key = self._find(name)
        if key is None:
            raise Unauthorized("the bearer token is signed with a key that is not known")
        return key

    def _find(self, name: str | None) -> Any:
        if name is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(name)

    def _check_source(self) -> None:
        """Refuse an address where keys could be changed on their way."""
        parts = urllib.parse.urlsplit(self._source)
        if parts.scheme in ("", "file", "https"):
            return
        try:
            loopback = parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise ValueError(f"WENGERT_JWT_JWKS={self._source!r}: expected a file or an https URL")

    def _fetch(self) -> None:
        """Read the keys.

        Raises:
            OSError, ValueError: they cannot be had.
        """
        if self._source.startswith(("http://", "https://")):
            with self._opener.open(self._source, timeout=FETCH_SECONDS) as answer:
                content = answer.read(LONGEST_JWKS)
        else:
            content = Path(self._source.removeprefix("file://")).read_bytes()
        try:
            found = self._jwt.PyJWKSet.from_dict(json.loads(content))
        except (self._jwt.PyJWTError, AttributeError, TypeError) as error:
            raise ValueError(f"it is no JWKS: {error}") from None
        # A secret in the set would let whoever reads it sign; one is never used to check.
        self._keys = {key.key_id: key for key in found.keys if key.key_type != "oct"}
        self._fetched = time.monotonic()


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    """The scopes of a token (RFC 8693, 4.2; `scp` as some issuers write it)."""
    given = claims.get("scope", claims.get("scp", ""))
    parts = given.split() if isinstance(given, str) else given
    return frozenset(str(part) for part in parts) if isinstance(parts, list) else frozenset()
