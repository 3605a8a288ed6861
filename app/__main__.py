"""`python -m app` serves Wengert with the settings of the environment."""

from __future__ import annotations

import argparse
import gc
import signal
import sys

import uvicorn
from pydantic import ValidationError

from app.main import create_app
from app.memory import keep_freed
from app.settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Gradients over HTTP.")
    parser.add_argument("--host", help="address to listen on (WENGERT_HOST)")
    parser.add_argument("--port", help="port to listen on, 0 for any free one (WENGERT_PORT)")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "WENGERT_" + str(first["loc"][0]).upper() if first["loc"] else "settings"
        sys.exit(f"{name}={first['input']!r}: {first['msg']}")
    app = create_app(settings)
    keep_freed(settings.keep_freed_bytes)
    # What was made at the start is never looked at again, and a graph of a hundred thousand nodes is no garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    # When it has stopped, uvicorn raises the signal again; a stop that went well ends with 0, not with a signal.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


if __name__ == "__main__":
    main()
