"""What the ledger teaches: how each persona is best instructed, and what became of its posts."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from oracle.assistant.feedback import bandit
from oracle.assistant.feedback.bandit import Posterior
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import (
    CHOICE,
    OUTCOME,
    PREDICTION,
    About,
    Choice,
    Prediction,
    Rewarded,
    choice_in,
    rewarded_in,
)
from oracle.assistant.feedback.rewards import Engagement, Outcome, may_be_kept, reward_of
from oracle.assistant.feedback.variants import VARIANTS
from oracle.assistant.people.tables import Record
from oracle.errors import Permanent
from oracle.printable import one_line

Posteriors = Mapping[str, Posterior]


class NoPost(Permanent):
    """The ledger has no draft of that name."""


@dataclass(frozen=True)
class Arm:
    """What is known of one variant for one persona."""

    posterior: Posterior
    choices: int
    outcomes: int


@dataclass(frozen=True)
class Learnt:
    """What is known of a persona; drafts that took no instruction count, and are in no arm."""

    persona: str
    drafts: int
    outcomes: int
    arms: dict[str, Arm]


class Feedback:
    """What a persona is told, what came of it, and what follows, all within one ledger.

    Each owner's personas begin with nothing known, whatever other ledgers have learnt: what pleases
    one person says little of another, and what somebody's drafts do follows from their own alone.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def arms(self, persona: str) -> dict[str, Arm]:
        """What is known of each variant for that persona."""
        return arms(self._ledger.standing(persona_of(persona)), persona)

    def learnt(self, persona: str) -> Learnt:
        """All that is known of that persona."""
        upright = self._ledger.standing(persona_of(persona))
        choices = _choices(upright)
        return Learnt(
            persona=next(reversed(choices.values())).persona if choices else persona,
            drafts=len(choices),
            outcomes=sum(each.kind == OUTCOME and each.post in choices for each in upright),
            arms=arms(upright, persona),
        )

    def variant(
        self, persona: str, seed: str, among: Collection[str] = VARIANTS
    ) -> tuple[str, Posteriors]:
        """The variant to try now, and the posteriors it was drawn from: `seed` decides the draw."""
        known = self.arms(persona)
        posteriors = {name: known[name].posterior for name in among}
        random = np.random.default_rng(int.from_bytes(sha256(seed.encode()).digest()))
        return bandit.chosen(posteriors, random), posteriors

    def keep_choice(self, choice: Choice) -> str:
        """Keep a draft; gives the name by which its outcomes are told."""
        post = secrets.token_hex(8)
        about = About(CHOICE, persona_of(choice.persona), post)
        self._ledger.add(f"choice:{post}", about, lambda _: choice)
        return post

    def keep_prediction(self, post: str, prediction: Prediction) -> Record:
        """Keep what was predicted of a post. Raises `NoPost`, and `Permanent` where the same
        predictor said otherwise.
        """
        about = self._about(post, PREDICTION)
        key = f"prediction:{post}:{prediction.by}"[:200]
        return self._ledger.add(key, about, lambda _: prediction)

    def record(self, post: str, outcome: Outcome, by: str = "", *, instead: bool = False) -> Record:
        """Keep what became of a post, once for each kind and for each of those who tell it (`by`).

        Raises `NoPost`, and `Permanent` where it may not be kept, or was told otherwise before and
        is not told `instead` of that.
        """
        about = self._about(post, OUTCOME)

        def rewarded(upright: Sequence[Record]) -> Rewarded:
            choice = _choices(upright).get(post)
            if choice is None:
                raise NoPost("the draft is gone")
            platform = choice.platform
            may_be_kept(outcome, platform)
            earlier = _engagements(upright, about, platform)
            return Rewarded(outcome=outcome, reward=reward_of(outcome, earlier))

        return self._ledger.add(_key(outcome.kind, post, by), about, rewarded, instead=instead)

    def take_back(self, post: str, kind: str, by: str = "") -> bool:
        """Take back what was told of a post, by its kind; whether anything was."""
        return self._ledger.take_back(_key(kind, post, by), post, "taken back by who told it")

    def published(self, persona: str, platform: str) -> list[str]:
        """The persona's texts there that something is known to have become of, oldest first."""
        upright = self._ledger.standing(persona_of(persona))
        told = {each.post for each in upright if each.kind == OUTCOME and _is_public(each)}
        return [
            choice.text
            for post, choice in _choices(upright).items()
            if post in told and choice.platform == platform
        ]

    def _about(self, post: str, kind: str) -> About:
        found = next((e for e in self._ledger.standing(posts=[post]) if e.kind == CHOICE), None)
        if found is None:
            raise NoPost(f"no draft is called {one_line(post, 60)!r}: see `feedback history`")
        return About(kind, found.persona, post)


def persona_of(name: str) -> str:
    """The name by which a persona is learnt about, whatever its case."""
    return one_line(name, 60).casefold()


def arms(upright: Sequence[Record], persona: str) -> dict[str, Arm]:
    """What the records that stand teach of each variant for a persona."""
    known = persona_of(persona)
    used = {
        post: choice.variant
        for post, choice in _choices(upright).items()
        if persona_of(choice.persona) == known and choice.variant in VARIANTS
    }
    found = dict.fromkeys(VARIANTS, Arm(Posterior(), 0, 0))
    for name in used.values():
        arm = found[str(name)]
        found[str(name)] = Arm(arm.posterior, arm.choices + 1, arm.outcomes)
    for each in upright:
        if each.kind == OUTCOME and each.post in used:
            name = str(used[each.post])
            arm, reward = found[name], rewarded_in(each).reward
            found[name] = Arm(arm.posterior.after(reward), arm.choices, arm.outcomes + 1)
    return found


def _key(kind: str, post: str, by: str) -> str:
    return f"{kind}:{post}:{by}"


def _choices(upright: Sequence[Record]) -> dict[str, Choice]:
    return {each.post: choice_in(each) for each in upright if each.kind == CHOICE}


def _engagements(upright: Sequence[Record], about: About, platform: str) -> list[Engagement]:
    """What is known of the persona's other posts there, of each the latest."""
    places = {post: choice.platform for post, choice in _choices(upright).items()}
    found = {
        each.post: outcome
        for each in upright
        if each.kind == OUTCOME
        and isinstance(outcome := rewarded_in(each).outcome, Engagement)
        and (each.persona, places.get(each.post)) == (about.persona, platform)
    }
    return [outcome for post, outcome in found.items() if post != about.post]


def _is_public(record: Record) -> bool:
    return rewarded_in(record).outcome.kind != "thumb"
