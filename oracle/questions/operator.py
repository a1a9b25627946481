"""An operator's part in every question of the committee: commit to an answer, and reveal it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from oracle.errors import Fatal, Missing, Permanent, Transient
from oracle.ports import Answerer, Question, QuestionChain, QuestionStore
from oracle.questions.decide import Action, is_last_chance, next_action
from oracle.work.background import Background
from oracle.work.steps import Steps

log = logging.getLogger(__name__)

# The committee holds an empty payload for void: it earns nothing, and costs no bond.
ABSTENTION = b""


@dataclass(frozen=True)
class QuestionParts:
    """What an operator answers with; `answerers` by the consumer's address, in lower case."""

    chain: QuestionChain
    store: QuestionStore
    answerers: Mapping[str, Answerer]


class QuestionOperator:
    """Answers every question it is asked, so that its bond is safe.

    A question that nobody here can answer is abstained from, and so is one whose answer still fails
    when the commit window is about to end. Safe to stop at any instant: an answer is kept before it
    is committed to, and every step starts from what the chain says now.
    """

    def __init__(self, parts: QuestionParts) -> None:
        self._parts = parts
        self._background = Background()
        self._steps = Steps(log)

    def tick(self) -> None:
        """Take the next step in each question; one's trouble never stops the others."""
        questions = {_name(question): question for question in self._parts.store.open_questions()}
        self._steps.keep_only(questions)
        self._background.keep_only(set(questions.values()))
        for name, question in questions.items():
            self._steps.take(name, partial(self._step, name, question))

    def wait(self) -> bool:
        """Wait until no answer is being made; whether any was."""
        return self._background.wait()

    def close(self) -> None:
        """Stop taking work; what has begun is left to end by itself."""
        self._background.close()

    def _step(self, name: str, question: Question) -> None:
        view = self._parts.chain.view(question)
        action = next_action(question, view)
        self._steps.doing(name, action.name.lower())
        if action is Action.COMMIT:
            self._commit(question, is_last_chance(question, view))
        elif action is Action.REVEAL:
            self._reveal(question)

    def _commit(self, question: Question, last_chance: bool) -> None:
        payload = self._parts.store.answer(question)
        if payload is not None:
            self._parts.chain.commit(question, payload)
            return
        kind = "answer at last" if last_chance else "answer"
        self._background.see_to(question, kind, lambda: self._keep(question, last_chance))

    def _keep(self, question: Question, last_chance: bool) -> None:
        self._parts.store.keep_answer(question, self._answer(question, last_chance))

    def _answer(self, question: Question, last_chance: bool) -> bytes:
        answerer = self._parts.answerers.get(question.consumer)
        if answerer is None:
            return ABSTENTION
        try:
            return answerer.answer(question, last_chance=last_chance)
        except Exception as error:
            if not last_chance or not _is_hopeless(error):
                raise
            log.error("%s abstains: %r", _name(question), error)
            return ABSTENTION

    def _reveal(self, question: Question) -> None:
        payload = self._parts.store.answer(question)
        if payload is None:
            raise Permanent("this database does not hold what was committed: restore its backup")
        self._parts.chain.reveal(question, payload)


def _is_hopeless(error: Exception) -> bool:
    """Whether no other try will succeed; an error nobody thought of counts as one."""
    return isinstance(error, Missing) or not isinstance(error, Transient | Fatal)


def _name(question: Question) -> str:
    return f"question={question.consumer}/{question.local_id}/{question.phase}"
