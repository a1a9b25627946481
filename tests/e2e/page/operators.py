"""What people and operators do in these tests besides what happens in the page, by script."""

from collections.abc import Sequence

from oracle.domain import Brief, Manifest, Platform, Source
from scripts._demo.people import OPERATORS, PROPOSER
from tests.factories import commitment, entry, manifest, sheet
from tests.stage import Stage

ROSTER = (1, 2, 3)
VOTE_S = 600
SALT = b"\x07" * 32


def propose(stage: Stage, text: str, sources: tuple[Source, ...] = ()) -> int:
    """Open a round for LinkedIn; its number."""
    account, bounty = stage.address(PROPOSER), 100 * 10**18
    digest = stage.blocks.put(Brief(text=text, sources=sources).to_bytes())
    stage.send(stage.token.functions.approve(stage.rounds.address, bounty), account)
    call = stage.rounds.functions.propose(digest, Platform.LINKEDIN, ROSTER, bounty)
    stage.send(call, account)
    return int(stage.rounds.functions.roundCount().call())


def submit_entries(stage: Stage, round_id: int, texts: Sequence[str]) -> Manifest:
    """The leader submits these texts, which begins the voting."""
    leader = stage.committee.functions.leader(stage.question(round_id)).call()
    made = _manifest(stage, round_id, texts, leader)
    digest = stage.blocks.put(made.to_bytes())
    stage.send(stage.rounds.functions.submitEntries(round_id, digest), leader)
    return made


def score(stage: Stage, scored: Manifest) -> None:
    """All operators commit to the same sheet, voting ends, and they reveal it.

    The first persona does best; everybody votes for it, and it for the second.
    """
    functions, question = stage.committee.functions, stage.question(scored.round_id)
    made = sheet(scored, (8_000, 6_500, 5_000), (1, 0, 0))
    payload = made.payload()
    stage.blocks.put(made.to_bytes())
    for operator in map(stage.address, OPERATORS):
        facts = (stage.w3.eth.chain_id, stage.committee.address, question, operator)
        stage.send(functions.commit(question, commitment(*facts, payload, SALT)), operator)
    stage.travel(VOTE_S + 1)
    for operator in map(stage.address, OPERATORS):
        stage.send(functions.reveal(question, payload, SALT), operator)


def _manifest(stage: Stage, round_id: int, texts: Sequence[str], leader: str) -> Manifest:
    cards = {item["id"]: item["card"]["digest"] for item in stage.get("/personas")["items"]}
    return manifest(
        (entry(i, text, cards[i]) for i, text in zip(ROSTER, texts, strict=True)),
        rounds=stage.rounds.address,
        round_id=round_id,
        brief=stage.get(f"/rounds/{round_id}")["brief"]["digest"],
        scoring_profile=stage.deployment.scoring_profile,
        operator=leader,
    )
