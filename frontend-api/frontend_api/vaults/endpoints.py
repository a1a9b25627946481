"""GET /vaults and GET /vaults/{persona_id}."""

from fastapi import APIRouter

from frontend_api.vaults.repository import list_vaults, read_vault
from frontend_api.vaults.schemas import VaultDetail, VaultOut
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id, IntCursor, Limit, Page
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, prefix="/vaults", tags=["vaults"])


@router.get("")
def vaults_list(view: Viewed, cursor: IntCursor = None, limit: Limit = 20) -> Page[VaultOut]:
    """The personas' vaults, by persona."""
    return list_vaults(view, cursor, limit)


@router.get("/{persona_id}", responses=refuses(404))
def vault_get(view: Viewed, persona_id: Id) -> VaultDetail:
    """A persona's vault: who may claim what, what came in, what was claimed."""
    return read_vault(view, persona_id)
