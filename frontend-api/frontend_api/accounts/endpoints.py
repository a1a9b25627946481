"""/session, /account and its keys. Those who are signed in, and only they, reach what is theirs."""

import time
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.exceptions import HTTPException

from frontend_api.accounts import cookies
from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.schemas import (
    ExportOut,
    KeyIn,
    KeyOut,
    KeysOut,
    NewKeyOut,
    NonceOut,
    SessionOut,
    SignInIn,
)
from frontend_api.accounts.session import InSession, MaybeInSession, SignedIn
from frontend_api.accounts.site import require_own_page, require_site
from frontend_api.web.client import client_of
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held, Services, Viewed
from oracle.assistant.accounts.data import delete_account, export
from oracle.assistant.accounts.keys import MOST, Keys
from oracle.assistant.accounts.message import Place, SignInError
from oracle.assistant.accounts.nonces import Nonces
from oracle.assistant.accounts.proof import Signed, prove
from oracle.assistant.accounts.sessions import Sessions
from oracle.chain.node import connect
from oracle.errors import Permanent

router = APIRouter(tags=["accounts"])
_NONCES = Rate("nonces", burst=20, seconds=6)
_SIGN_INS = Rate("sign-ins", burst=10, seconds=6)
_KEYS = Rate("new keys", burst=20, seconds=60)
_EXPORTS = Rate("exports", burst=5, seconds=60)
_NODE_S = 5
_KeyId = Annotated[str, Path(max_length=64)]
_Everywhere = Annotated[bool, Query(description="Whether every other browser is signed out too.")]


@router.post("/session/nonce", responses=refuses(403))
def session_nonce(request: Request, response: Response, held: Held, view: Viewed) -> NonceOut:
    """A nonce for a message of ERC-4361, and a cookie: only this browser can sign in with it."""
    site = require_site(request, held.settings)
    require_own_page(request, site)
    held.allowance.spend(client_of(request), _NONCES)
    issued = Nonces(held.people).issue()
    cookies.keep_nonce(response, site, issued)
    place = _place(site.origin, view)
    return NonceOut(
        nonce=issued.value,
        domain=place.domain,
        uri=place.origin,
        chain_id=place.chain_id,
        issued_at=issued.issued,
        expires_at=issued.expires,
    )


@router.post("/session", status_code=201, responses=refuses(401, 403, 413, 422))
def session_open(
    sent: SignInIn, request: Request, response: Response, held: Held, view: Viewed
) -> SessionOut:
    """Sign in with Ethereum: a session in a cookie, for a signature of a key or a contract wallet.

    Contract wallets are asked by ERC-1271; they must be on the chain already.
    """
    site = require_site(request, held.settings)
    require_own_page(request, site)
    held.allowance.spend(client_of(request), _SIGN_INS)
    secret = cookies.nonce_secret(request, site)
    signed = Signed(sent.message, bytes.fromhex(sent.signature[2:]), secret)
    address = _prove(held, signed, _place(site.origin, view))
    sessions = Sessions(held.people)
    if before := cookies.session_token(request, site):
        sessions.close(before)
    opened = sessions.open(address)
    cookies.keep_session(response, site, opened)
    return _told(sessions, opened.token)


@router.get("/session", response_model=SessionOut | None)
def session_get(caller: MaybeInSession, held: Held) -> SessionOut | None:
    """Who is signed in, in this browser; null where nobody is."""
    return _told(Sessions(held.people), caller.token) if caller else None


@router.delete("/session", status_code=204)
def session_close(
    caller: InSession,
    request: Request,
    response: Response,
    held: Held,
    everywhere: _Everywhere = False,
) -> None:
    """Sign out, in this browser or in all."""
    sessions = Sessions(held.people)
    sessions.close(caller.token)
    if everywhere:
        sessions.close_all(caller.address)
    cookies.forget(response, require_site(request, held.settings))


@router.get("/account/keys")
def keys_list(address: SignedIn, held: Held) -> KeysOut:
    """One's own API keys."""
    return KeysOut(items=[KeyOut.of(key) for key in Keys(held.people).of(address)], most=MOST)


@router.post("/account/keys", status_code=201, responses=refuses(409, 413, 422))
def keys_create(sent: KeyIn, caller: InSession, held: Held) -> NewKeyOut:
    """A new API key, for programs: it does what its owner may do, but for this and what follows."""
    held.allowance.spend(caller.address, _KEYS)
    try:
        return NewKeyOut.made(Keys(held.people).make(caller.address, sent.name))
    except Permanent as error:
        raise HTTPException(409, str(error)) from None


@router.delete("/account/keys/{key_id}", status_code=204, responses=refuses(404, 422))
def keys_delete(key_id: _KeyId, caller: InSession, held: Held) -> None:
    """Revoke an API key: it opens nothing from now on."""
    if not Keys(held.people).revoke(caller.address, key_id):
        raise HTTPException(404, "you have no such key: see GET /account/keys")


@router.get("/account/export")
def account_export(caller: InSession, held: Held) -> ExportOut:
    """All that is held of one's account, as JSON."""
    held.allowance.spend(caller.address, _EXPORTS)
    rows = export(held.people, caller.address)
    return ExportOut(address=caller.address, exported_at=int(time.time()), held=rows)


@router.delete("/account", status_code=204)
def account_delete(caller: InSession, request: Request, response: Response, held: Held) -> None:
    """Delete one's account for good: conversations, drafts and what was told of them, keys
    and sessions.

    What was put on chain or pinned stays: nobody can take that back.
    """
    delete_account(held.people, caller.address)
    cookies.forget(response, require_site(request, held.settings))


def _place(origin: str, view: Viewed) -> Place:
    found = view.status.deployment
    return Place(origin, found["chain_id"], found["genesis_hash"])


def _prove(held: Services, signed: Signed, place: Place) -> str:
    settings = held.settings
    urls = settings.rpc_url, settings.rpc_fallbacks
    try:
        return prove(
            signed,
            place,
            Nonces(held.people),
            lambda: connect(*urls, seconds=_NODE_S, chain=place),
        )
    except SignInError as error:
        raise HTTPException(401, str(error)) from None


def _told(sessions: Sessions, token: str) -> SessionOut:
    found = sessions.find(token)
    if found is None:
        raise HTTPException(401, "you were just signed out: sign in again")
    return SessionOut(
        address=found.address,
        created=found.created,
        expires_at=found.expires,
        sessions=sessions.count(found.address),
    )
