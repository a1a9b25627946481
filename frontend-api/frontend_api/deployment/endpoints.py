"""GET /deployments and GET /abi/{name}."""

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from frontend_api.deployment import repository
from frontend_api.deployment.schemas import DeploymentOut, PlatformOut, TokenOut
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held, Viewed
from oracle.chain.deployment import ABI_FOLDER, load_abi
from oracle.domain import Platform, ScoringProfile

router = APIRouter(tags=["deployment"])


@router.get("/deployments")
def deployment_get(view: Viewed, held: Held) -> DeploymentOut:
    """The chain, the contracts, the token, the rules of new rounds and the scoring profile."""
    found = view.status.deployment
    versions = repository.parameters(view.session)
    current = versions[max(versions)] if versions else None
    profile = repository.scoring_profile(view.session, view.status)
    return DeploymentOut(
        chain_id=found["chain_id"],
        genesis_hash=found["genesis_hash"],
        start_block=found["start_block"],
        contracts=repository.contracts(view.status),
        token=TokenOut.model_validate(view.status.token),
        scoring_profile=view.documents.pinned(ScoringProfile, profile),
        parameters=current,
        platforms=[PlatformOut.of(platform) for platform in Platform],
        min_bond=str(repository.min_bond(view.session)),
        rpc_url=str(held.settings.rpc_url) if held.settings.local_node else None,
        walletconnect=held.settings.walletconnect,
    )


@router.get("/abi/{name}", responses=refuses(404))
def abi_get(name: str) -> list[dict[str, Any]]:
    """The ABI of a contract."""
    if name not in {path.stem for path in ABI_FOLDER.glob("*.json")}:
        raise HTTPException(404, "there is no such contract: see `contracts` in /deployments")
    return load_abi(name)
