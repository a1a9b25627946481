"""What people's posts teach: predictors of their own, and the service's where they agree."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner
from eth_utils.address import to_checksum_address
from sqlalchemy import Engine

from oracle.assistant.feedback.commands import COMMANDS
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import Rewarded, plain
from oracle.assistant.feedback.rewards import Engagement
from oracle.assistant.people.database import open_people
from oracle.assistant.people.tables import Record
from oracle.predictor.loading import Loaded, load_posts
from oracle.predictor.posts import Post
from oracle.settings import Settings as OracleSettings
from oracle.store.database import transaction
from tests.frontend_api.people import signed_in
from tests.frontend_api.serving import serving, settings_in
from tests.oracle.assistant.conftest import a_choice
from tests.requires import requires_module

COUNTS = {"impressions": 900, "likes": 41, "published": "2026-01-31T12:00:00Z"}
_ACCOUNTS = count(0xA0)


@dataclass(frozen=True)
class Place:
    """An API without a chain."""

    url: str
    people: Path
    engine: Engine


@dataclass(frozen=True)
class Person:
    """An account of its own, in its browser."""

    address: str
    client: httpx.Client
    engine: Engine

    def publish(self, text: str, **counts: Any) -> str:
        """Keep a draft, and tell what its readers did; its name."""
        post = Feedback(Ledger(self.engine, self.address)).keep_choice(a_choice(text=text))
        told = self.client.put(f"/feedback/posts/{post}/engagement", json=COUNTS | counts)
        assert told.status_code == 200, told.text
        return post

    def agree(self, agreed: bool = True) -> int | None:
        """Say whether the posts may teach; since when they may."""
        answer = self.client.put("/feedback/consent", json={"agreed": agreed})
        assert answer.status_code == 200, answer.text
        assert self.client.get("/feedback/consent").json() == answer.json()
        since: int | None = answer.json()["since"]
        return since


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("teaching")
    settings = settings_in(folder)
    engine = open_people(settings.people)
    with serving(settings, folder) as url:
        yield Place(url, settings.people, engine)
    engine.dispose()


@pytest.fixture
def person(place: Place) -> Iterator[Callable[[], Person]]:
    """Makes new accounts, which are gone after the test."""
    with ExitStack() as opened:

        def make() -> Person:
            address = to_checksum_address(f"0x{next(_ACCOUNTS):040x}")
            client = opened.enter_context(signed_in(place.url, place.people, address))
            opened.callback(client.delete, "/account")
            return Person(address, client, place.engine)

        yield make


@pytest.fixture
def exported(place: Place, tmp_path: Path) -> Callable[[], Loaded]:
    """What the predictor's loader finds in an export of all accounts that agree now."""
    numbers = count(1)
    settings = OracleSettings(_env_file=None, people=place.people)

    def export() -> Loaded:
        path = tmp_path / f"posts-{next(numbers)}.csv"
        runner = CliRunner(mix_stderr=False)
        given = ["export", str(path), "--accounts"]
        done = runner.invoke(click.Group(commands=COMMANDS), given, obj=lambda: settings)
        if not path.exists():
            assert "no post has real engagement" in str(done.exception)
            return Loaded([], 0, ())
        assert path.stat().st_mode & 0o077 == 0
        return load_posts(path)

    return export


def texts(loaded: Loaded) -> list[str]:
    assert loaded.skipped == 0, loaded.reasons
    return sorted(post.text for post in loaded.posts)


def test_posts__downloaded__are_what_the_predictors_loader_takes(
    person: Callable[[], Person], tmp_path: Path
) -> None:
    me, other = person(), person()
    me.publish("=It is said,\n“twice”.", likes=7)
    me.publish("To followers of a link.", source="own links", clicks=3)
    other.publish("Another's.")
    Feedback(Ledger(me.engine, me.address)).keep_choice(a_choice(text="Nobody counted."))
    answer = me.client.get("/feedback/posts.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="troupe-posts.csv"'
    assert "private" in answer.headers["cache-control"]
    (tmp_path / "posts.csv").write_bytes(answer.content)
    loaded = load_posts(tmp_path / "posts.csv")
    assert texts(loaded) == ["=It is said,\n“twice”.", "To followers of a link."]
    assert {post.author for post in loaded.posts} == {"me"}
    assert [dict(post.outcomes) for post in loaded.posts if post.text.startswith("=")] == [
        {"impressions": 900, "likes": 7}
    ]


def test_posts__nothing_told_yet__are_a_header_alone(person: Callable[[], Person]) -> None:
    assert len(person().client.get("/feedback/posts.csv").text.splitlines()) == 1


def test_export__of_accounts__holds_those_that_agree_now_and_no_address(
    person: Callable[[], Person], exported: Callable[[], Loaded]
) -> None:
    agrees, silent, regrets = person(), person(), person()
    for each, said in ((agrees, "agreed"), (silent, "silent"), (regrets, "regretted")):
        for number in range(2):
            each.publish(f"{said} {number}")
    assert texts(exported()) == []
    since = agrees.agree()
    assert agrees.agree() == since
    regrets.agree()
    assert regrets.agree(False) is None
    found = exported()
    assert texts(found) == ["agreed 0", "agreed 1"]
    (author,) = {post.author for post in found.posts}
    assert agrees.address[2:].lower() not in author.lower()
    assert {post.author for post in exported().posts} != {author}
    assert agrees.agree(False) is None
    assert texts(exported()) == []


def test_export__of_accounts__leaves_out_what_is_taken_back_or_deleted(
    person: Callable[[], Person], exported: Callable[[], Loaded]
) -> None:
    me = person()
    me.agree()
    taken, gone, _ = (me.publish(text) for text in ("taken back", "gone", "kept"))
    me.client.delete(f"/feedback/posts/{taken}/engagement")
    me.client.delete(f"/feedback/posts/{gone}")
    assert texts(exported()) == ["kept"]
    me.client.delete("/account")
    assert texts(exported()) == []


def test_train__on_what_accounts_agreed_to__learns_from_their_posts_alone(
    person: Callable[[], Person], exported: Callable[[], Loaded]
) -> None:
    requires_module("lightgbm")
    from oracle.predictor.training import Dataset, train
    from oracle.predictor.words import WordsEmbedder
    from oracle.predictor.world import make_world

    silent, agrees = person(), person()
    silent.publish("Nobody may learn from this.")
    _publish_all(agrees, make_world(seed=7, rows=450, authors=4).posts)
    agrees.publish("Anybody may learn from this.")
    agrees.agree()
    found = exported()
    assert len(found.posts) == 451
    assert "Anybody may learn from this." in texts(found)
    assert "Nobody may learn from this." not in texts(found)
    bars = dict.fromkeys(("embedded", "read", "learnt"), lambda _: None)
    model, _ = train(Dataset(found.posts, "own"), WordsEmbedder(), "words", rounds=5, **bars)
    assert (model.facts.rows, model.facts.data) == (451, "own")


def _publish_all(person: Person, posts: Any) -> None:
    """Put made-up posts and their counts into an account's ledger, as if it had told them."""
    with transaction(person.engine) as session:
        for number, post in enumerate(posts):
            session.add_all(_records(person.address, f"{number:016x}", post))


def _records(address: str, name: str, post: Post) -> Iterator[Record]:
    told = Engagement(source="a world", published=post.at, **post.outcomes)
    parts = {"choice": a_choice(text=post.text), "outcome": Rewarded(outcome=told, reward=0.5)}
    for kind, part in parts.items():
        about = {"address": address, "persona": "pip", "post": name, "at": 1}
        yield Record(key=f"{kind}:{name}", kind=kind, data=plain(part), **about)
