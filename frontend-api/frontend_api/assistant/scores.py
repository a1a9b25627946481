"""POST /score: a text's five criteria while it is written."""

from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from frontend_api.assistant.cards import cards_of
from frontend_api.assistant.held import Assistant
from frontend_api.assistant.limits import SCORES, Spending
from frontend_api.web.openapi import refuses
from frontend_api.web.values import Score
from frontend_api.web.view import Held
from oracle.assistant.scores.advice import Advice, advise
from oracle.domain import Brief, Card, Criterion, CriterionScore, PlatformSlug
from oracle.platforms import PLATFORMS, PlatformRules, platform_from_slug
from oracle.scoring.appraisal import appraise

router = APIRouter(tags=["assistant"])
MAX_TEXT = 10_000


class ScoreIn(BaseModel):
    """A text, and what it is held against.

    Without a brief any subject is right; the mood asked for is `target_sentiment`, else that of
    the persona's card, else 0.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    text: str = Field(max_length=MAX_TEXT)
    platform: PlatformSlug
    brief: str | None = Field(default=None, min_length=1, max_length=2_000, pattern=r"\S")
    persona_id: int | None = Field(default=None, ge=1, le=0xFFFF)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    target_sentiment: float | None = Field(default=None, ge=-1, le=1)


class LengthOut(BaseModel):
    """A text's length as its platform counts, and what the platform takes and its readers like."""

    count: int
    limit: int
    unit: str
    fits: bool
    best_words: tuple[int, int] = Field(description="Least and most; an editorial choice.")


class AdviceOut(BaseModel):
    """What to do, and the points that it alone would add, asked of the scores themselves."""

    signal: str
    says: str
    gains: dict[Criterion, int]
    total: int


class ScoreOut(BaseModel):
    """The five criteria, or in `refused` why the text could not compete in a round."""

    refused: str | None
    criteria: dict[Criterion, CriterionScore] | None
    average: Score | None = Field(description="The mean of the five, all of one weight.")
    length: LengthOut
    advice: list[AdviceOut]
    profile: str = Field(description="The scoring profile that it went by.")
    profile_note: str | None = Field(description="Why it is not the one that rounds go by.")


@router.post("/score", responses=refuses(404))
async def assistant_score(asked: ScoreIn, held: Held, spending: Spending) -> ScoreOut:
    """The five criteria of a text with base, parts and reasons, by the profile that rounds go by.

    Meant for every pause in typing: it takes about 10 ms of one processor for a post. Nothing of
    the text is kept.
    """
    await spending.spend(SCORES)
    ids = [asked.persona_id] if asked.persona_id is not None else []
    cards = await cards_of(held, ids)
    job = partial(_scored, held.assistant, asked, cards[0] if cards else None)
    return await held.assistant.scoring.run(job)


def length_of(text: str, rules: PlatformRules) -> LengthOut:
    """How long a text is on its platform."""
    count = rules.count(text)
    return LengthOut(
        count=count,
        limit=rules.limit,
        unit=rules.unit,
        fits=count <= rules.limit,
        best_words=rules.words,
    )


def _scored(assistant: Assistant, asked: ScoreIn, card: Card | None) -> ScoreOut:
    platform, now = platform_from_slug(asked.platform), assistant.rules.now()
    rules = now.rules
    found = appraise(
        asked.text,
        platform,
        rules,
        brief=Brief(text=asked.brief, language=asked.language) if asked.brief else None,
        card=card,
        target=asked.target_sentiment,
        language=asked.language,
    )
    values = [each.value for each in (found.criteria or {}).values()]
    return ScoreOut(
        refused=found.refused,
        criteria=found.criteria,
        average=round(sum(values) / len(values)) if values else None,
        length=length_of(asked.text, PLATFORMS[platform]),
        advice=[_shown(each) for each in advise(found.subject, rules)] if found.subject else [],
        profile=rules.profile.name,
        profile_note=now.note,
    )


def _shown(advice: Advice) -> AdviceOut:
    return AdviceOut(
        signal=advice.signal, says=advice.says, gains=dict(advice.gains), total=advice.total
    )
