"""People of the API: with wallets, signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from frontend_api.accounts.session import SESSION_COOKIE

from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.people.database import open_people


@contextmanager
def signed_in(url: str, people: Path, address: str) -> Iterator[httpx.Client]:
    """A browser on the page at `url` in which the wallet of that checksum address is signed in.

    `people` is the API's people database.
    """
    engine = open_people(people)
    token = Sessions(engine).open(address).token
    engine.dispose()
    headers = {"Origin": url, "Cookie": f"{SESSION_COOKIE}={token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=20) as client:
        yield client
