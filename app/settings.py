"""Settings, each an environment variable `WENGERT_` + its name in capitals. docs/settings.md lists them."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIB = 1024 * 1024
# Signatures that only the issuer can make (RFC 7518, 3.1; RFC 8037).
ASYMMETRIC = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"),
    "EdDSA",
)


def _split(value: Any) -> Any:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(env_prefix="WENGERT_", extra="forbid", frozen=True)

    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 for any free one.")] = 8000
    workers: Annotated[
        int,
        Field(
            ge=1,
            le=256,
            description="How many processes serve; one that dies is replaced. Limits, caches and rates are each worker's own.",
        ),
    ] = 1
    worker_health_seconds: Annotated[
        int, Field(gt=0, description="A worker that gives no sign of life for so many seconds is replaced.")
    ] = 30
    blas_threads: Annotated[
        int,
        Field(
            ge=1,
            description="Threads of one matrix product; requests run next to each other, so one is enough.",
        ),
    ] = 1
    max_body_bytes: Annotated[
        int,
        Field(
            gt=0,
            description="Longest request body, in bytes, as it arrives and without compression; a longer one is answered 413.",
        ),
    ] = 64 * MIB
    max_header_bytes: Annotated[
        int, Field(gt=0, description="Longest head of a request, in bytes; a longer one is answered 431.")
    ] = 32 * 1024
    max_depth: Annotated[
        int, Field(gt=0, le=500, description="How deep a document may nest; a deeper one is answered 400.")
    ] = 100
    max_nodes: Annotated[int, Field(gt=0, description="Most nodes a graph may have.")] = 100_000
    max_elements: Annotated[int, Field(gt=0, description="Most elements one array may have.")] = 100_000_000
    max_memory_bytes: Annotated[
        int,
        Field(
            gt=0,
            description="Most memory one request may take by its estimate, and the largest single array, in "
            "bytes.",
        ),
    ] = 1024 * MIB
    memory_bytes: Annotated[
        int | None,
        Field(
            gt=0,
            description="Most memory that all requests of one worker may take at a time by their estimates, in bytes; by default "
            "60 % of what the machine or its control group has, shared by the workers. A request that would need more than "
            "this alone is refused.",
        ),
    ] = None
    max_flops: Annotated[
        float, Field(gt=0, description="Most floating-point operations one request may take by its estimate.")
    ] = 1e12
    max_iterations: Annotated[
        int,
        Field(gt=0, description="Most iterations of a while_loop that gives no max_iterations of its own."),
    ] = 10_000
    timeout_seconds: Annotated[
        float, Field(gt=0, description="When work stops if a request does not say, in seconds.")
    ] = 30.0
    max_timeout_seconds: Annotated[
        float, Field(gt=0, description="The most a request may ask for with timeout_seconds, in seconds.")
    ] = 120.0
    body_timeout_seconds: Annotated[
        float, Field(gt=0, description="How long a client may take to send its body, in seconds.")
    ] = 30.0
    header_timeout_seconds: Annotated[
        float,
        Field(gt=0, description="How long a client may take to send the head of a request, in seconds."),
    ] = 10.0
    send_timeout_seconds: Annotated[
        float,
        Field(
            gt=0,
            description="A connection whose client takes nothing of an answer for so long is cut, in seconds.",
        ),
    ] = 30.0
    keep_alive_seconds: Annotated[
        int, Field(gt=0, description="How long a connection may rest between two requests, in seconds.")
    ] = 15
    max_connections: Annotated[
        int,
        Field(gt=0, description="Most connections of a worker; further ones are answered 503 and closed."),
    ] = 10_000
    max_requests: Annotated[
        int,
        Field(
            gt=0,
            description="Most requests that a worker has taken up and not answered; further ones are answered 503.",
        ),
    ] = 1000
    queue_length: Annotated[
        int,
        Field(
            ge=0,
            description="How many of them may wait for a thread or for memory; further ones are answered 503.",
        ),
    ] = 100
    queue_seconds: Annotated[
        float, Field(gt=0, description="How long they may wait before they are answered 503, in seconds.")
    ] = 10.0
    rate_limit: Annotated[
        float,
        Field(
            ge=0,
            description="Requests a second that one client (its key, or its address) may send to a worker for long; further ones "
            "are answered 429. 0 for no limit.",
        ),
    ] = 0.0
    rate_burst: Annotated[
        int, Field(ge=1, description="How many a client may send at once before `rate_limit` counts.")
    ] = 100
    trusted_proxies: Annotated[
        Listed,
        Field(
            description="Addresses or networks, separated by commas, whose X-Forwarded-For says who the client is; everybody "
            "else's is ignored."
        ),
    ] = ()
    allow_open: Annotated[
        bool,
        Field(
            description="Serve everybody on an address that is not this machine's own, though no keys are asked for."
        ),
    ] = False
    api_keys_file: Annotated[
        Path | None,
        Field(
            description="File of hashed API keys; read again when it changes. With it, requests need a key."
        ),
    ] = None
    jwt_jwks: Annotated[
        str | None,
        Field(
            description="File or https URL of an issuer's public keys (JWKS); with it, requests need one of its bearer tokens, or a "
            "key (needs the extra `jwt`)."
        ),
    ] = None
    jwt_issuer: Annotated[str | None, Field(description="The `iss` that tokens must have.")] = None
    jwt_audience: Annotated[str | None, Field(description="The `aud` that tokens must have.")] = None
    jwt_algorithms: Annotated[
        Listed,
        Field(description="What tokens may be signed with, separated by commas; never a shared secret."),
    ] = ("RS256", "PS256", "ES256", "EdDSA")
    cors_origins: Annotated[
        Listed,
        Field(
            description="Origins, separated by commas, whose pages may send requests from a browser; `*` for all, empty for none "
            "but the service's own."
        ),
    ] = ()
    metrics: Annotated[bool, Field(description="Answer GET /metrics, for Prometheus.")] = True
    log_format: Annotated[
        Literal["json", "text"],
        Field(description="How log lines are written: as JSON objects, or for people."),
    ] = "text"
    log_requests: Annotated[bool, Field(description="Write a line for every request.")] = False
    traces: Annotated[
        bool,
        Field(
            description="Send OpenTelemetry traces, to where the standard OTEL_EXPORTER_OTLP_ENDPOINT says (needs the extra `otel`)."
        ),
    ] = False
    inline_flops: Annotated[
        float,
        Field(
            ge=0,
            description="Requests up to this estimate run on the event loop, larger ones in a thread; 0 runs "
            "everything in threads.",
        ),
    ] = 2e5
    inline_body_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="Bodies up to this length are decoded on the event loop if their graph is known, in bytes.",
        ),
    ] = 64 * 1024
    plan_cache_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="Memory for the plans of requests that may come again with other values, roughly, in bytes; 0 keeps "
            "none.",
        ),
    ] = 64 * MIB
    graph_store_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="Memory for graphs that requests may name by their id instead of sending them, in bytes; 0 keeps none.",
        ),
    ] = 32 * MIB
    tier_generate: Annotated[
        bool,
        Field(
            description="Write plans that come again out as functions that run straight through; false for measuring, as with "
            "the other tiers. The answers are the same."
        ),
    ] = True
    tier_numbers: Annotated[
        bool,
        Field(
            description="Carry out such plans on Python's floats where they are about single numbers only."
        ),
    ] = True
    tier_tiles: Annotated[
        bool, Field(description="Carry out operations on large arrays together, piece by piece.")
    ] = True
    tile_threads: Annotated[
        int, Field(gt=0, description="How many threads share the pieces of one request.")
    ] = 2
    keep_freed_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="Memory that the process keeps for the next arrays when arrays are given back, in bytes (with glibc); "
            "0 gives all back to the operating system.",
        ),
    ] = 256 * MIB
    compute_threads: Annotated[int, Field(gt=0, description="How many requests compute at one time.")] = 4
    drain_seconds: Annotated[
        float,
        Field(
            ge=0,
            description="How long a stopping server still takes requests while /readyz says that it should be sent none, so that "
            "whoever spreads them can look, in seconds.",
        ),
    ] = 0.0
    shutdown_seconds: Annotated[
        int, Field(gt=0, description="How long a stopping server waits for requests under way, in seconds.")
    ] = 30

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ipaddress.ip_network(network, strict=False)
        return value

    @field_validator("jwt_algorithms")
    @classmethod
    def _asymmetric(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [name for name in value if name not in ASYMMETRIC]
        if wrong or not value:
            raise ValueError(f"expected some of {', '.join(ASYMMETRIC)}, separated by commas")
        return value

    @model_validator(mode="after")
    def _tokens_are_for_somebody(self) -> Settings:
        if self.jwt_jwks is not None and (self.jwt_issuer is None or self.jwt_audience is None):
            raise ValueError("WENGERT_JWT_JWKS needs WENGERT_JWT_ISSUER and WENGERT_JWT_AUDIENCE too")
        return self

    @property
    def open(self) -> bool:
        """Whether requests need neither key nor token."""
        return self.api_keys_file is None and self.jwt_jwks is None
