"""GET /health, GET /ready and GET /status."""

import time
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from frontend_api.status.repository import StatusOut, read_status
from frontend_api.web.view import Held, Viewed

router = APIRouter(tags=["status"])
_STALE_S = 30


class Health(BaseModel):
    """That all is well."""

    status: Literal["ok"] = "ok"


@router.get("/health")
def health_get(view: Viewed) -> Health:
    """Whether the projection can be read and is being updated."""
    age = int(time.time()) - view.status.updated_at
    if age > _STALE_S:
        raise HTTPException(
            503, f"nothing has updated the projection for {age} s: is `frontend_api project` up?"
        )
    return Health()


@router.get("/ready")
def ready_get(view: Viewed, held: Held) -> Health:
    """Whether all is well, and this process has loaded what takes seconds to load."""
    if not held.loaded.is_set():
        raise HTTPException(503, "it still loads its libraries and models", {"Retry-After": "2"})
    return health_get(view)


@router.get("/status")
def status_get(view: Viewed) -> StatusOut:
    """How far the projection is."""
    found = read_status(view.session, view.version)
    assert found is not None  # a view has a status
    return found
