"""Rounds as the API tells them, held against the contracts and the documents."""

from typing import Any

import httpx
import pytest
from web3 import Web3

from oracle.domain import Criterion
from oracle.scoring.payload import decode_payload
from tests.frontend_api.stage import BRIEF, WEI
from tests.frontend_api.world import XSS, World

STATES = ("none", "open", "voting", "settled", "expired", "failed")


def get(api: httpx.Client, path: str) -> Any:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def unpack(word: int, count: int) -> list[int]:
    return [word >> 16 * i & 0xFFFF for i in range(count)]


@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("settled", "settled"),
        ("expired", "expired"),
        ("rejected", "failed"),
        ("undecided", "failed"),
        ("refused", "failed"),
        ("revealing", "reveal"),
    ],
)
def test_round__each_end__equals_chain(
    api: httpx.Client, world: World, name: str, phase: str
) -> None:
    round_id = getattr(world, name)
    told = get(api, f"/rounds/{round_id}")
    stage = world.stage
    found = stage.rounds.functions.round(round_id).call()
    submitted = stage.rounds.events.EntriesSubmitted().get_logs(
        from_block=0, argument_filters={"roundId": round_id}
    )
    manifests = ["0x" + log["args"]["manifest"].hex() for log in submitted]
    assert (told["state"], told["phase"]) == (STATES[found.state], phase)
    assert told["platform"]["id"] == found.platform
    assert told["parameters"]["version"] == found.parametersVersion
    assert told["opened_at"] == found.openedAt
    assert (told["bounty"], told["sponsored"]) == (str(found.bounty), str(found.sponsored))
    assert told["proposer"] == found.proposer
    roster = [place["persona_id"] for place in told["roster"]]
    assert roster == unpack(found.roster, found.entryCount)
    assert manifests == ([told["manifest"]["digest"]] if told["manifest"] else [])
    assert told["question_id"] == "0x" + stage.question(round_id).hex()
    assert (told["deadlines"]["vote_until"] is None) == (found.votingAt == 0)


def test_settled_round__numbers__equal_those_of_the_chain(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.settled}/entries")
    stage, items = world.stage, told["items"]
    question = stage.question(world.settled)
    decided, median = stage.committee.functions.result(question).call()
    assert decided
    assert [item["composite"] for item in items] == unpack(median, 4)
    event = stage.rounds.events.RoundSettled().get_logs(from_block=0)[0]["args"]
    finals = unpack(event["finals"], 4)
    assert [item["final_score"] for item in items] == finals
    for index, item in enumerate(items):
        votes = stage.rounds.functions.votesFor(world.settled, index).call()
        assert item["votes"]["weight"] == str(votes)
        vault = stage.registry.functions.vaultOf(item["persona_id"]).call()
        received = stage.token.events.Transfer().get_logs(
            from_block=0, argument_filters={"from": stage.rounds.address, "to": vault}
        )
        assert item["prize"] == str(sum(log["args"]["value"] for log in received))
    assert not told["provisional"]
    assert items[2]["composite"] == 0
    assert items[2]["rank"] is None
    assert items[2]["disqualified"] == "it copies another entry"
    ranked = sorted((item for item in items if item["rank"]), key=lambda item: item["rank"])
    assert ranked == sorted(ranked, key=lambda item: -item["final_score"])


def test_settled_round__money__adds_up_to_the_bounty(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.settled}")
    items = get(api, f"/rounds/{world.settled}/entries")["items"]
    sheets = get(api, f"/rounds/{world.settled}/sheets")["items"]
    prizes = sum(int(item["prize"]) for item in items)
    fees = sum(int(sheet["fee"]) for sheet in sheets)
    bounty, sponsored = int(told["bounty"]), int(told["sponsored"])
    unused = bounty - prizes - fees
    assert sponsored > 0
    assert int(told["refund"]) == unused * (bounty - sponsored) // bounty  # the rest: the treasury
    assert told["winner"]["prize"] == max(items, key=lambda item: int(item["prize"]))["prize"]


def test_entries__written__show_text_engine_and_provenance(api: httpx.Client, world: World) -> None:
    item = get(api, f"/rounds/{world.settled}/entries")["items"][0]
    assert item["text"] == "The ferry opens on Monday, says persona 1."
    assert item["engine"]["built_in"] is True
    assert item["engine"]["label"] == "built-in writer (no language model)"
    assert item["length"] == {"count": 42, "limit": 3000, "unit": "characters", "fits": True}
    assert item["quotes"][0]["quoted"] == "ferry"
    assert item["unused"] == ["Tickets are free on the first day."]
    assert item["provenance"]["seed"] == "0x" + f"{1:064x}"
    assert item["provenance"]["model"] is None


def test_entries__two_sheets__criteria_are_their_median_and_whys_from_the_pinned_one(
    api: httpx.Client, world: World
) -> None:
    item = get(api, f"/rounds/{world.settled}/entries")["items"][1]
    assert item["criteria"] == dict.fromkeys([c.value for c in Criterion], (6_001 + 6_200) // 2)
    first, second = item["operators"]
    assert first["operator"] == world.stage.operators[0]
    assert first["criteria"]["virality"] == {
        "value": 6_001,
        "why": "virality of entry 1.",
        "base": 0,
        "parts": [{"name": "words", "value": 42, "points": 6_001}],
    }
    assert first["ballots"] == [1, 4]
    assert first["problem"] is None
    unexplained = {"value": 6_200, "why": None, "base": None, "parts": []}
    assert second["criteria"]["virality"] == unexplained
    assert second["ballots"] == [1]
    assert "not in the block store" in second["problem"]


def test_entries__one_sheet_so_far__are_provisional(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.revealing}/entries")
    sheet = get(api, f"/rounds/{world.revealing}/sheets")["items"][0]
    assert told["provisional"]
    assert [item["composite"] for item in told["items"]] == sheet["composites"]
    assert [item["final_score"] for item in told["items"]] == [None] * 3
    assert "not what was revealed" in told["items"][0]["operators"][0]["problem"]
    assert told["items"][0]["operators"][0]["criteria"]["sentiment"]["why"] is None


@pytest.mark.parametrize("name", ["settled", "rejected", "undecided", "refused", "revealing"])
def test_sheets__each_operator__equals_chain(api: httpx.Client, world: World, name: str) -> None:
    round_id, stage = getattr(world, name), world.stage
    items = get(api, f"/rounds/{round_id}/sheets")["items"]
    assert [item["operator"] for item in items] == stage.operators
    question = stage.question(round_id)
    for item in items:
        call = stage.committee.functions.revealOf(question, item["operator"])
        revealed, values = call.call()
        refused = stage.committee.functions.isRefused(question, item["operator"]).call()
        assert (item["payload"] is not None) == revealed
        assert (item["refused_at"] is not None) == refused
        if revealed:
            size = len(item["composites"])
            assert item["composites"] == unpack(values, size)
            numbers = decode_payload(bytes.fromhex(item["payload"][2:]), size)
            assert item["criteria"] == [list(row) for row in numbers.criteria]
            assert item["sheet"]["digest"] == numbers.digest


def test_sheets__absent_operator__shows_commitment_and_penalty(
    api: httpx.Client, world: World
) -> None:
    absent = get(api, f"/rounds/{world.settled}/sheets")["items"][2]
    penalty = 50 * WEI + 107 * WEI * 500 // 10_000
    assert absent["commitment"] is not None
    assert absent["revealed_at"] is absent["payload"] is absent["sheet"] is None
    assert absent["penalty"] == str(penalty)
    assert absent["fee"] == "0"


def test_sheets__refused_reveal__is_neither_a_reveal_nor_an_absence(
    api: httpx.Client, world: World
) -> None:
    progress = get(api, f"/rounds/{world.refused}")["progress"]
    assert progress == {"members": 3, "committed": 1, "revealed": 0, "refused": 1, "votes": 0}
    first, second, refused = get(api, f"/rounds/{world.refused}/sheets")["items"]
    assert refused["revealed_at"] is refused["payload"] is refused["sheet"] is None
    [log] = world.stage.committee.events.RevealRefused().get_logs(from_block=0)
    assert refused["refused_tx"] == "0x" + log["transactionHash"].hex()
    assert (refused["penalty"], refused["fee"]) == ("0", "0")
    for absent in (first, second):
        assert int(absent["penalty"]) > 0
        assert absent["refused_at"] is absent["refused_tx"] is None


def test_failed_rounds__decided__tells_rejection_from_no_quorum(
    api: httpx.Client, world: World
) -> None:
    rejected, undecided = (get(api, f"/rounds/{r}") for r in (world.rejected, world.undecided))
    assert (rejected["decided"], undecided["decided"]) == (True, False)
    assert int(undecided["refund"]) > int(rejected["refund"]) > 0
    assert get(api, f"/rounds/{world.expired}")["decided"] is None


def test_expired_round__sponsor__took_its_share_back(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.expired}")
    five = str(5 * WEI)
    assert told["sponsors"] == [{"sponsor": world.stage.sponsor, "amount": five, "reclaimed": five}]
    assert told["refund"] == str(100 * WEI)
    names = [event["name"] for event in told["timeline"]]
    assert names == ["GenerationProposed", "BountyAdded", "RoundExpired", "SponsorRefunded"]


def test_timeline__settled__has_transactions_and_block_times_of_the_chain(
    api: httpx.Client, world: World
) -> None:
    for event in get(api, f"/rounds/{world.settled}")["timeline"]:
        receipt = world.stage.w3.eth.get_transaction_receipt(event["tx"])
        block = world.stage.w3.eth.get_block(event["block"])
        assert receipt["blockNumber"] == event["block"]
        assert event["time"] == block["timestamp"]
        assert event["final"]


def test_votes__pages_of_one__list_each_vote_once(api: httpx.Client, world: World) -> None:
    first = get(api, f"/rounds/{world.settled}/votes?limit=1")
    second = get(api, f"/rounds/{world.settled}/votes?limit=1&cursor={first['next_cursor']}")
    assert second["next_cursor"] is None
    votes = first["items"] + second["items"]
    assert [(vote["voter"], vote["entry"]) for vote in votes] == [
        (world.stage.voters[0], 1),
        (world.stage.voters[1], 0),
    ]
    assert votes[0]["weight"] == str(100_000 * WEI)
    assert votes[0]["persona_id"] == 2


def test_rounds__pages__go_from_newest_to_oldest_without_a_gap(
    api: httpx.Client, world: World
) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = get(api, f"/rounds?limit=2{cursor and '&cursor=' + cursor}")
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == list(range(world.stage.rounds.functions.roundCount().call(), 0, -1))


def test_rounds__phase_filter__agrees_with_each_rounds_phase(api: httpx.Client) -> None:
    everything = get(api, "/rounds?limit=100")["items"]
    for phase in ("open", "voting", "reveal", "closable", "settled", "expired", "failed"):
        found = get(api, f"/rounds?limit=100&phase={phase}")["items"]
        assert found == [item for item in everything if item["phase"] == phase]
    both = get(api, "/rounds?limit=100&phase=settled&phase=expired")["items"]
    assert {item["phase"] for item in both} == {"settled", "expired"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing", "not in the block store"),
        ("wrong type", "is no brief"),
        ("not JSON", "is no brief"),
        ("surrogate", "is no brief"),
        ("deep", "is no brief"),
        ("spaces", "not in canonical form"),
    ],
)
def test_brief__hostile__is_null_with_a_problem(
    api: httpx.Client, world: World, name: str, says: str
) -> None:
    brief = get(api, f"/rounds/{world.hostile[name]}")["brief"]
    assert brief["document"] is None
    assert says in brief["problem"]


def test_brief__with_a_script__comes_back_as_data(api: httpx.Client, world: World) -> None:
    answer = api.get(f"/rounds/{world.hostile['script']}")
    assert answer.json()["brief"]["document"]["text"] == XSS
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing", "not in the block store"), ("other manifest", "of another round")],
)
def test_manifest__hostile__leaves_entries_without_text(
    api: httpx.Client, world: World, name: str, says: str
) -> None:
    told = get(api, f"/rounds/{world.hostile[name]}/entries")
    assert says in told["manifest"]["problem"]
    assert [item["text"] for item in told["items"]] == [None] * 3
    assert [item["persona_id"] for item in told["items"]] == [1, 2, 3]


def test_platform__unknown_number__has_no_name(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.hostile['platform']}")
    assert told["platform"] == {"id": 200, "slug": None, "limit": None, "unit": None}


def test_brief__readable__is_whole(api: httpx.Client, world: World) -> None:
    brief = get(api, f"/rounds/{world.settled}")["brief"]
    assert brief["digest"] == BRIEF.digest
    assert brief["document"]["schema"] == "troupe/brief/1"
    assert brief["problem"] is None


def test_question__names__rounds_contract_and_round(api: httpx.Client, world: World) -> None:
    told = get(api, f"/rounds/{world.settled}")["question_id"]
    assert Web3.to_checksum_address(told[:42]) == world.stage.rounds.address
