"""Feedback: what outcomes are worth, that each counts once, and that all can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.assistant.drafts.write import DraftRequest
from oracle.assistant.feedback.drafting import draft_and_keep
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.proposing import propose
from oracle.assistant.feedback.records import OUTCOME, rewarded_in
from oracle.assistant.feedback.rewards import Engagement, outcome_of, reward_of
from oracle.assistant.feedback.standing import standing
from oracle.assistant.feedback.variants import VARIANTS, instructed
from oracle.assistant.people.database import open_people
from oracle.domain import Brief, Card, Platform
from oracle.engines.builtin import BuiltinWriter
from oracle.errors import Permanent
from oracle.personas.cards import default_cards
from oracle.personas.prompt import chat_messages
from tests.oracle.assistant.conftest import a_choice
from tests.wait import PATIENCE_S

CARD = default_cards()[0]
BRIEF = Brief(text="Announce that the library opens on Sundays")
ASKED = DraftRequest(CARD, BRIEF, Platform.LENS, candidates=1, seed="0x" + "11" * 32)
UP, DOWN = outcome_of({"kind": "thumb", "up": True}), outcome_of({"kind": "thumb", "up": False})


def engagement(likes: int, **given: Any) -> Engagement:
    return Engagement.model_validate({"likes": likes} | given)


@pytest.mark.parametrize(
    ("figures", "reward"),
    [
        ({"kind": "thumb", "up": "true"}, 1),
        ({"kind": "thumb", "up": False}, 0),
        ({"kind": "votes", "votes": "20", "all": "100", "entries": "5"}, 0.5),
        ({"kind": "votes", "votes": 100, "all": 100, "entries": 5}, 1),
        ({"kind": "votes", "votes": 0, "all": 100, "entries": 5}, 0),
        ({"kind": "prize", "place": 1, "entries": 5}, 1),
        ({"kind": "prize", "place": 3, "entries": 5}, 0.5),
        ({"kind": "prize", "place": 5, "entries": 5}, 0),
        ({"kind": "engagement", "likes": 4}, 0.5),
    ],
)
def test_reward__of_each_kind__is_as_documented(figures: dict[str, Any], reward: float):
    assert reward_of(outcome_of(figures), []) == reward


def test_reward__of_engagement__is_its_place_among_the_personas_earlier_posts():
    earlier = [engagement(likes) for likes in (1, 2, 3)]
    rewards = [reward_of(engagement(likes), earlier) for likes in (0, 2, 9)]
    assert rewards == [0.5 / 4, 2 / 4, 3.5 / 4]
    per_reader = engagement(9, impressions=1_000)
    assert reward_of(per_reader, earlier) == 0.5
    assert reward_of(per_reader, [engagement(9, impressions=10_000)]) == 0.75
    assert reward_of(engagement(1, replies=1), earlier) == 0.5  # of the others nobody counted them


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"kind": "votes", "votes": 2, "all": 1, "entries": 3}, "more than all"),
        ({"kind": "votes", "votes": 1, "all": 0, "entries": 3}, "all: "),
        ({"kind": "votes", "votes": -1, "all": 1, "entries": 3}, "votes: "),
        ({"kind": "votes", "votes": 1, "all": 2, "entries": 1}, "entries: "),
        ({"kind": "prize", "place": 4, "entries": 3}, "no place 4 among 3"),
        ({"kind": "engagement"}, "at least one of likes"),
        ({"kind": "engagement", "likes": "nan"}, "likes: "),
        ({"kind": "engagement", "likes": 10**13}, "likes: "),
        ({"kind": "engagement", "likes": 1, "stars": 1}, "stars: "),
        ({"kind": "engagement", "likes": 1, "published": "2026-01-31T12:00:00"}, "zone"),
        ({"kind": "engagement", "likes": 1, "published": "9999-12-31T23:59:59-12:00"}, "no such"),
        ({"kind": "engagement", "likes": 1, "topic": "x" * 301}, "topic: "),
        ({"kind": "applause"}, "outcome"),
        ({}, "outcome"),
    ],
)
def test_outcome__wrong_figures__are_refused_with_what_is_wrong(figures: dict[str, Any], says: str):
    with pytest.raises(Permanent, match=says):
        outcome_of(figures)


@settings(max_examples=60, deadline=None)
@given(
    likes=st.integers(0, 10**12),
    impressions=st.none() | st.integers(0, 10**12),
    earlier=st.lists(st.integers(0, 10**12), max_size=20),
)
def test_reward__of_any_figures__is_between_0_and_1(
    likes: int, impressions: int | None, earlier: list[int]
):
    known = [engagement(each, impressions=impressions) for each in earlier]
    assert 0 <= reward_of(engagement(likes, impressions=impressions), known) <= 1


def test_record__the_same_outcome_twice__counts_once(feedback: Feedback):
    post = feedback.keep_choice(a_choice())
    first, again = feedback.record(post, UP), feedback.record(post, UP)
    assert first.number == again.number
    assert feedback.arms("PIP")["hook"].outcomes == 1


def test_record__another_figure_for_the_same__is_refused_and_nothing_is_lost(feedback: Feedback):
    post = feedback.keep_choice(a_choice())
    number = feedback.record(post, UP).number
    with pytest.raises(Permanent, match=f"feedback revert {number}"):
        feedback.record(post, DOWN)
    assert feedback.arms("Pip")["hook"].posterior.alpha == 2


def test_record__each_ones_thumb__counts_once(feedback: Feedback):
    post = feedback.keep_choice(a_choice())
    for who in ("ana", "ben", "ana"):
        feedback.record(post, UP, who)
    assert feedback.arms("Pip")["hook"].outcomes == 2


def test_record__engagement_told_twice_after_others__is_still_the_same(feedback: Feedback):
    posts = [feedback.keep_choice(a_choice(text=f"Post {number}.")) for number in range(3)]
    numbers = [
        feedback.record(post, engagement(likes)).number
        for post, likes in zip(posts, (5, 9, 1), strict=True)
    ]
    assert feedback.record(posts[0], engagement(5)).number == numbers[0]


def test_record__engagement_told_by_several__is_compared_with_other_posts_alone(feedback: Feedback):
    post, other = (feedback.keep_choice(a_choice(text=text)) for text in ("One.", "Two."))
    feedback.record(post, engagement(5), "ana")
    assert rewarded_in(feedback.record(post, engagement(6), "ben")).reward == 0.5
    assert rewarded_in(feedback.record(other, engagement(9))).reward == 0.75


def test_record__by_threads_at_once__counts_once(people: Path):
    opened = [open_people(people) for _ in range(4)]
    post = Feedback(Ledger(opened[0])).keep_choice(a_choice())
    threads = [
        Thread(target=lambda engine=engine: Feedback(Ledger(engine)).record(post, UP))
        for engine in opened
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert Feedback(Ledger(opened[0])).arms("Pip")["hook"].outcomes == 1
    for engine in opened:
        engine.dispose()


def test_revert__an_outcome__counts_no_longer_and_can_be_restored(
    feedback: Feedback, ledger: Ledger
):
    post = feedback.keep_choice(a_choice())
    number = feedback.record(post, UP).number
    taken = ledger.revert(number, "a slip").number
    assert feedback.arms("Pip")["hook"].outcomes == 0
    with pytest.raises(Permanent, match="taken back already"):
        ledger.revert(number, "again")
    ledger.revert(taken, "it was right")
    assert feedback.arms("Pip")["hook"].posterior.alpha == 2
    ledger.revert(number, "wrong after all")
    assert feedback.arms("Pip")["hook"].outcomes == 0
    assert [each.kind for each in ledger.records()].count("reversal") == 3


def test_revert__an_outcome_told_anew__cannot_be_restored_beside_it(
    feedback: Feedback, ledger: Ledger
):
    post = feedback.keep_choice(a_choice())
    taken = ledger.revert(feedback.record(post, UP).number, "a slip").number
    feedback.record(post, DOWN)
    with pytest.raises(Permanent, match="count twice"):
        ledger.revert(taken, "undo")
    arm = feedback.arms("Pip")["hook"]
    assert (arm.outcomes, arm.posterior.alpha, arm.posterior.beta) == (1, 1, 2)


def test_revert__a_draft__takes_its_outcomes_with_it(feedback: Feedback, ledger: Ledger):
    post = feedback.keep_choice(a_choice())
    feedback.record(post, UP)
    ledger.revert(1, "the wrong persona")
    arm = feedback.arms("Pip")["hook"]
    assert (arm.choices, arm.outcomes) == (0, 0)
    with pytest.raises(Permanent, match="no draft is called"):
        feedback.record(post, UP, "another")


@pytest.mark.parametrize("number", [2, 10**9])
def test_revert__what_is_not_there__is_refused(ledger: Ledger, feedback: Feedback, number: int):
    feedback.keep_choice(a_choice())
    with pytest.raises(Permanent, match=f"no record {number}"):
        ledger.revert(number, "why not")


@pytest.mark.parametrize("source", [None, "x", " Twitter ", "x.com"])
def test_record__x_data__is_refused(feedback: Feedback, source: str | None):
    post = feedback.keep_choice(a_choice(platform="x"))
    with pytest.raises(Permanent, match="X's data may not train models"):
        feedback.record(post, engagement(1, source=source))
    assert feedback.record(post, engagement(1, source="own links")).number
    assert feedback.record(post, UP).number


def test_record__for_an_unknown_post__is_refused(feedback: Feedback):
    with pytest.raises(Permanent, match="feedback history"):
        feedback.record("nothing", UP)


def test_history__of_all_that_happened__keeps_order_and_time(feedback: Feedback, ledger: Ledger):
    post = feedback.keep_choice(a_choice())
    feedback.record(post, UP)
    feedback.record(post, outcome_of({"kind": "prize", "place": 1, "entries": 3}))
    ledger.revert(2, "a slip")
    assert [each.kind for each in ledger.records()] == ["choice", "outcome", "outcome", "reversal"]
    assert [each.at for each in ledger.records()] == [1_800_000_000 + 60 * n for n in range(4)]
    upright = standing(ledger.records())
    assert [rewarded_in(e).outcome.kind for e in upright if e.kind == OUTCOME] == ["prize"]


def test_variant__two_personas_who_are_best_told_otherwise__learn_their_own(feedback: Feedback):
    """A post of the persona's best variant gets a thumb up; any other gets one down."""
    truth = {"Ana": "plain", "Ben": "question"}
    for number in range(40):
        for persona, best in truth.items():
            variant, _ = feedback.variant(persona, f"{persona} {number}")
            post = feedback.keep_choice(a_choice(persona=persona, variant=variant))
            feedback.record(post, UP if variant == best else DOWN)
    for persona, best in truth.items():
        later = [feedback.variant(persona, f"later {number}")[0] for number in range(20)]
        assert later.count(best) >= 18


def test_variant__same_seed_and_same_knowledge__is_the_same(feedback: Feedback):
    drawn = [feedback.variant("Pip", f"seed {number % 7}")[0] for number in range(28)]
    assert drawn[:7] * 4 == drawn
    assert len(set(drawn)) > 1


@pytest.mark.parametrize("name", VARIANTS)
def test_instructed__each_variant__reaches_the_models_prompt(name: str):
    brief = Brief(text="Say it")
    said = chat_messages(instructed(CARD, name), brief, Platform.X)[0]["content"]
    assert VARIANTS[name].instruction in said
    assert instructed(instructed(CARD, name), name) == instructed(CARD, name)


def test_instructed__a_card_whose_style_is_full__is_refused():
    full = CARD.model_copy(update={"style": tuple(f"Line {n}." for n in range(32))})
    with pytest.raises(Permanent, match="no room for another"):
        instructed(full, "hook")
    assert instructed(full, "static") == full


def test_draft_and_keep__by_a_language_model__is_instructed_and_kept(
    feedback: Feedback, ledger: Ledger, engine_saying: Callable[..., Any]
):
    engine = engine_saying("The library opens on Sundays. Who will come?")
    kept = draft_and_keep(replace(ASKED, candidates=2), engine, feedback)
    assert kept.variant in VARIANTS
    record = ledger.standing()[0]
    assert (record.post, record.data["variant"]) == (kept.post, kept.variant)
    assert record.data["card"] == CARD.digest
    assert set(record.data["posterior"]) == set(VARIANTS)


def test_draft_and_keep__by_the_builtin_writer__teaches_nothing_about_variants(
    feedback: Feedback,
):
    kept = draft_and_keep(replace(ASKED, candidates=2), BuiltinWriter(), feedback)
    feedback.record(kept.post, UP)
    assert kept.variant is None
    assert all(arm.outcomes == arm.choices == 0 for arm in feedback.arms(CARD.name).values())


def test_draft_and_keep__what_was_published__is_not_written_again(
    feedback: Feedback, engine_saying: Callable[..., Any]
):
    text = "The library opens on Sundays. Who will come?"
    first = draft_and_keep(ASKED, engine_saying(text), feedback)
    feedback.record(first.post, UP)
    again = draft_and_keep(ASKED, engine_saying(text), feedback)
    feedback.record(again.post, engagement(3))
    third = draft_and_keep(ASKED, engine_saying(text), feedback)
    assert (third.post, "a copy" in third.drafts.candidates[0].dropped) == (None, True)


def known(feedback: Feedback, truth: dict[str, float], posts: int) -> None:
    """Posts of each variant, of which that share gets a thumb up."""
    for variant, share in truth.items():
        for number in range(posts):
            post = feedback.keep_choice(a_choice(persona=CARD.name, variant=variant))
            feedback.record(post, UP if number < share * posts else DOWN)


def test_propose__a_clear_winner__is_a_card_with_its_line_and_nothing_else(feedback: Feedback):
    known(feedback, {"static": 0.2, "plain": 0.9}, 25)
    found = propose(CARD, feedback.arms(CARD.name))
    assert found.variant == "plain"
    assert found.card.style == (*CARD.style, VARIANTS["plain"].instruction)
    assert found.card.model_copy(update={"style": CARD.style}) == CARD
    assert Card.parse(found.card.to_bytes()) == found.card


@pytest.mark.parametrize(
    ("truth", "posts", "says"),
    [
        ({"static": 0.2, "plain": 0.9}, 5, "20 outcomes .* static has 5, hook has 0"),
        ({"static": 0.5, "plain": 0.6}, 20, "below 95%"),
        ({"static": 1.0, "plain": 0.1}, 25, "plain is better .* 0%, below 95%"),
        ({"static": 0.2}, 25, "and of another are needed"),
    ],
)
def test_propose__not_sure_enough__is_refused_with_what_lacks(
    feedback: Feedback, truth: dict[str, float], posts: int, says: str
):
    known(feedback, truth, posts)
    with pytest.raises(Permanent, match=says):
        propose(CARD, feedback.arms(CARD.name))


def test_posterior__after_rewards__is_bayes_rule(feedback: Feedback):
    known(feedback, {"hook": 0.75}, 8)
    posterior = feedback.arms(CARD.name)["hook"].posterior
    assert (posterior.alpha, posterior.beta) == (7, 3)
    low, high = posterior.interval()
    assert 0 < low < posterior.mean < high < 1
    assert np.isfinite([low, high]).all()
