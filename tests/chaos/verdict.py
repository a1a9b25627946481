"""The oracle of a scenario: on chain and in each store every effect once, and none missing."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from web3 import Web3

from oracle.chain.contracts import contract
from oracle.chain.node import connect
from oracle.domain import digest_of
from tests.chaos.chain import Chain
from tests.chaos.crew import Member
from tests.chaos.sight import Sight
from tests.chaos.template import Template
from tests.chaos.users import BOUNTY, ROSTER

OPERATORS = 3
_ONCE = (
    "GenerationProposed",
    "EntriesSubmitted",
    "QuestionOpened",
    "QuestionClosed",
    "RoundSettled",
)
_EACH = ("Committed", "Revealed", "FeeCredited", "VoteCast")
_NEVER = ("Penalized", "RevealRefused", "RoundFailed", "RoundExpired")
_UNRESTED = (
    "SELECT count(*) FROM \"transaction\" WHERE state NOT IN ('FINALIZED', 'FAILED', 'REPLACED')"
)
_SETTLED = "SELECT count(*) FROM event WHERE name = 'RoundSettled'"


def has_rested(database: Path) -> bool:
    """Whether an operator knows that the round is over, and follows no transaction any more."""
    try:
        return _value(database, _SETTLED) == 1 and _value(database, _UNRESTED) == 0
    except sqlite3.Error:
        return False


def violations(
    chain: Chain,
    template: Template,
    members: Mapping[int, Member],
    sight: Sight,
) -> list[str]:
    """What is wrong at the end of a scenario; nothing, where all is well."""
    found = [*_events(sight), *_money(chain, template, sight)]
    for member in members.values():
        found += [f"operator {member.number}: {what}" for what in _journal(chain, member, sight)]
        found += [
            f"operator {member.number}: {what}" for what in _store(chain, template, member, sight)
        ]
    found += _answers(members)
    return found


def _events(sight: Sight) -> Iterator[str]:
    wanted = {
        **dict.fromkeys(_ONCE, 1),
        **dict.fromkeys(_EACH, OPERATORS),
        **dict.fromkeys(_NEVER, 0),
    }
    wanted["PrizePaid"] = len(ROSTER)
    for name, count in wanted.items():
        if len(sight.of(name)) != count:
            yield f"{len(sight.of(name))} {name} instead of {count}"
    for name in ("Committed", "Revealed", "FeeCredited"):
        twice = [
            who for who, n in Counter(e.args["operator"] for e in sight.of(name)).items() if n > 1
        ]
        if twice:
            yield f"{name} twice of {twice}"
    if len({event.args["payload"] for event in sight.of("Revealed")}) > 1:
        yield "honest operators revealed different sheets"


def _money(chain: Chain, template: Template, sight: Sight) -> Iterator[str]:
    """Escrow paid in full, and nothing of a bond."""
    w3 = connect(chain.url)
    rounds, committee, token = (
        contract(w3, template.deployment, name)
        for name in ("GenerationRounds", "OracleCommittee", "RewardToken")
    )
    accounts = w3.eth.accounts[1:4]
    bonds = [committee.functions.bondOf(each).call() for each in accounts]
    credits = [committee.functions.creditOf(each).call() for each in accounts]
    if any(bond != 2 * committee.functions.minBond().call() for bond in bonds):
        yield f"bonds are {bonds}"
    if token.functions.balanceOf(committee.address).call() != sum(bonds) + sum(credits):
        yield "the committee holds more or less than bonds and credits"
    if left := token.functions.balanceOf(rounds.address).call():
        yield f"{left} of the bounty are still in escrow"
    prizes = sum(event.args["amount"] for event in sight.of("PrizePaid"))
    refunds = sum(event.args["refund"] for event in sight.of("RoundSettled"))
    if sight.of("RoundSettled") and prizes + sum(credits) + refunds != BOUNTY:
        yield f"prizes {prizes}, fees {sum(credits)} and refund {refunds} are not the bounty"


def _journal(chain: Chain, member: Member, sight: Sight) -> Iterator[str]:
    """One effective row for each cause, each nonce accounted for, each row as the chain has it."""
    rows = _rows(member.database, 'SELECT cause, nonce, hash, state FROM "transaction"')
    effective = Counter(row["cause"] for row in rows if row["state"] == "FINALIZED")
    for cause, count in effective.items():
        if count > 1:
            yield f"{count} transactions took effect for {cause}"
    if waiting := [
        f"{r['cause'].split(' ')[0].split(':')[0]} {r['state']}"
        for r in rows
        if r["state"] not in ("FINALIZED", "FAILED", "REPLACED")
    ]:
        yield f"still open in the journal: {', '.join(waiting)}"
    address = Web3.to_checksum_address(chain.rpc("eth_accounts")[member.number])
    used = int(chain.rpc("eth_getTransactionCount", address, "latest"), 16)
    nonces = {row["nonce"] for row in rows}
    if nonces and (nonces != set(range(min(nonces), max(nonces) + 1)) or used != max(nonces) + 1):
        yield f"nonces {sorted(nonces)} in the journal, {used} used on chain"
    mined = {
        event.tx_hash
        for name in ("EntriesSubmitted", "Committed", "Revealed", "RoundSettled")
        for event in sight.of(name)
    }
    for row in rows:
        receipt = chain.rpc("eth_getTransactionReceipt", row["hash"])
        status = receipt and int(receipt["status"], 16)
        said = {"FINALIZED": 1, "FAILED": 0}.get(row["state"])
        if said is not None and status != said:
            what = row["cause"].split(":")[0]
            yield f"{what} is {row['state']} in the journal, and {status} its status on chain"
        if row["state"] == "REPLACED" and row["hash"] in mined:
            yield f"{row['cause'].split(':')[0]} is called replaced, and is on chain"
        if row["state"] == "FAILED" and row["cause"].startswith("commit"):
            yield "a commitment was sent in vain"


def _store(chain: Chain, template: Template, member: Member, sight: Sight) -> Iterator[str]:
    """The inbox as the chain has it; what was generated, and answered, kept once."""
    with closing(sqlite3.connect(member.database)) as database:
        if (sound := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            yield f"its database is broken: {sound}"
    cursor = _value(member.database, "SELECT number FROM cursor")
    inbox = [
        (row["block_hash"], row["log_index"])
        for row in _rows(member.database, "SELECT block_hash, log_index FROM event")
    ]
    if len(inbox) != len(set(inbox)):
        yield "an event is in the inbox twice"
    addresses = [template.deployment.address(name) for name in _followed()]
    logs = [log for log in chain.logs(addresses, 0) if int(log["blockNumber"], 16) <= cursor]
    there = {(log["blockHash"], int(log["logIndex"], 16)) for log in logs}
    if missing := len(there - set(inbox)):
        yield f"{missing} events are missing in the inbox"
    if strange := len(set(inbox) - there):
        yield f"{strange} events in the inbox are not on the chain"
    made = [digest_of(row["data"]) for row in _rows(member.database, "SELECT data FROM generated")]
    if len(made) > 1:
        yield f"{len(made)} manifests were made"
    address = Web3.to_checksum_address(chain.rpc("eth_accounts")[member.number])
    for event in sight.of("EntriesSubmitted"):
        if event.args["operator"] == address and made != [event.args["manifest"]]:
            yield "it submitted another manifest than it kept"


def _answers(members: Mapping[int, Member]) -> Iterator[str]:
    kept = {
        n: [row["data"] for row in _rows(m.database, "SELECT data FROM answered")]
        for n, m in members.items()
    }
    for number, answers in kept.items():
        if len(answers) != 1:
            yield f"operator {number} keeps {len(answers)} answers"
    if len({answer for answers in kept.values() for answer in answers}) > 1:
        yield "the operators' stores hold different answers"


def _followed() -> tuple[str, ...]:
    return (
        "GenerationRounds",
        "OracleCommittee",
        "PersonaRegistry",
        "ContributionNFT",
        "TrainingJobs",
    )


def _rows(path: Path, query: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path, timeout=10)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query)]


def _value(path: Path, query: str) -> Any:
    with closing(sqlite3.connect(path, timeout=10)) as database:
        row = database.execute(query).fetchone()
    return row[0] if row else -1
