"""From a round's public material to its score sheet, the same for every honest operator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.domain import Criterion, CriterionScore, EntryScores, ScoreSheet, ScoringProfile
from oracle.platforms import PLATFORMS
from oracle.scoring.admission import disqualification
from oracle.scoring.ballots import Verdicts, cast_ballots
from oracle.scoring.copies import find_copies, similarities
from oracle.scoring.engagement import score_engagement
from oracle.scoring.material import RoundMaterial
from oracle.scoring.readability import score_readability
from oracle.scoring.reading import Reading, read
from oracle.scoring.sentiment import compound, score_sentiment
from oracle.scoring.space import TextSpace
from oracle.scoring.taste import Liking, likings
from oracle.scoring.texts import plain
from oracle.scoring.trend import score_trend
from oracle.scoring.virality import score_virality


@dataclass(frozen=True)
class _Bench:
    """What all the entries are scored with; rows of the matrices are entries in roster order.

    `barred` says why entries cannot compete by themselves, by index; no mood is read of those.
    """

    material: RoundMaterial
    profile: ScoringProfile
    readings: list[Reading]
    barred: dict[int, str]
    moods: list[float]
    past: list[tuple[int, Reading]]
    among: NDArray[np.float64]
    before: NDArray[np.float64]
    topics: NDArray[np.float64]
    kinship: NDArray[np.float64]


def score_round(material: RoundMaterial, profile: ScoringProfile) -> ScoreSheet:
    """The score sheet of a round: a pure function, the same bytes for the same documents.

    Raises `Permanent` where brief, cards, history or profile are not those that the manifest names.
    Whether this machine has the profile's libraries is for `check_profile` to say.
    """
    rows, liked = like_entries(material, profile)
    return ScoreSheet(
        manifest=material.manifest.digest,
        scoring_profile=profile.digest,
        entries=rows,
        ballots=cast_ballots(
            rows, liked, [entry.seed for entry in material.manifest.entries], Verdicts()
        ),
    )


def like_entries(
    material: RoundMaterial, profile: ScoringProfile
) -> tuple[tuple[EntryScores, ...], list[list[Liking]]]:
    """The entries' scores, and how much each persona likes each entry, its own included.

    Raises as `score_round` does.
    """
    material.check(profile)
    bench = _bench(material, profile)
    reasons = _disqualified(bench)
    rows = tuple(_row(bench, index, reasons) for index in range(len(bench.readings)))
    return rows, likings(rows, material.cards, bench.moods, bench.kinship.tolist())


def _bench(material: RoundMaterial, profile: ScoringProfile) -> _Bench:
    barred = _barred(material)
    readings = [read(e.text, material.manifest.platform) for e in material.manifest.entries]
    past = material.past(profile.history_window)
    texts = [reading.text for reading in readings]
    earlier = [reading.text for _, reading in past]
    space = TextSpace([plain(material.brief.text), *texts, *earlier])
    interests = [plain(" ".join(card.topics)) for card in material.cards]
    return _Bench(
        material=material,
        profile=profile,
        readings=readings,
        barred=barred,
        moods=[0.0 if index in barred else compound(text) for index, text in enumerate(texts)],
        past=past,
        among=similarities(space, texts, texts, profile.duplicate_similarity),
        before=similarities(space, texts, earlier, profile.duplicate_similarity),
        topics=space.cosine(texts, [plain(topic.text) for topic in profile.topics]),
        kinship=space.cosine(interests, texts),
    )


def _barred(material: RoundMaterial) -> dict[int, str]:
    manifest = material.manifest
    pairs = zip(manifest.entries, material.cards, strict=True)
    return {
        index: reason
        for index, (entry, card) in enumerate(pairs)
        if (reason := disqualification(entry, card, material.brief, manifest.platform))
    }


def _disqualified(bench: _Bench) -> dict[int, str]:
    """Why entries cannot compete, by index; the others stand."""
    entries = bench.material.manifest.entries
    standing = [index for index in range(len(entries)) if index not in bench.barred]
    return bench.barred | find_copies(
        entries, standing, bench.among, bench.before, bench.profile.duplicate_similarity
    )


def _row(bench: _Bench, index: int, reasons: dict[int, str]) -> EntryScores:
    persona_id = bench.material.manifest.entries[index].persona_id
    if reason := reasons.get(index):
        nothing = CriterionScore(value=0, why="disqualified")
        criteria = dict.fromkeys(Criterion, nothing)
        return EntryScores(persona_id=persona_id, criteria=criteria, disqualified=reason)
    rivals = [i for i in range(len(bench.readings)) if i != index and i not in reasons]
    return EntryScores(persona_id=persona_id, criteria=_criteria(bench, index, rivals))


def _criteria(bench: _Bench, index: int, rivals: Sequence[int]) -> dict[Criterion, CriterionScore]:
    profile, brief = bench.profile, bench.material.brief
    reading, mood = bench.readings[index], bench.moods[index]
    persona_id = bench.material.manifest.entries[index].persona_id
    own = [each for author, each in bench.past if author == persona_id]
    rules = PLATFORMS[bench.material.manifest.platform]
    nearest = max(bench.among[index, rivals].max(initial=0.0), bench.before[index].max(initial=0.0))
    target = brief.target_sentiment
    if target is None:
        target = bench.material.cards[index].target_sentiment
    return {
        Criterion.ENGAGEMENT: score_engagement(reading, own, profile.action_weights),
        Criterion.TREND: score_trend(bench.topics[index].tolist(), profile),
        Criterion.SENTIMENT: score_sentiment(mood, target),
        Criterion.VIRALITY: score_virality(reading, mood, float(nearest)),
        Criterion.READABILITY: score_readability(reading, rules.reading_ease, brief.language),
    }
