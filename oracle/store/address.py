"""Where a database is: a path of a file (SQLite), or a URL ``postgresql://…``."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from oracle.errors import Fatal

_DRIVER = "postgresql+psycopg"
_SCHEMES = ("postgresql", "postgres", _DRIVER)


def read_address(where: Path | str, setting: str = "TROUPE_DATABASE") -> URL:
    """The address that `where` means.

    A URL is read as libpq reads it, its query included; what is not in it (a password, say) libpq
    takes from PGPASSFILE and its other variables. Raises `Fatal`, with the `setting` that
    it came from in its message and without the URL.
    """
    text = str(where)
    scheme, separator, rest = text.partition("://")
    if isinstance(where, Path) or not separator:
        return URL.create("sqlite", database=text)
    if scheme not in _SCHEMES:
        raise Fatal(f"{setting} is neither the path of a file nor a URL postgresql://…")
    try:
        if rest.count("@") > 1:
            raise ValueError
        return make_url(text).set(drivername=_DRIVER)
    except (ArgumentError, ValueError):
        raise Fatal(
            f"{setting} is no URL postgresql://user:password@host:port/database: "
            "percent-encode what is special in its password"
        ) from None


def shown(address: URL) -> str:
    """An address as it may be shown: without its password and its query, which may hold one."""
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    public = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database
    )
    return public.render_as_string()
