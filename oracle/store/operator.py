"""The operator's database: one operator process writes it, and its workers."""

from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from oracle.errors import Fatal
from oracle.store.database import open_database, transaction
from oracle.store.schema import Migrations, Schema
from oracle.store.tables import Deployment, OperatorTable

MIGRATIONS = Migrations(
    Path(__file__).with_name("migrations"), "troupe_operator", adopts=2, adopted_as="0001"
)
OPERATOR_SCHEMA = Schema("operator database", 0x54525031, 3, OperatorTable.metadata, MIGRATIONS)


def open_operator_store(where: Path | str) -> Engine:
    """The engine on an operator's database, made where there is none; see `open_database`."""
    return open_database(where, OPERATOR_SCHEMA)


def bind(engine: Engine, chain_id: int, rounds: str) -> None:
    """Let a database be about the deployment with that rounds contract, for good.

    Raises `Fatal` if it is about another: its cursor and its history would be wrong.
    """
    with transaction(engine) as session:
        bound = session.exec(select(Deployment)).one_or_none()
        if bound is None:
            session.add(Deployment(chain_id=chain_id, rounds=rounds))
        elif (bound.chain_id, bound.rounds) != (chain_id, rounds):
            raise Fatal(
                f"the operator database is of {bound.rounds} on chain {bound.chain_id}, not of "
                f"{rounds} on {chain_id}: set TROUPE_DATABASE to a new one"
            )
