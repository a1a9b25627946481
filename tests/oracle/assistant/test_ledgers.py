"""Ledgers of several owners in one people database: each knows its own records alone."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from oracle.assistant.accounts.data import delete_account, export
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.posts import newest_posts
from oracle.assistant.feedback.records import (
    OUTCOME,
    REVERSAL,
    Interval,
    Prediction,
    plain,
    rewarded_in,
)
from oracle.assistant.feedback.rewards import Engagement, Thumb
from oracle.assistant.feedback.room import MAX_OF_POST, MAX_POSTS
from oracle.assistant.feedback.variants import STATIC, possible
from oracle.assistant.people.database import open_people
from oracle.assistant.people.tables import Account, Record
from oracle.errors import Permanent
from oracle.personas.cards import default_cards
from oracle.store.database import transaction
from tests.oracle.assistant.conftest import a_choice

OWNERS = (None, "0xA", "0xB")


@pytest.fixture
def engine(people: Path) -> Iterator[Engine]:
    """A people database with two accounts."""
    engine = open_people(people)
    with transaction(engine) as session:
        session.add_all(Account(address=owner, created=1) for owner in OWNERS if owner)
    yield engine
    engine.dispose()


def filled(engine: Engine) -> dict[str | None, str]:
    """A post with a thumb in each ledger, by its owner."""
    posts = {}
    for owner in OWNERS:
        feedback = Feedback(Ledger(engine, owner))
        posts[owner] = feedback.keep_choice(a_choice())
        feedback.record(posts[owner], Thumb(up=True))
    return posts


@pytest.mark.parametrize("owner", OWNERS)
def test_ledger__beside_others__learns_from_its_own_records_alone(
    engine: Engine, owner: str | None
):
    posts = filled(engine)
    mine = Ledger(engine, owner)
    assert {each.post for each in mine.records()} == {posts[owner]}
    assert [each.name for each in newest_posts(mine, 9)] == [posts[owner]]
    assert [persona for _, persona in mine.personas()] == ["pip"]
    arm = Feedback(mine).arms("Pip")["hook"]
    assert (arm.choices, arm.outcomes) == (1, 1)


@pytest.mark.parametrize(
    "attack",
    [
        lambda feedback, _ledger, post, _number: feedback.record(post, Thumb(up=False)),
        lambda feedback, _ledger, post, _number: feedback.record(post, Engagement(likes=1)),
        lambda feedback, _ledger, post, _number: feedback.take_back(post, "thumb"),
        lambda _feedback, ledger, post, _number: ledger.forget(post),
        lambda _feedback, ledger, _post, number: ledger.revert(number, "not mine"),
    ],
    ids=["thumb", "engagement", "take back", "forget", "revert"],
)
@pytest.mark.parametrize(("who", "whose"), [("0xB", "0xA"), (None, "0xA"), ("0xA", None)])
def test_ledger__of_another__changes_nothing(
    engine: Engine, attack: Callable[..., object], who: str | None, whose: str | None
):
    post = filled(engine)[whose]
    theirs, mine = Ledger(engine, whose), Ledger(engine, who)
    before = [each.model_dump() for each in theirs.records()]
    with suppress(Permanent):
        assert attack(Feedback(mine), mine, post, before[-1]["number"]) is False
    assert [each.model_dump() for each in theirs.records()] == before
    assert len(mine.records()) == 2


def test_account__deleted__takes_its_records_and_no_others(engine: Engine):
    filled(engine)
    delete_account(engine, "0xA")
    assert export(engine, "0xA")["record"] == []
    assert [len(Ledger(engine, owner).records()) for owner in OWNERS] == [2, 0, 2]
    with pytest.raises(Permanent, match="this account was deleted"):
        Feedback(Ledger(engine, "0xA")).keep_choice(a_choice())


def test_records__of_an_account__are_never_changed_and_the_others_never_deleted(engine: Engine):
    filled(engine)
    for change in (
        "UPDATE record SET address = '0xB' WHERE address = '0xA'",
        "DELETE FROM record WHERE address IS NULL",
    ):
        with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
            connection.exec_driver_sql(change)


def test_forget__of_the_command_lines_own__loses_nothing(engine: Engine):
    post = filled(engine)[None]
    assert not Ledger(engine).forget(post)
    assert len(Ledger(engine).records()) == 2


def test_keep__one_post_too_many__lets_the_oldest_go_with_all_that_was_told(engine: Engine):
    posts = filled(engine)
    data = plain(a_choice())
    with transaction(engine) as session:
        session.add_all(
            Record(
                address="0xA",
                key=f"choice:{number}",
                kind="choice",
                persona="pip",
                post=str(number),
                at=1,
                data=data,
            )
            for number in range(MAX_POSTS - 1)
        )
    mine = Ledger(engine, "0xA")
    assert len(mine.records()) == MAX_POSTS + 1
    newest = Feedback(mine).keep_choice(a_choice())
    kept = mine.records()
    assert len(kept) == MAX_POSTS
    assert kept[-1].post == newest
    assert posts["0xA"] not in {each.post for each in kept}
    assert Feedback(mine).arms("Pip")["hook"].outcomes == 0
    with transaction(engine) as session:
        others = session.exec(select(Record.post).where(Record.address != "0xA")).all()
    assert posts["0xB"] in others
    assert len(Ledger(engine).records()) == 2


def test_keep__counts_told_anew_each_day__keeps_the_newest_and_all_that_counts(engine: Engine):
    posts = filled(engine)
    mine = Ledger(engine, "0xA")
    feedback, post = Feedback(mine), posts["0xA"]
    feedback.keep_prediction(
        post, Prediction(by="a test", values={"likes": Interval(low=2, middle=5, high=9)})
    )
    for day in range(90):
        feedback.record(post, Engagement(likes=day), instead=True)
    kept = mine.records()
    assert len(kept) == MAX_OF_POST
    upright = mine.standing()
    assert [each.kind for each in upright if each.kind != REVERSAL] == [
        "choice",
        "outcome",
        "prediction",
        "outcome",
    ]
    (found,) = newest_posts(mine, 9)
    assert (found.thumb, found.engagement) == (Thumb(up=True), Engagement(likes=89))
    assert [(each.happened, each.inside) for each in found.figures] == [(89, False)]
    told = [rewarded_in(each).outcome for each in kept if each.kind == OUTCOME]
    days = [each.likes for each in told if isinstance(each, Engagement)]
    assert days == list(range(90 - len(days), 90))
    assert feedback.arms("Pip")["hook"].outcomes == 2
    assert len(Ledger(engine, "0xB").records()) == 2


def test_keep__what_was_restored__counts_though_much_else_goes(engine: Engine):
    post = filled(engine)["0xA"]
    mine = Ledger(engine, "0xA")
    thumb = mine.records()[-1].number or 0
    mine.revert(mine.revert(thumb, "a mistake").number or 0, "it was none")
    for likes in range(40):
        Feedback(mine).record(post, Engagement(likes=likes), instead=True)
    assert newest_posts(mine, 1)[0].thumb == Thumb(up=True)
    assert len(mine.records()) <= MAX_OF_POST


def test_possible__for_a_card_whose_style_is_full__is_the_card_as_it_is():
    card = default_cards()[0]
    full = card.model_copy(update={"style": tuple(f"Line {n}." for n in range(32))})
    assert possible(full) == [STATIC]
    assert len(possible(card)) > 1
