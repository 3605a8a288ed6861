"""Whether the process lives, and whether it should be sent requests."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The state of the service."""

    status: Literal["alive", "ready", "starting or stopping", "busy"]


@router.get("/livez", summary="Is the process alive?")
async def livez() -> Health:
    """Answers as long as the event loop turns."""
    return Health(status="alive")


@router.get("/readyz", summary="Should it be sent requests?", responses={503: {"model": Health}})
async def readyz(request: Request, response: Response) -> Health:
    """503 while the service starts or stops, and while requests wait for a thread or for memory."""
    if not request.app.state.ready:
        response.status_code = 503
        return Health(status="starting or stopping")
    if request.app.state.workshop.waiting:
        response.status_code = 503
        return Health(status="busy")
    return Health(status="ready")
