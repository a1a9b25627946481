"""GET /metadata/…."""

from functools import lru_cache
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from frontend_api.metadata.collections import collection_metadata
from frontend_api.metadata.schemas import CollectionMetadata, TokenMetadata
from frontend_api.metadata.tokens import (
    contribution_metadata,
    persona_metadata,
    read_contribution_row,
)
from frontend_api.personas.repository import read_persona_row
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id
from frontend_api.web.view import Held, Viewed
from oracle.personas.exchange import drawn

router = APIRouter(tags=["metadata"], prefix="/metadata")
_PNG = {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
_picture = lru_cache(256)(drawn)


@router.get("/personas/{persona_id}", responses=refuses(404))
def metadata_persona_get(
    request: Request, view: Viewed, held: Held, persona_id: Id
) -> TokenMetadata:
    """A persona's ERC-721 metadata: its card's, with its standings as attributes."""
    return persona_metadata(view, persona_id, _base(request, held))


@router.get("/contributions/{token_id}", responses=refuses(404))
def metadata_contribution_get(
    request: Request, view: Viewed, held: Held, token_id: Id
) -> TokenMetadata:
    """A contribution's ERC-721 metadata, with its own picture where it gave one."""
    return contribution_metadata(view, held.blocks, token_id, _base(request, held))


@router.get("/contracts/{name}", responses=refuses(404))
def metadata_contract_get(
    view: Viewed, held: Held, name: Literal["PersonaRegistry", "ContributionNFT"]
) -> CollectionMetadata:
    """A collection's metadata (ERC-7572), as the chain names it."""
    return collection_metadata(view, held.settings, name)


@router.get(
    "/personas/{persona_id}/image",
    response_class=Response,
    responses={200: _PNG, **refuses(404)},
)
def metadata_persona_image_get(view: Viewed, persona_id: Id) -> Response:
    """A picture drawn from the digest of a persona's card."""
    return _png(read_persona_row(view, persona_id).card)


@router.get(
    "/contributions/{token_id}/image",
    response_class=Response,
    responses={200: _PNG, **refuses(404)},
)
def metadata_contribution_image_get(view: Viewed, token_id: Id) -> Response:
    """A picture drawn from the digest of a contribution's document."""
    return _png(read_contribution_row(view, token_id).digest)


def _png(digest: str) -> Response:
    headers = {
        "Cache-Control": "public, max-age=3600",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(_picture(digest), media_type="image/png", headers=headers)


def _base(request: Request, held: Held) -> str:
    """Where people reach the service, with a slash at its end."""
    return str(held.settings.origin or request.base_url)
