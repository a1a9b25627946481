"""Drafts that learn: instructed as the bandit says, and kept so that outcomes can be told of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from oracle.assistant.drafts.write import DraftRequest, Drafts, draft
from oracle.assistant.feedback.bandit import Posterior
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.records import Choice
from oracle.assistant.feedback.variants import instructed, possible
from oracle.domain import Criterion
from oracle.errors import TroupeError
from oracle.platforms import PLATFORMS
from oracle.ports import TextEngine
from oracle.scoring.rules import Rules


@dataclass(frozen=True)
class Kept:
    """Drafts, the variant by which the persona was instructed, and the post's name in the ledger.

    `variant` is None where what wrote takes no instructions, `post` where nothing was kept; then
    `unkept` says why, if the best candidate should have been.
    """

    drafts: Drafts
    variant: str | None = None
    post: str | None = None
    unkept: TroupeError | None = None

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        unkept = self.unkept and str(self.unkept)
        said = {"post": self.post, "variant": self.variant, "unkept": unkept}
        return said | self.drafts.as_json()


def draft_and_keep(
    asked: DraftRequest,
    engine: TextEngine,
    feedback: Feedback | None,
    *,
    variant: str | None = None,
    rules: Rules | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Kept:
    """As `draft`, instructed by `variant` or as the bandit draws; the best candidate is kept.

    The built-in writer takes no instructions, so its drafts teach nothing about variants. What the
    persona published there before is not written again. Without `feedback` nobody instructs and
    nothing is kept. What is written is given whether it can be kept or not. Raises as `draft` does,
    `Permanent` for an unknown variant, and `Transient` where the ledger can't be read.
    """
    if feedback is None:
        return Kept(draft(asked, engine, rules=rules, told=told))
    card, built_in = asked.card, engine.info().built_in
    chosen, posteriors = None if built_in else variant, dict[str, Posterior]()
    if chosen is None and not built_in:
        drawn, known = feedback.variant(card.name, asked.seed, possible(card))
        chosen, posteriors = drawn, dict(known)
    past = feedback.published(card.name, PLATFORMS[asked.platform].slug)
    request = replace(asked, card=instructed(card, chosen)) if chosen else asked
    drafts = draft(request, engine, rules=rules, past=past, told=told)
    choice = _choice(asked, drafts, chosen, posteriors)
    try:
        return Kept(drafts, chosen, feedback.keep_choice(choice) if choice else None)
    except TroupeError as error:
        return Kept(drafts, chosen, unkept=error)


def _choice(
    asked: DraftRequest, drafts: Drafts, variant: str | None, posteriors: dict[str, Posterior]
) -> Choice | None:
    """What is kept of the best candidate; None without one."""
    best, info = drafts.best, drafts.engine
    if best is None:
        return None
    scores = best.judged.scores.criteria if best.judged else {}
    return Choice(
        persona=asked.card.name,
        card=asked.card.digest,
        platform=PLATFORMS[asked.platform].slug,
        brief=asked.brief.text,
        text=best.text,
        engine=f"{info.name} {info.version} {info.model}"[:400],
        variant=variant,
        posterior={name: (each.alpha, each.beta) for name, each in posteriors.items()},
        candidates=asked.candidates,
        liking=best.liking,
        criteria={str(c): scores[c].value for c in Criterion if c in scores},
    )
