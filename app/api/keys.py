"""API keys: random secrets, of which the service knows SHA-256 only.

A secret of 256 random bits cannot be guessed from its hash, so the slow hashes that passwords need are not needed.
A key is found by its hash: how long that takes says nothing about the secret.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from app.api.caller import Allowance, Caller

PREFIX = "wgt_"
# How often the file is looked at.
LOOK_SECONDS = 1.0

logger = logging.getLogger("wengert")


def _moment(value: object) -> object:
    """A day as its first moment in UTC."""
    return f"{value}T00:00:00Z" if isinstance(value, str) and len(value) == len("2027-01-01") else value


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class Key(BaseModel):
    """A key as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w.@-]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    scopes: frozenset[str] | None = None
    not_before: Moment | None = None
    expires: Moment | None = None
    rate_limit: Annotated[float | None, Field(gt=0)] = None
    rate_burst: Annotated[int | None, Field(ge=1)] = None
    max_flops: Annotated[float | None, Field(gt=0)] = None
    max_memory_bytes: Annotated[int | None, Field(gt=0)] = None
    max_timeout_seconds: Annotated[float | None, Field(gt=0)] = None

    @property
    def caller(self) -> Caller:
        """Who uses it."""
        allowance = Allowance(**{name: getattr(self, name) for name in Allowance._fields})
        # The one that means no limits is known by identity.
        limits = {} if allowance == Allowance() else {"allowance": allowance}
        return Caller(self.name, f"key:{self.name}", self.scopes, **limits)

    def is_valid(self, now: float) -> bool:
        """Whether it may be used at this time, in seconds since 1970."""
        begun = self.not_before is None or self.not_before.timestamp() <= now
        return begun and (self.expires is None or now < self.expires.timestamp())


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    keys: list[Key]

    @model_validator(mode="after")
    def _distinct(self) -> _File:
        for field in ("name", "sha256"):
            seen = set()
            for key in self.keys:
                value = getattr(key, field)
                if value in seen:
                    raise ValueError(f"two keys have the {field} '{value}'")
                seen.add(value)
        return self


def read(path: Path) -> dict[str, Key]:
    """The keys of a file, by hash.

    Raises:
        ValueError: it cannot be read, or holds something else; one line that says what and where.
    """
    try:
        found = _File.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"the file of API keys {path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"/{part}" for part in first["loc"])
        raise ValueError(f"the file of API keys {path} is wrong at '{place}': {first['msg']}") from None
    return {key.sha256: key for key in found.keys}


class Keys:
    """The keys of a file, read again when it changes.

    Raises:
        ValueError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._state()
        self._keys = read(path)
        self._callers = {digest: key.caller for digest, key in self._keys.items()}
        self._next_look = time.monotonic() + LOOK_SECONDS

    def find(self, secret: str) -> Caller | None:
        """Who uses this key; None if it is not known, not valid yet, or no longer."""
        if time.monotonic() >= self._next_look:
            self._look()
        digest = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
        key = self._keys.get(digest)
        return self._callers[digest] if key is not None and key.is_valid(time.time()) else None

    def _state(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _look(self) -> None:
        """Read the file if it has changed; one that is wrong leaves the keys as they are."""
        self._next_look = time.monotonic() + LOOK_SECONDS
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        try:
            self._keys = read(self._path)
        except ValueError as error:
            logger.error("%s; the keys read before stay", error)
            return
        self._callers = {digest: key.caller for digest, key in self._keys.items()}
        logger.info("%d API keys were read from %s", len(self._keys), self._path)


def generate() -> tuple[str, str]:
    """A new secret, and its hash."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return secret, hashlib.sha256(secret.encode()).hexdigest()


def add(path: Path, key: Key) -> None:
    """Add a key to a file, which is made if it is not there, and replaced in one step.

    Raises:
        ValueError: the file cannot be read, or has a key of this name.
        OSError: it cannot be written.
    """
    keys = [*read(path).values(), key] if path.exists() else [key]
    if sum(known.name == key.name for known in keys) > 1:
        raise ValueError(f"{path} has a key named '{key.name}' already")
    text = json.dumps({"keys": [entry(known) for known in keys]}, indent=2) + "\n"
    # Only its owner can read a temporary file.
    handle, written = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    Path(written).replace(path)


def entry(key: Key) -> dict[str, object]:
    """A key as it is written in a file."""
    written = key.model_dump(exclude_none=True)
    for name, value in written.items():
        if isinstance(value, datetime):
            written[name] = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        elif isinstance(value, frozenset):
            written[name] = sorted(value)
    return written
