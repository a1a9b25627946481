"""The projection on a chain that moves: forward, back, and from the beginning."""

from pathlib import Path

from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_read, open_to_write
from frontend_api.projection.tables import Event, Persona, Round, Vault
from frontend_api.projection.vaults import move_vaults, move_vaults_back
from frontend_api.settings import Settings
from sqlmodel import Session, delete, select

from oracle.store.database import transaction
from tests.factories import sheet
from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.stage import BRIEF, WEI, Stage


def round_state(settings: Settings, round_id: int) -> str | None:
    with Session(open_to_read(settings.projection)) as session:
        return session.exec(select(Round.state).where(Round.id == round_id)).first()


def play_a_round(stage: Stage) -> int:
    round_id = stage.propose(BRIEF.digest)
    manifest = stage.manifest(round_id)
    stage.submit(round_id, stage.blocks.put(manifest.to_bytes()))
    payload = sheet(manifest, (7_000, 6_000, 0), (1, 0, 0)).payload()
    for operator in stage.operators:
        stage.commit(stage.question(round_id), operator, payload)
    stage.vote(round_id, stage.voters[0], 1)
    stage.end_window()
    for operator in stage.operators:
        stage.reveal(stage.question(round_id), operator, payload)
    stage.settle(round_id)
    return round_id


def test_projection__after_each_block__equals_one_made_anew(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    round_id = stage.propose(BRIEF.digest)
    catch_up(projector)
    stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
    catch_up(projector)
    stage.vote(round_id, stage.voters[0], 1)
    catch_up(projector)
    stage.vote(round_id, stage.voters[1], 1)
    catch_up(projector)
    assert contents(settings.projection) == rebuilt(settings)


def test_reorg__settled_round_undone__rolls_back_rounds_personas_and_operators(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    snapshot = stage.rpc("evm_snapshot")
    round_id = play_a_round(stage)
    catch_up(projector)
    assert round_state(settings, round_id) == "settled"
    assert contents(settings.projection) != before
    stage.rpc("evm_revert", snapshot)
    stage.mine(3)
    catch_up(projector)
    assert contents(settings.projection) == before
    assert contents(settings.projection) == rebuilt(settings)


def test_reorg__other_blocks_in_place__follows_the_new_chain(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    round_id = stage.propose(BRIEF.digest)
    snapshot = stage.rpc("evm_snapshot")
    stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
    stage.vote(round_id, stage.voters[0], 2)
    catch_up(projector)
    assert round_state(settings, round_id) == "voting"
    stage.rpc("evm_revert", snapshot)
    stage.send(stage.rounds.functions.addBounty(round_id, WEI), stage.sponsor)
    stage.end_window()
    stage.send(stage.rounds.functions.expire(round_id), stage.sponsor)
    stage.mine(3)
    catch_up(projector)
    assert round_state(settings, round_id) == "expired"
    assert contents(settings.projection) == rebuilt(settings)


def test_reorg__of_anvil__drops_what_is_no_longer_there(stage: Stage, settings: Settings) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    round_id = stage.propose(BRIEF.digest)
    catch_up(projector)
    assert round_state(settings, round_id) == "open"
    stage.rpc("anvil_reorg", 1, [])
    catch_up(projector)
    assert round_state(settings, round_id) is None
    assert contents(settings.projection) == before


def test_reorg__persona_registered_on_the_lost_branch__is_forgotten(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    snapshot = stage.rpc("evm_snapshot")
    persona_id = stage.register("0x" + "77" * 32)
    stage.govern(stage.registry.functions.setActive(persona_id, True))
    stage.send(
        stage.contract("ContributionNFT").functions.transferFrom(stage.sponsor, stage.proposer, 7),
        stage.sponsor,
    )
    catch_up(projector)
    assert contents(settings.projection)["contribution"] != before["contribution"]
    stage.rpc("evm_revert", snapshot)
    stage.mine(4)
    catch_up(projector)
    assert contents(settings.projection) == before


def test_rebuild__of_a_full_projection__gives_the_same_rows(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    projector.rebuild()
    assert contents(settings.projection) == before


def test_second_projector__same_file__both_end_at_the_head(
    stage: Stage, settings: Settings
) -> None:
    first, second = open_projector(settings), open_projector(settings)
    catch_up(first)
    stage.propose(BRIEF.digest)
    catch_up(second)
    stage.propose(BRIEF.digest)
    catch_up(first)
    assert contents(settings.projection) == rebuilt(settings)


def test_vault__of_a_persona_seen_in_the_same_batch__claims_are_read(
    stage: Stage, settings: Settings
) -> None:
    catch_up(open_projector(settings))
    assert contents(settings.projection)["claim"]


def test_persona__standings__equal_the_settled_rounds(stage: Stage, settings: Settings) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    play_a_round(stage)
    catch_up(projector)
    with Session(open_to_read(settings.projection)) as session:
        found, disqualified = session.get_one(Persona, 1), session.get_one(Persona, 3)
    vault = stage.registry.functions.vaultOf(1).call()
    paid = stage.rounds.events.PrizePaid().get_logs(from_block=0, argument_filters={"personaId": 1})
    assert found.vault == vault
    assert found.prizes == str(sum(log["args"]["amount"] for log in paid))
    assert found.rounds == 2
    assert (disqualified.rounds, disqualified.prizes, disqualified.wins) == (2, "0", 0)


def test_vault__whose_only_event_is_undone__is_gone(tmp_path: Path) -> None:
    nothing = {"asset": "0x" + "33" * 20, "amount": 0}  # of an asset that tells by no transfer
    paid = Event(
        block_number=7,
        log_index=0,
        timestamp=7,
        tx="0x" + "07" * 32,
        contract="RevenueVault",
        name="PaidIn",
        args=nothing,
        persona_id=1,
    )
    engine = open_to_write(tmp_path / "projection.sqlite")
    with transaction(engine) as session:
        session.add(paid)
        move_vaults(session, [paid])
    with transaction(engine) as session:
        assert session.get_one(Vault, 1).block_number == 7
        session.exec(delete(Event))
        move_vaults_back(session, [paid])
        assert session.get(Vault, 1) is None
    engine.dispose()
