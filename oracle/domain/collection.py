"""What collections of tokens are, and the prompts of evaluations."""

from typing import Literal

from pydantic import Field

from oracle.domain.base import MASK, Document, ImageURI, Line, Many


class Collection(Document):
    """What a collection of tokens is (ERC-7572)."""

    name: str = Field(min_length=1, max_length=60)
    description: str = Field(min_length=1, max_length=1_000)
    image: ImageURI = MASK


class PromptPool(Document):
    """Briefs from which an evaluation's held-out prompts are drawn."""

    schema_: Literal["troupe/prompts/1"] = Field(default="troupe/prompts/1", alias="schema")
    prompts: Many[Line] = Field(min_length=8, max_length=1_024)
