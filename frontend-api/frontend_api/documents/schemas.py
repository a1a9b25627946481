"""What a document door takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from frontend_api.web.values import Hex, Time
from oracle.domain import Brief, Card, ContributionDocument


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


class ContributionIn(BaseModel):
    """The document of a contribution to a persona."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["contribution"]
    document: ContributionDocument


AnyIn = BriefIn | CardIn | ContributionIn
DocumentIn = Annotated[AnyIn, Field(discriminator="kind")]


class DocumentOut(BaseModel):
    """A stored document. It is dropped after `expires_at` unless the chain names it before."""

    kind: str
    digest: Hex
    cid: str
    size: int
    expires_at: Time
