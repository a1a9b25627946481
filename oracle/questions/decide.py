"""What an operator does next about a question: a pure function of what the chain says."""

from enum import Enum, auto

from oracle.ports import Question, QuestionView

# In the last fifth of the commit window, what is missing counts as nowhere to be had.
_LAST_PART = 5
# In the last twentieth no answer can be waited for: it has to reach the chain.
_TOO_LATE_PART = 20


class Action(Enum):
    """The steps of a question that an operator takes."""

    WAIT = auto()
    COMMIT = auto()
    REVEAL = auto()


def next_action(question: Question, view: QuestionView) -> Action:
    """The one thing the operator should do now."""
    if view.now < question.commit_end:
        return Action.COMMIT if view.asked and not view.committed else Action.WAIT
    if view.now < question.reveal_end:
        return Action.REVEAL if view.committed and not view.revealed else Action.WAIT
    return Action.WAIT


def is_last_chance(question: Question, view: QuestionView) -> bool:
    """Whether so little of the commit window is left that an answer has to do without the rest."""
    return question.commit_end - view.now <= question.window // _LAST_PART


def is_too_late(question: Question, view: QuestionView) -> bool:
    """Whether so little is left that abstaining is all that can still be committed to."""
    return question.commit_end - view.now <= question.window // _TOO_LATE_PART
