"""Conversations of the account that asks."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import SignedIn
from frontend_api.chat.cards import card_of
from frontend_api.chat.rates import CONVERSATIONS
from frontend_api.chat.schemas import ConversationIn, ConversationOut, MessageOut
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import IntCursor, Limit, Page, cut
from frontend_api.web.view import Held
from oracle.assistant.chat import NoConversation
from oracle.errors import Permanent

router = APIRouter(prefix="/conversations", tags=["chat"])
ConversationId = Annotated[str, Path(min_length=1, max_length=40)]
_PLACE = r"^[0-9]{1,18}-[A-Za-z0-9_-]{1,40}$"
Cursor = Annotated[
    str | None, Query(pattern=_PLACE, description="`next_cursor` of the page before.")
]
PersonaId = Annotated[int | None, Query(ge=1, le=0xFFFF, description="Those with one persona.")]


@router.get("", response_model=Page[ConversationOut])
def conversations_list(
    held: Held,
    address: SignedIn,
    persona_id: PersonaId = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ConversationOut]:
    """The account's conversations, those changed last first."""
    at, _, name = (cursor or "").partition("-")
    after = (int(at), name) if at else None
    found = held.chats.conversations.newest(address, limit + 1, after, persona_id)
    rows, more = cut(found, limit, lambda row: f"{row.updated}-{row.id}")
    return Page(items=[ConversationOut.of(row) for row in rows], next_cursor=more)


@router.post("", status_code=201, response_model=ConversationOut, responses=refuses(404, 409))
def conversations_create(held: Held, address: SignedIn, asked: ConversationIn) -> ConversationOut:
    """Begin a conversation with a persona, which must be active."""
    held.allowance.spend(address, CONVERSATIONS)
    card_of(held, asked.persona_id)
    try:
        return ConversationOut.of(held.chats.conversations.begin(address, asked.persona_id))
    except Permanent as error:
        raise HTTPException(409, str(error)) from error


@router.get("/{conversation_id}/messages", response_model=Page[MessageOut], responses=refuses(404))
def messages_list(
    held: Held,
    address: SignedIn,
    conversation_id: ConversationId,
    cursor: IntCursor = None,
    limit: Limit = 20,
) -> Page[MessageOut]:
    """What was said, oldest first; the first page has the newest, the next what came before."""
    try:
        rows = held.chats.conversations.messages(address, conversation_id, limit + 1, cursor)
    except NoConversation as error:
        raise HTTPException(404, str(error)) from error
    shown = [MessageOut.of(row) for row in rows[-limit:]]
    return Page(items=shown, next_cursor=str(shown[0].id) if len(rows) > limit else None)


@router.delete("/{conversation_id}", status_code=204, responses=refuses(404))
def conversations_delete(held: Held, address: SignedIn, conversation_id: ConversationId) -> None:
    """Delete a conversation with all that was said in it, for good."""
    try:
        held.chats.conversations.delete(address, conversation_id)
    except NoConversation as error:
        raise HTTPException(404, str(error)) from error
