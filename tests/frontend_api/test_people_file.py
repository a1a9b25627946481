"""The people database as a file: opened, backed up, and tidied by ``python -m frontend_api``."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from frontend_api.__main__ import main
from frontend_api.app import create_app
from frontend_api.settings import Settings

from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.people.database import MIGRATIONS, open_people
from oracle.assistant.people.tables import Nonce, SignIn
from oracle.errors import Fatal
from oracle.store.database import transaction
from tests.frontend_api.people import ADA, signed_in
from tests.frontend_api.serving import serving
from tests.wait import wait_for
from tests.web_server import running


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        projection=tmp_path / "projection.sqlite",
        people=tmp_path / "people.sqlite",
        blocks=tmp_path / "blocks.sqlite",
    )


def test_serve__people_of_a_newer_troupe_or_junk__says_what_to_do(own: Settings) -> None:
    engine = open_people(own.people)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {MIGRATIONS.table} SET version_num = 'p9999'")
    engine.dispose()
    with pytest.raises(Fatal, match="update Troupe"):
        create_app(own)
    own.people.write_bytes(b"junk" * 999)
    with pytest.raises(Fatal, match="people database"):
        create_app(own)


def test_serve__nonces_and_sessions_that_expired__are_removed(
    own: Settings, tmp_path: Path
) -> None:
    engine = open_people(own.people)
    Sessions(engine, lambda: 1.0).open(ADA.address)
    kept = Sessions(engine).open(ADA.address)
    with transaction(engine) as session:
        session.add(Nonce(value="old", expires=1))
        session.add(Nonce(value="new", expires=2**40))

    def left() -> tuple[set[str], int]:
        with engine.connect() as connection:
            nonces = connection.exec_driver_sql(f"SELECT value FROM {Nonce.__tablename__}").all()
            sessions = connection.exec_driver_sql(f"SELECT 1 FROM {SignIn.__tablename__}").all()
        return {row[0] for row in nonces}, len(sessions)

    with running(create_app(own, tmp_path)):
        wait_for(lambda: left() == ({"new"}, 1), "what expired to go")
    assert Sessions(engine).find(kept.token)
    engine.dispose()


def test_allowance__of_an_account__is_one_for_two_web_workers(
    own: Settings, tmp_path: Path, stopped_clock: None
) -> None:
    with (
        serving(own, tmp_path) as one,
        serving(own, tmp_path) as other,
        signed_in(one, own.people, ADA.address) as here,
        signed_in(other, own.people, ADA.address) as there,
    ):
        answers = [
            client.get("/account/export").status_code for _ in range(6) for client in (here, there)
        ]
    assert answers == [200] * 5 + [429] * 7


def test_backup__while_in_use__stands_in_for_the_file(own: Settings, tmp_path: Path) -> None:
    engine = open_people(own.people)
    token = Sessions(engine).open(ADA.address).token

    def backup(people: Path, file: str) -> Result:
        settings = {"TROUPE_PEOPLE": str(people)}
        return CliRunner().invoke(main, ["backup", str(tmp_path / file)], env=settings)

    made = backup(own.people, "copy.sqlite")
    assert made.exit_code == 0, made.output
    engine.dispose()
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    copy = open_people(tmp_path / "copy.sqlite")
    found = Sessions(copy).find(token)
    copy.dispose()
    assert found
    assert found.address == ADA.address
    assert "choose another name" in backup(own.people, "copy.sqlite").output
    assert "check TROUPE_PEOPLE" in backup(tmp_path / "none.sqlite", "b.sqlite").output
