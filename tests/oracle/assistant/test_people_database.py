"""The people database: its own file, its own migrations, and records that are never changed."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Engine, column, insert, table
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import plain
from oracle.assistant.people.database import MIGRATIONS, PEOPLE_SCHEMA, open_people
from oracle.assistant.people.tables import Account, Conversation, Message, PeopleTable, Record
from oracle.errors import Fatal
from oracle.store.database import connect, is_new, mark, transaction
from oracle.store.operator import open_operator_store
from oracle.store.upgrade import upgrade
from tests.oracle.assistant.conftest import a_choice


def test_migrations__on_a_new_file__make_what_the_models_say(people: Path):
    engine = open_people(people)
    with engine.connect() as connection:
        options = {"version_table": MIGRATIONS.table, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, PeopleTable.metadata) == []
    engine.dispose()
    open_people(people).dispose()
    assert people.stat().st_mode & 0o077 == 0


def test_open__of_an_operators_database_or_junk__is_refused(tmp_path: Path):
    open_operator_store(tmp_path / "operator.sqlite").dispose()
    (tmp_path / "junk").write_bytes(b"no database " * 999)
    with pytest.raises(Fatal, match="not the people database of Troupe: choose another file"):
        open_people(tmp_path / "operator.sqlite")
    with pytest.raises(Fatal, match=r"can't be opened as the people .*; check TROUPE_PEOPLE"):
        open_people(tmp_path / "junk")


@pytest.mark.parametrize("change", ["UPDATE record SET persona = 'x'", "DELETE FROM record"])
def test_record__once_kept__can_be_neither_changed_nor_deleted(people: Path, change: str):
    engine = open_people(people)
    Feedback(Ledger(engine)).keep_choice(a_choice())
    with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()


def test_open__of_records_from_before_accounts__keeps_them_and_makes_room(people: Path):
    old = _older(people, "p0001")
    said = plain(a_choice())
    kept = {"key": "choice:a", "again": 0, "kind": "choice", "persona": "pip", "post": "a", "at": 9}
    columns = [column(name) for name in kept]
    with old.begin() as connection:
        row = insert(table("record", *columns, column("data", JSON)))
        connection.execute(row.values(kept | {"data": said}))
    old.dispose()

    engine = open_people(people)
    with transaction(engine) as session:
        rest = {"number": 1, "address": None, "data": said}
        assert [each.model_dump() for each in session.exec(select(Record))] == [kept | rest]
        assert session.exec(select(Account)).all() == []
    assert Feedback(Ledger(engine)).arms("Pip")["hook"].choices == 1
    engine.dispose()


def test_open__of_conversations_without_a_word__keeps_those_in_which_something_was_said(
    people: Path,
):
    old = _older(people, "p0004")
    with transaction(old) as session:
        session.add(Account(address="0xA", created=1))
        session.flush()
        for name in ("empty", "told"):
            rest = {"persona_id": 1, "title": "t", "created": 1, "updated": 1}
            session.add(Conversation(id=name, address="0xA", **rest))
        session.flush()
        session.add(Message(conversation="told", role="user", text="hello", at=1))
    old.dispose()

    engine = open_people(people)
    with transaction(engine) as session:
        assert session.exec(select(Conversation.id)).all() == ["told"]
        assert session.exec(select(Message.text)).all() == ["hello"]
    engine.dispose()


def _older(people: Path, revision: str) -> Engine:
    """The database as it was at that revision."""
    engine = connect(people)
    with engine.begin() as connection:
        assert is_new(connection, PEOPLE_SCHEMA)
        upgrade(connection, MIGRATIONS, revision)
        mark(connection, PEOPLE_SCHEMA)
    return engine


def test_account__deleted__takes_along_what_is_its_own(people: Path):
    engine = open_people(people)
    with transaction(engine) as session:
        for address in ("0xA", "0xB"):
            session.add(Account(address=address, created=1))
            session.flush()
            talk = Conversation(
                id=address, address=address, persona_id=1, title="t", created=1, updated=1
            )
            session.add(talk)
            session.flush()
            session.add(Message(conversation=address, role="user", text="hello", at=1))
    with transaction(engine) as session:
        session.delete(session.get_one(Account, "0xA"))
    with transaction(engine) as session:
        assert session.exec(select(Conversation.address)).all() == ["0xB"]
        assert session.exec(select(Message.conversation)).all() == ["0xB"]
    engine.dispose()


def test_open__of_a_newer_troupes__says_so(people: Path):
    engine = open_people(people)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {MIGRATIONS.table} SET version_num = 'p9999'")
    engine.dispose()
    with pytest.raises(Fatal, match=r"of a newer Troupe \(revision p9999, .*: update Troupe"):
        open_people(people)
