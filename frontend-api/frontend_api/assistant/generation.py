"""One generation: several voices that write at once, heard as they do."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Event as Flag

from frontend_api.assistant.events import (
    Best,
    Done,
    Ended,
    Event,
    Failed,
    PersonaId,
    Piece,
    Started,
    VoiceOut,
    candidate_out,
    engine_out,
)
from frontend_api.assistant.held import Assistant
from frontend_api.web.telling import for_people
from oracle.assistant.drafts.streamed import Stopped, engine_info, stream_draft
from oracle.assistant.drafts.write import DraftRequest
from oracle.assistant.feedback.drafting import Kept
from oracle.assistant.feedback.learning import Feedback
from oracle.domain import Brief, Card, Platform
from oracle.errors import TroupeError

_log = logging.getLogger(__name__)
_OURS = "this is our fault: try again, and tell us if it stays"
_UNKEPT = (
    "This draft could not be kept in your account, so nothing is learnt from it: take it, or copy "
    "it, before you leave."
)


@dataclass(frozen=True)
class Voice:
    """Who writes; `persona_id` is None for a voice of one's own."""

    persona_id: PersonaId
    card: Card


class Generation:
    """Texts of several voices for one brief; each voice in a thread of its own.

    With somebody's `feedback` they are instructed as it says, and the best of each is kept there.

    Threads tell the event loop what they hear; what a slow client leaves unread is bounded by what
    a model may write.
    """

    def __init__(
        self,
        assistant: Assistant,
        voices: Sequence[Voice],
        brief: Brief,
        platform: Platform,
        candidates: int,
        feedback: Feedback | None,
    ) -> None:
        self._assistant, self._voices = assistant, voices
        self._brief, self._platform, self._candidates = brief, platform, candidates
        self._feedback = feedback
        self._loop = asyncio.get_running_loop()
        self._heard: asyncio.Queue[Event] = asyncio.Queue()
        self._stopped = Flag()
        self._jobs: list[Future[None]] = []

    async def start(self) -> Started:
        """Begin. Raises `Transient` where the engine does not answer, a 503 where all are busy."""
        writing = self._assistant.writing
        info = await writing.run(partial(engine_info, self._assistant.settings))
        self._jobs = writing.start(*(partial(self._write, voice) for voice in self._voices))
        names = [VoiceOut(persona_id=v.persona_id, name=v.card.name) for v in self._voices]
        return Started(engine=engine_out(info), voices=names)

    async def events(self) -> AsyncIterator[Event]:
        """What is heard, until all voices are done. Who hears no more has to `stop` them."""
        left = len(self._voices)
        while left:
            event = await self._heard.get()
            left -= isinstance(event, Best | Failed)
            yield event
        yield Ended()

    def stop(self) -> None:
        """Give up what is not written yet."""
        self._stopped.set()
        for job in self._jobs:
            job.cancel()

    def _write(self, voice: Voice) -> None:
        """In a thread: one voice's candidates."""
        number = voice.persona_id
        asked = DraftRequest(
            voice.card,
            self._brief,
            self._platform,
            self._candidates,
            "0x" + secrets.token_hex(32),
        )

        def heard(candidate: int, text: str) -> None:
            self._tell(Piece(persona_id=number, candidate=candidate, text=text))

        held = self._assistant
        try:
            rules = held.rules.now().rules
            kept = stream_draft(held.settings, asked, rules, heard, self._stopped, self._feedback)
            self._tell_drafts(number, kept)
        except Stopped:
            return
        except TroupeError as error:
            self._tell(Failed(persona_id=number, detail=for_people(error)))
        except Exception:  # noqa: BLE001  whoever waits has to hear of it
            _log.exception("a draft failed")
            self._tell(Failed(persona_id=number, detail=_OURS))

    def _tell_drafts(self, number: PersonaId, kept: Kept) -> None:
        """All candidates, and once a forecast of the best is on record, which of them that is."""
        drafts = kept.drafts
        for place, each in enumerate(drafts.candidates):
            result = candidate_out(each, self._platform)
            self._tell(Done(persona_id=number, candidate=place, result=result))
        if self._feedback and kept.post and drafts.best:
            self._assistant.predict(self._feedback, kept.post, drafts.best.text, self._platform)
        if kept.unkept:
            _log.warning("a draft could not be kept: %s", kept.unkept)
        best = Best(
            persona_id=number,
            candidate=drafts.candidates.index(drafts.best) if drafts.best else None,
            post=kept.post,
            variant=kept.variant,
            unkept=_UNKEPT if kept.unkept else None,
        )
        self._tell(best)

    def _tell(self, event: Event) -> None:
        if not self._stopped.is_set():
            self._loop.call_soon_threadsafe(self._heard.put_nowait, event)
