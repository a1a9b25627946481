"""See test_standards_metadata.tree. The schemas are the standards' (folder `schemas`)."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

SCHEMAS = Path(__file__).parent / "schemas"
IPFS = "ipfs://f01551220"  # CIDv1 in base16: raw codec, sha2-256, 32 bytes
JSON = "data:application/json;base64,"
DIGEST = b"\xd0" * 32


def errors_of(document: Any, schema: str) -> list[str]:
    """What is wrong with the document by the schema of that name."""
    found = json.loads((SCHEMAS / f"{schema}.json").read_text())
    Draft202012Validator.check_schema(found)
    validator = Draft202012Validator(found, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(document)]


def resolve(uri: str, blocks: Any) -> Any:
    """The JSON document at an IPFS or data address, as a wallet would get it."""
    if uri.startswith(JSON):
        return json.loads(base64.b64decode(uri.removeprefix(JSON), validate=True))
    digest = uri.removeprefix(IPFS)
    assert uri == IPFS + digest
    data = blocks.get("0x" + digest)
    assert sha256(data).hexdigest() == digest
    return json.loads(data)


def token_uri(outside, contract, token_id: int) -> str:
    return outside.call(contract, "tokenURI(uint256)", token_id, returns="string")


@pytest.mark.parametrize("persona_id", range(1, 6))
def test_token_uri__persona__is_erc721_metadata_and_a_registration_file(
    registry, outside, blocks, persona_id
) -> None:
    document = resolve(token_uri(outside, registry, persona_id), blocks)

    assert errors_of(document, "erc721-metadata") == []
    assert errors_of(document, "erc8004-registration") == []


@pytest.mark.parametrize("status", ["accepted", "pending", "reviewing", "rejected", "returned"])
def test_token_uri__contribution__is_erc721_metadata_at_every_stage(
    contributions, outside, blocks, reviews, panel, status
) -> None:
    (token_id,) = reviews.contribute()
    if status in ("accepted", "rejected"):
        reviews.decide([5_000 if status == "accepted" else 0])
    if status in ("reviewing", "returned"):
        review_id = reviews.open()
    if status == "returned":
        panel.end_reveals(reviews.question(review_id))
        reviews.settle(review_id)

    document = resolve(token_uri(outside, contributions, token_id), blocks)

    assert errors_of(document, "erc721-metadata") == []
    assert document["name"] == f"Troupe contribution #{token_id}"
    assert document["external_url"] == IPFS + token_id.to_bytes(32).hex()
    attributes = {item["trait_type"]: item["value"] for item in document["attributes"]}
    impact = 5_000 if status == "accepted" else 0
    assert attributes == {"Kind": "text", "Status": status, "Persona": 1, "Impact": impact}


@pytest.mark.parametrize("name", ["registry", "contributions"])
def test_token_uri__no_such_token__refuses(contracts, stranger, refusal, name) -> None:
    error = refusal(getattr(contracts, name).tokenURI, 99, sender=stranger)

    assert error in (
        "RegistryUnknownPersona(personaId=99)",
        "ERC721NonexistentToken(tokenId=99)",
    )


@pytest.mark.parametrize("name", ["registry", "contributions"])
def test_contract_uri__as_deployed__is_a_collections_metadata(
    contracts, outside, blocks, name
) -> None:
    uri = outside.call(getattr(contracts, name), "contractURI()", returns="string")

    assert errors_of(resolve(uri, blocks), "erc7572-collection") == []


@pytest.mark.parametrize("name", ["registry", "contributions"])
def test_set_contract_uri__timelock__is_announced(contracts, outside, dao, name) -> None:
    contract = getattr(contracts, name)

    receipt = outside.send(dao, contract, "setContractURI(bytes32)", DIGEST)

    assert outside.call(contract, "contractURI()", returns="string") == IPFS + DIGEST.hex()
    assert outside.events(receipt, contract, "ContractURIUpdated()") == [()]


@pytest.mark.parametrize("name", ["registry", "contributions"])
def test_contract_uri__never_set__is_empty(
    contracts, make_contract, deployer, outside, name
) -> None:
    c = contracts
    arguments = {
        "registry": ("PersonaRegistry", c.token, c.timelock, deployer, 0),
        "contributions": ("ContributionNFT", c.registry, c.token, c.committee, deployer),
    }
    fresh = make_contract(*arguments[name])

    assert outside.call(fresh, "contractURI()", returns="string") == ""


def test_set_card__timelock__says_that_metadata_changed(registry, outside, dao) -> None:
    receipt = outside.send(dao, registry, "setCard(uint256,bytes32)", 2, DIGEST)

    assert outside.events(receipt, registry, "MetadataUpdate(uint256)") == [(2,)]
    assert token_uri(outside, registry, 2) == IPFS + DIGEST.hex()


def test_settled_review__each_contribution__says_that_metadata_changed(
    contributions, outside, reviews
) -> None:
    """So that a marketplace that kept a token's metadata knows when to ask again."""
    first, second = reviews.contribute(count=2)

    settled = reviews.decide([5_000, 0])

    receipt = outside.w3.eth.get_transaction_receipt(settled.txn_hash)
    found = outside.events(receipt, contributions, "MetadataUpdate(uint256)")
    assert found == [(first,), (second,)]


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("erc721-metadata", {"name": 5, "description": "d"}),
        ("erc721-metadata", {"name": "n"}),
        ("erc7572-collection", {"description": "d"}),
        ("erc8004-registration", {"type": "agent", "name": "n", "description": "d", "image": "i"}),
    ],
)
def test_schema__wrong_document__is_found_out(schema, wrong) -> None:
    assert errors_of(wrong, schema)
