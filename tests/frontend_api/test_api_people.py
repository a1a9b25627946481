"""Personas, operators and the deployment as the API tells them, held against the contracts."""

from typing import Any

import httpx

from oracle.chain.deployment import load_abi
from oracle.domain import Card
from tests.frontend_api.stage import WEI
from tests.frontend_api.world import MISSING, XSS, World


def get(api: httpx.Client, path: str) -> Any:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_personas__each__equals_chain(api: httpx.Client, world: World) -> None:
    items, registry = get(api, "/personas?limit=100")["items"], world.stage.registry.functions
    assert [item["id"] for item in items] == list(range(1, registry.personaCount().call() + 1))
    for item in items:
        found = registry.persona(item["id"]).call()
        assert item["card"]["digest"] == "0x" + found.card.hex()
        assert item["card"]["version"] == found.cardVersion
        assert (item["model"]["digest"] or "0x" + "00" * 32) == "0x" + found.model.hex()
        assert item["model"]["version"] == found.modelVersion
        assert item["active"] == found.active
        assert item["registrant"] == found.registrant
        assert item["vault"] == registry.vaultOf(item["id"]).call()


def test_personas__pages__cover_all_by_id(api: httpx.Client) -> None:
    first = get(api, "/personas?limit=4")
    rest = get(api, f"/personas?limit=4&cursor={first['next_cursor']}")
    assert [item["id"] for item in first["items"] + rest["items"]] == [1, 2, 3, 4, 5, 6]
    assert rest["next_cursor"] is None


def test_persona__readable_card__is_named_after_it(api: httpx.Client, world: World) -> None:
    told = get(api, "/personas/1")
    card = Card.parse(world.stage.blocks.get(told["card"]["digest"]))
    assert (told["name"], told["tone"]) == (card.name, card.tone)
    assert told["card"]["document"]["schema"] == "troupe/card/2"


def test_persona__missing_card__has_no_name_but_a_problem(api: httpx.Client, world: World) -> None:
    told = get(api, "/personas/6")
    assert told["name"] is told["card"]["document"] is None
    assert "not in the block store" in told["card"]["problem"]
    assert told["registrant"] == world.stage.sponsor


def test_persona__changed_by_governance__lists_its_versions(api: httpx.Client) -> None:
    told = get(api, "/personas/5")
    assert told["name"] == XSS[:60]
    kinds = [(version["kind"], version["version"]) for version in told["versions"]]
    assert kinds == [("model", 1), ("card", 2), ("card", 1)]
    assert told["model"]["digest"] == MISSING
    assert all(version["tx"].startswith("0x") for version in told["versions"])


def test_persona__winner__has_standings_rounds_and_claims(api: httpx.Client, world: World) -> None:
    told = get(api, "/personas/1")
    paid = world.stage.rounds.events.PrizePaid().get_logs(
        from_block=0, argument_filters={"personaId": 1}
    )[0]["args"]["amount"]
    entry = get(api, f"/rounds/{world.settled}/entries")["items"][0]
    assert told["standings"] == {
        "rounds": 1,
        "wins": int(entry["rank"] == 1),
        "prizes": str(paid),
        "average_final": entry["final_score"],
    }
    assert told["rounds"][-1] == {
        "round_id": world.settled,
        "state": "settled",
        "index": 0,
        "final_score": entry["final_score"],
        "rank": entry["rank"],
        "prize": str(paid),
    }
    [claim] = told["claims"]
    assert claim["asset"] == world.stage.token.address
    assert 0 < int(claim["amount"]) <= paid


def test_persona__contribution__belongs_to_whom_the_chain_says(
    api: httpx.Client, world: World
) -> None:
    [told] = get(api, "/personas/1")["contributions"]
    nft = world.stage.contract("ContributionNFT").functions
    found = nft.contribution(told["token_id"]).call()
    assert told["holder"] == nft.ownerOf(told["token_id"]).call() != told["contributor"]
    assert (told["impact"], told["digest"]) == (str(found.impact), "0x" + found.digest.hex())
    assert (told["kind"], told["status"], told["active"]) == ("card", "accepted", True)


def test_operators__each__equals_chain(api: httpx.Client, world: World) -> None:
    items, committee = get(api, "/operators")["items"], world.stage.committee.functions
    assert [item["address"] for item in items] == world.stage.operators
    for item in items:
        assert item["bond"] == str(committee.bondOf(item["address"]).call())
        assert item["credit"] == str(committee.creditOf(item["address"]).call())
        assert item["eligible"] == committee.isEligible(item["address"]).call()
        assert committee.memberAt(item["number"]).call() == item["address"]
        assert int(item["bond"]) + int(item["penalties"]) == 2_000 * WEI
    assert [item["rounds"]["revealed"] for item in items] == [3, 3, 1]
    assert [item["rounds"]["refused"] for item in items] == [0, 0, 1]
    assert {item["rounds"]["asked"] for item in items} == {7}
    assert items[0]["credit"] != items[0]["fees"]


def test_deployment__told__is_that_of_the_chain(api: httpx.Client, world: World) -> None:
    told = get(api, "/deployments")
    rounds = world.stage.rounds.functions
    assert told["chain_id"] == world.stage.w3.eth.chain_id
    assert told["genesis_hash"] == "0x" + world.stage.w3.eth.get_block(0)["hash"].hex()
    assert told["contracts"]["GenerationRounds"]["address"] == world.stage.rounds.address
    assert told["token"]["symbol"] == world.stage.token.functions.symbol().call()
    assert told["token"]["decimals"] == 18
    parameters = rounds.parameters(rounds.currentVersion().call()).call()
    assert list(told["parameters"]["criteria"].values()) == parameters.criteria
    assert told["parameters"]["fee"] == str(parameters.fee)
    assert told["parameters"]["scoring_profile"] == "0x" + parameters.scoringProfile.hex()
    assert told["scoring_profile"]["document"]["schema"] == "troupe/profile/1"
    assert told["min_bond"] == str(world.stage.committee.functions.minBond().call())
    assert told["rpc_url"] == str(world.stage.settings.rpc_url)


def test_abi__of_each_contract__is_there(api: httpx.Client) -> None:
    for contract in get(api, "/deployments")["contracts"].values():
        assert get(api, contract["abi"])
    assert get(api, "/abi/RevenueVault") == load_abi("RevenueVault")


def test_abi__outside_the_folder__is_not_found(api: httpx.Client) -> None:
    for name in ("nothing", "..%2F31337", "%2e%2e", "GenerationRounds%00"):
        assert api.get(f"/abi/{name}").status_code == 404
