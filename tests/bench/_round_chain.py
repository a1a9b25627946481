"""A made-up chain on which rounds are played, one after the other, as the contracts tell them.

Each round has five personas and four operators, six votes and 31 events; ten events are in a
block, in the order of the chain. `running_node` serves it.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

from eth_abi import encode
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic

from oracle.chain.deployment import load_abi
from tests.bench._synthetic_node import LOGS_PER_BLOCK, address_of, block_hash

PERSONAS, OPERATORS, VOTERS = 5, 4, 6
SETUP = 1 + PERSONAS + OPERATORS
EVENTS_PER_ROUND = 31
WEI = 10**18
_RULES: dict[str, Any] = {"leaderWindow": 60, "entryWindow": 600}


def operator(number: int) -> str:
    """The address of an operator."""
    return address_of(f"operator {number}")


def vault(persona: int) -> str:
    """The address of a persona's vault."""
    return address_of(f"vault {persona}")


def logs_of(number: int) -> str:
    """The logs of a block as JSON, without the brackets."""
    first = (number - 1) * LOGS_PER_BLOCK
    block, tx = block_hash(number), sha256(b"transaction %d" % number).hexdigest()
    return ",".join(
        f'{_event(place)}"blockHash":"{block}","blockNumber":"{number:#x}",'
        f'"transactionHash":"0x{tx}","transactionIndex":"0x0","logIndex":"{index:#x}",'
        '"removed":false}'
        for index, place in enumerate(range(first, first + LOGS_PER_BLOCK))
    )


def _event(place: int) -> str:
    if place < SETUP:
        return _setup()[place]
    round_id, step = divmod(place - SETUP, EVENTS_PER_ROUND)
    return _round(round_id + 1)[step]


@cache
def _setup() -> list[str]:
    added = _log("GenerationRounds", "ParametersAdded", version=1, parameters=_rules())
    registered = [
        _log(
            "PersonaRegistry",
            "PersonaRegistered",
            personaId=persona,
            registrant=operator(1),
            card=sha256(b"card %d" % persona).digest(),
            vault=vault(persona),
        )
        for persona in range(1, PERSONAS + 1)
    ]
    members = [
        _log("OracleCommittee", "MemberAdded", operator=operator(n), number=n)
        for n in range(1, OPERATORS + 1)
    ]
    return [added, *registered, *members]


@lru_cache(8)
def _round(round_id: int) -> list[str]:
    found = list(_played(round_id))
    assert len(found) == EVENTS_PER_ROUND
    return found


def _played(round_id: int) -> Iterator[str]:
    """What the contracts say of a round that is settled."""
    rounds, committee = "GenerationRounds", "OracleCommittee"
    question = bytes.fromhex(address_of(rounds)[2:] + f"{round_id:022x}00")
    digest = sha256(b"document %d" % round_id).digest()
    personas, words = range(1, PERSONAS + 1), [(round_id * 7 + i * 1_300) % 9_000 for i in range(5)]
    packed = sum(word + 1 << 16 * i for i, word in enumerate(words))
    yield _log(
        rounds,
        "GenerationProposed",
        roundId=round_id,
        proposer=address_of(f"proposer {round_id % 50}"),
        briefDigest=digest,
        platform=2,
        roster=sum(p << 16 * i for i, p in enumerate(personas)),
        cardVersions=sum(1 << 16 * i for i in range(PERSONAS)),
        modelVersions=0,
        bounty=100 * WEI,
        parametersVersion=1,
    )
    yield _log(
        rounds,
        "EntriesSubmitted",
        roundId=round_id,
        operator=operator(1),
        manifest=digest,
        voteEnd=round_id,
        revealEnd=round_id,
    )
    members = sum(1 << n for n in range(1, OPERATORS + 1))
    yield _log(committee, "QuestionOpened", questionId=question, members=members)
    for voter in range(VOTERS):
        who = address_of(f"voter {(round_id + voter) % 500}")
        entry = (round_id + voter) % PERSONAS
        yield _log(rounds, "VoteCast", roundId=round_id, voter=who, entry=entry, weight=WEI)
    asked = [{"questionId": question, "operator": operator(n)} for n in range(1, OPERATORS + 1)]
    for each in asked:
        yield _log(committee, "Committed", **each, commitment=digest)
    rows = b"".join(int(word).to_bytes(2) for _ in personas for word in words)
    payload = rows + bytes((i + 1) % PERSONAS for i in range(PERSONAS)) + digest
    for each in asked:
        yield _log(committee, "Revealed", **each, payload=payload, values=packed)
    for each in asked:
        yield _log(committee, "FeeCredited", **each, amount=WEI)
    yield _log(rounds, "RoundSettled", roundId=round_id, median=packed, finals=packed, refund=0)
    yield _log(committee, "QuestionClosed", questionId=question, decided=True, median=packed)
    for persona in personas[:4]:
        paid = {"personaId": persona, "vault": vault(persona), "amount": 20 * WEI}
        yield _log(rounds, "PrizePaid", roundId=round_id, **paid)
        sent = {"from": address_of(rounds), "to": vault(persona), "value": 20 * WEI}
        yield _log("RewardToken", "Transfer", **sent)


def _rules() -> Any:
    [field] = [f for f in _abi("GenerationRounds", "ParametersAdded")["inputs"] if not f["indexed"]]
    return _value(field, _RULES)


def _log(contract: str, name: str, **args: Any) -> str:
    """The beginning of a log, up to where it is; what is not given is zero."""
    entry = _abi(contract, name)
    topics, types, values = [_topic(contract, name)], [], []
    for field in entry["inputs"]:
        kind, value = collapse_if_tuple(field), args.get(field["name"])
        value = _value(field, {}) if value is None else value
        if field["indexed"]:
            topics.append(encode([kind], [value]).hex())
        else:
            types.append(kind)
            values.append(value)
    named = ",".join(f'"0x{topic}"' for topic in topics)
    data = encode(types, values).hex()
    return f'{{"address":"{address_of(contract)}","topics":[{named}],"data":"0x{data}",'


@cache
def _abi(contract: str, name: str) -> dict[str, Any]:
    return next(e for e in load_abi(contract) if e["type"] == "event" and e["name"] == name)


@cache
def _topic(contract: str, name: str) -> str:
    return event_abi_to_log_topic(_abi(contract, name)).hex()  # type: ignore[arg-type]


def _value(field: dict[str, Any], known: dict[str, Any]) -> Any:
    """A field's value by its name, or zero."""
    kind: str = field["type"]
    if field["name"] in known:
        return known[field["name"]]
    if kind.endswith("]"):
        item, _, size = kind[:-1].rpartition("[")
        return [_value({**field, "type": item}, known) for _ in range(int(size or 0))]
    if kind == "tuple":
        return tuple(_value(part, known) for part in field["components"])
    if kind.startswith("bytes"):
        return bytes(int(kind[5:] or 0))
    if kind == "address":
        return "0x" + "00" * 20
    return False if kind == "bool" else 0
