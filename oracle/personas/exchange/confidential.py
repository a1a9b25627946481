"""Keys and passwords in strangers' files, which may enter no card: a card is public for good."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pydantic import JsonValue

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRET_WORDS = frozenset(
    (
        *("secret", "secrets", "password", "passwords", "passwd", "passphrase", "pwd", "mnemonic"),
        *("credential", "credentials", "token", "tokens", "jwt", "bearer", "authorization"),
        *("cookie", "cookies", "apikey", "apikeys", "privatekey", "keypair", "oauth"),
    )
)
# Lorebooks have `secondary_keys`: of several keys the word before decides.
_SECRET_PAIRS = frozenset(
    (first, second)
    for second, firsts in {
        "key": ("api", "private", "access", "auth", "signing"),
        "phrase": ("seed", "recovery", "backup", "wallet"),
    }.items()
    for first in firsts
)
_VALUES = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|glpat|pplx|sk-ant|sk-proj)[-_][A-Za-z0-9_-]{16,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bxox[abeprs]-[A-Za-z0-9-]{10,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|\b\d{8,10}:[A-Za-z0-9_-]{35}\b"
    r"|\b[MNO][A-Za-z0-9]{23,25}\.[\w-]{6}\.[\w-]{27,}"
    r"|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,30}-----)?"
    r"|(?<=://)[^\s/:@]{0,200}:[^\s/@]{1,200}(?=@)"
)
_REMOVED = "[removed]"


def without_secrets(value: JsonValue) -> tuple[JsonValue, tuple[str, ...]]:
    """A copy of `value` without what looks like a secret, and the places where that was.

    Whatever stands under a name such as ``secrets``, ``OPENAI_API_KEY`` or ``botToken`` goes,
    numbers and booleans aside (``token_budget``); in other texts what has the shape of a provider's
    key, a private key or a password within an address becomes "[removed]". The places are paths.
    """
    places: list[str] = []
    return _clean(value, "", places), tuple(places)


def _clean(value: JsonValue, path: str, places: list[str]) -> JsonValue:
    if isinstance(value, dict):
        return dict(_members(value, path, places))
    if isinstance(value, list):
        return [_clean(each, f"{path}[{number}]", places) for number, each in enumerate(value)]
    if isinstance(value, str) and _VALUES.search(value):
        places.append(path)
        return _VALUES.sub(_REMOVED, value)
    return value


def _members(
    value: dict[str, JsonValue], path: str, places: list[str]
) -> Iterator[tuple[str, JsonValue]]:
    for name, member in value.items():
        place = f"{path}.{name}" if path else name
        if _VALUES.search(name):
            places.append(f"{path}.{_REMOVED}".lstrip("."))
        elif _is_secret(name) and isinstance(member, str | dict | list):
            places.append(place)
        else:
            yield name, _clean(member, place, places)


def _is_secret(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    pairs = {(first, second.removesuffix("s")) for first, second in pairwise(words)}
    return (
        not _SECRET_WORDS.isdisjoint(words)
        or not _SECRET_PAIRS.isdisjoint(pairs)
        or (len(words) > 1 and words[-1] in {"key", "seed", "pass"})
    )
