"""The metrics, for Prometheus."""

from __future__ import annotations

from asyncio import to_thread

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """All metrics of all workers, as text or as OpenMetrics."""
    content, media_type = await to_thread(request.app.metrics.exposition, request.headers.get("accept"))
    # Starlette would name the charset a second time.
    return Response(content, headers={"content-type": media_type})
