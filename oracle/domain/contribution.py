"""What is given to a persona, and what it is worth."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from oracle.domain.base import (
    MAX_REASON,
    Address,
    Digest,
    Document,
    Many,
    Number,
    Part,
    Score,
    reads_as_it_looks,
)
from oracle.domain.words import ContributionKind


def _file_name(name: str) -> str:
    if "/" in name or "\\" in name or name.strip() in ("", ".", ".."):
        raise ValueError("a file's name has no slash, and is not empty")
    return reads_as_it_looks(name)


FileName = Annotated[str, Field(max_length=200), AfterValidator(_file_name)]
"""A file's own name, without the folders it lay in."""


# Left out of the document where there is none: those from before it keep their digests.
_OPTIONAL: dict[str, Any] = {
    "default": None,
    "exclude_if": lambda value: value is None,
    "json_schema_extra": {"x-left-out": True},
}


class Media(Part):
    """A file that a document links: its address in IPFS, and what its giver says of it.

    `name` and `size` (bytes) are left out of the document where they are not given.
    """

    uri: str = Field(max_length=300, pattern=r"^ipfs://[A-Za-z0-9]{46,120}(/[A-Za-z0-9_.~-]+)*$")
    media_type: str = Field(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+-]+$")
    name: FileName | None = Field(**_OPTIONAL)
    size: int | None = Field(ge=1, le=2**53 - 1, **_OPTIONAL)

    @property
    def cid(self) -> str:
        """The root of what is linked: a file, or the directory that the address leads into."""
        return self.uri.removeprefix("ipfs://").partition("/")[0]


class ContributionDocument(Document):
    """What somebody gives to a persona: the words, or the media with words that describe it.

    A text or a conversation may link the file that it is taken from; its words are here.
    It names its contributor, so that a copied digest is worthless. `language` is of the text (ISO
    639-1), `licence` the terms under which it is given, best as an SPDX identifier.
    """

    schema_: Literal["troupe/contribution/1"] = Field(
        default="troupe/contribution/1", alias="schema"
    )
    contributor: Address
    persona_id: int = Field(ge=1, le=0xFFFF)
    kind: ContributionKind
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=10_000)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    media: Media | None = None
    licence: str = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _holds_what_it_says(self) -> Self:
        if not self.text.strip():
            raise ValueError("the text is empty")
        if self.kind.is_media and self.media is None:
            raise ValueError(f"a contribution of kind {self.kind} has to link media")
        return self


class ContributionValue(Part):
    """What one contribution under review is worth: 0 rejects it; and a sentence that says why."""

    token_id: Number
    document: Digest
    value: Score
    why: str = Field(max_length=MAX_REASON)


class ReviewSheet(Document):
    """One operator's review of a persona's contributions, in the order of the review.

    It names no operator and no time: honest operators' sheets are the same bytes.
    """

    schema_: Literal["troupe/review/1"] = Field(default="troupe/review/1", alias="schema")
    chain_id: Number
    contract: Address
    review_id: Number
    persona_id: int = Field(ge=1, le=0xFFFF)
    scoring_profile: Digest
    contributions: Many[ContributionValue] = Field(min_length=1, max_length=16)

    def payload(self) -> bytes:
        """What goes on chain: a uint16 per contribution, and the sheet's digest."""
        values = b"".join(row.value.to_bytes(2) for row in self.contributions)
        return values + bytes.fromhex(self.digest[2:])
