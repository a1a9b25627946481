"""What an operator does next about a question, by what the chain says."""

import pytest

from oracle.ports import Question, QuestionView
from oracle.questions.decide import Action, is_last_chance, next_action

QUESTION = Question(
    id="0x" + "ab" * 20 + f"{7:022x}" + "01",
    block_hash="0xblock",
    opened=1_000,
    commit_end=1_100,
    reveal_end=1_200,
)


def view(now: int, asked: bool = True, committed: bool = False, revealed: bool = False):
    return QuestionView(now=now, asked=asked, committed=committed, revealed=revealed)


@pytest.mark.parametrize(
    ("seen", "action"),
    [
        (view(1_000), Action.COMMIT),
        (view(1_099), Action.COMMIT),
        (view(1_099, committed=True), Action.WAIT),
        (view(1_050, asked=False), Action.WAIT),
        (view(1_100), Action.WAIT),
        (view(1_100, committed=True), Action.REVEAL),
        (view(1_199, committed=True), Action.REVEAL),
        (view(1_150, committed=True, revealed=True), Action.WAIT),
        (view(1_200, committed=True), Action.WAIT),
    ],
)
def test_question__by_own_part_and_time__is_committed_to_then_revealed(
    seen: QuestionView, action: Action
):
    assert next_action(QUESTION, seen) is action


def test_question__name__says_who_asks_what():
    assert QUESTION.consumer == "0x" + "ab" * 20
    assert (QUESTION.local_id, QUESTION.phase) == (7, 1)


def test_last_chance__last_fifth_of_the_commit_window__and_not_before():
    assert not is_last_chance(QUESTION, view(1_079))
    assert is_last_chance(QUESTION, view(1_080))
