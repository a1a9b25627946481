"""Rounds to write and score, a stand-in for an engine server, and a worker of these rounds.

``python -m tests.bench._rounds FOLDER URL`` is a worker process; FOLDER holds `broker.url`.
"""

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine

from oracle.domain import Brief, Platform, digest_of
from oracle.engines.openai import OpenAIEngine, OpenAISettings
from oracle.ipfs.embedded import EmbeddedStore
from oracle.personas.cards import default_cards
from oracle.personas.prompt import chat_messages
from oracle.ports import Question
from oracle.questions.answering import Answering
from oracle.rounds.answer import RoundAnswerer
from oracle.rounds.writing import RoundWriter
from oracle.scoring.profile import default_profile
from oracle.store.assignments import StoredAssignments
from oracle.store.database import transaction
from oracle.store.inbox import record
from oracle.store.operator import open_operator_store
from oracle.store.questions import StoredQuestions
from oracle.store.rounds import StoredRounds
from oracle.store.tables import Block, Event
from oracle.workers.serve import serve

CHAIN_ID, ROUNDS, OPERATOR = 31337, "0x" + "11" * 20, "0x" + "22" * 20
BRIEF = Brief(text="A post about the ferry between Almada and Lisbon, and who rows beside it")
_FAR = 10**10
_WORDS = [
    "ferry",
    "river",
    "morning",
    "bridge",
    "oar",
    "crew",
    "harbour",
    "wind",
    "ticket",
    "tide",
    "gull",
    "captain",
    "rope",
]


@dataclass(frozen=True)
class Facts:
    """What writing and scoring ask of a chain."""

    chain_id: int = CHAIN_ID
    rounds: str = ROUNDS
    operator: str = OPERATOR

    def scoring_profile(self, _version: int) -> str:
        """The default profile's digest."""
        return default_profile().digest


def slow_engine(latency_s: float) -> FastAPI:
    """A server whose every answer takes so long, however many it gives at a time."""
    app = FastAPI()

    @app.get("/v1/models")
    async def models() -> Any:
        return {"data": [{"id": "stand-in"}]}

    @app.post("/v1/chat/completions")
    async def completions(body: dict[str, Any]) -> Any:
        await asyncio.sleep(latency_s)
        draws = hashlib.sha256(str(body["seed"]).encode()).digest()
        words = " ".join(_WORDS[draw % len(_WORDS)] for draw in draws[:24])
        text = f"The ferry to Lisbon leaves at {draws[0] % 24}. Think of {words}. Who comes along?"
        return {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}

    return app


def prepare(folder: Path) -> Engine:
    """A new operator's database with five personas, and the block store with all documents."""
    cards = default_cards()[:5]
    with EmbeddedStore(folder / "blocks.sqlite") as blocks:
        for document in (BRIEF, default_profile(), *cards):
            blocks.put(document.to_bytes())
    database = open_operator_store(folder / "operator.sqlite")
    registered = [
        _event(0, place, "PersonaRegistered", place + 1, card=card.digest)
        for place, card in enumerate(cards)
    ]
    _record(database, None, registered)
    return database


def propose(database: Engine, block: int, count: int) -> None:
    """So many new rounds, in the block of that number, which follows the last one."""
    personas = sum((place + 1) << 16 * place for place in range(5))
    versions = sum(1 << 16 * place for place in range(5))
    proposed = {
        "roster": personas,
        "cardVersions": versions,
        "modelVersions": 0,
        "briefDigest": BRIEF.digest,
        "platform": Platform.LINKEDIN.value,
        "parametersVersion": 1,
    }
    found = [
        _event(block, place, "GenerationProposed", number, roundId=number, **proposed)
        for place, number in enumerate(range(block * 1_000, block * 1_000 + count))
    ]
    _record(database, block - 1, found)


def ask(database: Engine, round_id: int, manifest: bytes) -> Question:
    """The committee's question about a round whose entries were submitted."""
    name = f"{ROUNDS}{round_id:022x}00"
    terms = {"commitEnd": _FAR, "revealEnd": _FAR}
    said = {"roundId": round_id, "operator": OPERATOR, "manifest": digest_of(manifest)}
    with transaction(database) as session:
        ends = {"voteEnd": _FAR, "revealEnd": _FAR}
        session.add(_event(round_id, 1_000, "EntriesSubmitted", round_id, **said, **ends))
        opened = _event(round_id, 1_001, "QuestionOpened", None, questionId=name, terms=terms)
        block_hash = opened.block_hash
        session.add(opened)
    return Question(name, block_hash, 1_000, _FAR, _FAR)


def work(folder: Path, engine_url: str) -> int:
    """Be a worker, as `python -m oracle worker` but for the chain, which is a few facts."""
    database = open_operator_store(folder / "operator.sqlite")
    blocks, chain = EmbeddedStore(folder / "blocks.sqlite"), Facts()
    engine = OpenAIEngine([OpenAISettings(url=f"{engine_url}/v1")], chat_messages)
    rounds = StoredRounds(database, CHAIN_ID)
    answerers = {ROUNDS: RoundAnswerer(chain, rounds, blocks)}
    works = {
        "write": RoundWriter(chain, rounds, blocks, engine).write,
        "answer": Answering(StoredQuestions(database, CHAIN_ID), answerers).answer,
    }
    return serve((folder / "broker.url").read_text(), StoredAssignments(database), works, 1, bool)


def _record(database: Engine, since: int | None, events: Sequence[Event]) -> None:
    number = events[0].block_number
    block = Block(
        chain_id=CHAIN_ID, number=number, hash=_hash(number), parent_hash="0x", timestamp=1_000
    )
    with transaction(database) as session:
        record(session, CHAIN_ID, since, events, [block])


def _event(number: int, place: int, name: str, subject: int | None, **args: Any) -> Event:
    return Event(
        chain_id=CHAIN_ID,
        block_number=number,
        block_hash=_hash(number),
        block_timestamp=1_000,
        tx_hash="0x",
        log_index=place,
        address=ROUNDS,
        name=name,
        subject=subject,
        args=args,
    )


def _hash(number: int) -> str:
    return digest_of(str(number).encode())


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), sys.argv[2]))
