"""`python -m app` serves Wengert with the settings of the environment."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys

from pydantic import ValidationError

from app.api.access import Access
from app.serve.supervisor import serve
from app.settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Gradients over HTTP.")
    parser.add_argument("--host", help="address to listen on (WENGERT_HOST)")
    parser.add_argument("--port", help="port to listen on, 0 for any free one (WENGERT_PORT)")
    parser.add_argument("--workers", help="how many processes serve (WENGERT_WORKERS)")
    # The workers read their settings from the environment.
    for name, value in vars(parser.parse_args()).items():
        if value is not None:
            os.environ[f"WENGERT_{name.upper()}"] = value
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            sys.exit(said)
        sys.exit(f"WENGERT_{str(first['loc'][0]).upper()}={first['input']!r}: {said}")
    if settings.open and not settings.allow_open and not _is_loopback(settings.host):
        sys.exit(
            f"WENGERT_HOST={settings.host!r} can be reached from elsewhere, and nobody would be asked for a key: set "
            "WENGERT_API_KEYS_FILE or WENGERT_JWT_JWKS, or WENGERT_ALLOW_OPEN=true to serve everybody"
        )
    # Each worker reads the files of keys too; that one is wrong is said once, before there are any.
    try:
        Access(settings)
    except ValueError as error:
        sys.exit(str(error))
    sys.exit(serve(settings))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
