"""Swagger UI at /docs, from files of this service: the page works without internet access."""

from __future__ import annotations

import base64
import hashlib
import re

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from app.api.openapi import shortened

router = APIRouter(include_in_schema=False)

# Schemas of hundreds of nodes would bury the routes.
OPTIONS = {"tryItOutEnabled": True, "defaultModelsExpandDepth": -1, "displayRequestDuration": True}


def install(app: FastAPI) -> None:
    """Add the page and its files to the application."""
    app.include_router(router)
    app.mount("/swagger", StaticFiles(packages=[("fastapi_swagger", "resources")]), name="swagger")


@router.get("/docs")
async def page() -> HTMLResponse:
    """The interface, to read and to try."""
    # Beside the page, wherever a proxy puts that.
    response = get_swagger_ui_html(
        openapi_url="docs/openapi.json",
        title="Wengert: gradients over HTTP",
        swagger_js_url="swagger/swagger-ui-bundle.js",
        swagger_css_url="swagger/swagger-ui.css",
        swagger_favicon_url="swagger/favicon-32x32.png",
        swagger_ui_parameters=OPTIONS,
    )
    response.headers["Content-Security-Policy"] = _policy(bytes(response.body).decode())
    return response


@router.get("/docs/openapi.json")
async def document(request: Request) -> Response:
    """What the page shows: the document without a schema for each operation."""
    state = request.app.state
    if not hasattr(state, "shown"):
        state.shown = JSONResponse({**shortened(request.app.openapi()), "servers": [{"url": ".."}]}).body
    return Response(state.shown, media_type="application/json")


def _policy(html: str) -> str:
    """What the page may load: files of this service, pictures inside them, and the script that stands in the page."""
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return (
        f"default-src 'self'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
