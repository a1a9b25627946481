"""Whether a manifest answers its generation proposal, as far as public facts can tell."""

from collections.abc import Sequence

from oracle.domain import Manifest
from oracle.errors import Permanent
from oracle.ports import Proposal, RoundChain, Submission
from oracle.rounds.write import entry_seed


def check_manifest(
    manifest: Manifest,
    proposal: Proposal,
    submission: Submission,
    chain: RoundChain,
    profile: str,
    history: Sequence[str],
) -> None:
    """Raises `Permanent`, naming what differs, unless the manifest is the proposal's.

    It must name the chain, the round, its brief, platform, profile and history, the operator that
    submitted it, and for each persona of the roster, in order, its card, model and seed.
    """
    expected = {
        "chain": (manifest.chain_id, chain.chain_id),
        "rounds contract": (manifest.rounds, chain.rounds),
        "round": (manifest.round_id, proposal.round_id),
        "brief": (manifest.brief, proposal.brief),
        "platform": (manifest.platform, proposal.platform),
        "scoring profile": (manifest.scoring_profile, profile),
        "operator": (manifest.operator, submission.operator),
        "history": (list(manifest.history), list(history)),
        "entries": (
            [(e.persona_id, e.card, e.model, e.seed) for e in manifest.entries],
            [
                (p.persona_id, p.card, p.model, entry_seed(chain, proposal, p.persona_id))
                for p in proposal.roster
            ],
        ),
    }
    wrong = [what for what, (found, wanted) in expected.items() if found != wanted]
    if wrong:
        raise Permanent(f"the manifest of round {proposal.round_id} has a wrong {', '.join(wrong)}")
