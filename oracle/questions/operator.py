"""An operator's part in every question of the committee: commit to an answer, and reveal it."""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import partial

from oracle.errors import Permanent
from oracle.ports import Executor, Question, QuestionChain, QuestionStore, Task
from oracle.questions.decide import Action, is_last_chance, next_action
from oracle.work.background import Background
from oracle.work.steps import Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QuestionParts:
    """What an operator works with."""

    chain: QuestionChain
    store: QuestionStore
    executor: Executor


class QuestionOperator:
    """Answers every question it is asked, so that its bond is safe.

    Safe to stop at any instant: an answer is kept before it is committed to, and every step starts
    from what the chain says now.
    """

    def __init__(self, parts: QuestionParts) -> None:
        self._parts = parts
        self._background = Background(parts.executor)
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

    def work(self) -> Counter[tuple[str, str]]:
        """How much is being written, has failed or is done, by kind and state."""
        return self._background.counts()

    def close(self) -> None:
        """Stop taking work; what has begun does not keep the process from ending."""
        self._parts.executor.close()

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
        args = question.id, question.block_hash, last_chance
        self._background.see_to(question, Task("answer", args))

    def _reveal(self, question: Question) -> None:
        payload = self._parts.store.answer(question)
        if payload is None:
            raise Permanent("this database does not hold what was committed: restore its backup")
        self._parts.chain.reveal(question, payload)


def _name(question: Question) -> str:
    return f"question={question.consumer}/{question.local_id}/{question.phase}"
