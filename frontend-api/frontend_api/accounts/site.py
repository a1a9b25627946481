"""Where the page is, for those who sign in there: its origin decides about cookies and domains."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from frontend_api.settings import Settings

_log = logging.getLogger(__name__)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_ELSEWHERE = (
    "people can sign in only at this site's own address: open it there, or ask whoever runs it to "
    "set that address"
)
_FOREIGN = "this page may not do that: send it from {origin}, with its Origin header"


@dataclass(frozen=True)
class Site:
    """The page's `origin`, such as ``https://troupe.example``."""

    origin: str

    @property
    def secure(self) -> bool:
        """Whether it is reached by TLS; if not, it is on this machine."""
        return self.origin.startswith("https:")

    def cookie(self, name: str) -> str:
        """The full name of a cookie; no other host can set one of a secure site (RFC 6265bis)."""
        return f"__Host-{name}" if self.secure else name


def site_of(connection: HTTPConnection, settings: Settings) -> Site | None:
    """The site that settings name, or this machine where the request came to it by that name.

    None elsewhere: a host that strangers may name themselves proves nothing about the page.
    """
    if settings.origin is not None:
        return Site(str(settings.origin).rstrip("/"))
    host = connection.headers.get("host", "")
    try:
        known = urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        known = False
    scheme = "https" if connection.url.scheme in {"https", "wss"} else "http"
    return Site(f"{scheme}://{host}") if known else None


def require_site(connection: HTTPConnection, settings: Settings) -> Site:
    """The same. Raises `HTTPException` 403 where there is none."""
    site = site_of(connection, settings)
    if site is None:
        _log.warning("nobody can sign in at this address: set TROUPE_ORIGIN to the page's")
        raise HTTPException(403, _ELSEWHERE)
    return site


def require_own_page(connection: HTTPConnection, site: Site) -> None:
    """Refuse what another site's page has a browser send. Raises `HTTPException` 403."""
    if connection.headers.get("origin") != site.origin:
        raise HTTPException(403, _FOREIGN.format(origin=site.origin))
