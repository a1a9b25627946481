"""How much an account's ledger holds, so that nobody can fill the database."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from oracle.assistant.feedback.records import CHOICE, About
from oracle.assistant.feedback.standing import oldest_spent
from oracle.assistant.people.tables import Account, Record
from oracle.errors import Permanent

MAX_POSTS, MAX_OF_POST = 1_000, 32


def make_room(session: Session, owner: str | None, about: About) -> None:
    """Let one more record be kept; the command line's own ledger, without owner, has no bound.

    An account keeps its newest 1,000 posts: for another the oldest goes, with all that was told of
    it. Of a post it keeps all that counts, and of what was taken back the newest, 32 records in
    all. Raises `Permanent` where the account was deleted.
    """
    if owner is None:
        return
    if session.get(Account, owner) is None:
        raise Permanent("this account was deleted: sign in again")
    mine = select(Record).where(Record.address == owner).order_by(col(Record.number).desc())
    if about.kind == CHOICE:
        old = session.exec(mine.where(Record.kind == CHOICE).offset(MAX_POSTS - 1)).all()
        gone = col(Record.post).in_([each.post for each in old])
        session.connection().execute(delete(Record).where(col(Record.address) == owner, gone))
        return
    records = session.exec(mine.where(Record.post == about.post)).all()[::-1]
    while len(records) > MAX_OF_POST - 2 and (spent := oldest_spent(records)):
        session.connection().execute(delete(Record).where(col(Record.number).in_(spent)))
        records = [each for each in records if each.number not in spent]
