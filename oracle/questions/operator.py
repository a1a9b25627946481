"""An operator's part in every question of the committee: commit to an answer, and reveal it."""

import logging
from dataclasses import dataclass
from functools import partial

from oracle.errors import Permanent
from oracle.ports import Question, QuestionChain, QuestionStore, QuestionView, Task
from oracle.questions.answering import ABSTENTION, is_hopeless
from oracle.questions.decide import Action, is_last_chance, is_too_late, next_action
from oracle.work.background import Background
from oracle.work.steps import Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QuestionParts:
    """What an operator works with; `background` is its alone."""

    chain: QuestionChain
    store: QuestionStore
    background: Background


class QuestionOperator:
    """Answers every question it is asked, so that its bond is safe.

    Safe to stop at any instant: an answer is kept before it is committed to, and every step starts
    from what the chain says now.
    """

    def __init__(self, parts: QuestionParts) -> None:
        self._parts = parts
        self._steps = Steps(log)

    def tick(self) -> None:
        """Take the next step in each question; one's trouble never stops the others."""
        questions = {_name(question): question for question in self._parts.store.open_questions()}
        self._parts.background.keep_only(questions.values())
        self._steps.take({name: partial(self._step, name, q) for name, q in questions.items()})

    def _step(self, name: str, question: Question) -> None:
        view = self._parts.chain.view(question)
        action = next_action(question, view)
        self._steps.doing(name, action.name.lower())
        if action is Action.COMMIT:
            self._commit(question, view)
        elif action is Action.REVEAL:
            self._reveal(question, view)

    def _commit(self, question: Question, view: QuestionView) -> None:
        payload = self._parts.store.answer(question)
        if payload is None and is_too_late(question, view):
            # No worker, no broker, a service that hangs: none of that may cost the bond.
            log.error("abstains: no answer was made in time")
            payload = self._parts.store.keep_answer(question, ABSTENTION)
        if payload is not None:
            self._parts.chain.commit(question, payload)
            return
        args = question.id, question.block_hash, is_last_chance(question, view)
        self._parts.background.see_to(question, Task("answer", args))

    def _reveal(self, question: Question, view: QuestionView) -> None:
        chain, store = self._parts.chain, self._parts.store
        kept = store.answer(question)
        for payload in dict.fromkeys((kept, *store.answers(question), ABSTENTION)):
            if payload is not None and chain.commitment(question, payload) == view.commitment:
                chain.reveal(question, payload)
                return
        self._recall(question, kept)

    def _recall(self, question: Question, wrong: bytes | None) -> None:
        """Make the answer again: an old backup was restored, without what was committed to.

        Nothing is thrown away for it: it may be the node that is wrong.
        """
        if wrong is not None:
            self._parts.store.set_aside(question, wrong)
        for last_chance in (False, True):
            args = question.id, question.block_hash, last_chance
            try:
                done = self._parts.background.see_to(question, Task("answer", args))
                if not done or self._parts.store.answer(question) is not None:
                    return  # the next tick looks at it
            except Exception as error:
                if last_chance or not is_hopeless(error):
                    raise
        raise Permanent(
            "this database does not hold what was committed to, and it can't be made again: "
            "restore a newer backup"
        )


def _name(question: Question) -> str:
    return f"question={question.consumer}/{question.local_id}/{question.phase}"
