"""Governance, as the API tells it and the projection follows."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.projection.projector import Projector
from frontend_api.settings import Settings

from tests.frontend_api import governing
from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import WEI, Stage
from tests.frontend_api.world import XSS

STATES = (
    "pending",
    "active",
    "canceled",
    "defeated",
    "succeeded",
    "queued",
    "expired",
    "executed",
)
IGOVERNOR = Path("node_modules/@openzeppelin/contracts/build/contracts/IGovernor.json")
Get = Callable[[str], Any]


@pytest.fixture
def projector(stage: Stage, settings: Settings) -> Projector:
    return open_projector(settings)


@pytest.fixture
def get(projector: Projector, settings: Settings, tmp_path: Path) -> Iterator[Get]:
    """Asks the API on a projection that was moved to the head just before."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Troupe</title>")
    with serving(settings, dist) as url, httpx.Client(base_url=url, timeout=60) as client:

        def ask(path: str) -> Any:
            while projector.poll():
                pass
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            return answer.json()

        yield ask


def new_fee(stage: Stage, fee: int = 12 * WEI) -> governing.Action:
    """An action that changes the fee, and with it the weights of two criteria."""
    rounds = stage.rounds.functions
    now = rounds.parameters(rounds.currentVersion().call()).call()
    weights = [now.criteria[0] + 500, now.criteria[1] - 500, *now.criteria[2:]]
    return governing.call(rounds.addParameters(now._replace(fee=fee, criteria=weights)))


def both_say(stage: Stage, get: Get, proposal_id: int) -> str:
    """The state of a proposal, on which contract and API agree."""
    stage.mine()  # a call without a block is answered at the head's time
    told = get(f"/proposals/{proposal_id}")["state"]
    governor = stage.contract("TroupeGovernor").functions
    assert told == STATES[governor.state(proposal_id).call()]
    return str(told)


def test_state__over_whole_lives__equals_the_governors(stage: Stage, get: Get) -> None:
    first, second = stage.voters
    proposal = governing.propose(stage, [new_fee(stage)], "A new fee")
    assert both_say(stage, get, proposal) == "pending"
    governing.begin_vote(stage)
    assert both_say(stage, get, proposal) == "active"
    planned = get(f"/proposals/{proposal}")["vote_end"]
    stage.travel(planned - stage.now() - governing.EXTENSION_S // 2)
    governing.vote(stage, proposal, first, 1)
    late = get(f"/proposals/{proposal}")
    deadline = stage.contract("TroupeGovernor").functions.proposalDeadline(proposal).call()
    assert late["extended"] is True
    assert late["vote_end"] == deadline > planned
    stage.travel(planned - stage.now() + 1)
    assert both_say(stage, get, proposal) == "active"
    stage.travel(governing.EXTENSION_S)
    assert both_say(stage, get, proposal) == "succeeded"
    governing.queue(stage, proposal)
    assert both_say(stage, get, proposal) == "queued"
    governing.execute(stage, proposal)
    assert both_say(stage, get, proposal) == "executed"

    canceled = governing.propose(stage, [new_fee(stage)], "Not this")
    governing.cancel(stage, canceled)
    assert both_say(stage, get, canceled) == "canceled"
    ignored = governing.propose(stage, [new_fee(stage)], "Nobody votes")
    refused = governing.propose(stage, [new_fee(stage)], "All are against")
    governing.begin_vote(stage)
    governing.vote(stage, refused, second, 0)
    stage.travel(governing.PERIOD_S + governing.EXTENSION_S)
    assert both_say(stage, get, ignored) == "defeated"
    assert both_say(stage, get, refused) == "defeated"
    states = {item["id"]: item["state"] for item in get("/proposals")["items"]}
    assert states == {
        proposal: "executed",
        canceled: "canceled",
        ignored: "defeated",
        refused: "defeated",
    }


def test_state__executed_in_the_timelock_itself__equals_the_governors(
    stage: Stage, get: Get
) -> None:
    action = new_fee(stage)
    proposal = governing.pass_(stage, [action], "By another door")
    governing.queue(stage, proposal)
    stage.travel(governing.TIMELOCK_S + 1)
    timelock = stage.contract("Timelock")
    [salt] = {log["args"]["salt"] for log in timelock.events.CallSalt().get_logs(from_block=0)}
    targets, values, calldatas = ([part] for part in action)
    call = timelock.functions.executeBatch(targets, values, calldatas, bytes(32), salt)
    stage.send(call, stage.sponsor)
    assert both_say(stage, get, proposal) == "executed"
    names = [step["name"] for step in get(f"/proposals/{proposal}")["timeline"]]
    assert names == ["ProposalCreated", "ProposalQueued", "CallExecuted"]


def test_proposal__new_criteria__says_what_changes(stage: Stage, get: Get) -> None:
    proposal = governing.propose(stage, [new_fee(stage)], "# A new fee\n\nBecause it is time.")
    expected = [
        {"what": "weight of engagement", "before": "2500", "after": "3000"},
        {"what": "weight of trend relevance", "before": "1500", "after": "1000"},
        {"what": "fee", "before": "10 tokens", "after": "12 tokens"},
    ]
    told = get(f"/proposals/{proposal}")
    [action] = told["actions"]
    assert told["title"] == "A new fee"
    assert told["description"] == "# A new fee\n\nBecause it is time."
    assert (action["contract"], action["function"]) == ("GenerationRounds", "addParameters")
    assert (action["changes"], action["warning"]) == (expected, None)
    assert action["arguments"][0]["value"]["fee"] == str(12 * WEI)
    governing.begin_vote(stage)
    governing.vote(stage, proposal, stage.voters[0], 1)
    stage.travel(governing.PERIOD_S + governing.EXTENSION_S)
    governing.queue(stage, proposal)
    governing.execute(stage, proposal)
    assert get(f"/proposals/{proposal}")["actions"][0]["changes"] == expected


def test_proposal__each_known_action__has_its_sentence(stage: Stage, get: Get) -> None:
    token, registry = stage.token.functions, stage.registry.functions
    committee, jobs = stage.committee.functions, stage.contract("TrainingJobs").functions
    digest, stranger = "0x" + "ab" * 32, stage.sponsor
    sentences = {
        governing.call(registry.setActive(4, True)): "Activates persona 4 (",
        governing.call(registry.setActive(2, False)): "Retires persona 2 (",
        governing.call(registry.setCard(2, digest)): f"the card {digest}.",
        governing.call(jobs.request(2, digest, digest, 3)): "Orders training for persona 2 (",
        governing.call(
            token.transfer(stranger, 3 * WEI // 2)
        ): f"Pays 1.5 tokens from the treasury to {stranger}.",
        governing.call(
            token.approve(jobs.request(1, digest, digest, 0).address, 160 * WEI)
        ): "Lets TrainingJobs take up to 160 tokens",
        (stranger, WEI // 4, b""): f"Pays 0.25 of the native coin from the treasury to {stranger}.",
        governing.call(token.transfer(stranger, WEI)): "Pays 1 token from the treasury",
        governing.call(committee.addMember(stranger)): f"Adds {stranger} to the oracle committee",
        governing.call(
            stage.contract("TroupeGovernor").functions.setVotingPeriod(7_200)
        ): "Sets the length of a vote to 2 hours.",
    }
    proposal = governing.propose(stage, list(sentences), "Many things")
    told = get(f"/proposals/{proposal}")
    for action, sentence in zip(told["actions"], sentences.values(), strict=True):
        assert sentence in action["sentence"]
        assert action["warning"] is None
    assert told["does"] == [action["sentence"] for action in told["actions"][:5]]
    assert told["action_count"] == len(sentences)


def test_proposal__hostile_calls_and_texts__are_shown_raw_with_a_warning(
    stage: Stage, get: Get
) -> None:
    transfer = governing.call(stage.token.functions.transfer(stage.sponsor, 1))
    unknown = (stage.sponsor, 0, b"\x01\x02\x03\x04" + bytes(32))
    calls = [
        unknown,
        (transfer[0], 0, transfer[2][:-40]),
        (transfer[0], 0, b"\xff"),
        (stage.rounds.address, 0, b"\xff" * 9_000),
        governing.call(stage.rounds.functions.transferOwnership(stage.sponsor)),
        (transfer[0], 7, transfer[2]),
    ]
    proposal = governing.propose(stage, calls, b"\xff\x00" + XSS.encode() + b"\n\n\xc3")
    told = get(f"/proposals/{proposal}")
    assert told["title"] == "\ufffd\ufffd" + XSS
    assert told["description"].endswith("\n\n\ufffd")
    raw, short, tiny, long, owner, paid = told["actions"]
    assert (raw["contract"], raw["function"], raw["arguments"]) == (None, None, [])
    assert raw["data"] == "0x" + unknown[2].hex()
    assert "Nobody here knows" in raw["warning"]
    assert (short["function"], short["arguments"]) == ("transfer", [])
    assert "do not fit" in short["warning"]
    assert "Nobody here knows" in tiny["warning"]
    assert (long["length"], len(long["data"])) == (9_000, 2 + 2 * 4_096)
    assert "can't be undone" in owner["warning"]
    assert paid["warning"] == "It also sends 7 wei of the native coin along."
    assert len(get("/proposals")["items"][0]["does"]) == 5


def test_votes__with_reasons__are_listed_in_pages(stage: Stage, get: Get) -> None:
    first, second = stage.voters
    proposal = governing.propose(stage, [new_fee(stage)], "A new fee")
    governing.begin_vote(stage)
    governing.vote(stage, proposal, first, 1, XSS)
    governing.vote(stage, proposal, second, 2, "nul \0 and 🤷")
    governing.vote(stage, proposal, stage.sponsor, 0, "x" * 9_000)
    told = get(f"/proposals/{proposal}")
    power = 100_000 * WEI
    assert int(told["for_votes"]) >= power
    assert (told["against_votes"], told["voters"]) == ("0", 3)
    assert (told["abstain_votes"], told["quorum_reached"]) == (str(power), True)
    page = get(f"/proposals/{proposal}/votes?limit=2")
    rest = get(f"/proposals/{proposal}/votes?limit=2&cursor={page['next_cursor']}")
    votes = [*page["items"], *rest["items"]]
    assert [vote["support"] for vote in votes] == ["for", "abstain", "against"]
    assert [vote["reason"] for vote in votes] == [XSS, "nul \ufffd and 🤷", "x" * 4_000]
    assert rest["next_cursor"] is None


def test_voters__delegation_moves_power__equals_the_token(stage: Stage, get: Get) -> None:
    first, second = stage.voters
    token = stage.token.functions
    stage.send(token.delegate(first), stage.sponsor)
    stage.send(token.delegate(second), first)
    stage.send(token.transfer(stage.proposer, 5 * WEI), first)
    items = get("/voters")["items"]
    assert [item["address"] for item in items] == sorted(
        (item["address"] for item in items),
        key=lambda address: -token.getVotes(address).call(),
    )
    for account in (first, second, stage.sponsor, stage.proposer):
        told = get(f"/voters/{account}")
        assert told["votes"] == str(token.getVotes(account).call())
        assert told["balance"] == str(token.balanceOf(account).call())
        assert (told["delegate"] or "0x" + "0" * 40) == token.delegates(account).call()
    told = get(f"/voters/{second.lower()}")
    assert told["delegators"] == 2
    assert {other["address"] for other in told["delegated_by"]} == {first, second}
    assert told["checkpoints"][0]["votes"] == told["votes"]
    assert told["rounds"][0]["round_id"] == 1
    nobody = get("/voters/0x" + "12" * 20)
    assert (nobody["votes"], nobody["balance"], nobody["delegate"]) == ("0", "0", None)
    paged, cursor = [], ""
    while cursor is not None:
        page = get(f"/voters?limit=1{cursor and f'&cursor={cursor}'}")
        paged, cursor = [*paged, *page["items"]], page["next_cursor"]
    assert paged == items


def test_treasury__spent_by_a_proposal__equals_the_chain(stage: Stage, get: Get) -> None:
    timelock = stage.deployment.address("Timelock")
    stage.rpc("anvil_setBalance", timelock, hex(3 * WEI))
    stage.send(stage.token.functions.transfer(timelock, 9 * WEI), stage.sponsor)
    pay = governing.call(stage.token.functions.transfer(stage.proposer, 4 * WEI))
    proposal = governing.enact(stage, [pay, (stage.proposer, WEI, b"")], "Pay")
    told = get("/treasury")
    balances = {asset["asset"]: asset["balance"] for asset in told["assets"]}
    assert balances == {
        stage.token.address: str(stage.token.functions.balanceOf(timelock).call()),
        "0x" + "0" * 40: str(2 * WEI),
    }
    *spent, came = told["movements"][:3]
    assert {(move["amount"], move["direction"], move["proposal_id"]) for move in spent} == {
        (str(4 * WEI), "out", proposal),
        (str(WEI), "out", proposal),
    }
    assert (came["amount"], came["direction"], came["proposal_id"]) == (str(9 * WEI), "in", None)


def test_governor__as_deployed__equals_the_contract(stage: Stage, get: Get) -> None:
    governor, told = stage.contract("TroupeGovernor").functions, get("/governor")
    now = stage.now()
    stage.mine()
    assert told["quorum"] == str(governor.quorum(now).call())
    assert told["supply"] == str(stage.token.functions.totalSupply().call())
    assert told["proposal_threshold"] == str(governor.proposalThreshold().call())
    assert told["voting_delay"] == governor.votingDelay().call()
    assert told["voting_period"] == governor.votingPeriod().call()
    assert told["late_quorum_extension"] == governor.lateQuorumVoteExtension().call()
    delay = stage.contract("Timelock").functions.getMinDelay().call()
    assert (told["timelock_delay"], told["guardian"]) == (delay, None)


def test_reorg__executed_proposal_undone__is_as_before(
    stage: Stage, settings: Settings, projector: Projector
) -> None:
    catch_up(projector)
    proposal = governing.pass_(stage, [new_fee(stage)], "A new fee")
    catch_up(projector)
    before = contents(settings.projection)
    snapshot = stage.rpc("evm_snapshot")
    stage.send(stage.token.functions.delegate(stage.voters[0]), stage.sponsor)
    stage.send(stage.token.functions.transfer(stage.voters[1], WEI), stage.proposer)
    governing.queue(stage, proposal)
    governing.execute(stage, proposal)
    catch_up(projector)
    after = contents(settings.projection)
    assert after["proposal"] != before["proposal"]
    assert after["holder"] != before["holder"]
    assert after == rebuilt(settings)
    stage.rpc("evm_revert", snapshot)
    stage.mine(12)
    catch_up(projector)
    assert contents(settings.projection) == before


def test_events__of_a_whole_life__decode_with_the_standard_abi(stage: Stage) -> None:
    abi = json.loads(IGOVERNOR.read_text())["abi"]
    proposal = governing.enact(stage, [new_fee(stage)], "A new fee")
    canceled = governing.propose(stage, [new_fee(stage)], "Not this")
    governing.cancel(stage, canceled)
    standard = stage.w3.eth.contract(stage.contract("TroupeGovernor").address, abi=abi)
    found = {
        name: [log["args"] for log in standard.events[name]().get_logs(from_block=0)]
        for name in (
            "ProposalCreated",
            "VoteCast",
            "ProposalQueued",
            "ProposalExecuted",
            "ProposalCanceled",
        )
    }
    assert [args["proposalId"] for args in found["ProposalCreated"]] == [proposal, canceled]
    assert {args["reason"] for args in found["VoteCast"]} == {"Yes to A new fee"}
    assert [args["proposalId"] for args in found["ProposalQueued"]] == [proposal]
    assert [args["proposalId"] for args in found["ProposalExecuted"]] == [proposal]
    assert [args["proposalId"] for args in found["ProposalCanceled"]] == [canceled]
    created = found["ProposalCreated"][0]
    [governor] = {stage.contract("TroupeGovernor").address}
    assert created["description"] == f"A new fee#proposer={stage.voters[0]}"
    assert standard.functions.proposalSnapshot(proposal).call() == created["voteStart"]
    assert governor == standard.address
