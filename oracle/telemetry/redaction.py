"""Secrets taken out of everything that is said: those that the settings hold, by their values."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pydantic import Secret, SecretStr
from pydantic_settings import BaseSettings

_HIDDEN = "***"
_SHORTEST = 4
_SHORTEST_PATH_KEY = 12
_PATHS = ("database",)  # a path where it is no URL
_LOGIN = re.compile(r"\b([a-zA-Z][a-zA-Z0-9+.-]{0,30}://)[^\s/@?#'\"]{1,500}@")


class Redactor:
    """Hides each of `secrets` in a text, and the login of any URL.

    Digests and hashes stay: nothing is hidden for what it looks like. Shorter secrets than four
    characters stay too, or no text could be read.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        known = sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        if self._known is not None:
            text = self._known.sub(_HIDDEN, text)
        return _LOGIN.sub(rf"\1{_HIDDEN}@", text)


def redactor_of(settings: BaseSettings) -> Redactor:
    """What hides the secrets in settings: secret values, and logins and keys in URLs."""
    return Redactor(
        secret
        for name in type(settings).model_fields
        for value in _texts(getattr(settings, name))
        for secret in _secrets(name, *value)
    )


def _texts(value: object) -> Iterator[tuple[str, bool]]:
    """A setting's texts, each with whether the setting keeps it secret."""
    if isinstance(value, tuple):
        yield from ((str(part), False) for part in value)
    elif isinstance(value, Secret | SecretStr):
        yield str(value.get_secret_value()), True
    elif value is not None:
        yield str(value), False


def _secrets(name: str, text: str, secret: bool) -> Iterator[str]:
    if "://" in text:
        yield from _in_url(text)
    elif secret and name not in _PATHS:
        yield text


def _in_url(url: str) -> Iterator[str]:
    """A URL's password, and of HTTP's the query's values and long parts of the path: its keys."""
    parts = urlsplit(url)
    is_http = parts.scheme in ("http", "https", "ws", "wss")
    yield unquote(parts.password or "")
    yield from (value for name, value in parse_qsl(parts.query) if is_http or "pass" in name)
    if is_http:
        segments = unquote(parts.path).split("/")
        yield from (part for part in segments if len(part) >= _SHORTEST_PATH_KEY)
