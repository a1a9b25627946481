"""What an operator does next in a round, by what the chain says."""

from dataclasses import replace

import pytest

from oracle.ports import RoundState, RoundView, Submission
from oracle.rounds.decide import Action, next_action

TURN = 10
LEADER, SECOND, THIRD = "0xleader", "0xsecond", "0xthird"
OPEN = RoundView(
    now=1_000,
    state=RoundState.OPEN,
    opened_at=1_000,
    leader_window=60,
    entry_window=300,
    order=(LEADER, SECOND, THIRD),
)
ENTRIES = Submission(
    round_id=1,
    operator=LEADER,
    manifest="0x00",
    commit_end=1_200,
    reveal_end=1_300,
)
VOTING = replace(OPEN, state=RoundState.VOTING, now=1_100)


def after(view: RoundView, operator: str, now: int, submission: Submission | None = None) -> Action:
    return next_action(replace(view, now=now), submission, operator, TURN)


@pytest.mark.parametrize(
    ("operator", "now", "action"),
    [
        (LEADER, 1_000, Action.SUBMIT_ENTRIES),
        (SECOND, 1_000, Action.WAIT),
        (SECOND, 1_069, Action.WAIT),
        (SECOND, 1_070, Action.SUBMIT_ENTRIES),
        (THIRD, 1_079, Action.WAIT),
        (THIRD, 1_080, Action.SUBMIT_ENTRIES),
        ("0xstranger", 1_299, Action.WAIT),
        (LEADER, 1_300, Action.EXPIRE),
        (SECOND, 1_309, Action.WAIT),
        (SECOND, 1_310, Action.EXPIRE),
        ("0xstranger", 1_330, Action.EXPIRE),
    ],
)
def test_open_round__by_turn_and_time__is_written_or_expired(
    operator: str, now: int, action: Action
):
    assert after(OPEN, operator, now) is action


@pytest.mark.parametrize(
    ("all_revealed", "now", "action"),
    [
        (False, 1_199, Action.WAIT),
        (False, 1_299, Action.WAIT),
        (False, 1_300, Action.SETTLE),
        (True, 1_201, Action.SETTLE),
    ],
)
def test_submitted_round__all_revealed_or_time_over__is_settled(
    all_revealed: bool, now: int, action: Action
):
    assert after(replace(VOTING, all_revealed=all_revealed), LEADER, now, ENTRIES) is action


def test_settling__not_ones_turn__waits_for_it():
    assert after(VOTING, SECOND, 1_309, ENTRIES) is Action.WAIT
    assert after(VOTING, SECOND, 1_310, ENTRIES) is Action.SETTLE


def test_submission_not_final_yet__is_not_settled():
    assert after(VOTING, LEADER, 1_300, None) is Action.WAIT


@pytest.mark.parametrize("state", [RoundState.SETTLED, RoundState.EXPIRED, RoundState.FAILED])
def test_ended_round__is_left_alone(state: RoundState):
    assert after(replace(OPEN, state=state), LEADER, 2_000, ENTRIES) is Action.WAIT
