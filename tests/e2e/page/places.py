"""What there is to see on the pages, with a stranger's markup in every text of it."""

from oracle.domain import Brief, ContributionDocument, ContributionKind, Platform, Source
from oracle.personas.cards import default_cards
from scripts._demo.people import PROPOSER
from tests.e2e.page.operators import ROSTER, score, submit_entries
from tests.stage import Stage

WEI = 10**18
HOLDER, GIVER = 5, 7
XSS = (
    """<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>[a](javascript:pwned=1)"""
)


def furnish(stage: Stage) -> dict[str, int]:
    """Make it all; the numbers of the things made, by what they are."""
    holder, giver = stage.address(HOLDER), stage.address(GIVER)
    stage.send(stage.token.functions.delegate(holder), holder)
    persona = _register(stage, giver)
    settled = _round(stage)
    score(stage, submit_entries(stage, settled, (f"{XSS} about tea.", f"#tea {XSS}", XSS)))
    stage.send(stage.rounds.functions.settle(settled), giver)
    voting = _round(stage)
    submit_entries(stage, voting, (f"{XSS} about tea.", "The second entry. #tea", "The third."))
    stage.travel(1)
    stage.send(stage.rounds.functions.castVote(voting, 1), holder)
    _contribute(stage, giver)
    proposal = _propose(stage, holder)
    stage.wait(lambda: stage.get("/proposals")["items"] != [], "the proposal")
    return {"persona": persona, "settled": settled, "voting": voting, "proposal": proposal}


def _register(stage: Stage, giver: str) -> int:
    made = default_cards()[0].model_copy(update={"name": XSS[:40], "bio": XSS})
    digest = stage.blocks.put(made.to_bytes())
    stage.send(stage.token.functions.approve(stage.registry.address, 2**255), giver)
    stage.send(stage.registry.get_function_by_signature("register(bytes32)")(digest), giver)
    return int(stage.registry.functions.personaCount().call())


def _round(stage: Stage) -> int:
    brief = Brief(text=f"Praise tea. {XSS}", sources=(Source(title=XSS, text=XSS),))
    proposer, bounty = stage.address(PROPOSER), 100 * WEI
    digest = stage.blocks.put(brief.to_bytes())
    stage.send(stage.token.functions.approve(stage.rounds.address, bounty), proposer)
    call = stage.rounds.functions.propose(digest, Platform.LINKEDIN, ROSTER, bounty)
    stage.send(call, proposer)
    number = int(stage.rounds.functions.roundCount().call())
    stage.wait(lambda: stage.get("/status")["rounds"] >= number, "the round")
    return number


def _contribute(stage: Stage, giver: str) -> None:
    given = ContributionDocument(
        contributor=giver,
        persona_id=1,
        kind=ContributionKind.TEXT,
        title=XSS,
        text=XSS,
        licence=XSS,
    )
    nft = stage.contract("ContributionNFT")
    stage.send(stage.token.functions.approve(nft.address, 2**255), giver)
    stage.send(nft.functions.contribute(1, 1, stage.blocks.put(given.to_bytes())), giver)


def _propose(stage: Stage, holder: str) -> int:
    governor = stage.contract("TroupeGovernor")
    call = stage.token.functions.transfer(holder, WEI)
    data = bytes.fromhex(call._encode_transaction_data()[2:])
    text = f"# {XSS}\n{XSS}#proposer={holder}"
    stage.send(governor.functions.propose([stage.token.address], [0], [data], text), holder)
    return int(governor.functions.latestProposalId().call())
