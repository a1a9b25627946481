"""What happened on the chain that the reading tests look at."""

from dataclasses import dataclass

from oracle.domain import Card, ScoreSheet
from tests.factories import sheet, values_payload
from tests.frontend_api import giving
from tests.frontend_api.stage import BRIEF, WEI, Stage

XSS = '</script><script>alert("1")</script><img src=x onerror=alert(1)>'
MISSING = "0x" + "12" * 32


@dataclass(frozen=True)
class World:
    """Rounds by what became of them; `pinned` is a sheet in the block store, `lost` is not.

    `given` are contributions to persona 2 by their status.
    """

    stage: Stage
    settled: int
    expired: int
    rejected: int
    undecided: int
    refused: int
    revealing: int
    hostile: dict[str, int]
    pinned: ScoreSheet
    lost: ScoreSheet
    given: dict[str, int]


def play(stage: Stage) -> World:
    """Play rounds to each of their ends, and leave one in the middle."""
    stage.set_up()
    stage.blocks.put(BRIEF.to_bytes())
    settled, pinned, lost = _settled(stage)
    world = World(
        stage=stage,
        settled=settled,
        expired=_expired(stage),
        rejected=_rejected(stage),
        undecided=_undecided(stage),
        refused=_refused(stage),
        hostile=_hostile(stage),
        given=_given(stage),
        revealing=_revealing(stage),
        pinned=pinned,
        lost=lost,
    )
    _change_personas(stage)
    stage.mine(4)
    return world


def _given(stage: Stage) -> dict[str, int]:
    """One contribution in each status, and a training job that added to a card's impact."""
    accepted, rejected = (giving.contribute(stage, 2, f"0x{n:064x}") for n in (1, 2))
    stage.answer(giving.open_review(stage, 2), values_payload([300, 0]))
    giving.settle_review(stage)
    giving.activate(stage, accepted)
    returned = giving.contribute(stage, 2, MISSING)
    giving.open_review(stage, 2)
    giving.settle_review(stage)
    reviewing = giving.contribute(stage, 2, MISSING)
    giving.open_review(stage, 2)
    pending = giving.contribute(stage, 2, MISSING)
    _train(stage)
    return {
        "accepted": accepted,
        "rejected": rejected,
        "returned": returned,
        "reviewing": reviewing,
        "pending": pending,
    }


def _train(stage: Stage) -> None:
    """A model of persona 4 goes live, and its card has half of the merit."""
    job_id = giving.request_training(stage, 4, MISSING, MISSING)
    giving.submit_model(stage, job_id, MISSING)
    giving.evaluate(stage, job_id, 6_000)
    giving.attribute(stage, job_id, [4], [5_000])


def _settled(stage: Stage) -> tuple[int, ScoreSheet, ScoreSheet]:
    """Two of three operators reveal; the third loses its penalty. Entry 2 is disqualified."""
    round_id = stage.propose(BRIEF.digest, (1, 2, 3, 4))
    stage.send(stage.rounds.functions.addBounty(round_id, 7 * WEI), stage.sponsor)
    manifest = stage.manifest(round_id, (1, 2, 3, 4))
    stage.submit(round_id, stage.blocks.put(manifest.to_bytes()))
    pinned = sheet(manifest, (9_000, 6_001, 0, 5_000), (1, 0, 0, 1))
    lost = sheet(manifest, (8_800, 6_200, 0, 5_000), (1, 0, 0, 0))
    stage.blocks.put(pinned.to_bytes())
    payloads = dict(zip(stage.operators, (pinned, lost, pinned), strict=True))
    for operator, said in payloads.items():
        stage.commit(stage.question(round_id), operator, said.payload())
    stage.vote(round_id, stage.voters[0], 1)
    stage.send(stage.token.functions.transfer(stage.voters[0], WEI), stage.sponsor)
    stage.vote(round_id, stage.voters[1], 0)
    stage.end_window()
    for operator in stage.operators[:2]:
        stage.reveal(stage.question(round_id), operator, payloads[operator].payload())
    stage.end_window()
    stage.settle(round_id)
    _claim(stage, 1)
    return round_id, pinned, lost


def _claim(stage: Stage, persona_id: int) -> None:
    vault = stage.contract("RevenueVault", stage.registry.functions.vaultOf(persona_id).call())
    stage.send(vault.functions.claim(persona_id, stage.token.address), stage.sponsor)
    stage.send(stage.committee.functions.claimCredit(), stage.operators[0])


def _expired(stage: Stage) -> int:
    round_id = stage.propose(BRIEF.digest)
    stage.send(stage.rounds.functions.addBounty(round_id, 5 * WEI), stage.sponsor)
    stage.end_window()
    stage.send(stage.rounds.functions.expire(round_id), stage.sponsor)
    stage.send(stage.rounds.functions.reclaim(round_id), stage.sponsor)
    return round_id


def _rejected(stage: Stage) -> int:
    """All operators agree that the manifest is worth nothing."""
    round_id = stage.propose(BRIEF.digest)
    manifest = stage.manifest(round_id)
    stage.submit(round_id, stage.blocks.put(manifest.to_bytes()))
    payload = sheet(manifest, (0, 0, 0), (1, 2, 0)).payload()
    for operator in stage.operators:
        stage.commit(stage.question(round_id), operator, payload)
    stage.end_window()
    for operator in stage.operators:
        stage.reveal(stage.question(round_id), operator, payload)
    stage.settle(round_id)
    return round_id


def _undecided(stage: Stage) -> int:
    """One of three reveals: no quorum."""
    round_id = stage.propose(BRIEF.digest)
    manifest = stage.manifest(round_id)
    stage.submit(round_id, stage.blocks.put(manifest.to_bytes()))
    payload = sheet(manifest, (1_000, 2_000, 3_000), (1, 2, 0)).payload()
    stage.commit(stage.question(round_id), stage.operators[1], payload)
    stage.end_window()
    stage.reveal(stage.question(round_id), stage.operators[1], payload)
    stage.end_window()
    stage.settle(round_id)
    return round_id


def _refused(stage: Stage) -> int:
    """One of three can't answer and says so by an empty payload; the others say nothing."""
    round_id = stage.propose(BRIEF.digest)
    stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
    stage.commit(stage.question(round_id), stage.operators[2], b"")
    stage.end_window()
    stage.reveal(stage.question(round_id), stage.operators[2], b"")
    stage.end_window()
    stage.settle(round_id)
    return round_id


def _hostile(stage: Stage) -> dict[str, int]:
    """Rounds whose documents are not what they should be."""
    card = stage.blocks.get("0x" + stage.registry.functions.persona(1).call().card.hex())
    briefs = {
        "missing": MISSING,
        "wrong type": stage.blocks.put(card),
        "not JSON": stage.blocks.put(b"\xff\xfe{"),
        "surrogate": stage.blocks.put(b'{"schema":"troupe/brief/1","text":"\\ud800"}'),
        "deep": stage.blocks.put(b'{"schema":"troupe/brief/1","text":' + b"[" * 100_000),
        "spaces": stage.blocks.put(BRIEF.to_bytes().replace(b'":', b'": ')),
        "script": stage.blocks.put(BRIEF.model_copy(update={"text": XSS}).to_bytes()),
        "platform": BRIEF.digest,
        "other manifest": BRIEF.digest,
    }
    rounds = {
        name: stage.propose(digest, platform=200 if name == "platform" else 2)
        for name, digest in briefs.items()
    }
    stage.submit(rounds["other manifest"], stage.blocks.put(stage.manifest(1).to_bytes()))
    stage.submit(rounds["missing"], MISSING)
    return rounds


def _revealing(stage: Stage) -> int:
    """One of three has revealed, the window is still open."""
    round_id = stage.propose(BRIEF.digest)
    manifest = stage.manifest(round_id)
    stage.submit(round_id, stage.blocks.put(manifest.to_bytes()))
    said = sheet(manifest, (4_000, 5_000, 6_000), (1, 2, 0))
    wrong = said.model_copy(update={"ballots": sheet(manifest, (1, 1, 1), (2, 2, 0)).ballots})
    payload = said.payload()[:-32] + bytes.fromhex(stage.blocks.put(wrong.to_bytes())[2:])
    stage.commit(stage.question(round_id), stage.operators[0], payload)
    stage.end_window()
    stage.reveal(stage.question(round_id), stage.operators[0], payload)
    return round_id


def _change_personas(stage: Stage) -> None:
    digest = "0x" + stage.registry.functions.persona(5).call().card.hex()
    card = Card.parse(stage.blocks.get(digest))
    named = stage.blocks.put(card.model_copy(update={"name": XSS[:60]}).to_bytes())
    registry = stage.registry.functions
    stage.govern(registry.setCard(5, named))
    stage.govern(registry.setModel(5, MISSING))
    stage.govern(registry.setActive(4, False))
    stage.register(MISSING)
