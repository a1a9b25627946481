"""Texts compared two by two, by personas' taste and by a language model where there is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oracle.domain import MAX_ROSTER, Brief, Card, Platform, Voice
from oracle.errors import Permanent, Transient
from oracle.judging.bias import circles, position_bias
from oracle.judging.comparer import TasteComparer
from oracle.judging.comparison import Comparison, Judged, preferences_of
from oracle.judging.judge import Asker, ModelJudge, Told
from oracle.judging.prompt import judge_prompt
from oracle.scoring.answers import verdicts
from oracle.scoring.ballots import Pairs, Verdicts
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules

_NO_MODEL = "to ask one, set TROUPE_ENGINE=openai and TROUPE_ENGINE_URL"
_LINE = ("So it goes.",)
_READER = Card(
    name="Reader",
    tone="even",
    bio="Cares for all five criteria alike.",
    voice=Voice(hooks=_LINE, stances=_LINE, questions=_LINE, connectives=_LINE),
)


@dataclass(frozen=True)
class Occasion:
    """What texts are for. Without `cards` a reader compares who cares for all criteria alike.

    `weight`, 0..0.5, is how much a language model's word counts beside each card's taste.
    """

    platform: Platform
    brief: Brief | None = None
    cards: Sequence[Card] = ()
    weight: float = 0.25


def compare(
    texts: dict[str, str],
    occasion: Occasion,
    asker: Asker | None,
    seconds: float,
    begun: Callable[[int], Told],
) -> Comparison:
    """The comparison of texts, by name; a model is asked for at most so many `seconds`.

    `begun` hears how many questions it will be asked. A model that does not answer takes nothing
    from the tastes. Raises `Permanent` where there are too few texts, too many, or two alike.
    """
    _check(texts)
    said = list(texts.values())
    judge, pairs, no_judge = _judged(said, occasion, asker, seconds, begun)
    found = Verdicts(occasion.weight, pairs)
    rules = Rules(default_profile())
    voters, barred = [], dict[str, str]()
    for card in occasion.cards or (_READER,):
        comparer = TasteComparer(card, occasion.platform, rules, occasion.brief)
        tasted, reasons = comparer.taste(said)
        barred |= {name: why for name, why in zip(texts, reasons, strict=True) if why}
        voters.append(preferences_of(card.name, found.mixed(tasted), len(said)))
    return Comparison(tuple(texts), barred, tuple(voters), occasion.weight, judge, no_judge)


def _check(texts: dict[str, str]) -> None:
    if not 2 <= len(texts) <= MAX_ROSTER:
        raise Permanent(f"{len(texts)} texts: give 2 to {MAX_ROSTER} different files")
    if len(set(texts.values())) < len(texts):
        raise Permanent("two of the texts are the same: leave one out")


def _judged(
    texts: Sequence[str],
    occasion: Occasion,
    asker: Asker | None,
    seconds: float,
    begun: Callable[[int], Told],
) -> tuple[Judged | None, Pairs, str]:
    if asker is None:
        return None, {}, _NO_MODEL
    try:
        model = asker.info()
    except Transient as error:
        return None, {}, str(error)
    told = begun(len(texts) * (len(texts) - 1))
    judge = ModelJudge(asker, seconds)
    answers = judge.answers(texts, occasion.platform, occasion.brief, told)
    pairs = verdicts(answers)
    judged = Judged(
        model=model.model,
        version=model.version,
        prompt=judge_prompt(),
        questions=len(answers),
        unanswered=sum(answer == "-" for answer in answers.values()),
        circles=circles(pairs, len(texts)),
        bias=position_bias(answers),
        preferences=preferences_of(model.model, pairs, len(texts)),
    )
    return judged, pairs, ""
