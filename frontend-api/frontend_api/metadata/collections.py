"""What `contractURI` of a collection names on chain."""

import re
import time
from functools import lru_cache

from pydantic import HttpUrl
from starlette.exceptions import HTTPException
from web3 import Web3

from frontend_api.metadata.schemas import CollectionMetadata
from frontend_api.settings import Settings
from frontend_api.web.view import View
from oracle.chain.deployment import load_abi
from oracle.chain.node import connect, node_errors
from oracle.domain import Collection

_URI = re.compile(r"ipfs://f01551220([0-9a-f]{64})")
_KEPT_S = 60


def collection_metadata(view: View, settings: Settings, name: str) -> CollectionMetadata:
    """A collection's, of the document that the chain names, or named a minute ago.

    Raises a 404 without one, `Transient` where the node doesn't answer.
    """
    address = view.status.deployment["contracts"][name]["address"]
    urls = settings.rpc_url, settings.rpc_fallbacks
    digest = _named(urls, name, address, time.monotonic() // _KEPT_S)
    if digest is None:
        raise HTTPException(404, f"{name} names no description: see setContractURI")
    document = view.documents.find(Collection, digest)
    if document.document is None:
        raise HTTPException(404, f"the description of {name} can't be read: {document.problem}")
    return CollectionMetadata.model_validate(document.document.model_dump())


@lru_cache(8)
def _named(
    urls: tuple[HttpUrl, tuple[HttpUrl, ...]], name: str, address: str, _when: float
) -> str | None:
    """The digest of the document that `contractURI` names, asked once each minute."""
    w3 = connect(*urls)
    with node_errors():
        contract = w3.eth.contract(Web3.to_checksum_address(address), abi=load_abi(name))
        uri = str(contract.functions.contractURI().call())
    found = _URI.fullmatch(uri)
    return f"0x{found.group(1)}" if found else None
