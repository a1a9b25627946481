"""A stand-in for a pinning service, as strict as the standard API's specification.

https://ipfs.github.io/pinning-services-api-spec/ (version 1.0.0)
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

Status = Literal["queued", "pinning", "pinned", "failed"]


class Pin(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    cid: str = Field(pattern=r"^baf[a-z2-7]{56}$")
    name: str = Field(default="", max_length=255)
    origins: list[str] = Field(default=[], max_length=20)
    meta: dict[str, str] = Field(default={}, max_length=1000)


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cid: str | None = None
    status: str = "pinned"
    limit: int = Field(default=10, ge=1, le=1000)


class PinningServer:
    """`pins` by request id; new ones get the status `next_status`. `down` answers 503 to all."""

    def __init__(self, token: str) -> None:
        self.pins: dict[str, tuple[Status, Pin]] = {}
        self.next_status: Status = "queued"
        self.down = False
        self.requests: list[str] = []
        self.app = FastAPI(dependencies=[Depends(self._authorise)])
        self.app.get("/api/pins")(self._list)
        self.app.post("/api/pins", status_code=202)(self._add)
        self.app.post("/api/pins/{request_id}", status_code=202)(self._replace)
        self._token = token

    def become(self, status: Status) -> None:
        """Move all the pins on."""
        self.pins = {key: (status, pin) for key, (_, pin) in self.pins.items()}

    def _authorise(self, request: Request, authorization: Annotated[str, Header()] = "") -> None:
        self.requests.append(request.method)
        if self.down:
            raise HTTPException(503, "down")
        if authorization != f"Bearer {self._token}":
            raise HTTPException(401, "Unauthorized")

    def _list(self, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
        statuses = asked.status.split(",")
        rows = [
            _row(key, status, pin)
            for key, (status, pin) in self.pins.items()
            if status in statuses and asked.cid in (None, pin.cid)
        ]
        return {"count": len(rows), "results": rows[: asked.limit]}

    def _add(self, pin: Pin) -> dict[str, Any]:
        key = f"request-{len(self.requests)}"
        self.pins[key] = self.next_status, pin
        return _row(key, self.next_status, pin)

    def _replace(self, request_id: str, pin: Pin) -> dict[str, Any]:
        if self.pins.pop(request_id, None) is None:
            raise HTTPException(404, "no such request")
        return self._add(pin)


def _row(key: str, status: Status, pin: Pin) -> dict[str, Any]:
    return {
        "requestid": key,
        "status": status,
        "created": datetime.now(UTC).isoformat(),
        "pin": pin.model_dump(),
        "delegates": ["/ip4/203.0.113.1/tcp/4001/p2p/QmServicePeerId"],
    }
