"""Drafts that learn: instructed as the bandit says, and kept so that outcomes can be told of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oracle.assistant.drafts.write import Candidate, Drafts, draft
from oracle.assistant.feedback.bandit import Posterior
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.records import Choice
from oracle.assistant.feedback.variants import instructed, possible
from oracle.domain import Brief, Card, Criterion, EngineInfo, Platform
from oracle.platforms import PLATFORMS
from oracle.ports import TextEngine
from oracle.scoring.rules import Rules


@dataclass(frozen=True)
class Kept:
    """Drafts, the variant by which the persona was instructed, and the post's name in the ledger.

    `variant` is None where what wrote takes no instructions, `post` where nothing could be kept.
    """

    drafts: Drafts
    variant: str | None
    post: str | None

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return {"post": self.post, "variant": self.variant} | self.drafts.as_json()


def draft_and_keep(
    feedback: Feedback,
    card: Card,
    brief: Brief,
    platform: Platform,
    engine: TextEngine,
    *,
    candidates: int,
    seed: str,
    variant: str | None = None,
    rules: Rules | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Kept:
    """As `draft`, instructed by `variant` or as the bandit draws; the best candidate is kept.

    The built-in writer takes no instructions, so its drafts teach nothing about variants. What the
    persona published there before is not written again. Raises as `draft` does, and `Permanent`
    for an unknown variant.
    """
    info, posteriors = engine.info(), dict[str, Posterior]()
    chosen = None if info.built_in else variant
    if chosen is None and not info.built_in:
        drawn, known = feedback.variant(card.name, seed, possible(card))
        chosen, posteriors = drawn, dict(known)
    slug = PLATFORMS[platform].slug
    drafts = draft(
        instructed(card, chosen) if chosen else card,
        brief,
        platform,
        engine,
        candidates=candidates,
        seed=seed,
        rules=rules,
        past=feedback.published(card.name, slug),
        told=told,
    )
    if drafts.best is None:
        return Kept(drafts, chosen, None)
    choice = _choice(card, brief, slug, info, drafts.best, chosen, posteriors, candidates)
    return Kept(drafts, chosen, feedback.keep_choice(choice))


def _choice(
    card: Card,
    brief: Brief,
    platform: str,
    info: EngineInfo,
    best: Candidate,
    variant: str | None,
    posteriors: dict[str, Posterior],
    candidates: int,
) -> Choice:
    scores = best.judged.scores.criteria if best.judged else {}
    return Choice(
        persona=card.name,
        card=card.digest,
        platform=platform,
        brief=brief.text,
        text=best.text,
        engine=f"{info.name} {info.version} {info.model}"[:400],
        variant=variant,
        posterior={name: (each.alpha, each.beta) for name, each in posteriors.items()},
        candidates=candidates,
        liking=best.liking,
        criteria={str(c): scores[c].value for c in Criterion if c in scores},
    )
