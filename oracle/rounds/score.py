"""From a submitted manifest to this operator's score sheet."""

from collections.abc import Sequence

from oracle.documents import read_document
from oracle.domain import (
    Ballot,
    Brief,
    Card,
    Criterion,
    CriterionScore,
    EntryScores,
    Manifest,
    ScoreSheet,
    ScoringProfile,
)
from oracle.errors import Permanent, Transient
from oracle.ports import BlockStore, Proposal, RoundChain, Submission
from oracle.rounds.check import check_manifest
from oracle.scoring.material import RoundMaterial
from oracle.scoring.profile import check_profile
from oracle.scoring.sheet import score_round


def read_profile(blocks: BlockStore, digest: str) -> ScoringProfile:
    """The scoring profile of that digest, if this machine can score by it.

    Raises `Transient` where it is missing, `Permanent` where it is malformed or needs other
    libraries than are installed.
    """
    profile = read_document(blocks, ScoringProfile, digest)
    check_profile(profile)
    return profile


def make_sheet(
    proposal: Proposal,
    submission: Submission,
    chain: RoundChain,
    blocks: BlockStore,
    profile: ScoringProfile,
    history: Sequence[str],
    *,
    last_chance: bool,
) -> ScoreSheet:
    """The score sheet of a round.

    A manifest that is malformed or not the proposal's is rejected: every entry scores 0. So is one
    whose documents are missing on the `last_chance`; before it, `Transient` is raised. A missing
    manifest of the history is never the submitter's fault, and always `Transient`.
    """
    earlier = tuple(read_document(blocks, Manifest, digest) for digest in history)
    try:
        manifest = read_document(blocks, Manifest, submission.manifest)
        check_manifest(manifest, proposal, submission, chain, history)
        brief = read_document(blocks, Brief, proposal.brief)
        cards = tuple(read_document(blocks, Card, persona.card) for persona in proposal.roster)
    except Permanent as error:
        return _rejected(proposal, submission, profile, str(error))
    except Transient as error:
        if not last_chance:
            raise
        return _rejected(proposal, submission, profile, f"unavailable: {error}")
    return score_round(RoundMaterial(manifest, brief, cards, earlier), profile)


def _rejected(
    proposal: Proposal, submission: Submission, profile: ScoringProfile, reason: str
) -> ScoreSheet:
    nothing = dict.fromkeys(Criterion, CriterionScore(value=0, why="the manifest is rejected"))
    ids = [persona.persona_id for persona in proposal.roster]
    return ScoreSheet(
        manifest=submission.manifest,
        scoring_profile=profile.digest,
        entries=tuple(
            EntryScores(persona_id=i, criteria=nothing, disqualified=reason[:500]) for i in ids
        ),
        # The contract demands a ballot of each persona for another's entry; these decide nothing.
        ballots=tuple(
            Ballot(persona_id=i, entry=(place + 1) % len(ids), why="the manifest is rejected")
            for place, i in enumerate(ids)
        ),
    )
