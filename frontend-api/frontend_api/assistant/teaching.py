"""What one's posts may teach predictors: one's own, by a file, and the service's, once agreed."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import InSession, SignedIn
from frontend_api.web.values import Time
from frontend_api.web.view import Held
from oracle.assistant.feedback.agreeing import agree, agreed_since
from oracle.assistant.feedback.exporting import csv_of, rows_of
from oracle.assistant.feedback.ledger import Ledger

router = APIRouter(prefix="/feedback", tags=["assistant"])
_FILES = Rate("files of posts", burst=5, seconds=60)
_AUTHOR = "me"


class Csv(Response):
    """A file that browsers save."""

    media_type = "text/csv"


class ConsentIn(BaseModel):
    """Whether one agrees."""

    model_config = ConfigDict(extra="forbid")

    agreed: bool


class ConsentOut(BaseModel):
    """Whether the service's predictor may learn from one's posts."""

    since: Time | None = Field(description="When it was agreed to; null where it is not.")


@router.get("/posts.csv", response_class=Csv)
def feedback_posts_export(me: SignedIn, held: Held, response: Response) -> str:
    """Your posts with readers' counts, in the columns that `oracle predictor train --data` reads.

    Texts stand in it as they were written: have a spreadsheet take them as text.
    """
    held.allowance.spend(me, _FILES)
    response.headers["Content-Disposition"] = 'attachment; filename="troupe-posts.csv"'
    return csv_of(rows_of(Ledger(held.people, me).standing(), _AUTHOR))


@router.get("/consent")
def feedback_consent_read(me: SignedIn, held: Held) -> ConsentOut:
    """Whether the service's predictor may learn from your posts: not until you say so."""
    return ConsentOut(since=agreed_since(held.people, me))


@router.put("/consent")
def feedback_consent_tell(caller: InSession, held: Held, told: ConsentIn) -> ConsentOut:
    """Agree, or no longer: whoever runs the service may export your posts with readers' counts.

    Your address is not in that file. Taken back, it holds from the next export on; what a predictor
    has learnt stays learnt.
    """
    return ConsentOut(since=agree(held.people, caller.address, told.agreed))
