"""The application: `uvicorn app.main:create_app --factory`, or `python -m app`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from app import __version__
from app.api import docs, health, openapi, playground, problems, reference, scrape
from app.api.service import Service
from app.settings import Settings


def create_app(settings: Settings | None = None) -> Service:
    """The service with these settings, or with those of the environment.

    Raises:
        pydantic.ValidationError: a setting does not fit.
        ValueError: a file that a setting names cannot be read.
    """
    settings = settings or Settings()
    app = Service(
        settings,
        title="Wengert",
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.ready = False
    problems.install(app)
    app.include_router(reference.router)
    app.include_router(health.router)
    if settings.metrics:
        app.include_router(scrape.router)
    docs.install(app)
    playground.install(app)
    _cache_document(app)
    return app


@asynccontextmanager
async def _lifespan(app: Service) -> AsyncIterator[None]:
    app.metrics.start()
    app.state.ready = True
    yield
    app.state.ready = False
    app.metrics.close()
    if app.tracing is not None:
        await asyncio.to_thread(app.tracing.close)
    await asyncio.to_thread(app.log.close)


def _cache_document(app: FastAPI) -> None:
    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi.document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
