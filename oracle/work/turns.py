"""Who does what only one operator need do."""

from collections.abc import Sequence


def is_my_turn(operator: str, order: Sequence[str], due: int, now: int, turn_seconds: int) -> bool:
    """Whether `operator` should do now what is due since `due` (unix seconds).

    Each in `order` has a turn of `turn_seconds`, the leader first, and after them everybody else:
    so operators don't pay for each other's reverted transactions, and absent ones stop nothing.
    """
    place = order.index(operator) if operator in order else len(order)
    return now >= due + place * turn_seconds
