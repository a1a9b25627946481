"""What people and operators do in these tests besides what happens in the page, by script."""

from collections.abc import Sequence

from web3 import Web3

from oracle.domain import (
    Ballot,
    Brief,
    Criterion,
    CriterionScore,
    EngineInfo,
    Entry,
    EntryScores,
    Manifest,
    Platform,
    Sampling,
    ScoreSheet,
    Source,
    digest_of,
)
from tests.e2e.page.stage import Stage

ROSTER = (1, 2, 3)
OPERATORS, PROPOSER = (1, 2, 3), 4
BUILT_IN = EngineInfo(name="built-in", version="1", model="none", built_in=True)
SALT = b"\x07" * 32


def bond_operators(stage: Stage) -> None:
    """Make the deployment's operators eligible."""
    token, committee = stage.contract("RewardToken"), stage.contract("OracleCommittee")
    bond = committee.functions.minBond().call()
    for index in OPERATORS:
        account = stage.w3.eth.accounts[index]
        stage.send(account, token.functions.approve(committee.address, bond))
        stage.send(account, committee.functions.bond(bond))


def propose(stage: Stage, text: str, sources: tuple[Source, ...] = ()) -> int:
    """Open a round for LinkedIn; its number."""
    token, rounds = stage.contract("RewardToken"), stage.contract("GenerationRounds")
    account, bounty = stage.w3.eth.accounts[PROPOSER], 100 * 10**18
    digest = stage.blocks.put(Brief(text=text, sources=sources).to_bytes())
    stage.send(account, token.functions.approve(rounds.address, bounty))
    stage.send(account, rounds.functions.propose(digest, Platform.LINKEDIN, ROSTER, bounty))
    return int(rounds.functions.roundCount().call())


def submit_entries(stage: Stage, round_id: int, texts: Sequence[str]) -> Manifest:
    """The leader submits these texts, which begins the voting."""
    rounds, committee = stage.contract("GenerationRounds"), stage.contract("OracleCommittee")
    leader = committee.functions.leader(_question(stage, round_id)).call()
    manifest = _manifest(stage, round_id, texts, leader)
    digest = stage.blocks.put(manifest.to_bytes())
    stage.send(leader, rounds.functions.submitEntries(round_id, digest))
    return manifest


def score(stage: Stage, manifest: Manifest) -> ScoreSheet:
    """All operators commit to the same sheet, voting ends, and they reveal it."""
    committee, question = stage.contract("OracleCommittee"), _question(stage, manifest.round_id)
    sheet = _sheet(manifest)
    stage.blocks.put(sheet.to_bytes())
    operators = [stage.w3.eth.accounts[index] for index in OPERATORS]
    for operator in operators:
        commitment = _commitment(stage, question, operator, sheet.payload())
        stage.send(operator, committee.functions.commit(question, commitment))
    stage.pass_time(601)
    for operator in operators:
        stage.send(operator, committee.functions.reveal(question, sheet.payload(), SALT))
    return sheet


def _manifest(stage: Stage, round_id: int, texts: Sequence[str], leader: str) -> Manifest:
    personas = stage.get("/personas")["items"]
    cards = {persona["id"]: persona["card"]["digest"] for persona in personas}
    (brief, profile) = (
        stage.get(f"/rounds/{round_id}")["brief"]["digest"],
        stage.get("/deployment")["scoring_profile"]["digest"],
    )
    entries = tuple(
        Entry(
            persona_id=persona,
            card=cards[persona],
            seed=digest_of(f"{round_id}-{persona}".encode()),
            text=text,
            engine=BUILT_IN,
            prompt=digest_of(text.encode()),
            sampling=Sampling(),
        )
        for persona, text in zip(ROSTER, texts, strict=True)
    )
    return Manifest(
        chain_id=stage.w3.eth.chain_id,
        rounds=stage.deployment.address("GenerationRounds"),
        round_id=round_id,
        brief=brief,
        platform=Platform.LINKEDIN,
        scoring_profile=profile,
        operator=leader,
        entries=entries,
    )


def _sheet(manifest: Manifest) -> ScoreSheet:
    """The first persona does best; everybody votes for it, and it for the second."""
    rows = tuple(
        EntryScores(
            persona_id=entry.persona_id,
            criteria={
                criterion: CriterionScore(
                    value=8_000 - 1_500 * place, why=f"{criterion} of entry {place}, in a sentence."
                )
                for criterion in Criterion
            },
        )
        for place, entry in enumerate(manifest.entries)
    )
    ballots = tuple(
        Ballot(persona_id=entry.persona_id, entry=0 if place else 1, why="It speaks to me.")
        for place, entry in enumerate(manifest.entries)
    )
    return ScoreSheet(
        manifest=manifest.digest,
        scoring_profile=manifest.scoring_profile,
        entries=rows,
        ballots=ballots,
    )


def _commitment(stage: Stage, question: bytes, operator: str, payload: bytes) -> bytes:
    address = stage.contract("OracleCommittee").address
    values = (stage.w3.eth.chain_id, address, question, operator, Web3.keccak(payload), SALT)
    types = ["uint256", "address", "bytes32", "address", "bytes32", "bytes32"]
    return bytes(Web3.keccak(stage.w3.codec.encode(types, values)))


def _question(stage: Stage, round_id: int) -> bytes:
    return bytes(stage.contract("GenerationRounds").functions.questionId(round_id).call())
