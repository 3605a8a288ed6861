"""The page at /, to try the service on: static files, and what they need to know of the service."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from app.api.openapi import OPENAPI
from app.api.routes import ROUTES

FILES = Path(__file__).parents[1] / "playground"
# Pictures and the graph's labels are made by the page itself; nothing is loaded from elsewhere, and nothing inline is carried out.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
# A page of an older version beside scripts of a newer one would not work: they are asked for again, and mostly unchanged.
FRESH = {"cache-control": "no-cache"}

router = APIRouter(include_in_schema=False)


class _Files(StaticFiles):
    def file_response(self, *arguments: object, **options: object) -> Response:
        response = super().file_response(*arguments, **options)  # type: ignore[arg-type]
        response.headers.update(FRESH)
        return response


def install(app: FastAPI) -> None:
    """Add the page and its files to the application."""
    app.include_router(router)
    app.mount("/playground", _Files(directory=FILES), name="playground")


@router.get("/")
async def page() -> FileResponse:
    """The page."""
    return FileResponse(FILES / "index.html", headers={"content-security-policy": POLICY, **FRESH})


@router.get("/playground/about.json")
async def about() -> Response:
    """Which members each route knows, and the examples as they are written: JavaScript would write 2.0 as 2."""
    return Response(_about(), media_type="application/json", headers=FRESH)


@cache
def _about() -> str:
    routes = {route.path: sorted(route.request.model_fields) for route in ROUTES}
    examples = [file.read_text() for file in sorted((OPENAPI / "examples").glob("*.json"))]
    return json.dumps({"routes": routes, "examples": examples})
