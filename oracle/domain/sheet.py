"""One operator's evaluation of a round."""

from typing import Literal, Self

from pydantic import Field, model_validator

from oracle.domain.base import (
    MAX_REASON,
    MAX_ROSTER,
    MAX_SCORE,
    MIN_ROSTER,
    Digest,
    Document,
    Many,
    Part,
    Score,
)
from oracle.domain.words import Criterion


class ScorePart(Part):
    """What one thing about an entry adds to a score: its `value`, and the `points` it gives."""

    name: str = Field(min_length=1, max_length=40)
    value: float = Field(ge=-1e6, le=1e6)
    points: int = Field(ge=-MAX_SCORE, le=MAX_SCORE)


class CriterionScore(Part):
    """One criterion of one entry: 0..10000, a sentence that says why, and what adds up to it.

    `base` is where counting begins: a text of which nothing is known but that it is there. With the
    points of all `parts` it is `value`. Each part's points are by how much the score changes as the
    part's value takes the place of a neutral one, in the order listed, so that what depends on
    several is counted with the last of them. Without parts `base` says nothing.
    """

    value: Score
    why: str = Field(max_length=MAX_REASON)
    base: Score = 0
    parts: Many[ScorePart] = Field(default=(), max_length=12)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.parts and self.base + sum(part.points for part in self.parts) != self.value:
            raise ValueError("the parts do not add up to the score")
        return self


class EntryScores(Part):
    """An entry's five criteria; `disqualified` says why all are 0, where they are."""

    persona_id: int = Field(ge=1, le=0xFFFF)
    criteria: dict[Criterion, CriterionScore]
    disqualified: str | None = Field(default=None, max_length=MAX_REASON)


class Ballot(Part):
    """One persona's vote for another's entry, by index in the roster."""

    persona_id: int = Field(ge=1, le=0xFFFF)
    entry: int = Field(ge=0, lt=MAX_ROSTER)
    why: str = Field(max_length=MAX_REASON)


class ScoreSheet(Document):
    """One operator's evaluation of all the entries, with every persona's ballot.

    It names no operator and no time: honest operators' sheets are the same bytes.
    """

    schema_: Literal["troupe/sheet/1"] = Field(default="troupe/sheet/1", alias="schema")
    manifest: Digest
    scoring_profile: Digest
    entries: Many[EntryScores] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)
    ballots: Many[Ballot] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if any(len(row.criteria) != len(Criterion) for row in self.entries):
            raise ValueError("an entry lacks a criterion")
        if len(self.ballots) != len(self.entries):
            raise ValueError("there is not a ballot for each entry")
        return self

    def payload(self) -> bytes:
        """What goes on chain: 5 uint16 per entry, 1 uint8 per ballot, and the sheet's digest."""
        criteria = b"".join(
            row.criteria[c].value.to_bytes(2) for row in self.entries for c in Criterion
        )
        return criteria + bytes(b.entry for b in self.ballots) + bytes.fromhex(self.digest[2:])
