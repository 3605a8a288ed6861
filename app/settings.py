"""Settings, each an environment variable `WENGERT_` + its name in capitals. docs/settings.md lists them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(env_prefix="WENGERT_", extra="forbid", frozen=True)

    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 for any free one.")] = 8000
    max_body_bytes: Annotated[
        int, Field(gt=0, description="Longest request body, in bytes; a longer one is answered 413.")
    ] = 64 * MIB
    max_nodes: Annotated[int, Field(gt=0, description="Most nodes a graph may have.")] = 100_000
    max_memory_bytes: Annotated[
        int,
        Field(
            gt=0,
            description="Most memory one request may take by its estimate, and the largest single array, in "
            "bytes.",
        ),
    ] = 1024 * MIB
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
    shutdown_seconds: Annotated[
        int, Field(gt=0, description="How long a stopping server waits for requests under way, in seconds.")
    ] = 30
