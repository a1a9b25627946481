"""ERC-721 metadata with attributes as OpenSea reads them, and ERC-7572's of a collection."""

from typing import Literal

from pydantic import BaseModel


class Trait(BaseModel):
    """A trait in words (https://docs.opensea.io/docs/metadata-standards)."""

    trait_type: str
    value: str


class CountedTrait(BaseModel):
    """A trait that is counted."""

    trait_type: str
    value: int
    display_type: Literal["number"] = "number"


Attribute = Trait | CountedTrait


class TokenMetadata(BaseModel):
    """A token's metadata. `image` and `animation_url` are addresses of files."""

    name: str
    description: str
    image: str
    external_url: str
    animation_url: str | None
    attributes: list[Attribute]


class CollectionMetadata(BaseModel):
    """A collection's metadata (ERC-7572)."""

    name: str
    description: str
    image: str


def text(trait: str, value: str) -> Attribute:
    """A trait in words."""
    return Trait(trait_type=trait, value=value)


def number(trait: str, value: int) -> Attribute:
    """A trait that is counted."""
    return CountedTrait(trait_type=trait, value=value)
