"""What an operator does next in a round: a pure function of what the chain says.

Scoring it is not here: every question of the committee is answered in the same way.
"""

from enum import Enum, auto

from oracle.ports import RoundState, RoundView, Submission
from oracle.work.turns import is_my_turn


class Action(Enum):
    """The steps of a round that an operator takes."""

    WAIT = auto()
    SUBMIT_ENTRIES = auto()
    SETTLE = auto()
    EXPIRE = auto()


def next_action(
    view: RoundView, submission: Submission | None, operator: str, turn_seconds: int
) -> Action:
    """The one thing `operator` should do now.

    `submission` is known once its event is final. What only one need do (settle, expire) is done
    in turns of `turn_seconds`, the leader's first.
    """
    if view.state is RoundState.OPEN:
        return _while_open(view, operator, turn_seconds)
    if view.state is RoundState.VOTING and submission is not None:
        return _while_voting(view, submission, operator, turn_seconds)
    return Action.WAIT


def _while_open(view: RoundView, operator: str, turn_seconds: int) -> Action:
    deadline = view.opened_at + view.entry_window
    if view.now >= deadline:
        mine = is_my_turn(operator, view.order, deadline, view.now, turn_seconds)
        return Action.EXPIRE if mine else Action.WAIT
    if operator not in view.order:
        return Action.WAIT
    takeover = view.opened_at + view.leader_window
    mine = is_my_turn(operator, view.order, takeover, view.now, turn_seconds)
    return Action.SUBMIT_ENTRIES if operator == view.order[0] or mine else Action.WAIT


def _while_voting(
    view: RoundView, submission: Submission, operator: str, turn_seconds: int
) -> Action:
    due = submission.commit_end if view.all_revealed else submission.reveal_end
    mine = is_my_turn(operator, view.order, due, view.now, turn_seconds)
    return Action.SETTLE if mine else Action.WAIT
