"""What `contractURI` of a collection names on chain."""

import re

from starlette.exceptions import HTTPException
from web3 import Web3

from frontend_api.metadata.schemas import CollectionMetadata
from frontend_api.settings import Settings
from frontend_api.web.view import View
from oracle.chain.deployment import load_abi
from oracle.chain.node import connect, node_errors
from oracle.domain import Collection

_URI = re.compile(r"ipfs://f01551220([0-9a-f]{64})")


def collection_metadata(view: View, settings: Settings, name: str) -> CollectionMetadata:
    """A collection's, of the document that the chain names now.

    Raises a 404 without one, `Transient` where the node doesn't answer.
    """
    found = _URI.fullmatch(_contract_uri(view, settings, name))
    if found is None:
        raise HTTPException(404, f"{name} names no description: see setContractURI")
    document = view.documents.find(Collection, f"0x{found.group(1)}")
    if document.document is None:
        raise HTTPException(404, f"the description of {name} can't be read: {document.problem}")
    return CollectionMetadata.model_validate(document.document.model_dump())


def _contract_uri(view: View, settings: Settings, name: str) -> str:
    contracts = view.status.deployment["contracts"]
    address = Web3.to_checksum_address(contracts[name]["address"])
    w3 = connect(settings.rpc_url, settings.rpc_fallbacks)
    with node_errors():
        contract = w3.eth.contract(address, abi=load_abi(name))
        return str(contract.functions.contractURI().call())
