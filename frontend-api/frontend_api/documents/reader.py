"""Pinned documents, as strangers wrote them: checked, or with what is wrong about them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar, cast

from pydantic import BaseModel

from frontend_api.web.values import Hex
from oracle.documents import read_document
from oracle.domain import Document
from oracle.errors import Permanent, Transient
from oracle.ipfs.cid import to_base32
from oracle.ipfs.embedded import EmbeddedStore

D = TypeVar("D", bound=Document)
_MISSING = "the document is not in the block store yet: it is asked for again"
_CACHED = 256
_cid = lru_cache(_CACHED)(to_base32)


class Reference(BaseModel):
    """A document by its digest; `problem` says why it can't be read."""

    digest: Hex
    cid: str
    problem: str | None = None


class Pinned(Reference, Generic[D]):
    """A document with its digest; null where it is missing or invalid."""

    document: D | None = None


@dataclass(frozen=True)
class Found(Generic[D]):
    """A document, or why there is none."""

    document: D | None
    problem: str | None


class Documents:
    """Reads documents from the block store, and remembers the latest."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._cached = lru_cache(_CACHED)(self._read)

    def find(self, kind: type[D], digest: str) -> Found[D]:
        """The document of that kind and digest. Raises `Fatal` where the store is broken."""
        try:
            return cast(Found[D], self._cached(kind, digest))
        except Transient:
            return Found(None, _MISSING)

    def pinned(self, kind: type[D], digest: str) -> Pinned[D]:
        """The same, as an answer."""
        found = self.find(kind, digest)
        return Pinned(
            digest=digest, cid=_cid(digest), document=found.document, problem=found.problem
        )

    def _read(self, kind: type[Document], digest: str) -> Found[Document]:
        try:
            return Found(read_document(self._store, kind, digest), None)
        except Permanent as error:
            return Found(None, str(error))


def reference(digest: str, problem: str | None = None) -> Reference:
    """A document by its digest alone."""
    return Reference(digest=digest, cid=_cid(digest), problem=problem)
