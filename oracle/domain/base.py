"""What all documents share: canonical bytes, digests, and the kinds of values in them."""

import json
import re
from hashlib import sha256
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, Field

MAX_DOCUMENT_BYTES = 256 * 1024
MAX_SCORE = 10_000
MAX_REASON = 500
MIN_ROSTER, MAX_ROSTER = 3, 16
MAX_SOURCES = 8
ZERO_DIGEST = "0x" + "00" * 32

Digest = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Address = Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{40}$")]
Score = Annotated[int, Field(ge=0, le=MAX_SCORE)]
Number = Annotated[int, Field(ge=1, le=2**256 - 1)]
Place = Annotated[int, Field(ge=0, le=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
T = TypeVar("T")
# The first wrong one ends it: a list of 100,000 wrong things takes no list of as many errors.
Many = Annotated[tuple[T, ...], FailFast()]
# Where a picture is: inline, by IPFS or on the web.
ImageURI = Annotated[str, Field(max_length=8_000, pattern=r"^(data:image/|ipfs://|https://)")]

# Control characters, and marks that turn the direction of a text.
_MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# Two masks, the picture of whatever has none of its own.
MASK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'%3E%3Cg "
    "fill='none' stroke='%236d4aff' stroke-width='4'%3E%3Cpath d='M8 12h28v18a14 14 0 0 1-28 0z'"
    "/%3E%3Cpath d='M40 22h16v18a14 14 0 0 1-24 8'/%3E%3Cpath d='M16 32q6 6 12 0'/%3E%3C/g%3E%3C"
    "/svg%3E"
)


class Document(BaseModel):
    """A pinned document. `to_bytes` is the one serialisation; `parse` its strict inverse."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def to_bytes(self) -> bytes:
        """Canonical JSON bytes; the same document always gives the same bytes."""
        data = self.model_dump(mode="json", by_alias=True)
        return json.dumps(
            data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()

    @property
    def digest(self) -> str:
        """The sha2-256 digest of `to_bytes`, as ``0x`` and 64 hex digits."""
        return digest_of(self.to_bytes())

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The document in `data`.

        Raises `pydantic.ValidationError` (a `ValueError`) if the bytes are not such a document and
        `ValueError` if they are longer than `MAX_DOCUMENT_BYTES` bytes.
        """
        if len(data) > MAX_DOCUMENT_BYTES:
            raise ValueError(f"a document of {len(data)} bytes is over {MAX_DOCUMENT_BYTES}")
        return cls.model_validate_json(data)


class Part(BaseModel):
    """A part of a document."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def reads_as_it_looks(text: str) -> str:
    """The text. Raises `ValueError` for one that would mislead where it stands beside others'."""
    if _MISLEADING.search(text):
        raise ValueError("control characters and direction marks may not stand here")
    return text


def digest_of(data: bytes) -> str:
    """The digest of a raw block: ``0x`` and the 64 hex digits of its sha2-256."""
    return "0x" + sha256(data).hexdigest()
