"""An owner's posts: what was drafted and predicted, beside what became of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.predictions import Compared, foreseen
from oracle.assistant.feedback.records import CHOICE, OUTCOME, Choice, choice_in, rewarded_in
from oracle.assistant.feedback.rewards import Engagement, Thumb
from oracle.assistant.people.tables import Record


@dataclass(frozen=True)
class Post:
    """A draft that was kept at `at` (Unix seconds) as the record `number`.

    `thumb` and `engagement` are the latest that were told of it, None where nobody did.
    """

    number: int
    name: str
    at: int
    choice: Choice
    thumb: Thumb | None
    engagement: Engagement | None
    figures: tuple[Compared, ...]


def newest_posts(ledger: Ledger, limit: int, before: int | None = None) -> list[Post]:
    """The newest `limit` posts with numbers below `before`, newest first."""
    names = [each.post for each in ledger.choices(limit, before)]
    return _posts(ledger.standing(posts=names))[::-1]


def post_called(ledger: Ledger, name: str) -> Post | None:
    """The post of that name; None where there is none."""
    return next(iter(_posts(ledger.standing(posts=[name]))), None)


def _posts(upright: Sequence[Record]) -> list[Post]:
    """The posts of these records, oldest first."""
    of_post = defaultdict[str, list[Record]](list)
    for each in upright:
        of_post[each.post].append(each)
    return [_post(each, of_post[each.post]) for each in upright if each.kind == CHOICE]


def _post(choice: Record, records: Sequence[Record]) -> Post:
    told = [rewarded_in(each).outcome for each in records if each.kind == OUTCOME]
    thumbs = [each for each in told if isinstance(each, Thumb)]
    counted = [each for each in told if isinstance(each, Engagement)]
    return Post(
        number=choice.number or 0,
        name=choice.post,
        at=choice.at,
        choice=choice_in(choice),
        thumb=thumbs[-1] if thumbs else None,
        engagement=counted[-1] if counted else None,
        figures=tuple(foreseen(records)),
    )
