"""What is held of an account, whatever table it is in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from oracle.assistant.accounts.data import delete_account, export
from oracle.assistant.accounts.keys import Keys
from oracle.assistant.accounts.message import Place, SignInError, read_message
from oracle.assistant.accounts.nonces import LIFETIME_S, Nonces, nonce_of
from oracle.assistant.accounts.sessions import MOST, Sessions
from oracle.assistant.people.database import open_people
from oracle.assistant.people.tables import Draft, PeopleTable
from oracle.store.database import transaction

ADA, BEN = "0x" + "Aa" * 20, "0x" + "Bb" * 20
NOBODYS = {"nonce"}
"""Tables of no account: what was not signed yet."""


def test_tables__each_new_one__belongs_to_an_account_or_to_nobody(people: Path):
    engine = open_people(people)
    tables = {table.name for table in PeopleTable.metadata.sorted_tables}
    assert set(export(engine, ADA)) == tables - NOBODYS
    engine.dispose()


def test_account__deleted__is_no_more_in_the_file(people: Path):
    engine = open_people(people)
    told = "a thought for nobody else" * 400
    for address in (ADA, BEN):
        Sessions(engine).open(address)
    with transaction(engine) as session:
        kept = {"platform": "x", "title": "", "data": {}, "created": 1, "updated": 1}
        session.add(Draft(id="1", address=ADA, text=told, **kept))
        session.add(Draft(id="2", address=BEN, text="Ben's", **kept))
    delete_account(engine, ADA)
    assert not any(export(engine, ADA).values())
    assert [row["text"] for row in export(engine, BEN)["draft"]] == ["Ben's"]
    engine.dispose()  # folds the log into the file
    assert b"a thought for nobody else" not in people.read_bytes()


def test_sessions__more_than_the_most__end_the_oldest(people: Path):
    engine, now = open_people(people), 0.0
    sessions = Sessions(engine, lambda: now)
    tokens = []
    for now in range(1, MOST + 3):  # noqa: B007 - the clock
        tokens.append(sessions.open(ADA).token)
    assert [bool(sessions.find(token)) for token in tokens] == [False] * 2 + [True] * MOST
    assert sessions.count(ADA) == MOST
    engine.dispose()


def test_nonce__expired__is_worthless(people: Path):
    engine, now = open_people(people), 1_000.0
    nonces = Nonces(engine, lambda: now)
    early, late = nonces.issue(), nonces.issue()
    assert nonce_of(early.secret) == early.value
    now += LIFETIME_S - 1
    assert nonces.spend(early.value)
    assert not nonces.spend(early.value)
    now += 1
    assert not nonces.spend(late.value)
    engine.dispose()


@given(text=some.text(max_size=400) | some.sampled_from(["", "\0", "٣", "\u202e", "\ud800"]))
@settings(max_examples=50)
def test_credentials__of_any_text__open_nothing(tmp_path_factory, text: str):
    engine = open_people(tmp_path_factory.getbasetemp() / "credentials.sqlite")
    assert Sessions(engine).find(text) is None
    assert Keys(engine).find(text) is None
    engine.dispose()


@given(
    begin=some.sampled_from(["", "a.example wants you to sign in with your Ethereum account:\n"]),
    text=some.text(max_size=300),
    part=some.sampled_from(["", ":", "/", "\n- a:", "a.", "%41", "[", "0x", "\nURI: "]),
    times=some.integers(0, 700),
)
@settings(max_examples=60, deadline=60_000)
def test_message__of_any_text__is_refused_in_no_time(begin: str, text: str, part: str, times: int):
    place = Place("https://a.example", 1, "0x" + "11" * 32)
    with pytest.raises(SignInError, match="is not accepted"):
        read_message(begin + text + part * times, place, 1_790_000_000)
