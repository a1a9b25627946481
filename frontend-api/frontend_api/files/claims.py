"""What a contribution's document says of the file that it links, held against the file itself."""

from starlette.exceptions import HTTPException

from frontend_api.files.reading import find, measure
from oracle.domain import ContributionDocument, ContributionKind
from oracle.ipfs.embedded import EmbeddedStore


def false_claims(blocks: EmbeddedStore, document: ContributionDocument) -> dict[str, str]:
    """What is wrong, by field; nothing where no file is linked, or it is not here to look at."""
    media = document.media
    if media is None:
        return {}
    try:
        path = media.uri.removeprefix("ipfs://").partition("/")[2]
        size, kind = measure(blocks, find(blocks, media.cid, path).cid)
    except HTTPException as error:
        return {} if error.status_code == 404 else {"media.uri": str(error.detail)}
    wrong = {}
    if media.size not in (None, size):
        wrong["media.size"] = f"the file has {size} bytes"
    if media.media_type != kind:
        wrong["media.media_type"] = f"by its bytes the file is {kind}"
    if document.kind in _FAMILIES and not kind.startswith(_FAMILIES[document.kind]):
        wrong["kind"] = f"the file is {kind}: give it as another kind"
    return wrong


_FAMILIES = {ContributionKind.IMAGE: "image/", ContributionKind.AUDIO: "audio/"}
