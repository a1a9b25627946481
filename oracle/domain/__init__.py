"""The words of Troupe as plain data: documents that go to IPFS, and values that go on chain.

Every document is canonical JSON (UTF-8, sorted keys, no spaces) of at most `MAX_DOCUMENT_BYTES`,
stored as one raw IPFS block; its *digest* is the sha2-256 of those bytes, written ``0x`` + 64 hex
digits, in JSON and in Python alike. Unknown fields are refused: a document means what it says.
"""

from oracle.domain.base import (
    MASK,
    MAX_DOCUMENT_BYTES,
    MAX_REASON,
    MAX_ROSTER,
    MAX_SCORE,
    MAX_SOURCES,
    MIN_ROSTER,
    ZERO_DIGEST,
    Address,
    Digest,
    Document,
    ImageURI,
    Line,
    Many,
    Name,
    Number,
    Place,
    Score,
    digest_of,
)
from oracle.domain.brief import Brief, Source
from oracle.domain.card import Card, ModelName, Registration, Sampling, Service, Taste, Voice
from oracle.domain.collection import Collection, PromptPool
from oracle.domain.contribution import ContributionDocument, ContributionValue, Media, ReviewSheet
from oracle.domain.manifest import (
    MAX_ATTEMPTS,
    EngineInfo,
    Entry,
    Manifest,
    Quote,
    attempt_seed,
)
from oracle.domain.profile import Judge, Library, ScoringProfile, Topic, Weight
from oracle.domain.sheet import Ballot, CriterionScore, EntryScores, ScorePart, ScoreSheet
from oracle.domain.words import ContributionKind, Criterion, Platform, PlatformSlug

__all__ = [
    "MASK",
    "MAX_ATTEMPTS",
    "MAX_DOCUMENT_BYTES",
    "MAX_REASON",
    "MAX_ROSTER",
    "MAX_SCORE",
    "MAX_SOURCES",
    "MIN_ROSTER",
    "ZERO_DIGEST",
    "Address",
    "Ballot",
    "Brief",
    "Card",
    "Collection",
    "ContributionDocument",
    "ContributionKind",
    "ContributionValue",
    "Criterion",
    "CriterionScore",
    "Digest",
    "Document",
    "EngineInfo",
    "Entry",
    "EntryScores",
    "ImageURI",
    "Judge",
    "Library",
    "Line",
    "Manifest",
    "Many",
    "Media",
    "ModelName",
    "Name",
    "Number",
    "Place",
    "Platform",
    "PlatformSlug",
    "PromptPool",
    "Quote",
    "Registration",
    "ReviewSheet",
    "Sampling",
    "Score",
    "ScorePart",
    "ScoreSheet",
    "ScoringProfile",
    "Service",
    "Source",
    "Taste",
    "Topic",
    "Voice",
    "Weight",
    "attempt_seed",
    "digest_of",
]
