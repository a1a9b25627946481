"""Contributions, vaults and holders as the API tells them, held against the contracts."""

from itertools import product
from typing import Any

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_read
from frontend_api.projection.tables import Vault, VaultAccount, VaultLedger, VaultShare
from frontend_api.projection.vaults import claimable
from frontend_api.settings import Settings
from sqlmodel import Session, select

from tests.factories import values_payload
from tests.frontend_api import giving
from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.stage import WEI, Stage
from tests.frontend_api.world import MISSING, World

NATIVE = "0x" + "00" * 20


def get(api: httpx.Client, path: str) -> Any:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def vault_of(stage: Stage, persona_id: int) -> Any:
    return stage.contract("RevenueVault", stage.registry.functions.vaultOf(persona_id).call())


def told_and_true(settings: Settings, stage: Stage, persona_id: int) -> tuple[Any, Any]:
    """What each contribution may claim: by the projection, and by the contract."""
    told, true = {}, {}
    vault = vault_of(stage, persona_id).functions
    with Session(open_to_read(settings.projection)) as session:
        total = int(session.get_one(Vault, persona_id).weight)
        ledgers = session.exec(
            select(VaultLedger).where(VaultLedger.persona_id == persona_id)
        ).all()
        shares = session.exec(select(VaultShare).where(VaultShare.persona_id == persona_id)).all()
        for ledger, share in product(ledgers, shares):
            place = share.token_id, ledger.asset
            account = session.get(VaultAccount, place)
            told[place] = claimable(ledger, account, int(share.weight), total)
            true[place] = vault.claimable(*place).call()
    return told, true


def pay_in_coins(stage: Stage, persona_id: int, amount: int) -> None:
    call = vault_of(stage, persona_id).functions.payIn(NATIVE, amount)
    sent = call.transact({"from": stage.sponsor, "value": amount})
    stage.w3.eth.wait_for_transaction_receipt(sent)


def accept(stage: Stage, persona_id: int, impact: int) -> int:
    token = giving.contribute(stage, persona_id, MISSING)
    stage.answer(giving.open_review(stage, persona_id), values_payload([impact]))
    giving.settle_review(stage)
    giving.activate(stage, token)
    return token


def test_holders__of_the_world__may_claim_what_the_vaults_say(
    api: httpx.Client, world: World
) -> None:
    stage = world.stage
    holder = get(api, "/contributions/2")["holder"]
    revenue = get(api, f"/holders/{holder}/revenue")
    token = stage.token.address
    assert revenue["claims"]
    for claim in revenue["claims"]:
        vault = vault_of(stage, claim["persona_id"]).functions
        assert claim["amount"] == str(vault.claimable(claim["token_id"], claim["asset"]).call())
    [total] = [each for each in revenue["totals"] if each["asset"] == token]
    assert int(total["claimable"]) == sum(int(claim["amount"]) for claim in revenue["claims"])
    by_vault = [e["claimable"] for vault in revenue["vaults"] for e in vault["earnings"]]
    assert sum(map(int, by_vault)) == int(total["claimable"])


def test_claimable__over_the_life_of_a_vault__is_what_the_contract_computes(
    stage: Stage, settings: Settings
) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    snapshot, before = stage.rpc("evm_snapshot"), contents(settings.projection)
    vault, token = vault_of(stage, 1), stage.token

    def check() -> None:
        catch_up(projector)
        told, true = told_and_true(settings, stage, 1)
        assert told == true
        assert told

    stage.send(token.functions.transfer(vault.address, 7 * WEI + 3), stage.sponsor)  # not synced
    check()
    pay_in_coins(stage, 1, 10**9 + 1)
    check()
    given = accept(stage, 1, 333)  # settles all others at its weight
    check()
    stage.approve(stage.sponsor, vault)
    stage.send(vault.functions.payIn(token.address, 1_001), stage.sponsor)
    pay_in_coins(stage, 1, 77)
    check()
    stage.send(vault.functions.claim(given, NATIVE), stage.sponsor)
    stage.send(vault.functions.claim(given, token.address), stage.sponsor)
    check()
    stage.send(token.functions.transfer(vault.address, 5), stage.sponsor)
    stage.send(vault.functions.sync(token.address), stage.sponsor)
    check()
    assert contents(settings.projection) == rebuilt(settings)
    stage.rpc("evm_revert", snapshot)
    stage.mine(40)
    catch_up(projector)
    assert contents(settings.projection) == before


def test_contributions__filtered__are_those_and_no_others(api: httpx.Client, world: World) -> None:
    everything = get(api, "/contributions?limit=100")["items"]
    assert (
        len(everything)
        == world.stage.contract("ContributionNFT").functions.contributionCount().call()
    )
    sponsor = world.stage.sponsor
    for query, wanted in {
        "persona=2": lambda c: c["persona_id"] == 2,
        f"holder={sponsor}": lambda c: c["holder"] == sponsor,
        f"holder={sponsor.lower()}": lambda c: c["holder"] == sponsor,
        "status=accepted": lambda c: c["status"] == "accepted",
        "kind=text&status=pending": lambda c: (c["kind"], c["status"]) == ("text", "pending"),
    }.items():
        found = get(api, f"/contributions?limit=100&{query}")["items"]
        assert found == [c for c in everything if wanted(c)]
        assert found


def test_contributions__pages__cover_all_newest_first(api: httpx.Client) -> None:
    everything = [c["token_id"] for c in get(api, "/contributions?limit=100")["items"]]
    first = get(api, "/contributions?limit=4")
    rest = get(api, f"/contributions?limit=100&cursor={first['next_cursor']}")
    assert [c["token_id"] for c in first["items"] + rest["items"]] == everything
    assert everything == sorted(everything, reverse=True)


def test_contribution__claimed__has_its_claims_and_earnings(
    api: httpx.Client, world: World
) -> None:
    told = get(api, "/contributions/1")
    paid = vault_of(world.stage, 1).events.RevenueClaimed().get_logs(from_block=0)
    assert [claim["amount"] for claim in told["claims"]] == [str(paid[0]["args"]["amount"])]
    assert told["document"] is None  # a card
    [earned] = told["earnings"]
    assert (earned["claimed"], earned["claimable"]) == (str(paid[0]["args"]["amount"]), "0")
    history = get(api, f"/holders/{paid[0]['args']['to']}/claims")["items"]
    assert told["claims"][0] in history


def test_contribution__whose_document_is_missing__says_so(api: httpx.Client, world: World) -> None:
    told = get(api, f"/contributions/{world.given['pending']}")
    assert told["document"]["document"] is None
    assert "not in the block store" in told["document"]["problem"]


def test_vault__with_prizes__tells_deposits_holders_and_what_it_holds(
    api: httpx.Client, world: World
) -> None:
    stage, told = world.stage, get(api, "/vaults/1")
    token, vault = stage.token, vault_of(stage, 1)
    paid = stage.rounds.events.PrizePaid().get_logs(from_block=0, argument_filters={"personaId": 1})
    assert [d["amount"] for d in reversed(told["deposits"])] == [
        str(log["args"]["amount"]) for log in paid
    ]
    assert {d["kind"] for d in told["deposits"]} == {"prize"}
    [asset] = told["assets"]
    assert asset["held"] == str(token.functions.balanceOf(vault.address).call())
    assert int(asset["received"]) == int(asset["held"]) + int(asset["claimed"])
    assert told["weight"] == str(vault.functions.totalWeight().call())
    assert [holder["holder"] for holder in told["holders"]] == [
        stage.contract("ContributionNFT").functions.ownerOf(1).call()
    ]
    listed = get(api, "/vaults?limit=100")["items"]
    assert listed[0] == {name: told[name] for name in listed[0]}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/contributions/999", 404),
        ("/vaults/999", 404),
        ("/holders/0x12/revenue", 422),
        ("/holders/nobody/contributions", 422),
        ("/contributions?holder=0x12", 422),
        ("/contributions?status=lost", 422),
        (f"/holders/{NATIVE}/claims?cursor=now", 422),
    ],
)
def test_revenue__of_what_is_not_there__is_a_problem(
    api: httpx.Client, path: str, status: int
) -> None:
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_holder__of_nothing__has_empty_lists(api: httpx.Client) -> None:
    nobody = "0x" + "9" * 40
    assert get(api, f"/holders/{nobody}/contributions")["items"] == []
    assert get(api, f"/holders/{nobody}/claims")["items"] == []
    revenue = get(api, f"/holders/{nobody}/revenue")
    assert (revenue["totals"], revenue["vaults"], revenue["claims"]) == ([], [], [])
