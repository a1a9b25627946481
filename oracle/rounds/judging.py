"""A round's entries judged by the language model that the scoring profile names."""

import logging

from oracle.domain import Brief, Manifest, ScoringProfile
from oracle.errors import Transient
from oracle.judging.judge import Asker, ModelJudge
from oracle.judging.prompt import judge_prompt
from oracle.scoring.answers import as_written

log = logging.getLogger(__name__)

_SECONDS = 45.0


def judged(
    manifest: Manifest, brief: Brief, profile: ScoringProfile, asker: Asker | None
) -> Manifest:
    """The manifest with what the profile's judge answers about its entries.

    As it is, where the profile names no judge, or this operator can't ask that one: a judge is one
    signal of several, and all its answers together are waited for 45 seconds at most.
    """
    if profile.judge is None:
        return manifest
    if why := unable(profile, asker):
        log.warning("round %d goes without a judge: %s", manifest.round_id, why)
        return manifest
    assert asker is not None
    texts = [entry.text for entry in manifest.entries]
    answers = ModelJudge(asker, _SECONDS).answers(texts, manifest.platform, brief)
    written = as_written(answers, len(texts))
    return manifest.model_copy(update={"judged": written})


def unable(profile: ScoringProfile, asker: Asker | None) -> str | None:
    """Why this operator can't ask the profile's judge, and what to do; None where it can."""
    judge = profile.judge
    if judge is None:
        return None
    if asker is None:
        return f"set TROUPE_ENGINE=openai and serve {judge.model} at TROUPE_ENGINE_URL"
    if judge.prompt != judge_prompt():
        return "its prompt is not this version's: run the version of Troupe that has it"
    try:
        found = asker.info().model
    except Transient as error:
        return str(error)
    if found != judge.model:
        return f"it is {judge.model}, and the engine is {found}: serve that at TROUPE_ENGINE_URL"
    return None
