"""Candidates judged as a round would judge them: the same five criteria, by the same code.

Criteria are of rounds' entries, so candidates are put into the documents of a round that never was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.domain import (
    MAX_REASON,
    MAX_ROSTER,
    MIN_ROSTER,
    ZERO_DIGEST,
    EngineInfo,
    Entry,
    EntryScores,
    Manifest,
)
from oracle.ports import WriteRequest, Written
from oracle.scoring.material import RoundMaterial, imagined
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import like_entries
from oracle.scoring.taste import Liking

_PERSONA = 1
_MOST_MANIFESTS = 64


@dataclass(frozen=True)
class Judged:
    """A candidate's scores, and what the persona likes it for."""

    scores: EntryScores
    liking: Liking


class Judge:
    """Judges candidates of one persona for one brief and platform.

    `past` is what the persona published there before, oldest first: it is what a candidate must not
    repeat, and what its expected engagement is compared with.
    """

    def __init__(self, rules: Rules, info: EngineInfo, past: Sequence[str]) -> None:
        self._rules, self._info, self._past = rules, info, past

    def copies(self, asked: Sequence[WriteRequest], written: Sequence[Written]) -> list[str | None]:
        """Why each candidate cannot be published, copies of another candidate included."""
        rows, _ = self._judged(asked, written)
        return [row.disqualified for row in rows[: len(written)]]

    def alone(self, asked: WriteRequest, written: Written) -> Judged:
        """A candidate judged beside what was published before, not beside its siblings."""
        rows, likings = self._judged([asked], [written])
        return Judged(rows[0], likings[0][0])

    def _judged(
        self, asked: Sequence[WriteRequest], written: Sequence[Written]
    ) -> tuple[tuple[EntryScores, ...], list[list[Liking]]]:
        entries = [self._entry(*pair) for pair in zip(asked, written, strict=True)]
        history = self._history(asked[0])
        manifest = self._manifest(asked[0], entries, history)
        cards = (asked[0].card,) * len(manifest.entries)
        material = RoundMaterial(manifest, asked[0].brief, cards, history)
        return like_entries(material, self._rules)

    def _history(self, asked: WriteRequest) -> tuple[Manifest, ...]:
        texts = self._past[-_MOST_MANIFESTS * MAX_ROSTER :]
        written = [Written(text, None, ZERO_DIGEST, asked.card.sampling) for text in texts]
        entries = [self._entry(asked, each) for each in written]
        return tuple(self._manifest(asked, part, ()) for part in _parts(entries))

    def _manifest(
        self, asked: WriteRequest, entries: Sequence[Entry], history: Sequence[Manifest]
    ) -> Manifest:
        nothing = Written("", "no more candidates", ZERO_DIGEST, asked.card.sampling)
        missing = [self._entry(asked, nothing)] * (MIN_ROSTER - len(entries))
        profile = self._rules.profile
        return imagined(asked.brief, asked.platform, profile, (*entries, *missing), history)

    def _entry(self, asked: WriteRequest, written: Written) -> Entry:
        failure = written.failure
        if failure is None and len(written.text) > 10_000:
            failure = "it has over 10000 characters"
        return Entry(
            persona_id=_PERSONA,
            card=asked.card.digest,
            seed=asked.seed,
            text="" if failure else written.text,
            failure=failure and failure[:MAX_REASON],
            engine=self._info,
            prompt=written.prompt,
            sampling=written.sampling,
        )


def _parts(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    return [
        tuple(entries[start : start + MAX_ROSTER]) for start in range(0, len(entries), MAX_ROSTER)
    ]
