"""What became of one's own drafts, and what was learnt from it: /feedback."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import SignedIn
from frontend_api.assistant.learnt import LearntOut, PostOut
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import IntCursor, Limit, Page, cut
from frontend_api.web.view import Held, Services
from oracle.assistant.feedback.learning import Feedback, NoPost
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.posts import newest_posts, post_called
from oracle.assistant.feedback.rewards import Engagement, Outcome, Thumb
from oracle.errors import Permanent

router = APIRouter(prefix="/feedback", tags=["assistant"])
PostName = Annotated[str, Path(pattern=r"^[0-9a-f]{12,32}$")]
_Few = Annotated[int, Query(ge=1, le=20, description="How many items at most.")]
_TELLS = Rate("outcomes", burst=60, seconds=2)
_READS = Rate("posts that are read", burst=2_000, seconds=0.05)
_LOOKS = Rate("looks at what was learnt", burst=30, seconds=2)
_NONE = "you have no such post: see GET /feedback/posts"
_NOT_TOLD = "nothing of that kind was told of it"


@router.get("/posts")
def feedback_posts_list(
    me: SignedIn, held: Held, cursor: IntCursor = None, limit: Limit = 20
) -> Page[PostOut]:
    """The drafts that were kept for you, newest first: predictions beside what happened."""
    held.allowance.spend(me, _READS, limit)
    found = newest_posts(_ledger(held, me), limit + 1, cursor)
    posts, more = cut(found, limit, lambda post: post.number)
    return Page(items=[PostOut.of(each) for each in posts], next_cursor=more)


@router.get("/posts/{post}", responses=refuses(404))
def feedback_posts_read(me: SignedIn, held: Held, post: PostName) -> PostOut:
    """One of them."""
    return _read(held, me, post)


@router.delete("/posts/{post}", status_code=204, responses=refuses(404))
def feedback_posts_delete(me: SignedIn, held: Held, post: PostName) -> None:
    """Delete one of them for good, and what was told and learnt of it."""
    if not _ledger(held, me).forget(post):
        raise HTTPException(404, _NONE)


@router.put("/posts/{post}/thumb", responses=refuses(404))
def feedback_thumb_tell(me: SignedIn, held: Held, post: PostName, told: Thumb) -> PostOut:
    """Say whether it is good: once, and another thumb takes the one before back."""
    return _tell(held, me, post, told)


@router.delete("/posts/{post}/thumb", status_code=204, responses=refuses(404))
def feedback_thumb_take_back(me: SignedIn, held: Held, post: PostName) -> None:
    """Take the thumb back; that it was given stays on record, and counts no longer."""
    _take_back(held, me, post, "thumb")


@router.put("/posts/{post}/engagement", responses=refuses(404))
def feedback_engagement_tell(me: SignedIn, held: Held, post: PostName, told: Engagement) -> PostOut:
    """Say what readers did once it was published: once, and later counts stand for those before.

    X's own counts may teach no model: they are refused where no other source is named.
    """
    return _tell(held, me, post, told)


@router.delete("/posts/{post}/engagement", status_code=204, responses=refuses(404))
def feedback_engagement_take_back(me: SignedIn, held: Held, post: PostName) -> None:
    """Take the counts back; that they were told stays on record, and they count no longer."""
    _take_back(held, me, post, "engagement")


@router.get("/learnt")
def feedback_learnt_list(
    me: SignedIn, held: Held, cursor: IntCursor = None, limit: _Few = 10
) -> Page[LearntOut]:
    """What your drafts taught of each persona that wrote for you, in the order of their first."""
    held.allowance.spend(me, _LOOKS)
    ledger = _ledger(held, me)
    found, more = cut(ledger.personas(limit + 1, cursor or 0), limit, lambda each: each[0])
    learnt = [Feedback(ledger).learnt(persona) for _, persona in found]
    return Page(items=[LearntOut.of(each) for each in learnt], next_cursor=more)


def _ledger(held: Services, me: str) -> Ledger:
    return Ledger(held.people, me)


def _read(held: Services, me: str, post: str) -> PostOut:
    found = post_called(_ledger(held, me), post)
    if found is None:
        raise HTTPException(404, _NONE)
    return PostOut.of(found)


def _tell(held: Services, me: str, post: str, told: Outcome) -> PostOut:
    held.allowance.spend(me, _TELLS)
    try:
        Feedback(_ledger(held, me)).record(post, told, instead=True)
    except NoPost:
        raise HTTPException(404, _NONE) from None
    except Permanent as error:
        raise HTTPException(422, str(error)) from None
    return _read(held, me, post)


def _take_back(held: Services, me: str, post: str, kind: str) -> None:
    held.allowance.spend(me, _TELLS)
    if not Feedback(_ledger(held, me)).take_back(post, kind):
        raise HTTPException(404, _NOT_TOLD)
