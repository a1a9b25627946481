"""The drafts that an account keeps. Each is found by its account's address alone."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, and_, col, func, or_, select

from oracle.assistant.people.tables import Draft
from oracle.errors import Permanent
from oracle.store.database import snapshot, transaction

MAX_DRAFTS = 500


class TooMany(Permanent):
    """The account has as many drafts as it may."""


class Changed(Permanent):
    """The draft is another one than whoever changes it has seen."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote: a post for `platform` (a slug), and the `brief` that it began with."""

    platform: str
    title: str
    text: str
    brief: str


def version_of(row: Draft) -> str:
    """Names the draft as it stands: another text, title, platform or brief has another one."""
    said = json.dumps([row.platform, row.title, row.text, row.data], sort_keys=True)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class KeptDrafts:
    """The drafts in a people database; `now` gives Unix seconds.

    All calls raise `Transient` where the database does not answer.
    """

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now

    def add(self, address: str, written: Written) -> Draft:
        """Keep a new one. Raises `TooMany` beyond 500."""
        with transaction(self._engine) as session:
            query = select(func.count()).select_from(Draft).where(Draft.address == address)
            if session.exec(query).one() >= MAX_DRAFTS:
                raise TooMany(f"{MAX_DRAFTS} drafts are kept: delete one that you don't need")
            now = self._now()
            row = Draft(
                id=secrets.token_hex(16),
                address=address,
                created=now,
                updated=now,
                **_columns(written),
            )
            session.add(row)
            return row

    def page(self, address: str, after: tuple[int, str] | None, limit: int) -> list[Draft]:
        """At most `limit` of them, the last changed first, after (`updated`, `id`)."""
        query = select(Draft).where(Draft.address == address)
        if after is not None:
            earlier = col(Draft.updated) < after[0]
            same = and_(col(Draft.updated) == after[0], col(Draft.id) < after[1])
            query = query.where(or_(earlier, same))
        query = query.order_by(col(Draft.updated).desc(), col(Draft.id).desc()).limit(limit)
        with snapshot(self._engine) as connection, Session(connection) as session:
            return list(session.exec(query))

    def find(self, address: str, draft_id: str) -> Draft | None:
        """The account's own draft of that id; None where it has none."""
        with snapshot(self._engine) as connection, Session(connection) as session:
            return _own(session, address, draft_id)

    def change(
        self, address: str, draft_id: str, version: str, changes: Mapping[str, str]
    ) -> Draft | None:
        """Put `changes`, by names of `Written`, into it; None where the account has no such draft.

        Raises `Changed` where it is no longer of that version.
        """
        with transaction(self._engine) as session:
            row = _own(session, address, draft_id)
            if row is None:
                return None
            if version_of(row) != version:
                raise Changed("the draft was changed elsewhere: read it again before you change it")
            written = replace(_written(row), **changes)
            for name, value in _columns(written).items():
                setattr(row, name, value)
            row.updated = max(self._now(), row.updated)
            session.add(row)
            return row

    def remove(self, address: str, draft_id: str) -> bool:
        """Delete it; whether it was there."""
        with transaction(self._engine) as session:
            row = _own(session, address, draft_id)
            if row is not None:
                session.delete(row)
            return row is not None


def _written(row: Draft) -> Written:
    return Written(row.platform, row.title, row.text, row.data.get("brief", ""))


def _columns(written: Written) -> dict[str, Any]:
    return {
        "platform": written.platform,
        "title": written.title,
        "text": written.text,
        "data": {"brief": written.brief},
    }


def _own(session: Session, address: str, draft_id: str) -> Draft | None:
    row = session.get(Draft, draft_id)
    return row if row is not None and row.address == address else None
