"""Documents of rounds, and commitments to score sheets, made by hand."""

from collections.abc import Iterable, Sequence

from eth_abi import encode
from eth_utils import keccak

from oracle.domain import (
    ZERO_DIGEST,
    Ballot,
    Criterion,
    CriterionScore,
    EngineInfo,
    Entry,
    EntryScores,
    Manifest,
    Platform,
    Sampling,
    ScorePart,
    ScoreSheet,
    digest_of,
)

BUILT_IN = EngineInfo(name="built-in", version="1", model="none", built_in=True)


def entry(persona_id: int, text: str, card: str, **fields: object) -> Entry:
    """A persona's entry, by the built-in writer; `card` is the digest of its card."""
    values = {
        "persona_id": persona_id,
        "card": card,
        "seed": f"0x{persona_id:064x}",
        "text": text,
        "engine": BUILT_IN,
        "prompt": digest_of(text.encode()),
        "sampling": Sampling(),
    }
    return Entry.model_validate(values | fields)


def manifest(entries: Iterable[Entry], **fields: object) -> Manifest:
    """A manifest for LinkedIn of round 1, of no brief and no profile where `fields` give none."""
    values = {
        "chain_id": 31337,
        "rounds": "0x" + "11" * 20,
        "round_id": 1,
        "brief": ZERO_DIGEST,
        "platform": Platform.LINKEDIN,
        "scoring_profile": ZERO_DIGEST,
        "operator": "0x" + "22" * 20,
        "entries": tuple(entries),
    }
    return Manifest.model_validate(values | fields)


def sheet(manifest: Manifest, scores: Sequence[int], ballots: Sequence[int]) -> ScoreSheet:
    """A sheet that gives entry i `scores[i]` in every criterion; 0 disqualifies."""
    return ScoreSheet(
        manifest=manifest.digest,
        scoring_profile=manifest.scoring_profile,
        entries=tuple(
            _scores(entry.persona_id, place, score)
            for place, (entry, score) in enumerate(zip(manifest.entries, scores, strict=True))
        ),
        ballots=tuple(
            Ballot(persona_id=entry.persona_id, entry=choice, why="It speaks to me.")
            for entry, choice in zip(manifest.entries, ballots, strict=True)
        ),
    )


def _scores(persona_id: int, place: int, score: int) -> EntryScores:
    return EntryScores(
        persona_id=persona_id,
        criteria={
            criterion: CriterionScore(
                value=score,
                why=f"{criterion} of entry {place}.",
                parts=(ScorePart(name="words", value=42, points=score),),
            )
            for criterion in Criterion
        },
        disqualified=None if score else "it copies another entry",
    )


def commitment(
    chain_id: int, committee: str, question: bytes, operator: str, payload: bytes, salt: bytes
) -> bytes:
    """What an operator commits to, as `IOracleCommittee.commit` says it."""
    kinds = ["uint256", "address", "bytes32", "address", "bytes32", "bytes32"]
    values = [chain_id, committee, question, operator, keccak(payload), salt]
    return keccak(encode(kinds, values))


def values_payload(values: Sequence[int], digest: str = ZERO_DIGEST) -> bytes:
    """What an operator answers to a review or a training question; `digest` is its pinned sheet."""
    return b"".join(value.to_bytes(2) for value in values) + bytes.fromhex(digest[2:])
