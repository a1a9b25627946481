"""What a document door takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from frontend_api.web.values import Hex, Time
from oracle.domain import Brief, Card


class BriefIn(BaseModel):
    """A brief for a generation proposal."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["brief"]
    document: Brief


class CardIn(BaseModel):
    """A character card for a persona."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["card"]
    document: Card


DocumentIn = Annotated[BriefIn | CardIn, Field(discriminator="kind")]


class DocumentOut(BaseModel):
    """A stored document. It is dropped after `expires_at` unless the chain names it before."""

    kind: str
    digest: Hex
    cid: str
    size: int
    expires_at: Time
