"""The work of answering a question, wherever it is done."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from oracle.errors import Fatal, Missing, Transient
from oracle.ports import Answerer, Question, QuestionStore
from oracle.printable import one_line

log = logging.getLogger(__name__)

# The committee holds an empty payload for void: it earns nothing, and costs no bond.
ABSTENTION = b""


@dataclass(frozen=True)
class Answering:
    """Answers questions, and keeps the answers; `answerers` by the consumer's lower-case address.

    A question that nobody here can answer is abstained from, and so is one whose answer still fails
    when the commit window is about to end.
    """

    store: QuestionStore
    answerers: Mapping[str, Answerer]

    def answer(self, name: str, block_hash: str, last_chance: bool) -> None:
        """See to it that the answer to a question is kept; `block_hash` is of its block.

        Raises `Transient` where another try may succeed, `Permanent` where none will.
        """
        question = self._find(name, block_hash)
        if self.store.answer(question) is None:
            self.store.keep_answer(question, self._answer(question, last_chance))

    def _find(self, name: str, block_hash: str) -> Question:
        for question in self.store.open_questions():
            if (question.id, question.block_hash) == (name, block_hash):
                return question
        raise Transient(f"question {name} is not open by the logs that are read")

    def _answer(self, question: Question, last_chance: bool) -> bytes:
        answerer = self.answerers.get(question.consumer)
        if answerer is None:
            return ABSTENTION
        try:
            return answerer.answer(question, last_chance=last_chance)
        except Exception as error:
            if not last_chance or not is_hopeless(error):
                raise
            log.error("question=%s abstains: %s", question.id, one_line(repr(error), 1_000))
            return ABSTENTION


def is_hopeless(error: Exception) -> bool:
    """Whether no other try will succeed; an error nobody thought of counts as one."""
    return isinstance(error, Missing) or not isinstance(error, Transient | Fatal)
