"""Contributions, their reviews and training, as the API tells them and the projection follows."""

from typing import Any

import httpx
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_read
from frontend_api.projection.tables import Contribution, TrainingJob, Wanted
from frontend_api.settings import Settings
from sqlmodel import Session, col, select

from tests.factories import values_payload
from tests.frontend_api import giving
from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.stage import Stage
from tests.frontend_api.world import MISSING, World

STATUSES = ("pending", "accepted", "rejected", "reviewing", "returned")
ROUND_TABLES = ("round", "entry", "sheet", "sponsor", "vote")


def get(api: httpx.Client, path: str) -> Any:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def contributions(api: httpx.Client, persona_id: int) -> dict[int, Any]:
    return {c["token_id"]: c for c in get(api, f"/personas/{persona_id}")["contributions"]}


def find(settings: Settings, token_id: int) -> Contribution:
    with Session(open_to_read(settings.projection)) as session:
        return session.get_one(Contribution, token_id)


def job(settings: Settings, job_id: int) -> TrainingJob:
    with Session(open_to_read(settings.projection)) as session:
        return session.get_one(TrainingJob, job_id)


def test_contributions__each_status__equals_chain(api: httpx.Client, world: World) -> None:
    nft, registry = world.stage.contract("ContributionNFT").functions, world.stage.registry
    vault = world.stage.contract("RevenueVault", registry.functions.vaultOf(2).call()).functions
    told = contributions(api, 2)
    assert {name: told[token]["status"] for name, token in world.given.items()} == {
        name: name for name in STATUSES
    }
    for token, item in told.items():
        found = nft.contribution(token).call()
        assert item["status"] == STATUSES[found.status]
        assert item["impact"] == str(found.impact)
        assert item["weight"] == str(vault.weightOf(token).call())
        assert item["active_at"] == (found.time if item["status"] == "accepted" else None)


def test_contributions__reviewed__have_the_review_and_its_score(
    api: httpx.Client, world: World
) -> None:
    told = contributions(api, 2)
    found = {
        name: (told[token]["review_id"], told[token]["score"], told[token]["active"])
        for name, token in world.given.items()
    }
    assert found == {
        "accepted": (1, 300, True),
        "rejected": (1, 0, False),
        "returned": (2, None, False),
        "reviewing": (3, None, False),
        "pending": (None, None, False),
    }


def test_training_job__passed__equals_chain_and_adds_to_the_card(
    api: httpx.Client, world: World
) -> None:
    persona = get(api, "/personas/4")
    [told], [card] = persona["training_jobs"], persona["contributions"]
    jobs = world.stage.contract("TrainingJobs").functions
    found = jobs.job(told["id"]).call()
    assert (told["state"], told["win_rate"], told["rolled_back"]) == ("passed", 6_000, False)
    assert told["model"] == "0x" + found.model.hex() == persona["model"]["digest"]
    assert told["submitter"] == found.submitter
    assert (told["dataset"], told["recipe"], told["attributions"]) == (MISSING, MISSING, 1)
    added = jobs.parameters(found.version).call().trainingImpact // 2
    assert added > 0
    assert int(card["impact"]) == int(card["weight"]) + added
    assert (card["status"], card["active"]) == ("accepted", False)


def test_persona__registered_and_not_yet_active__has_a_vault_address_and_no_contribution(
    api: httpx.Client, world: World
) -> None:
    told = get(api, "/personas/6")
    assert told["vault"] == world.stage.registry.functions.vaultOf(6).call()
    assert world.stage.w3.eth.get_code(told["vault"]) == b""
    assert (told["active"], told["contributions"]) == (False, [])


def test_persona__first_activated__gets_its_card_as_contribution(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    snapshot = stage.rpc("evm_snapshot")
    stage.govern(stage.registry.functions.setActive(6, True))
    catch_up(projector)
    card = find(settings, stage.contract("ContributionNFT").functions.contributionCount().call())
    assert (card.persona_id, card.kind, card.digest) == (6, "card", MISSING)
    assert (card.contributor, card.status) == (stage.sponsor, "accepted")
    assert card.impact == card.weight != "0"
    assert contents(settings.projection) == rebuilt(settings)
    stage.rpc("evm_revert", snapshot)
    stage.mine(3)
    catch_up(projector)
    assert contents(settings.projection) == before


def test_contribution__over_its_life__is_followed_step_by_step(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)

    def status() -> tuple[str, str, str]:
        catch_up(projector)
        found = find(settings, token)
        return found.status, found.impact, found.weight

    token = giving.contribute(stage, 1, MISSING)
    assert status() == ("pending", "0", "0")
    question = giving.open_review(stage, 1)
    assert status() == ("reviewing", "0", "0")
    stage.answer(question, values_payload([700]))
    giving.settle_review(stage)
    assert status() == ("accepted", "700", "0")
    giving.activate(stage, token)
    assert status() == ("accepted", "700", "700")
    nft = stage.contract("ContributionNFT").functions
    stage.send(nft.transferFrom(stage.sponsor, stage.proposer, token), stage.sponsor)
    catch_up(projector)
    assert find(settings, token).holder == stage.proposer
    assert contents(settings.projection) == rebuilt(settings)


def test_reorg__settled_review_undone__contribution_is_under_review_again(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    token = giving.contribute(stage, 1, MISSING)
    stage.answer(giving.open_review(stage, 1), values_payload([0]))
    catch_up(projector)
    before = contents(settings.projection)
    snapshot = stage.rpc("evm_snapshot")
    giving.settle_review(stage)
    catch_up(projector)
    assert find(settings, token).status == "rejected"
    stage.rpc("evm_revert", snapshot)
    stage.mine(3)
    catch_up(projector)
    assert find(settings, token).status == "reviewing"
    assert contents(settings.projection) == before == rebuilt(settings)


def test_questions__of_reviews_and_training__leave_rounds_alone_and_count_for_operators(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before = contents(settings.projection)
    giving.contribute(stage, 1, MISSING)
    question = giving.open_review(stage, 1)
    answering, refused, silent = stage.operators
    for operator, payload in ((answering, values_payload([700])), (refused, b"")):
        stage.commit(question, operator, payload)
    stage.travel(stage.committee.functions.question(question).call().commitEnd - stage.now())
    stage.reveal(question, answering, values_payload([700]))
    stage.reveal(question, refused, b"")
    giving.settle_review(stage)
    job_id = giving.request_training(stage, 1, MISSING, MISSING)
    giving.submit_model(stage, job_id, MISSING)
    giving.evaluate(stage, job_id, 5_000)
    catch_up(projector)
    after = contents(settings.projection)
    assert {name: after[name] for name in ROUND_TABLES} == {n: before[n] for n in ROUND_TABLES}
    committee = stage.committee.functions
    with open_to_read(settings.projection).connect() as connection:
        rows = connection.exec_driver_sql("SELECT address, bond, credit FROM operator").all()
    assert {address: (int(bond), int(credit)) for address, bond, credit in rows} == {
        address: (committee.bondOf(address).call(), committee.creditOf(address).call())
        for address in stage.operators
    }
    fined = [log["args"] for log in stage.committee.events.Penalized().get_logs(from_block=0)]
    assert [f["operator"] for f in fined if f["questionId"] == question] == [silent]
    assert job(settings, job_id).state == "rejected"


def test_training_job__each_end__is_followed(stage: Stage, settings: Settings) -> None:
    projector = open_projector(settings)
    jobs = stage.contract("TrainingJobs").functions

    def state(job_id: int) -> str:
        catch_up(projector)
        return job(settings, job_id).state

    late = giving.request_training(stage, 1, MISSING, MISSING)
    assert state(late) == "requested"
    stage.travel(giving.DAY_S)
    stage.send(jobs.expire(late), stage.sponsor)
    assert state(late) == "expired"
    live = giving.request_training(stage, 1, MISSING, MISSING)
    giving.submit_model(stage, live, "0x" + "77" * 32)
    assert state(live) == "submitted"
    giving.evaluate(stage, live, 9_000)
    stage.travel(giving.DAY_S)
    stage.send(jobs.finish(live), stage.sponsor)
    assert state(live) == "finished"
    stage.govern(jobs.rollback(live))
    unanswered = giving.request_training(stage, 1, MISSING, MISSING)
    giving.submit_model(stage, unanswered, MISSING)
    stage.mine(2)
    stage.send(jobs.openEvaluation(unanswered), stage.sponsor)
    assert state(unanswered) == "evaluating"
    stage.travel(giving.DAY_S)
    stage.send(jobs.settle(unanswered), stage.sponsor)
    assert state(unanswered) == "failed"
    assert (job(settings, live).rolled_back, job(settings, live).win_rate) == (True, 9_000)
    assert contents(settings.projection) == rebuilt(settings)


def test_documents__of_contributions_training_and_sheets__are_wanted(
    stage: Stage, settings: Settings
) -> None:
    digests = {name: f"0x{n:064x}" for n, name in enumerate(("text", "sheet", "data", "how"), 9)}
    giving.contribute(stage, 1, digests["text"])
    question = giving.open_review(stage, 1)
    stage.answer(question, values_payload([700], digests["sheet"]))
    giving.request_training(stage, 1, digests["data"], digests["how"])
    catch_up(open_projector(settings))
    with Session(open_to_read(settings.projection)) as session:
        query = select(Wanted.digest).where(col(Wanted.digest).in_(digests.values()))
        assert set(session.exec(query)) == set(digests.values())
