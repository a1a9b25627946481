"""The operator's database behind `oracle.ports.QuestionStore`."""

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from oracle.domain import digest_of
from oracle.ports import Question
from oracle.store.database import transaction
from oracle.store.tables import Answered, Cursor, Event

# The committee opens no question that lasts longer.
_LONGEST_S = 30 * 24 * 3_600


class StoredQuestions:
    """What final logs say of a committee's questions, and how this operator answers them."""

    def __init__(self, engine: Engine, chain_id: int) -> None:
        self._engine, self._chain_id = engine, chain_id

    def open_questions(self) -> list[Question]:
        """Questions that were not closed, and whose time was not over at the cursor."""
        with transaction(self._engine) as session:
            cursor = session.get(Cursor, self._chain_id)
            now = cursor.timestamp if cursor else 0
            opened, closed = (
                self._since(session, name, now - _LONGEST_S)
                for name in ("QuestionOpened", "QuestionClosed")
            )
        ended = {event.args["questionId"] for event in closed}
        questions = [_question(event) for event in opened]
        return [each for each in questions if each.reveal_end > now and each.id not in ended]

    def answer(self, question: Question) -> bytes | None:
        """The payload that this operator answers with."""
        with transaction(self._engine) as session:
            found = session.get(Answered, (question.id, question.block_hash))
        return found.data if found else None

    def keep_answer(self, question: Question, payload: bytes) -> bytes:
        """Keep it; the one kept before, if any, is returned and stays."""
        with transaction(self._engine) as session:
            kept = session.get(Answered, (question.id, question.block_hash))
            if kept is None:
                block_hash = question.block_hash
                kept = Answered(question=question.id, block_hash=block_hash, data=payload)
                session.add(kept)
        return kept.data

    def answers(self, question: Question) -> list[bytes]:
        """All the payloads that were ever kept for a question of that name."""
        with transaction(self._engine) as session:
            found = session.exec(select(Answered).where(Answered.question == question.id))
            return [each.data for each in found]

    def set_aside(self, question: Question, payload: bytes) -> None:
        """Answer with another from now on; `answers` has it still."""
        aside = f"{question.block_hash} not {digest_of(payload)}"
        with transaction(self._engine) as session:
            kept = session.get(Answered, (question.id, question.block_hash))
            if kept is not None and kept.data == payload:
                session.delete(kept)
                session.merge(Answered(question=question.id, block_hash=aside, data=payload))

    def _since(self, session: Session, name: str, timestamp: int) -> list[Event]:
        query = select(Event).where(
            Event.chain_id == self._chain_id,
            Event.name == name,
            Event.block_timestamp > timestamp,
        )
        return list(session.exec(query.order_by(col(Event.block_number), col(Event.log_index))))


def _question(event: Event) -> Question:
    terms = event.args["terms"]
    return Question(
        id=event.args["questionId"],
        block_hash=event.block_hash,
        opened=event.block_timestamp,
        commit_end=terms["commitEnd"],
        reveal_end=terms["revealEnd"],
    )
