"""From a submitted manifest to this operator's score sheet."""

from collections.abc import Sequence

from oracle.documents import read_document
from oracle.domain import (
    MAX_REASON,
    Ballot,
    Brief,
    Card,
    Criterion,
    CriterionScore,
    EntryScores,
    Manifest,
    ScoreSheet,
)
from oracle.errors import Missing, Permanent
from oracle.ports import BlockStore, Proposal, RoundChain, Submission
from oracle.printable import one_line
from oracle.rounds.check import check_manifest
from oracle.scoring.material import RoundMaterial
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round

# What each ballot says of a manifest that is refused as a whole.
REJECTED = "the manifest is rejected"


def make_sheet(
    proposal: Proposal,
    submission: Submission,
    chain: RoundChain,
    blocks: BlockStore,
    rules: Rules,
    history: Sequence[str],
    *,
    last_chance: bool,
) -> ScoreSheet:
    """The score sheet of a round.

    A manifest that is malformed or not the proposal's is rejected: every entry scores 0. So is one
    whose documents are nowhere to be had on the `last_chance`, when what is missing of the history
    is left out instead: a sheet that differs costs a share of the fee, none at all costs the bond.
    Before it, `Missing` is raised.
    """
    earlier = read_history(blocks, history, last_chance=last_chance)
    try:
        manifest = read_document(blocks, Manifest, submission.manifest)
        check_manifest(manifest, proposal, submission, chain, rules.profile.digest, history)
        return score_manifest(manifest, proposal, blocks, rules, earlier)
    except Permanent as error:
        return _rejected(proposal, submission, rules, str(error))
    except Missing:
        if not last_chance:
            raise
        return _rejected(proposal, submission, rules, "its documents are nowhere to be had")


def score_manifest(
    manifest: Manifest,
    proposal: Proposal,
    blocks: BlockStore,
    rules: Rules,
    earlier: Sequence[Manifest],
) -> ScoreSheet:
    """The score sheet of a manifest that is the proposal's, by the history that is at hand.

    Raises `Missing` where brief or cards are missing, `Permanent` where they are malformed.
    """
    brief = read_document(blocks, Brief, proposal.brief)
    cards = tuple(read_document(blocks, Card, persona.card) for persona in proposal.roster)
    at_hand = tuple(one.digest for one in earlier)
    known = manifest.model_copy(update={"history": at_hand})
    sheet = score_round(RoundMaterial(known, brief, cards, tuple(earlier)), rules)
    return sheet.model_copy(update={"manifest": manifest.digest})


def read_history(
    blocks: BlockStore, history: Sequence[str], *, last_chance: bool
) -> tuple[Manifest, ...]:
    """The manifests of that history, without what is none.

    What is missing is left out on the `last_chance`; before it, `Missing` is raised.
    """
    found = []
    for digest in history:
        try:
            found.append(read_document(blocks, Manifest, digest))
        except Permanent:
            continue
        except Missing:
            if not last_chance:
                raise
    return tuple(found)


def _rejected(proposal: Proposal, submission: Submission, rules: Rules, reason: str) -> ScoreSheet:
    nothing = dict.fromkeys(Criterion, CriterionScore(value=0, why=REJECTED))
    ids = [persona.persona_id for persona in proposal.roster]
    disqualified = one_line(reason, MAX_REASON)
    return ScoreSheet(
        manifest=submission.manifest,
        scoring_profile=rules.profile.digest,
        entries=tuple(
            EntryScores(persona_id=i, criteria=nothing, disqualified=disqualified) for i in ids
        ),
        # The contract demands a ballot of each persona for another's entry; these decide nothing.
        ballots=tuple(
            Ballot(persona_id=i, entry=(place + 1) % len(ids), why=REJECTED)
            for place, i in enumerate(ids)
        ),
    )
