"""How much an account's ledger holds, so that nobody can fill the database."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from oracle.assistant.feedback.records import CHOICE, About
from oracle.assistant.people.tables import Account, Record
from oracle.errors import Permanent

MAX_POSTS, MAX_OF_POST = 1_000, 32


class Full(Permanent):
    """No more is kept of this post."""


def make_room(session: Session, owner: str | None, about: About) -> None:
    """Let one more record be kept; the command line's own ledger, without owner, has no bound.

    An account keeps its newest 1,000 posts: for another the oldest goes, with all that was told of
    it. Raises `Full` where a post has 32 records, `Permanent` where the account was deleted.
    """
    if owner is None:
        return
    if session.get(Account, owner) is None:
        raise Permanent("this account was deleted: sign in again")
    mine = col(Record.address) == owner
    if about.kind == CHOICE:
        newest = select(Record.post).where(mine, Record.kind == CHOICE)
        newest = newest.order_by(col(Record.number).desc())
        gone = session.exec(newest.offset(MAX_POSTS - 1)).all()
        session.connection().execute(delete(Record).where(mine, col(Record.post).in_(gone)))
    elif len(session.exec(select(Record.number).where(mine, Record.post == about.post)).all()) >= (
        MAX_OF_POST
    ):
        raise Full("this was told and taken back too often: it stays as it is")
