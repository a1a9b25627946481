"""The two cookies: a session's token, and the secret of a nonce that was asked for.

Scripts can't read them, other sites' pages can't have them sent, and with TLS no other host can set
them.
"""

import time

from starlette.requests import HTTPConnection
from starlette.responses import Response

from frontend_api.accounts.site import Site
from oracle.assistant.accounts.nonces import Issued
from oracle.assistant.accounts.sessions import Opened

SESSION, NONCE = "troupe", "troupe-nonce"


def session_token(connection: HTTPConnection, site: Site) -> str | None:
    """The token of the session, if there is one."""
    return connection.cookies.get(site.cookie(SESSION)) or None


def nonce_secret(connection: HTTPConnection, site: Site) -> str:
    """The secret of the nonce that this browser asked for last; "" where it did not."""
    return connection.cookies.get(site.cookie(NONCE), "")


def keep_nonce(response: Response, site: Site, issued: Issued) -> None:
    """Let the browser keep the secret of a nonce."""
    _set(response, site, NONCE, issued.secret, issued.expires)


def keep_session(response: Response, site: Site, opened: Opened) -> None:
    """Let the browser keep a session; the nonce has served."""
    _set(response, site, SESSION, opened.token, opened.expires)
    _set(response, site, NONCE, "", 0)


def forget(response: Response, site: Site) -> None:
    """Let the browser forget the session."""
    _set(response, site, SESSION, "", 0)


def _set(response: Response, site: Site, name: str, value: str, expires: int) -> None:
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        site.cookie(name),
        value,
        max_age=max(0, expires - int(time.time())),
        secure=site.secure,
        httponly=True,
        samesite="strict",
    )
