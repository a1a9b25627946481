"""From a round's public material to its score sheet, the same for every honest operator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.domain import (
    Criterion,
    CriterionScore,
    EntryScores,
    Manifest,
    ScoreSheet,
    ScoringProfile,
)
from oracle.scoring.admission import disqualification
from oracle.scoring.answers import as_read, verdicts
from oracle.scoring.ballots import Verdicts, cast_ballots
from oracle.scoring.copies import find_copies, similarities
from oracle.scoring.criteria import Subject, score_criteria
from oracle.scoring.material import RoundMaterial
from oracle.scoring.reading import Reading, read
from oracle.scoring.rules import Rules
from oracle.scoring.sentiment import compound
from oracle.scoring.taste import Liking, likings
from oracle.scoring.texts import plain


@dataclass(frozen=True)
class _Bench:
    """What all the entries are scored with; rows of the matrices are entries in roster order.

    `barred` says why entries cannot compete by themselves, by index; no mood is read of those.
    """

    material: RoundMaterial
    rules: Rules
    readings: list[Reading]
    barred: dict[int, str]
    moods: list[float]
    past: list[tuple[int, Reading]]
    among: NDArray[np.float64]
    before: NDArray[np.float64]
    topics: NDArray[np.float64]
    kinship: NDArray[np.float64]


def score_round(material: RoundMaterial, rules: Rules) -> ScoreSheet:
    """The score sheet of a round: a pure function, the same bytes for the same documents.

    Raises `Permanent` where brief, cards, history or profile are not those that the manifest names.
    Whether this machine has what the profile names is for `read_rules` to say.
    """
    rows, liked = like_entries(material, rules)
    return ScoreSheet(
        manifest=material.manifest.digest,
        scoring_profile=rules.profile.digest,
        entries=rows,
        ballots=cast_ballots(
            rows,
            liked,
            [entry.seed for entry in material.manifest.entries],
            _verdicts(material.manifest, rules.profile),
        ),
    )


def like_entries(
    material: RoundMaterial, rules: Rules
) -> tuple[tuple[EntryScores, ...], list[list[Liking]]]:
    """The entries' scores, and how much each persona likes each entry, its own included.

    Raises as `score_round` does.
    """
    material.check(rules.profile)
    bench = _bench(material, rules)
    reasons = _disqualified(bench)
    rows = tuple(_row(bench, index, reasons) for index in range(len(bench.readings)))
    return rows, likings(rows, material.cards, bench.moods, bench.kinship.tolist())


def _verdicts(manifest: Manifest, profile: ScoringProfile) -> Verdicts:
    if profile.judge is None or not manifest.judged:
        return Verdicts()
    answers = as_read(manifest.judged, len(manifest.entries))
    return Verdicts(profile.judge.weight, verdicts(answers))


def _bench(material: RoundMaterial, rules: Rules) -> _Bench:
    barred = _barred(material)
    readings = [read(e.text, material.manifest.platform) for e in material.manifest.entries]
    past = material.past(rules.profile.history_window)
    texts = [reading.text for reading in readings]
    earlier = [reading.text for _, reading in past]
    duplicate = rules.profile.duplicate_similarity
    space = rules.space([plain(material.brief.text), *texts, *earlier])
    interests = [plain(" ".join(card.topics)) for card in material.cards]
    return _Bench(
        material=material,
        rules=rules,
        readings=readings,
        barred=barred,
        moods=[0.0 if index in barred else compound(text) for index, text in enumerate(texts)],
        past=past,
        among=similarities(space, texts, texts, duplicate),
        before=similarities(space, texts, earlier, duplicate),
        topics=space.cosine(texts, [plain(topic.text) for topic in rules.profile.topics]),
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
        entries, standing, bench.among, bench.before, bench.rules.profile.duplicate_similarity
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
    brief, persona_id = bench.material.brief, bench.material.manifest.entries[index].persona_id
    nearest = max(bench.among[index, rivals].max(initial=0.0), bench.before[index].max(initial=0.0))
    target = brief.sentiment_or(bench.material.cards[index].target_sentiment)
    subject = Subject(
        reading=bench.readings[index],
        mood=bench.moods[index],
        target=target,
        own=[each for author, each in bench.past if author == persona_id],
        nearest=float(nearest),
        topics=bench.topics[index].tolist(),
        language=brief.language,
    )
    return score_criteria(subject, bench.rules)
