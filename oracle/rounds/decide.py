"""What an operator does next in a round: a pure function of what the chain says."""

from enum import Enum, auto

from oracle.ports import RoundState, RoundView, Submission


class Action(Enum):
    """The steps of a round that an operator takes."""

    WAIT = auto()
    SUBMIT_ENTRIES = auto()
    COMMIT = auto()
    REVEAL = auto()
    SETTLE = auto()
    EXPIRE = auto()


def next_action(
    view: RoundView, submission: Submission | None, operator: str, turn_seconds: int
) -> Action:
    """The one thing `operator` should do now.

    `submission` is known once its event is final: an operator scores nothing that a reorg may
    still take back. What only one need do (settle, expire) is done in turns of `turn_seconds`,
    the leader's first, so that operators don't pay for each other's reverted transactions.
    """
    if view.state is RoundState.OPEN:
        return _while_open(view, operator, turn_seconds)
    if view.state is RoundState.VOTING and submission is not None:
        return _while_voting(view, submission, operator, turn_seconds)
    return Action.WAIT


def _while_open(view: RoundView, operator: str, turn_seconds: int) -> Action:
    deadline = view.opened_at + view.entry_window
    if view.now >= deadline:
        return _in_turn(Action.EXPIRE, view, deadline, operator, turn_seconds)
    if operator not in view.order:
        return Action.WAIT
    takeover = view.opened_at + view.leader_window
    if operator == view.order[0] or _is_my_turn(view, takeover, operator, turn_seconds):
        return Action.SUBMIT_ENTRIES
    return Action.WAIT


def _while_voting(
    view: RoundView, submission: Submission, operator: str, turn_seconds: int
) -> Action:
    if view.now < submission.commit_end:
        return Action.COMMIT if view.asked and not view.committed else Action.WAIT
    if view.now < submission.reveal_end and not view.all_revealed:
        pending = view.committed and not view.revealed
        return Action.REVEAL if pending else Action.WAIT
    due = submission.commit_end if view.all_revealed else submission.reveal_end
    return _in_turn(Action.SETTLE, view, due, operator, turn_seconds)


def _in_turn(action: Action, view: RoundView, due: int, operator: str, turn_seconds: int) -> Action:
    return action if _is_my_turn(view, due, operator, turn_seconds) else Action.WAIT


def _is_my_turn(view: RoundView, due: int, operator: str, turn_seconds: int) -> bool:
    place = view.order.index(operator) if operator in view.order else len(view.order)
    return view.now >= due + place * turn_seconds
