"""Drafts: several candidates, judged as a round would, and the one that its persona likes best."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.assistant.drafts.commands import draft_command
from oracle.assistant.drafts.write import DraftRequest, Drafts, draft
from oracle.domain import Brief, Criterion, Platform, Taste, Topic
from oracle.engines.builtin import BuiltinWriter
from oracle.errors import Permanent, Transient
from oracle.personas.cards import default_cards
from oracle.platforms import PLATFORMS
from oracle.scoring.profile import default_profile
from oracle.settings import Settings
from tests.wait import PATIENCE_S

CARD = default_cards()[0]
BRIEF = Brief(text="Announce that the town library opens on Sundays from 10 to 4.")
SEED = "0x" + "5e" * 32
DULL = "The library is a library and a library, of a library, which is the library."
LIVELY = "Sundays just got better: the library opens at 10. Will you bring a friend?"
GLOOMY = "The library opens on Sundays, and everything about it is horrible, sad and terrible."


def drafted(engine: Any, **given: Any) -> Drafts:
    wanted = {"candidates": 4, "seed": SEED, "platform": Platform.X, "card": CARD, "brief": BRIEF}
    more = {name: given.pop(name) for name in ("past", "rules", "told") if name in given}
    return draft(DraftRequest(**(wanted | given)), engine, **more)


@pytest.mark.parametrize("platform", Platform)
def test_draft__by_the_builtin_writer__gives_candidates_that_fit_with_all_scores(
    platform: Platform,
):
    drafts = drafted(BuiltinWriter(), platform=platform, candidates=5)
    assert len(drafts.candidates) == 5
    assert len({each.seed for each in drafts.candidates}) == 5
    standing = [each for each in drafts.candidates if each.judged]
    assert len(standing) >= 3
    for each in standing:
        assert PLATFORMS[platform].fits(each.text)
        assert all(1 <= each.judged.scores.criteria[c].value <= 10_000 for c in Criterion)
        assert all(each.judged.scores.criteria[c].why for c in Criterion)
    assert drafts.best.liking == max(each.liking for each in standing)


def test_draft__same_seed__gives_the_same_candidates():
    first, again = drafted(BuiltinWriter()), drafted(BuiltinWriter())
    assert first.as_json() == again.as_json()
    other = drafted(BuiltinWriter(), seed="0x" + "07" * 32)
    assert [each.text for each in other.candidates] != [each.text for each in first.candidates]


def test_draft__of_one_candidate__is_the_one_that_a_round_would_take():
    [only] = drafted(BuiltinWriter(), candidates=1).candidates
    assert only.seed == SEED
    assert only.text == drafted(BuiltinWriter(), candidates=3).candidates[0].text


def test_draft__personas_of_different_taste__choose_different_texts(engine_saying: Any):
    """One cares for the mood it is after alone, the other for readers' reactions."""
    likes_gloom = CARD.model_copy(
        update={
            "taste": Taste(
                sentiment=10, engagement=0, virality=0, readability=0, trend_relevance=0
            ),
            "target_sentiment": -0.9,
        }
    )
    chosen = [
        drafted(engine_saying(GLOOMY, LIVELY), card=card, candidates=2).best.text
        for card in (likes_gloom, CARD)
    ]
    assert chosen == [GLOOMY, LIVELY]


def test_draft__copies_and_what_cannot_be_published__are_dropped_with_the_reason(
    engine_saying: Any,
):
    off, leaks = "Bananas are yellow.", f"You are {CARD.name}, open on Sundays at the library"
    drafts = drafted(engine_saying(LIVELY, LIVELY, off, leaks), candidates=4)
    reasons = {each.text: each.dropped for each in drafts.candidates if each.dropped}
    assert [each.text for each in drafts.candidates].count(LIVELY) == 2
    assert "100% alike" in reasons[LIVELY]
    assert "shares no word with the brief" in reasons[off]
    assert "shows its prompt" in reasons[leaks]
    assert drafts.best.text == LIVELY


def test_draft__what_was_published_before__is_not_written_again(engine_saying: Any):
    drafts = drafted(engine_saying(LIVELY, DULL), candidates=2, past=[*(["Hello."] * 20), LIVELY])
    assert drafts.best.text == DULL
    assert any("a copy" in (each.dropped or "") for each in drafts.candidates)


def test_draft__siblings_alike__do_not_lower_one_anothers_virality(engine_saying: Any):
    almost = LIVELY.replace("Will you bring a friend", "Who will come along with us")
    both = drafted(engine_saying(LIVELY, almost), candidates=2)
    alone = drafted(engine_saying(LIVELY), candidates=1).best
    [same] = [each for each in both.candidates if each.text == LIVELY]
    assert same.judged == alone.judged


def test_draft__one_candidate_fails__the_others_stand(engine_saying: Any):
    drafts = drafted(engine_saying("", "", "", LIVELY), candidates=1)
    assert len(drafts.candidates) == 1
    nothing = drafted(engine_saying(""), candidates=2)
    assert nothing.best is None
    assert all("wrote nothing" in each.dropped for each in nothing.candidates)


@pytest.mark.parametrize("candidates", [0, 17, -1])
def test_draft__too_many_or_none__is_refused(candidates: int):
    with pytest.raises(Permanent, match="1 to 16 candidates"):
        drafted(BuiltinWriter(), candidates=candidates)


def test_draft__for_a_platform_the_card_does_not_write_for__is_refused():
    card = CARD.model_copy(update={"platforms": ("linkedin",)})
    with pytest.raises(Permanent, match="writes for linkedin, not for x"):
        drafted(BuiltinWriter(), card=card)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(min_size=1, max_size=300).filter(str.strip),
    platform=st.sampled_from(Platform),
)
def test_draft__of_any_brief__ends_with_a_text_or_a_reason(text: str, platform: Platform):
    drafts = drafted(BuiltinWriter(), brief=Brief(text=text), platform=platform, candidates=2)
    assert all(each.judged or each.dropped for each in drafts.candidates)
    json.dumps(drafts.as_json(), allow_nan=False)


@pytest.fixture
def ran(tmp_path: Path) -> Callable[..., Any]:
    """Runs the command with settings of its own."""

    def run(*arguments: str, **given: Any) -> Any:
        chosen = Settings(
            _env_file=None,
            people=tmp_path / "people.sqlite",
            engine_ledger=tmp_path / "budget.sqlite",
            **given,
        )
        return CliRunner(mix_stderr=False).invoke(draft_command(lambda: chosen), arguments)

    return run


def test_command__as_json__holds_all_candidates_and_which_is_best(ran: Callable[..., Any]):
    done = ran(BRIEF.text, "--persona", "Contrarian", "--json", "--seed", "a word")
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert said["persona"] == "Max Thorne"
    assert len(said["candidates"]) == 4
    best = max(said["candidates"], key=lambda each: each.get("liking", 0))
    assert said["candidates"][said["best"]] == best
    assert set(best["criteria"]) == set(Criterion)


def test_command__with_a_card_and_a_source__writes_from_both(
    ran: Callable[..., Any], tmp_path: Path
):
    (tmp_path / "card.json").write_bytes(CARD.model_copy(update={"name": "Nobody"}).to_bytes())
    (tmp_path / "facts.txt").write_text("The library lends umbrellas since May.")
    files = ["--card", str(tmp_path / "card.json"), "--source", str(tmp_path / "facts.txt")]
    asked = ("--platform", "linkedin", "--seed", "a word")
    done = ran("Write about umbrellas in the library", *files, *asked)
    assert done.exit_code == 0
    assert "Nobody: 4 candidates" in done.stdout
    assert "umbrellas since May" in " ".join(done.stdout.split())


def test_command__brief_in_a_file__is_that_of_its_text(ran: Callable[..., Any], tmp_path: Path):
    (tmp_path / "brief.txt").write_text(BRIEF.text)
    asked = ("--json", "--seed", "a word")
    texts = [
        [each["text"] for each in json.loads(ran(brief, *asked).stdout)["candidates"]]
        for brief in (str(tmp_path / "brief.txt"), BRIEF.text)
    ]
    assert texts[0] == texts[1]


def test_command__with_a_scoring_profile__judges_by_it(ran: Callable[..., Any], tmp_path: Path):
    topic = Topic(text="umbrellas in libraries", burst=3, age_hours=1)
    profile = default_profile().model_copy(update={"topics": (topic,)})
    (tmp_path / "profile.json").write_bytes(profile.to_bytes())
    asked = ("--profile", str(tmp_path / "profile.json"), "--seed", "a word", "--json")
    done = ran("Umbrellas in libraries", *asked)
    said = json.loads(done.stdout)
    trend = said["candidates"][said["best"]]["criteria"]["trend_relevance"]
    assert "umbrellas in libraries" in trend["why"]


def test_command__by_a_language_model__writes_what_it_said(
    ran: Callable[..., Any], server_saying: Callable[..., str]
):
    done = ran(BRIEF.text, "--json", engine="openai", engine_url=f"{server_saying(LIVELY)}/v1")
    said = json.loads(done.stdout)
    assert said["candidates"][said["best"]]["text"] == LIVELY
    assert said["engine"]["built_in"] is False


def test_command__nothing_can_be_published__ends_with_1(
    ran: Callable[..., Any], server_saying: Callable[..., str]
):
    done = ran(BRIEF.text, engine="openai", engine_url=f"{server_saying('Bananas.')}/v1")
    assert done.exit_code == 1
    assert "dropped: it shares no word with the brief" in done.stdout


def test_command__no_server__says_what_to_do(ran: Callable[..., Any]):
    done = ran(BRIEF.text, engine="openai", engine_url="http://127.0.0.1:9/v1", engine_seconds=1)
    assert isinstance(done.exception, Transient)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["x", "--persona", "nobody"], "use one of humorous"),
        (["x", "--card", "{none}"], "No such file"),
        (["x", "--card", "{junk}"], "card: "),
        (["x", "--card", "{huge}"], "over "),
        (["x", "--source", "{bytes}"], "holds no text in UTF-8"),
        (["  "], "the brief is empty"),
        (["missing.txt"], "there is no file"),
        (["x" * 2_001], "text: "),
        (["x", "--language", "english"], "language: "),
        (["x", *["--source", "{text}"] * 9], "sources: "),
    ],
)
def test_command__bad_input__is_refused_with_what_is_wrong(
    ran: Callable[..., Any], tmp_path: Path, arguments: list[str], says: str
):
    (tmp_path / "junk").write_text('{"schema": "no/card"}')
    (tmp_path / "huge").write_bytes(b" " * (9 * 1024**2))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text").write_text("text")
    given = [str(tmp_path / each.strip("{}")) if "{" in each else each for each in arguments]
    done = ran(*given)
    assert isinstance(done.exception, Permanent)
    assert says in str(done.exception)


def test_module__draft__ends_in_a_line_where_it_cannot_go_on(tmp_path: Path):
    command = [sys.executable, "-m", "oracle", "draft", "Hello", "--card", "missing.json"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 1
    assert done.stderr == "oracle: missing.json: No such file or directory\n"
