"""A round's entries with their provenance, their scores and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from frontend_api.documents.reader import reference
from frontend_api.personas.names import CardKey, card_names
from frontend_api.projection.tables import Entry, Sheet
from frontend_api.rounds import queries
from frontend_api.rounds.evidence import decoded, manifest_of, sheet_of
from frontend_api.rounds.phase import phase_of
from frontend_api.rounds.schemas import (
    CriterionOut,
    Engine,
    EntriesOut,
    EntryOut,
    EntryVotes,
    Length,
    OperatorScores,
    Provenance,
    QuoteOut,
)
from frontend_api.web.view import View
from oracle.domain import (
    ZERO_DIGEST,
    Criterion,
    CriterionScore,
    EngineInfo,
    Manifest,
    Platform,
    ScoreSheet,
)
from oracle.domain import Entry as Written
from oracle.platforms import PLATFORMS
from oracle.scoring.payload import DecodedSheet


@dataclass(frozen=True)
class _Reveal:
    """What one operator revealed, with its pinned sheet or what is wrong with that."""

    row: Sheet
    numbers: DecodedSheet
    pinned: ScoreSheet | None
    problem: str | None


@dataclass(frozen=True)
class _Judged:
    """A round's entries with all that was said about them."""

    entries: Sequence[Entry]
    names: dict[CardKey, str | None]
    manifest: Manifest | None
    reveals: Sequence[_Reveal]


def read_entries(view: View, round_id: int) -> EntriesOut:
    """All the entries of a round, in roster order. Raises a 404."""
    row = queries.get_round(view, round_id)
    entries = queries.entries_of(view, round_id)
    found = manifest_of(view, row, [entry.persona_id for entry in entries])
    judged = _Judged(
        entries=entries,
        names=card_names(view, {(e.persona_id, e.card_version) for e in entries}),
        manifest=found.document,
        reveals=_reveals(view, round_id, len(entries)),
    )
    return EntriesOut(
        round_id=round_id,
        phase=phase_of(row, view.block.timestamp),
        provisional=row.state == "voting" and bool(judged.reveals),
        manifest=reference(row.manifest, found.problem) if row.manifest else None,
        items=[_entry(judged, entry) for entry in entries],
    )


def _reveals(view: View, round_id: int, size: int) -> list[_Reveal]:
    reveals = []
    for row in queries.sheets_of(view, round_id):
        if numbers := decoded(row, size):
            pinned = sheet_of(view, row, size)
            reveals.append(_Reveal(row, numbers, pinned.document, pinned.problem))
    return reveals


def _entry(judged: _Judged, entry: Entry) -> EntryOut:
    written = judged.manifest.entries[entry.index] if judged.manifest else None
    operators = [_operator(judged, reveal, entry.index) for reveal in judged.reveals]
    composite = entry.composite
    if composite is None:
        composite = _median(operator.composite for operator in operators)
    reasons = [operator.disqualified for operator in operators if operator.disqualified]
    return EntryOut(
        index=entry.index,
        persona_id=entry.persona_id,
        name=judged.names.get((entry.persona_id, entry.card_version)),
        text=written.text if written else None,
        failure=written.failure if written else None,
        length=_length(judged.manifest.platform, written) if judged.manifest and written else None,
        engine=_engine(written.engine) if written else None,
        provenance=_provenance(written) if written else None,
        quotes=_quotes(written) if written else [],
        unused=list(written.unused) if written else [],
        criteria=_criteria(operators),
        operators=operators,
        votes=_votes(judged.entries, entry),
        composite=composite,
        final_score=entry.final_score,
        rank=entry.rank,
        prize=entry.prize,
        disqualified=(reasons or ["the operators scored it 0"])[0] if composite == 0 else None,
    )


def _operator(judged: _Judged, reveal: _Reveal, index: int) -> OperatorScores:
    pinned = reveal.pinned.entries[index] if reveal.pinned else None
    return OperatorScores(
        operator=reveal.row.operator,
        composite=(reveal.row.composites or [])[index],
        disqualified=pinned.disqualified if pinned else None,
        criteria={
            criterion: _criterion(value, pinned.criteria[criterion] if pinned else None)
            for criterion, value in zip(Criterion, reveal.numbers.criteria[index], strict=True)
        },
        ballots=[
            judged.entries[voter].persona_id
            for voter, choice in enumerate(reveal.numbers.ballots)
            if choice == index
        ],
        problem=reveal.problem,
    )


def _criterion(value: int, pinned: CriterionScore | None) -> CriterionOut:
    if pinned is None:
        return CriterionOut(value=value, why=None, base=None, parts=())
    return CriterionOut(value=value, why=pinned.why, base=pinned.base, parts=pinned.parts)


def _median(values: Iterable[int]) -> int | None:
    """As `Median.sol` has it: of an even number, the middle two's mean, rounded down."""
    known = list(values)
    return int(median(known)) if known else None


def _criteria(operators: Sequence[OperatorScores]) -> dict[Criterion, int] | None:
    if not operators:
        return None
    return {c: _median(o.criteria[c].value for o in operators) or 0 for c in Criterion}


def _votes(entries: Sequence[Entry], entry: Entry) -> EntryVotes:
    all_votes = sum(int(each.vote_weight) for each in entries)
    share = int(entry.vote_weight) * 10_000 // all_votes if all_votes else 0
    return EntryVotes(count=entry.vote_count, weight=entry.vote_weight, share=share)


def _length(platform: Platform, written: Written) -> Length:
    rules = PLATFORMS[platform]
    count = rules.count(written.text)
    return Length(count=count, limit=rules.limit, unit=rules.unit, fits=count <= rules.limit)


def _engine(engine: EngineInfo) -> Engine:
    return Engine(**engine.model_dump(), label=engine.label)


def _provenance(written: Written) -> Provenance:
    return Provenance(
        card=written.card,
        model=None if written.model == ZERO_DIGEST else written.model,
        seed=written.seed,
        attempts=written.attempts,
        note=written.note,
        prompt=written.prompt,
        sampling=written.sampling,
    )


def _quotes(written: Written) -> list[QuoteOut]:
    return [
        QuoteOut(**quote.model_dump(), quoted=written.text[quote.start : quote.end])
        for quote in written.quotes
    ]
