"""What others reported of a round beside what its public documents give: pure comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from oracle.domain import Criterion, EngineInfo, Entry, ScoreSheet
from oracle.errors import Permanent
from oracle.printable import one_line
from oracle.scoring.payload import decode_payload
from oracle.scoring.tally import composites, finals

Verdict = Literal["equal", "differs", "not compared"]
_COMPARED = ("text", "failure", "attempts", "note", "prompt", "sampling", "quotes", "unused")
_SHOWN = 200


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same; `persona` is None where it is about no single one."""

    persona: int | None
    what: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Finding:
    """What came of one comparison; `says` is why there was none, or what was compared."""

    kind: Literal["operator", "settlement", "entry"]
    about: str
    verdict: Verdict
    says: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How a round is counted (see `oracle.scoring.tally`), and the votes for each entry."""

    weights: tuple[int, ...]
    peer_weight: int
    community_weight: int
    vote_quorum: int
    votes: tuple[int, ...]


def compare_sheet(operator: str, payload: bytes, ours: ScoreSheet) -> Finding:
    """A revealed payload with the one of our sheet."""
    if not payload:
        return Finding("operator", operator, "not compared", "it abstained")
    ids = [row.persona_id for row in ours.entries]
    mine = decode_payload(ours.payload(), len(ids))
    try:
        theirs = decode_payload(payload, len(ids))
    except Permanent as error:
        refused = Difference(None, "payload", one_line(str(error), _SHOWN), "a sheet")
        return _finding("operator", operator, "its payload", [refused])
    found = [
        _differs(persona, str(criterion), a, b)
        for persona, row, own in zip(ids, theirs.criteria, mine.criteria, strict=True)
        for criterion, a, b in zip(Criterion, row, own, strict=True)
        if a != b
    ]
    found += [
        _differs(persona, "ballot for", ids[a], ids[b])
        for persona, a, b in zip(ids, theirs.ballots, mine.ballots, strict=True)
        if a != b
    ]
    if not found and theirs.digest != mine.digest:
        found = [
            _differs(None, "digest of the sheet, all numbers alike", theirs.digest, ours.digest)
        ]
    return _finding("operator", operator, f"sheet {theirs.digest}", found)


def compare_settled(
    ours: ScoreSheet, tally: Tally, median: Sequence[int], final: Sequence[int]
) -> Finding:
    """What the contract settled: the median with our composites, the finals with its own median."""
    ids = [row.persona_id for row in ours.entries]
    mine = composites(decode_payload(ours.payload(), len(ids)), tally.weights, tally.peer_weight)
    counted = finals(median, tally.votes, tally.community_weight, tally.vote_quorum)
    found = [
        _differs(persona, what, a, b)
        for what, theirs, own in (("composite", median, mine), ("final score", final, counted))
        for persona, a, b in zip(ids, theirs, own, strict=True)
        if a != b
    ]
    return _finding("settlement", "the contract", "composites and final scores", found)


def compare_entry(theirs: Entry, ours: Entry) -> Finding:
    """A submitted entry with what the built-in writer makes of the same card, brief and seed.

    What any other engine wrote is not compared: a language model is not run again.
    """
    about = f"persona {theirs.persona_id}"
    if theirs.engine != ours.engine:
        says = f"by {_named(theirs.engine)}, which is not run again here"
        return Finding("entry", about, "not compared", says)
    found = [
        _differs(theirs.persona_id, name, getattr(theirs, name), getattr(ours, name))
        for name in _COMPARED
        if getattr(theirs, name) != getattr(ours, name)
    ]
    return _finding("entry", about, f"written again by {_named(ours.engine)}", found)


def _finding(
    kind: Literal["operator", "settlement", "entry"],
    about: str,
    says: str,
    found: Sequence[Difference],
) -> Finding:
    return Finding(kind, about, "differs" if found else "equal", says, tuple(found))


def _differs(persona: int | None, what: str, theirs: object, ours: object) -> Difference:
    return Difference(persona, what, *(one_line(str(each), _SHOWN) for each in (theirs, ours)))


def _named(engine: EngineInfo) -> str:
    kind = "the built-in writer" if engine.built_in else "a language model"
    return one_line(f"{kind} ({engine.name} {engine.version}, {engine.model})", _SHOWN)
