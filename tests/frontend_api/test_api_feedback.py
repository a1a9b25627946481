"""The feedback loop through HTTP: what became of one's drafts, and what follows from it."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from sqlite3 import connect
from typing import Any

import httpx
import pytest
from eth_utils.address import to_checksum_address
from fastapi.responses import Response
from frontend_api.app import create_app
from frontend_api.settings import Settings
from sqlalchemy import Engine
from sqlalchemy.event import listen

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import Interval, Prediction
from oracle.assistant.feedback.rewards import Thumb
from oracle.assistant.feedback.variants import VARIANTS
from oracle.assistant.people.database import open_people
from tests.frontend_api.people import signed_in
from tests.frontend_api.predicting import trained_in
from tests.frontend_api.serving import serving, settings_in
from tests.oracle.assistant.conftest import a_choice
from tests.oracle.engines.openai.odd_server import DONE, OddServer, event, streamed
from tests.requires import requires_module
from tests.web_server import running

NAME, TEXT = "Pip", "The ferry opens. Will you come?"
ASKED = {
    "brief": "Write about the new ferry.",
    "platform": "bluesky",
    "own": {"name": NAME, "instructions": "Short."},
    "candidates": 1,
}
_ACCOUNTS = count(1)


@dataclass(frozen=True)
class Place:
    """An API without a chain, whose language model always says `TEXT`."""

    settings: Settings
    url: str
    engine: Engine
    model: OddServer


@dataclass(frozen=True)
class Writer:
    """An account of its own, with its browser and its ledger."""

    client: httpx.Client
    ledger: Ledger

    def keep(self, **given: Any) -> str:
        """Keep a draft, as if it had been written; its name."""
        return Feedback(self.ledger).keep_choice(a_choice(persona=NAME, **given))

    def generate(self, **given: Any) -> dict[str, Any]:
        """What the one voice wrote."""
        answer = self.client.post("/generate", json=ASKED | given, timeout=60)
        assert answer.status_code == 200, answer.text
        (voice,) = answer.json()["voices"]
        return dict(voice)

    def tell(self, post: str, kind: str, told: dict[str, Any]) -> httpx.Response:
        return self.client.put(f"/feedback/posts/{post}/{kind}", json=told)

    def arm(self, variant: str) -> dict[str, Any]:
        """What is known of a variant."""
        (learnt,) = self.client.get("/feedback/learnt").json()["items"]
        assert learnt["persona"] == NAME
        return next(each for each in learnt["variants"] if each["variant"] == variant)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("feedback")
    model = OddServer({"": [streamed(event(TEXT), event(finish="stop"), DONE)]})
    with running(model.app()) as url:
        settings = settings_in(
            folder,
            predictor=folder / "predictor",
            engine="openai",
            engine_url=(f"{url}/v1",),
            engine_ledger=folder / "ledger",
        )
        engine = open_people(settings.people)
        with serving(settings, folder) as api:
            yield Place(settings, api, engine, model)
        engine.dispose()


@pytest.fixture
def writer(place: Place) -> Iterator[Callable[..., Writer]]:
    """Makes new accounts: at that API, or at another one with the same accounts."""
    with ExitStack() as opened:

        def make(url: str = place.url) -> Writer:
            address = to_checksum_address(f"0x{next(_ACCOUNTS):040x}")
            client = opened.enter_context(signed_in(url, place.settings.people, address))
            return Writer(client, Ledger(place.engine, address))

        yield make


@pytest.fixture
def me(writer: Callable[..., Writer]) -> Writer:
    return writer()


def test_generate__signed_in__is_instructed_as_drawn_and_kept(place: Place, me: Writer) -> None:
    said = me.generate()
    (kept,) = me.client.get("/feedback/posts").json()["items"]
    assert (kept["post"], kept["variant"]) == (said["post"], said["variant"])
    assert (kept["persona"], kept["text"]) == (NAME, said["candidates"][said["best"]]["text"])
    assert (kept["thumb"], kept["engagement"], kept["predicted"]) == (None, None, [])
    prompt = place.model.bodies[-1]["messages"][0]["content"]
    others = [each.instruction for name, each in VARIANTS.items() if name != said["variant"]]
    assert VARIANTS[said["variant"]].instruction in prompt
    assert not any(each in prompt for each in others if each)


def test_generate__nobody_signed_in__keeps_nothing(place: Place) -> None:
    def rows() -> Any:
        with place.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one()

    before = rows()
    with httpx.Client(base_url=place.url, timeout=60) as nobody:
        (voice,) = nobody.post("/generate", json=ASKED).json()["voices"]
    assert (voice["best"], voice["post"], voice["variant"]) == (0, None, None)
    assert rows() == before
    prompt = place.model.bodies[-1]["messages"][0]["content"]
    assert not any(each.instruction in prompt for each in VARIANTS.values() if each.instruction)


def test_generate__by_the_builtin_writer__is_kept_and_teaches_no_variant(
    place: Place, writer: Callable[..., Writer], tmp_path: Path
) -> None:
    settings = place.settings.model_copy(update={"engine": "builtin", "blocks": tmp_path / "b"})
    with serving(settings, tmp_path) as url:
        me = writer(url)
        said = me.generate()
        assert said["variant"] is None
        assert me.tell(said["post"], "thumb", {"up": True}).status_code == 200
        (learnt,) = me.client.get("/feedback/learnt").json()["items"]
    assert (learnt["drafts"], learnt["outcomes"]) == (1, 1)
    assert not any(each["drafts"] or each["outcomes"] for each in learnt["variants"])


def test_generate__after_many_thumbs__is_mostly_instructed_as_they_liked(
    writer: Callable[..., Writer],
) -> None:
    liked = {"plain": writer(), "hook": writer()}
    for best, each in liked.items():
        feedback = Feedback(each.ledger)
        for variant in list(VARIANTS) * 6:
            feedback.record(each.keep(variant=variant), Thumb(up=variant == best))
    for best, each in liked.items():
        drawn = [each.generate()["variant"] for _ in range(5)]
        assert drawn.count(best) >= 3
        assert each.arm(best)["best"] > 0.9


def test_thumb__told_twice_and_then_otherwise__counts_once(me: Writer) -> None:
    post = me.keep()
    for _ in range(2):
        assert me.tell(post, "thumb", {"up": True}).json()["thumb"] is True
    assert (me.arm("hook")["outcomes"], round(me.arm("hook")["mean"], 3)) == (1, 0.667)
    assert me.tell(post, "thumb", {"up": False}).json()["thumb"] is False
    assert (me.arm("hook")["outcomes"], round(me.arm("hook")["mean"], 3)) == (1, 0.333)


def test_thumb__taken_back__counts_no_longer_and_stays_on_record(me: Writer) -> None:
    post = me.keep()
    path = f"/feedback/posts/{post}/thumb"
    me.tell(post, "thumb", {"up": True})
    assert me.client.delete(path).status_code == 204
    assert me.client.delete(path).status_code == 404
    assert me.client.get(f"/feedback/posts/{post}").json()["thumb"] is None
    assert (me.arm("hook")["drafts"], me.arm("hook")["outcomes"]) == (1, 0)
    held = me.client.get("/account/export").json()["held"]["record"]
    assert [each["kind"] for each in held] == ["choice", "outcome", "reversal"]
    assert me.tell(post, "thumb", {"up": False}).json()["thumb"] is False


def test_post__deleted__is_gone_with_what_was_learnt_from_it(me: Writer) -> None:
    gone, kept = me.keep(), me.keep()
    for post in (gone, kept):
        me.tell(post, "thumb", {"up": True})
    assert me.client.delete(f"/feedback/posts/{gone}").status_code == 204
    assert me.client.delete(f"/feedback/posts/{gone}").status_code == 404
    assert me.tell(gone, "thumb", {"up": True}).status_code == 404
    assert {each.post for each in me.ledger.records()} == {kept}
    assert (me.arm("hook")["drafts"], me.arm("hook")["outcomes"]) == (1, 1)


def test_engagement__told_again_as_it_grows__stands_beside_the_prediction(me: Writer) -> None:
    post = me.keep()
    said = Prediction(by="a test", values={"likes": Interval(low=2, middle=5, high=9)})
    Feedback(me.ledger).keep_prediction(post, said)
    before = me.client.get(f"/feedback/posts/{post}").json()["predicted"]
    assert [(each["happened"], each["inside"]) for each in before] == [(None, None)]
    for likes, inside in ((3, True), (40, False)):
        told = {"likes": likes, "impressions": 900, "published": "2026-01-31T12:00:00Z"}
        found = me.tell(post, "engagement", told).json()
        assert found["engagement"]["likes"] == likes
        assert [(e["happened"], e["inside"]) for e in found["predicted"]] == [(likes, inside)]
    assert me.arm("hook")["outcomes"] == 1
    assert me.client.delete(f"/feedback/posts/{post}/engagement").status_code == 204
    assert me.arm("hook")["outcomes"] == 0


def test_engagement__on_x__is_refused_but_from_another_source(me: Writer) -> None:
    post = me.keep(platform="x")
    refused = me.tell(post, "engagement", {"likes": 3})
    assert refused.status_code == 422
    assert "X's data may not train models" in refused.json()["detail"]
    assert me.tell(post, "engagement", {"clicks": 3, "source": "own links"}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("thumb", "{}"),
        ("thumb", '{"up": NaN}'),
        ("thumb", '{"up": 2}'),
        ("thumb", '{"up": true, "by": "another"}'),
        ("engagement", "{}"),
        ("engagement", '{"impressions": 5}'),
        ("engagement", '{"likes": NaN}'),
        ("engagement", '{"likes": 1e400}'),
        ("engagement", '{"likes": -1}'),
        ("engagement", '{"likes": 1.5}'),
        ("engagement", f'{{"likes": {10**13}}}'),
        ("engagement", f'{{"likes": {10**400}}}'),
        ("engagement", '{"likes": 1, "reward": 1}'),
        ("engagement", '{"likes": 1, "source": "\\ud800"}'),
        ("engagement", '{"likes": 1, "published": "2026-01-31T12:00:00"}'),
        ("engagement", '{"likes": 1, "published": "9999-12-31T23:59:59-12:00"}'),
        ("engagement", '{"likes": 1, "topic": "' + "x" * 301 + '"}'),
    ],
)
def test_outcome__of_wrong_figures__is_refused_and_nothing_is_kept(
    me: Writer, kind: str, body: str
) -> None:
    post = me.keep()
    headers = {"content-type": "application/json"}
    refused = me.client.put(f"/feedback/posts/{post}/{kind}", content=body, headers=headers)
    assert refused.status_code == 422, refused.text
    assert json.loads(refused.text)["errors"]
    assert len(me.ledger.records()) == 1


@pytest.mark.parametrize(
    ("post", "status"), [("0" * 16, 404), ("no-post", 422), ("0" * 33, 422), ("%00" * 12, 422)]
)
def test_outcome__of_no_post__says_so(me: Writer, post: str, status: int) -> None:
    assert me.tell(post, "thumb", {"up": True}).status_code == status
    assert me.client.delete(f"/feedback/posts/{post}/thumb").status_code == status


def test_outcome__told_and_taken_back_without_end__is_taken_and_bounded(me: Writer) -> None:
    post = me.keep()
    answers = [me.tell(post, "thumb", {"up": number % 2 == 0}) for number in range(40)]
    assert {each.status_code for each in answers} == {200}
    assert len(me.ledger.records()) == 32
    assert me.client.get(f"/feedback/posts/{post}").json()["thumb"] is False
    assert me.client.delete(f"/feedback/posts/{post}/thumb").status_code == 204
    assert me.arm("hook")["outcomes"] == 0


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_generate__people_database_locked_meanwhile__gives_the_text_and_says_that_it_is_not_kept(
    place: Place, writer: Callable[..., Writer], tmp_path: Path, accept: str
) -> None:
    app = create_app(place.settings.model_copy(update={"blocks": tmp_path / "blocks"}), tmp_path)
    people = app.state.services.people
    listen(people, "connect", lambda made, _: made.execute("PRAGMA busy_timeout = 2000"))
    people.dispose()  # those that wait for longer
    usual = place.model.answers[""]
    other = connect(place.settings.people, check_same_thread=False)

    def locking() -> Response:
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")
        return usual[0]()

    with running(app) as url, closing(other):
        me = writer(url)
        place.model.answers[""] = [locking]
        try:
            answer = me.client.post("/generate", json=ASKED, headers={"accept": accept}, timeout=60)
        finally:
            place.model.answers[""] = usual
        other.execute("ROLLBACK")
        assert me.ledger.records() == []
        assert answer.status_code == 200
        assert TEXT in answer.text
        assert "could not be kept in your account" in answer.text
        assert "locked" not in answer.text
        if accept == "application/json":
            (voice,) = answer.json()["voices"]
            assert (voice["best"], voice["post"], voice["problem"]) == (0, None, None)
        again = me.generate()
    assert (again["unkept"], len(me.ledger.records())) == (None, 1)


def test_outcomes__a_flood__is_a_429_that_says_when(me: Writer) -> None:
    post = me.keep()
    answers = (me.tell(post, "thumb", {"up": True}) for _ in range(200))
    refused = next(each for each in answers if each.status_code != 200)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert len(me.ledger.records()) == 2


def test_posts_and_learnt__in_pages__each_comes_once(me: Writer) -> None:
    feedback = Feedback(me.ledger)
    names = [f"Voice {number}" for number in range(5)]
    posts = [feedback.keep_choice(a_choice(persona=each)) for each in names]

    def all_of(path: str, name: str) -> list[str]:
        found, params = [], {"limit": "2"}
        while True:
            page = me.client.get(path, params=params).json()
            found += [each[name] for each in page["items"]]
            if page["next_cursor"] is None:
                return found
            params["cursor"] = page["next_cursor"]

    assert all_of("/feedback/posts", "post") == posts[::-1]
    assert all_of("/feedback/learnt", "persona") == names
    assert me.client.get("/feedback/learnt", params={"limit": 21}).status_code == 422


def test_posts__read_without_end__are_a_429_that_says_when(me: Writer) -> None:
    asked = (me.client.get("/feedback/posts", params={"limit": 100}) for _ in range(200))
    refused = next(each for each in asked if each.status_code != 200)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0


def test_generate__with_a_predictor__keeps_what_it_said_before(
    place: Place, writer: Callable[..., Writer], tmp_path: Path
) -> None:
    requires_module("lightgbm")
    trained_in(tmp_path / "predictor")
    changes = {"predictor": tmp_path / "predictor", "blocks": tmp_path / "blocks.sqlite"}
    with serving(place.settings.model_copy(update=changes), tmp_path) as url:
        me = writer(url)
        found = me.tell(me.generate()["post"], "engagement", {"likes": 10**12}).json()
    likes = next(each for each in found["predicted"] if each["figure"] == "likes")
    assert likes["by"] == "predictor trained on synthetic posts"
    assert likes["low"] <= likes["middle"] <= likes["high"]
    assert (likes["happened"], likes["inside"]) == (10**12, False)
