"""A person's own drafts: /drafts."""

import re
import time
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import SignedIn
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Limit, Page, cut
from frontend_api.web.values import Time
from frontend_api.web.view import Held, Services
from oracle.assistant.drafts.kept import Changed, KeptDrafts, TooMany, Written, version_of
from oracle.assistant.people.tables import Draft
from oracle.domain import PlatformSlug

router = APIRouter(prefix="/drafts", tags=["assistant"])
DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_Cursor = Annotated[
    str | None,
    Query(pattern=r"^\d{1,15}-[0-9a-f]{32}$", description="`next_cursor` of the page before."),
]
_IfMatch = Annotated[
    str | None,
    Header(max_length=80, description="The ETag of the draft that you changed, in quotes."),
]
_TAG = re.compile(r'^(?:W/)?"([0-9a-f]{32})"$')
_NONE = "you have no such draft: see /drafts"


class DraftIn(BaseModel):
    """A post that somebody works on."""

    model_config = ConfigDict(extra="forbid")

    platform: PlatformSlug
    title: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=20_000)
    brief: str = Field(default="", max_length=2_000, description="What the post began with.")

    def written(self) -> Written:
        """What is kept of it."""
        return Written(self.platform, self.title, self.text, self.brief)


class DraftChange(BaseModel):
    """What changes of a draft; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    platform: PlatformSlug | None = None
    title: str | None = Field(default=None, max_length=200)
    text: str | None = Field(default=None, max_length=20_000)
    brief: str | None = Field(default=None, max_length=2_000)


class DraftOut(DraftIn):
    """A draft that is kept; `version` is its ETag without quotes."""

    id: str
    version: str
    created: Time
    updated: Time


@router.get("")
def drafts_list(
    me: SignedIn, held: Held, cursor: _Cursor = None, limit: Limit = 20
) -> Page[DraftOut]:
    """Your drafts, the last changed first."""
    after = None
    if cursor is not None:
        updated, _, number = cursor.partition("-")
        after = int(updated), number
    found = _kept(held).page(me, after, limit + 1)
    rows, more = cut(found, limit, lambda row: f"{row.updated}-{row.id}")
    return Page(items=[_out(row) for row in rows], next_cursor=more)


@router.post("", status_code=201, responses=refuses(409))
def drafts_create(me: SignedIn, held: Held, draft: DraftIn, response: Response) -> DraftOut:
    """Keep a new draft. An account keeps 500 at most."""
    try:
        row = _kept(held).add(me, draft.written())
    except TooMany as error:
        raise HTTPException(409, str(error)) from None
    return _tagged(row, response)


@router.get("/{draft_id}", responses=refuses(404))
def drafts_read(me: SignedIn, held: Held, draft_id: DraftId, response: Response) -> DraftOut:
    """One of your drafts, with its ETag."""
    return _tagged(_found(_kept(held).find(me, draft_id)), response)


@router.patch(
    "/{draft_id}",
    responses=refuses(404, 412, 428),
)
def drafts_change(
    me: SignedIn,
    held: Held,
    draft_id: DraftId,
    changes: DraftChange,
    response: Response,
    if_match: _IfMatch = None,
) -> DraftOut:
    """Change one of your drafts. `If-Match` says which version you have seen.

    Where it was changed meanwhile, on another device say, nothing is lost: this answers 412.
    """
    found = _TAG.match(if_match or "")
    if found is None:
        raise HTTPException(428, "send If-Match with the draft's ETag, in quotes")
    try:
        row = _kept(held).change(me, draft_id, found[1], changes.model_dump(exclude_none=True))
    except Changed as error:
        raise HTTPException(412, str(error)) from None
    return _tagged(_found(row), response)


@router.delete("/{draft_id}", status_code=204, responses=refuses(404))
def drafts_delete(me: SignedIn, held: Held, draft_id: DraftId) -> None:
    """Delete one of your drafts, for good."""
    if not _kept(held).remove(me, draft_id):
        raise HTTPException(404, _NONE)


def _kept(held: Services) -> KeptDrafts:
    return KeptDrafts(held.people, lambda: int(time.time()))


def _found(row: Draft | None) -> Draft:
    if row is None:
        raise HTTPException(404, _NONE)
    return row


def _out(row: Draft) -> DraftOut:
    said = {"platform": row.platform, "title": row.title, "text": row.text}
    known = {"id": row.id, "version": version_of(row), "created": row.created}
    return DraftOut.model_validate(
        {**said, **known, "updated": row.updated, "brief": row.data.get("brief", "")}
    )


def _tagged(row: Draft, response: Response) -> DraftOut:
    out = _out(row)
    response.headers["ETag"] = f'"{out.version}"'
    return out
