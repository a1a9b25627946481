"""The deployment, and the rules that governance set since."""

from collections.abc import Sequence

from sqlmodel import Session, bindparam, col, select

from frontend_api.deployment.schemas import ContractOut, ParametersOut
from frontend_api.projection.tables import Event, Status


def contracts(status: Status) -> dict[str, ContractOut]:
    """Where each contract is."""
    return {
        name: ContractOut(address=at["address"], block=at["block"], abi=f"/abi/{name}")
        for name, at in status.deployment["contracts"].items()
    }


def parameters(session: Session) -> dict[int, ParametersOut]:
    """Every version of the rounds' parameters."""
    added = _events(session, "GenerationRounds", "ParametersAdded")
    return {
        e.args["version"]: ParametersOut.of(e.args["version"], e.args["parameters"]) for e in added
    }


def scoring_profile(session: Session, status: Status) -> str:
    """The digest of the scoring profile by which new rounds are scored."""
    versions = parameters(session)
    found = versions[max(versions)].scoring_profile if versions else None
    return found or str(status.deployment["scoring_profile"])


def min_bond(session: Session) -> int:
    """The bond that an operator needs to be asked."""
    found = _events(session, "OracleCommittee", "MinBondSet")
    return int(found[-1].args["minBond"]) if found else 0


_NAMED = (
    select(Event)
    .where(Event.contract == bindparam("contract"), Event.name == bindparam("name"))
    .order_by(col(Event.block_number), col(Event.log_index))
)


def _events(session: Session, contract: str, name: str) -> Sequence[Event]:
    return session.exec(_NAMED, params={"contract": contract, "name": name}).all()
