"""What was learnt, as a card that governance may adopt: nothing changes a persona for good here."""

from dataclasses import dataclass

from oracle.assistant.feedback.bandit import chances
from oracle.assistant.feedback.learning import Arm
from oracle.assistant.feedback.variants import STATIC, VARIANTS, instructed
from oracle.domain import Card
from oracle.errors import Permanent

MIN_OUTCOMES = 20
MIN_CHANCE = 0.95


@dataclass(frozen=True)
class Proposal:
    """A card with the winning variant's line in its style.

    `chance` is how likely that variant earns more than the card as it is, by what is known of these
    two alone. It takes no account of how many variants were tried and how often one looked: where
    none is any better, 6 of 100 such personas have a proposal after 400 outcomes, and 15 had one at
    some time if looked at after every 20 (simulated, 1,000 personas).
    """

    card: Card
    variant: str
    chance: float
    outcomes: int


def propose(card: Card, arms: dict[str, Arm]) -> Proposal:
    """The card that follows from what is known of its variants.

    The variant is that with the highest mean reward among those with 20 outcomes. Raises
    `Permanent` where too little is known: no variant, or not the card as it is, has 20 outcomes, or
    the chance that the variant is better than the card as it is is below 0.95.
    """
    known = [name for name, arm in arms.items() if arm.outcomes >= MIN_OUTCOMES]
    if STATIC not in known or len(known) < 2:
        counts = ", ".join(f"{name} has {arm.outcomes}" for name, arm in arms.items())
        raise Permanent(f"{MIN_OUTCOMES} outcomes of {STATIC} and of another are needed: {counts}")
    known.remove(STATIC)
    best = max(known, key=lambda name: arms[name].posterior.mean)
    chance = chances({name: arms[name].posterior for name in (STATIC, best)})[best]
    said = f"{best} is better than the card as it is with a chance of {chance:.0%}"
    if chance < MIN_CHANCE:
        raise Permanent(f"{said}, below {MIN_CHANCE:.0%}: collect more outcomes, or leave it")
    if VARIANTS[best].instruction in card.style:
        raise Permanent(f"{said}, and {card.name}'s style has its line already")
    return Proposal(instructed(card, best), best, chance, arms[best].outcomes)
