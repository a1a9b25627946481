"""What the doors of feedback answer."""

from typing import Self

from pydantic import BaseModel, Field

from frontend_api.web.values import Time
from oracle.assistant.feedback.bandit import chances
from oracle.assistant.feedback.learning import Learnt
from oracle.assistant.feedback.posts import Post
from oracle.assistant.feedback.rewards import Engagement
from oracle.assistant.feedback.variants import VARIANTS


class FigureOut(BaseModel):
    """What was predicted of one figure before anything was told, and what happened."""

    figure: str
    by: str = Field(description="What the predictor learnt from.")
    low: float
    middle: float
    high: float
    happened: int | None = Field(description="Null until it is told.")
    inside: bool | None = Field(description="Whether that lay between `low` and `high`.")


class PostOut(BaseModel):
    """A draft that was kept, and what became of it.

    `variant` is how the persona was instructed; null where what wrote takes no instructions, and
    then its outcomes teach nothing about them.
    """

    post: str
    persona: str
    platform: str
    variant: str | None
    engine: str
    text: str
    at: Time
    thumb: bool | None = Field(description="Up or down; null where none was given.")
    engagement: Engagement | None
    predicted: list[FigureOut]

    @classmethod
    def of(cls, post: Post) -> Self:
        """As it is known."""
        choice = post.choice
        return cls(
            post=post.name,
            persona=choice.persona,
            platform=choice.platform,
            variant=choice.variant,
            engine=choice.engine,
            text=choice.text,
            at=post.at,
            thumb=post.thumb.up if post.thumb else None,
            engagement=post.engagement,
            predicted=[
                FigureOut.model_validate(each, from_attributes=True) for each in post.figures
            ],
        )


class VariantOut(BaseModel):
    """What is known of one way to instruct a persona; rewards are 0..1."""

    variant: str
    instruction: str = Field(description="The line that its style gets; empty for none.")
    drafts: int
    outcomes: int
    mean: float = Field(description="The reward to expect.")
    low: float = Field(description="It lies above this with a chance of 95%.")
    high: float = Field(description="It lies below this with a chance of 95%.")
    best: float = Field(description="The chance that no other earns more, 0..1.")


class LearntOut(BaseModel):
    """What one's drafts taught of a persona; drafts by the built-in writer are of no variant."""

    persona: str
    drafts: int
    outcomes: int
    variants: list[VariantOut]

    @classmethod
    def of(cls, learnt: Learnt) -> Self:
        """As it is known."""
        best = chances({name: arm.posterior for name, arm in learnt.arms.items()})
        variants = []
        for name, arm in learnt.arms.items():
            low, high = arm.posterior.interval()
            variants.append(
                VariantOut(
                    variant=name,
                    instruction=VARIANTS[name].instruction,
                    drafts=arm.choices,
                    outcomes=arm.outcomes,
                    mean=arm.posterior.mean,
                    low=low,
                    high=high,
                    best=best[name],
                )
            )
        return cls(
            persona=learnt.persona,
            drafts=learnt.drafts,
            outcomes=learnt.outcomes,
            variants=variants,
        )
