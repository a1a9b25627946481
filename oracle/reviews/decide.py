"""What an operator does about reviews: pure functions of what logs and chain say.

Whatever is here any one operator may do, so all of it is done in turns, the leader's first.
"""

from oracle.ports import Acceptance, ActivationView, Queue, QueueView, Review, ReviewView
from oracle.work.turns import is_my_turn

FULL = 16


def should_open(queue: Queue, view: QueueView, operator: str, turn_seconds: int) -> bool:
    """Whether to open a persona's next review: 16 contributions wait, or the oldest has too long.

    Not where the chain's head says that another review has taken the oldest already.
    """
    if not queue.waiting or view.oldest != queue.waiting[0].token_id:
        return False
    due = queue.waiting[0].made_at + view.max_wait
    if len(queue.waiting) >= FULL:
        due = min(due, queue.waiting[FULL - 1].made_at)
    return is_my_turn(operator, view.order, due, view.now, turn_seconds)


def should_settle(review: Review, view: ReviewView, operator: str, turn_seconds: int) -> bool:
    """Whether to settle a review: everybody has revealed, or the time for it is over."""
    if not view.open:
        return False
    due = review.commit_end if view.all_revealed else review.reveal_end
    return is_my_turn(operator, view.order, due, view.now, turn_seconds)


def to_activate(view: ActivationView, operator: str, turn_seconds: int) -> tuple[Acceptance, ...]:
    """What to make weights in one transaction."""
    mine = [
        each
        for each in view.due
        if is_my_turn(operator, view.order, each.active_at, view.now, turn_seconds)
    ]
    return tuple(mine[:FULL])
