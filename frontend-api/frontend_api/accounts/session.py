"""Who asks: by the session in a cookie, or by an API key.

An endpoint that takes `SignedIn` is private: it answers 401 to everybody else, its description says
so, and `tests/frontend_api/test_api_isolation.py` wants to know what it is of.
"""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from fastapi.openapi.models import APIKey, APIKeyIn, HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response

from frontend_api.accounts import cookies
from frontend_api.accounts.site import require_own_page, site_of
from frontend_api.web.client import client_of
from frontend_api.web.view import Held, Services
from oracle.assistant.accounts.keys import Keys
from oracle.assistant.accounts.sessions import Sessions

_SAFE = {"GET", "HEAD", "OPTIONS"}
_BEARER = {"WWW-Authenticate": "Bearer"}
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
_SIGN_IN = "sign in first: see POST /session, or send Authorization: Bearer with an API key"
_WRONG_KEY = "this API key is not known: it was revoked, or is mistyped"
_SESSION_ONLY = "sign in with your wallet for this: an API key may not do it"


@dataclass(frozen=True)
class Caller:
    """Whoever asks in a session: a checksum address, and the session's token."""

    address: str
    token: str = field(repr=False)


class _Cookie(SecurityBase):
    """The token in the session's cookie. Raises 403 for a write from another site's page."""

    def __init__(self) -> None:
        self.model = APIKey.model_validate(
            {
                "in": APIKeyIn.cookie,
                "name": cookies.SESSION,
                "description": "From POST /session; named `__Host-troupe` where the page has TLS.",
            }
        )
        self.scheme_name = "session"

    def __call__(self, connection: HTTPConnection, held: Held) -> str | None:
        site = site_of(connection, held.settings)
        token = cookies.session_token(connection, site) if site else None
        if site and token and connection.scope.get("method") not in _SAFE:  # a WebSocket has none
            require_own_page(connection, site)
        return token


class _Key(SecurityBase):
    """The API key in the header. Raises 401 for another kind of authorization."""

    def __init__(self) -> None:
        self.model = HTTPBearer(description="An API key from POST /account/keys.")
        self.scheme_name = "key"

    def __call__(self, connection: HTTPConnection) -> str | None:
        scheme, _, key = connection.headers.get("authorization", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not key.strip():
            raise HTTPException(401, _SIGN_IN, _BEARER)
        return key.strip()


_COOKIE, _KEY = _Cookie(), _Key()


def _signed_in(
    held: Held,
    response: Response,
    token: Annotated[str | None, Depends(_COOKIE)],
    key: Annotated[str | None, Depends(_KEY)],
) -> str:
    if key is not None:
        address = Keys(held.people).find(key)
        if address is None:
            raise HTTPException(401, _WRONG_KEY, _BEARER)
    else:
        address = _of_session(held, token)
    if address is None:
        raise HTTPException(401, _SIGN_IN, _BEARER)
    response.headers.update(_PRIVATE)
    return address


def _maybe_in_session(connection: HTTPConnection, held: Held, response: Response) -> Caller | None:
    token = _COOKIE(connection, held)
    address = _of_session(held, token)
    response.headers.update(_PRIVATE)
    return Caller(address, token) if token and address else None


MaybeInSession = Annotated[Caller | None, Depends(_maybe_in_session)]
"""Whoever asks in a session, or None."""


def _in_session(caller: MaybeInSession, _token: Annotated[str | None, Depends(_COOKIE)]) -> Caller:
    if caller is None:
        raise HTTPException(401, _SESSION_ONLY)
    return caller


def _maybe_signed_in(connection: HTTPConnection, held: Held, response: Response) -> str | None:
    try:
        return _signed_in(held, response, _COOKIE(connection, held), _KEY(connection))
    except HTTPException:
        return None


def _of_session(held: Services, token: str | None) -> str | None:
    found = Sessions(held.people).find(token) if token else None
    return found.address if found else None


def require_still(connection: HTTPConnection, held: Services, address: str) -> None:
    """For what stays open: raises `HTTPException` 401 once its session or key has ended."""
    if _maybe_signed_in(connection, held, Response()) != address:
        raise HTTPException(401, "you are signed out: sign in again")


SignedIn = Annotated[str, Depends(_signed_in)]
"""The checksum address of whoever asks; 401 where nobody is signed in."""
InSession = Annotated[Caller, Depends(_in_session)]
"""The same by a session alone: for what an API key may not do."""
MaybeSignedIn = Annotated[str | None, Depends(_maybe_signed_in)]
"""The checksum address of whoever asks; None where `SignedIn` would refuse."""


def _spender(connection: HTTPConnection, address: MaybeSignedIn) -> str:
    return address or client_of(connection)


Spender = Annotated[str, Depends(_spender)]
"""Whose `Allowance` it is: the account's where signed in, else the client's."""
