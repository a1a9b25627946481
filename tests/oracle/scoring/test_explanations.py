"""Why a score is what it is: parts that add up to it."""

import json
import random

import pytest
from pydantic import ValidationError

from oracle.domain import (
    MAX_DOCUMENT_BYTES,
    Criterion,
    CriterionScore,
    EntryScores,
    ScoreSheet,
    Topic,
)
from oracle.scoring.profile import default_profile
from tests.oracle.scoring.scoring_rounds import BRIEF, OTHER, PLAIN, THIRD, past_round, score

TOPICS = (
    Topic(text="solar panels on school roofs", burst=8, age_hours=1),
    Topic(text="bakers and barns", burst=4, age_hours=30),
)


def parts(sheet: ScoreSheet, criterion: Criterion, index: int = 0) -> dict[str, int]:
    return {part.name: part.points for part in sheet.entries[index].criteria[criterion].parts}


def test_parts__every_criterion_of_every_entry__add_up_from_the_base() -> None:
    profile = default_profile().model_copy(update={"topics": TOPICS})
    sheet = score(PLAIN, OTHER, THIRD, profile=profile, history=(past_round(OTHER[:60], "b", "c"),))
    for row in sheet.entries:
        for each in row.criteria.values():
            assert each.parts or each.value in (1, 5_000)
            if each.parts:
                assert each.base + sum(part.points for part in each.parts) == each.value


def test_engagement__question_added__its_points_are_what_the_question_gives() -> None:
    plain, asking = (score(text, OTHER, PLAIN) for text in (THIRD + " Panels.", THIRD + " Panels?"))
    before, after = (parts(sheet, Criterion.ENGAGEMENT) for sheet in (plain, asking))
    assert before["question"] == 0 < after["question"]
    assert before["words"] == after["words"]


def test_engagement__author_with_a_past__it_has_a_part_of_its_own() -> None:
    past = (past_round("Do you count your 12 panels? " + THIRD, OTHER, "Short."),)
    named = "against its author's earlier texts"
    assert parts(score(PLAIN, OTHER, THIRD, history=past), Criterion.ENGAGEMENT)[named] < 0
    assert named not in parts(score(PLAIN, OTHER, THIRD), Criterion.ENGAGEMENT)


def test_virality__half_a_copy__similarity_takes_points_away() -> None:
    half = PLAIN[: len(PLAIN) // 2] + THIRD[len(THIRD) // 2 :]
    sheet = score(PLAIN, half, "Solar, briefly said.")
    assert parts(sheet, Criterion.VIRALITY, 1)["similarity to another entry"] < -1_000
    assert parts(sheet, Criterion.VIRALITY, 2)["similarity to another entry"] > -1_000


def test_readability__few_words__are_said_to_draw_it_to_the_middle() -> None:
    hard = "Photovoltaic community infrastructure necessitates organisational harmonisation."
    found = parts(score(hard, OTHER, THIRD), Criterion.READABILITY)
    assert found["reading ease"] < 0 < found["words to judge by"]


def test_sentiment__off_target__the_distance_costs_points() -> None:
    brief = BRIEF.model_copy(update={"target_sentiment": -0.9})
    glad = "What a wonderful, happy solar day! We love it."
    found = score(glad, OTHER, THIRD, brief=brief).entries[0].criteria[Criterion.SENTIMENT]
    assert found.base == 10_000
    assert found.parts[0].value > 1.5


def test_sheet__sixteen_entries_with_the_longest_topics__fits_a_document() -> None:
    topic = Topic(text="solar " + "太" * 294, burst=9, age_hours=0)
    profile = default_profile().model_copy(update={"topics": (topic,)})
    past = (past_round(*(f"solar {'x' * i}{PLAIN[i * 9 :]}" for i in range(16))),)
    draw = random.Random(7)
    texts = [" ".join("".join(draw.choices("abcdefgh", k=7)) for _ in range(50)) for _ in range(16)]
    sheet = score(*(f"{text} solar" for text in texts), profile=profile, history=past)
    assert sum(row.disqualified is None for row in sheet.entries) == 16
    assert len(sheet.to_bytes()) < MAX_DOCUMENT_BYTES / 2


def test_why__a_topic_that_a_terminal_would_act_on__is_text_alone() -> None:
    topic = Topic(text="solar\x1b[2J\u202e panels " + "太" * 280, burst=9, age_hours=0)
    profile = default_profile().model_copy(update={"topics": (topic,)})
    found = score(PLAIN, OTHER, THIRD, profile=profile).entries[0].criteria[Criterion.TREND]
    assert found.why.startswith("nearest to the topic “solar[2J panels 太")


def test_score__parts_that_do_not_add_up__are_refused() -> None:
    whole = CriterionScore(
        value=6_000, why="", base=5_000, parts=({"name": "a", "value": 1, "points": 1_000},)
    )
    data = json.loads(
        EntryScores(persona_id=1, criteria={Criterion.TREND: whole}).model_dump_json()
    )
    data["criteria"]["trend_relevance"]["parts"][0]["points"] = 999
    with pytest.raises(ValidationError, match="do not add up"):
        EntryScores.model_validate(data)
