"""Embedding models that a process keeps open, for what scoring profiles name."""

from functools import cache

from oracle.embeddings.cached import CachedEmbedder
from oracle.embeddings.opening import open_embedder
from oracle.ports import Embedder

_MOST_TEXTS = 5_000


@cache
def kept_embedder(name: str) -> Embedder:
    """The model of that name, opened once, with a cache in memory; for several threads.

    A profile is governance's word: what it names has to be on this machine, and nothing is
    downloaded for it. Raises `Fatal` where it is not.
    """
    return CachedEmbedder(open_embedder(name, download=False), most=_MOST_TEXTS)
