"""The people database: its own file, its own migrations, and records that are never changed."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.people.database import MIGRATIONS, open_people
from oracle.assistant.people.tables import PeopleTable
from oracle.errors import Fatal
from oracle.store.operator import open_operator_store
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
    with pytest.raises(Fatal, match="can't be opened as the people database"):
        open_people(tmp_path / "junk")


@pytest.mark.parametrize("change", ["UPDATE record SET persona = 'x'", "DELETE FROM record"])
def test_record__once_kept__can_be_neither_changed_nor_deleted(people: Path, change: str):
    engine = open_people(people)
    Feedback(Ledger(engine)).keep_choice(a_choice())
    with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()
