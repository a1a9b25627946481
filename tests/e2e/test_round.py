"""Rounds from proposal to end, through the real thing."""

import json
import signal

import pytest

from oracle.domain import Brief, Criterion, Source, digest_of
from oracle.ports import RoundState
from oracle.scoring.payload import decode_payload
from scripts._demo.people import OPERATORS, PROPOSER
from tests.e2e.conftest import WINDOWS, Troupe

BRIEF = Brief(
    text="A post about a bike-repair shop in Porto that teaches its customers to mend flat tyres",
    sources=(
        Source(
            title="The shop's own words",
            text="Every Thursday evening the workshop opens its stands to anyone with a puncture. "
            "A mechanic shows each step once and then hands over the tyre levers. "
            "Last year the shop repaired four hundred wheels that would have been thrown away.",
        ),
    ),
)
# Of something else: what is much like an earlier round's entry is a copy, and has no score.
OTHER = Brief(
    text="A post about a choir in Ghent that sings on the night trams of December",
    sources=(
        Source(
            title="The conductor's letter",
            text="Forty voices board the last tram at the cathedral, without a programme. "
            "Passengers hum along from the second stop, and the driver dims the lamps. "
            "Nobody collects money; whoever wants to join learns one carol by heart.",
        ),
    ),
)


def word(value: int, count: int) -> list[int]:
    return [value >> 16 * place & 0xFFFF for place in range(count)]


def test_round__three_operators__settles_and_api_agrees_with_chain(troupe: Troupe):
    before = troupe.token.functions.balanceOf(troupe.address(PROPOSER)).call()
    round_id = troupe.propose(BRIEF)
    troupe.wait(lambda: troupe.state(round_id) == RoundState.VOTING, "entries")
    troupe.people.vote(round_id, [0, 1, 1])
    troupe.end_voting(round_id, 3)
    troupe.wait(lambda: troupe.state(round_id) == RoundState.SETTLED, "settlement")
    (settled,) = troupe.logs("RoundSettled", round_id)
    last = settled["blockNumber"]
    path = f"/rounds/{round_id}"

    def projected() -> bool:
        return troupe.api.get("/status").json()["projected"]["number"] >= last

    troupe.wait(projected, "the projection")

    found, entries = (troupe.api.get(each).json() for each in (path, f"{path}/entries"))
    rows = entries["items"]
    assert found["phase"] == "settled"
    assert [row["composite"] for row in rows] == word(settled["args"]["median"], 5)
    assert [row["final_score"] for row in rows] == word(settled["args"]["finals"], 5)
    assert min(row["composite"] for row in rows) > 0
    votes = [troupe.rounds.functions.votesFor(round_id, i).call() for i in range(5)]
    assert [int(row["votes"]["weight"]) for row in rows] == votes
    assert sum(v > 0 for v in votes) == 2

    prizes = {log["args"]["personaId"]: log["args"] for log in troupe.logs("PrizePaid", round_id)}
    assert {row["persona_id"]: int(row["prize"]) for row in rows} == {
        persona: args["amount"] for persona, args in prizes.items()
    }
    for args in prizes.values():
        assert troupe.token.functions.balanceOf(args["vault"]).call() >= args["amount"]
    spent = before - troupe.token.functions.balanceOf(troupe.address(PROPOSER)).call()
    fees = sum(log["args"]["amount"] for log in troupe.logs("FeeCredited", round_id))
    assert spent == sum(args["amount"] for args in prizes.values()) + fees
    assert troupe.token.functions.balanceOf(troupe.rounds.address).call() == 0

    reveals = troupe.logs("Revealed", round_id)
    sheets = [decode_payload(bytes(log["args"]["payload"]), 5) for log in reveals]
    assert len(sheets) == 3
    assert len(set(sheets)) == 1, "honest operators' sheets agree"
    criteria = [[row["criteria"][c] for c in Criterion] for row in rows]
    assert criteria == [list(row) for row in sheets[0].criteria]
    assert len(troupe.logs("EntriesSubmitted", round_id)) == 1
    assert len(troupe.logs("Committed", round_id)) == 3
    texts = [row["text"] for row in rows]
    assert len(set(texts)) == 5
    assert all(row["engine"]["built_in"] for row in rows)
    assert_replayed(troupe, round_id, status=0, verdicts={"equal"})


def assert_replayed(troupe: Troupe, round_id: int, status: int, verdicts: set[str]) -> None:
    """A stranger's audit, by chain and documents alone, ends with that status and says that."""
    now = troupe.w3.eth.block_number
    troupe.wait(lambda: troupe.w3.eth.get_block("finalized")["number"] >= now, "finality")
    audit = ["replay", "--round", str(round_id)]
    done = troupe.oracle(*audit, "--json", TROUPE_DATABASE=str(troupe.folder / "none.sqlite"))
    assert done.returncode == status, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert {each["verdict"] for each in found["findings"]} == verdicts
    assert not (troupe.folder / "none.sqlite").exists()


HOPELESS = Brief(text="!!! ??? !!!")


@pytest.mark.parametrize("brief", [digest_of(b"nobody has this"), HOPELESS], ids=["lost", "empty"])
def test_round__brief_that_nobody_can_serve__expires_with_no_one_fined(
    troupe: Troupe, brief: Brief | str
):
    before = troupe.token.functions.balanceOf(troupe.address(PROPOSER)).call()
    round_id = troupe.propose(brief)
    seen = troupe.w3.eth.block_number + 5
    troupe.wait(lambda: troupe.w3.eth.get_block("finalized")["number"] > seen, "finality")
    opened = troupe.rounds.functions.round(round_id).call().openedAt
    troupe.jump_to(opened + WINDOWS["entry"])
    troupe.wait(lambda: troupe.state(round_id) == RoundState.EXPIRED, "expiry")
    assert troupe.logs("EntriesSubmitted", round_id) == troupe.logs("Penalized", round_id) == []
    assert troupe.token.functions.balanceOf(troupe.address(PROPOSER)).call() == before
    assert troupe.token.functions.balanceOf(troupe.rounds.address).call() == 0

    def shown() -> bool:
        return troupe.api.get(f"/rounds/{round_id}").json().get("phase") == "expired"

    troupe.wait(shown, "the projection")


def test_round__operator_commits_and_does_not_reveal__settles_without_it(troupe: Troupe):
    silent = OPERATORS[-1]
    address = troupe.address(silent)
    bond = troupe.committee.functions.bondOf(address)
    bonded = bond.call()
    round_id = troupe.propose(OTHER)

    def has_committed() -> bool:
        return address in {log["args"]["operator"] for log in troupe.logs("Committed", round_id)}

    troupe.wait(has_committed, "its commitment")
    troupe.processes.kill(f"operator {silent}", signal.SIGKILL)
    try:
        troupe.end_voting(round_id, 3)
        troupe.end_revealing(round_id, 2)
        troupe.wait(lambda: troupe.state(round_id) == RoundState.SETTLED, "settlement")
    finally:
        troupe.start_operator(silent)

    (penalty,) = troupe.logs("Penalized", round_id)
    assert penalty["args"]["operator"] == address
    assert bond.call() == bonded - penalty["args"]["amount"] < bonded
    assert len(troupe.logs("Revealed", round_id)) == 2

    def shown() -> bool:
        items = troupe.api.get(f"/rounds/{round_id}/sheets").json()["items"]
        row = {item["operator"]: item for item in items}[address]
        return row["revealed_at"] is None and int(row["penalty"]) == penalty["args"]["amount"]

    troupe.wait(shown, "the projection")


def test_round__manifest_that_is_none__fails_and_its_submitter_pays(troupe: Troupe):
    round_id = troupe.rounds.functions.roundCount().call() + 1
    leader = troupe.committee.functions.leader(troupe.question(round_id)).call()
    index = next(i for i in OPERATORS if troupe.address(i) == leader)
    bond = troupe.committee.functions.bondOf(leader)
    bonded = bond.call()
    troupe.processes.kill(f"operator {index}")
    try:
        assert troupe.propose(BRIEF) == round_id
        rubbish = troupe.blocks.put(b'{"schema":"troupe/manifest/1","entries":"none"}')
        call = troupe.rounds.functions.submitEntries(round_id, rubbish)
        troupe.w3.eth.wait_for_transaction_receipt(call.transact({"from": leader}))
        troupe.end_voting(round_id, 2)
        troupe.end_revealing(round_id, 2)
        troupe.wait(lambda: troupe.state(round_id) == RoundState.FAILED, "failure")
    finally:
        troupe.start_operator(index)

    (failed,) = troupe.logs("RoundFailed", round_id)
    assert failed["args"]["decided"], "the others agreed that it is worth nothing"
    taken = [log["args"] for log in troupe.logs("Penalized", round_id)]
    assert {args["operator"] for args in taken} == {leader}
    assert len(taken) == 2, "for not revealing, and for what it submitted"
    assert_replayed(troupe, round_id, status=0, verdicts={"equal"})
    assert bond.call() == bonded - sum(args["amount"] for args in taken)
    assert troupe.token.functions.balanceOf(troupe.rounds.address).call() == 0
