"""What the doors for cards give."""

from typing import Literal

from pydantic import BaseModel, Field

from oracle.domain import Card

CardFormat = Literal["elizaos", "v2", "v3", "png"]


class CardRead(BaseModel):
    """A card of Troupe, ready for POST /documents, made of a file in another format."""

    format: Literal["troupe", "elizaos", "v2", "v3"]
    card: Card
    notes: list[str] = Field(description="What its owner should know, in a sentence each.")
