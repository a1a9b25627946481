"""What POST /generate answers: events while texts are written, or all at the end."""

from typing import Literal

from pydantic import BaseModel, Field

from frontend_api.assistant.scores import LengthOut, length_of
from oracle.assistant.drafts.write import Candidate
from oracle.domain import Criterion, CriterionScore, EngineInfo, Platform
from oracle.platforms import PLATFORMS

PersonaId = int | None
"""A persona, or null for the voice of one's own."""


class EngineOut(BaseModel):
    """What writes. The built-in writer is no language model: it retrieves and joins sentences."""

    name: str
    version: str
    model: str
    built_in: bool


class VoiceOut(BaseModel):
    """Who writes."""

    persona_id: PersonaId
    name: str


class Started(BaseModel):
    """The first event: what writes, and who."""

    kind: Literal["started"] = "started"
    engine: EngineOut
    voices: list[VoiceOut]


class Piece(BaseModel):
    """A piece of a text as a language model says it: neither cleaned nor checked yet."""

    kind: Literal["piece"] = "piece"
    persona_id: PersonaId
    candidate: int
    text: str


class CandidateOut(BaseModel):
    """A text as it could be published, or in `dropped` why it can't be.

    `liking` (0..1.5) is how much its own persona likes it, `liked_for` what for.
    """

    text: str
    dropped: str | None
    liking: float
    liked_for: dict[str, float]
    criteria: dict[Criterion, CriterionScore] | None
    length: LengthOut


class Done(BaseModel):
    """A candidate is written and judged."""

    kind: Literal["candidate"] = "candidate"
    persona_id: PersonaId
    candidate: int
    result: CandidateOut


class Best(BaseModel):
    """The candidate that its persona likes best; null where none could be published.

    Of who is signed in it is kept: `post` names it in /feedback, `variant` says how the persona was
    instructed, null where what writes takes no instructions. Where it could not be kept, `unkept`
    says so in a sentence.
    """

    kind: Literal["best"] = "best"
    persona_id: PersonaId
    candidate: int | None
    post: str | None
    variant: str | None
    unkept: str | None


class Failed(BaseModel):
    """One voice has nothing, and why; the others go on."""

    kind: Literal["error"] = "error"
    persona_id: PersonaId
    detail: str


class Ended(BaseModel):
    """The last event."""

    kind: Literal["done"] = "done"


Event = Started | Piece | Done | Best | Failed | Ended


class WrittenOut(VoiceOut):
    """All that a voice wrote; `best` is the place of the best candidate, or null.

    Where somebody is signed in, `post` names that candidate in /feedback, and `variant` says how
    the voice was instructed, if it takes instructions.
    """

    best: int | None = None
    post: str | None = None
    variant: str | None = None
    unkept: str | None = Field(default=None, description="That the best could not be kept.")
    problem: str | None = Field(default=None, description="Why there is nothing.")
    candidates: list[CandidateOut] = []


class GeneratedOut(BaseModel):
    """What was written."""

    engine: EngineOut
    voices: list[WrittenOut]


def engine_out(info: EngineInfo) -> EngineOut:
    """What writes, as it is said to people."""
    return EngineOut(name=info.name, version=info.version, model=info.model, built_in=info.built_in)


def candidate_out(candidate: Candidate, platform: Platform) -> CandidateOut:
    """A candidate as it is answered."""
    judged = candidate.judged
    return CandidateOut(
        text=candidate.text,
        dropped=candidate.dropped,
        liking=round(candidate.liking, 9),
        liked_for=dict(judged.liking) if judged else {},
        criteria=judged.scores.criteria if judged else None,
        length=length_of(candidate.text, PLATFORMS[platform]),
    )


def gathered(events: list[Event]) -> GeneratedOut:
    """All events of a generation as one answer."""
    started = next(each for each in events if isinstance(each, Started))
    voices = {voice.persona_id: WrittenOut(**voice.model_dump()) for voice in started.voices}
    for event in events:
        if isinstance(event, Done):
            voices[event.persona_id].candidates.append(event.result)
        elif isinstance(event, Best):
            voice = voices[event.persona_id]
            voice.best, voice.post, voice.variant = event.candidate, event.post, event.variant
            voice.unkept = event.unkept
        elif isinstance(event, Failed):
            voices[event.persona_id].problem = event.detail
    return GeneratedOut(engine=started.engine, voices=list(voices.values()))
