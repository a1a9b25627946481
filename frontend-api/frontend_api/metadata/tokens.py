"""Metadata of personas and contributions: what `tokenURI` says on chain, and more.

Name, description and the chain's own attributes are the same words in both (the tests hold them
equal), so that it does not matter which of the two a marketplace reads.
"""

from starlette.exceptions import HTTPException

from frontend_api.files.reading import find, measure
from frontend_api.metadata.schemas import Attribute, TokenMetadata, number, text
from frontend_api.personas.repository import read_card, read_persona_row
from frontend_api.projection.tables import Contribution
from frontend_api.web.view import View
from oracle.domain import ContributionDocument, Media
from oracle.domain.base import MASK
from oracle.ipfs.cid import to_base16
from oracle.ipfs.embedded import EmbeddedStore


def persona_metadata(view: View, persona_id: int, base: str) -> TokenMetadata:
    """A persona's; `base` is the service's own address, with a slash at its end. Raises 404."""
    card, row = read_card(view, persona_id), read_persona_row(view, persona_id)
    attributes = [
        text("Tone", card.tone),
        text("Status", "active" if row.active else "inactive"),
        number("Rounds", row.rounds),
        number("Wins", row.wins),
        number("Card version", row.card_version),
        number("Model version", row.model_version),
    ]
    if row.rounds:
        attributes.append(number("Average score", row.finals_sum // row.rounds))
    drawn = f"{base}metadata/personas/{persona_id}/image"
    return TokenMetadata(
        name=card.name,
        description=card.description,
        image=drawn if card.image == MASK else card.image,
        external_url=f"{base}persona/{persona_id}",
        animation_url=None,
        attributes=attributes,
    )


def contribution_metadata(
    view: View, blocks: EmbeddedStore, token_id: int, base: str
) -> TokenMetadata:
    """A contribution's. Raises a 404."""
    row = read_contribution_row(view, token_id)
    media = _media(view, row)
    kind = _kind_here(blocks, media) if media else ""
    address = base + media.uri.replace("ipfs://", "ipfs/", 1) if media else ""
    drawn = f"{base}metadata/contributions/{token_id}/image"
    return TokenMetadata(
        name=f"Troupe contribution #{token_id}",
        description=(
            f"Given to persona {row.persona_id} of Troupe. "
            "Its holder is paid its share of what the persona earns."
        ),
        image=address if kind.startswith("image/") else drawn,
        external_url=f"ipfs://{to_base16(row.digest)}",
        animation_url=address if kind.startswith("audio/") else None,
        attributes=_attributes(row),
    )


def read_contribution_row(view: View, token_id: int) -> Contribution:
    """A contribution. Raises a 404."""
    row = view.session.get(Contribution, token_id)
    if row is None:
        raise HTTPException(404, f"there is no contribution {token_id}")
    return row


def _attributes(row: Contribution) -> list[Attribute]:
    found = [
        text("Kind", row.kind),
        text("Status", row.status),
        number("Persona", row.persona_id),
        number("Impact", int(row.impact)),
        number("Weight", int(row.weight)),
    ]
    return found if row.score is None else [*found, number("Score", row.score)]


def _media(view: View, row: Contribution) -> Media | None:
    found = view.documents.find(ContributionDocument, row.digest)
    return found.document.media if found.document else None


def _kind_here(blocks: EmbeddedStore, media: Media) -> str:
    """What the linked file is, by its bytes; empty where it is not here."""
    path = media.uri.removeprefix("ipfs://").partition("/")[2]
    try:
        return measure(blocks, find(blocks, media.cid, path).cid)[1]
    except HTTPException:
        return ""
