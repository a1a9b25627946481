"""What marketplaces read agrees with what the contracts themselves say."""

import base64
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.settings import Settings
from PIL import Image
from pydantic import HttpUrl

from oracle.domain import Card
from tests.frontend_api.projecting import catch_up
from tests.frontend_api.serving import serving
from tests.frontend_api.world import World
from tests.oracle.chain.node_proxy import running_proxy


def on_chain(world: World, contract: str, token_id: int) -> dict[str, Any]:
    """What a token's `tokenURI` gives."""
    uri = world.stage.contract(contract).functions.tokenURI(token_id).call()
    if uri.startswith("data:"):
        return dict(json.loads(base64.b64decode(uri.partition(",")[2])))
    return dict(json.loads(world.stage.blocks.get("0x" + uri[-64:])))


@pytest.mark.parametrize("status", ["accepted", "rejected", "returned", "reviewing", "pending"])
def test_metadata__contribution__says_what_its_contract_says(
    api: httpx.Client, world: World, status: str
) -> None:
    token_id = world.given[status]
    told = api.get(f"/metadata/contributions/{token_id}").json()
    chain = on_chain(world, "ContributionNFT", token_id)
    for field in ("name", "description", "external_url"):
        assert told[field] == chain[field]
    known = {each["trait_type"]: each for each in told["attributes"]}
    assert [known[each["trait_type"]] for each in chain["attributes"]] == chain["attributes"]
    assert _is_picture(api, told["image"])


def test_metadata__persona__is_its_card_with_its_standings(api: httpx.Client, world: World) -> None:
    told = api.get("/metadata/personas/1").json()
    card = Card.model_validate(on_chain(world, "PersonaRegistry", 1))
    assert (told["name"], told["description"]) == (card.name, card.description)
    traits = {each["trait_type"]: each["value"] for each in told["attributes"]}
    standings = api.get("/personas/1").json()["standings"]
    assert traits["Tone"] == card.tone
    assert (traits["Rounds"], traits["Wins"]) == (standings["rounds"], standings["wins"])
    assert _is_picture(api, told["image"])


@pytest.mark.parametrize("name", ["PersonaRegistry", "ContributionNFT"])
def test_metadata__collection__is_the_document_that_the_contract_names(
    api: httpx.Client, world: World, name: str
) -> None:
    uri = world.stage.contract(name).functions.contractURI().call()
    document = json.loads(world.stage.blocks.get("0x" + uri[-64:]))
    assert api.get(f"/metadata/contracts/{name}").json() == document


def test_metadata__collection_asked_again__asks_the_node_no_more(
    settings: Settings, tmp_path: Path
) -> None:
    with running_proxy(str(settings.rpc_url)) as node, closing(open_projector(settings)) as own:
        catch_up(own)
        behind = settings.model_copy(update={"rpc_url": HttpUrl(node.url)})
        with serving(behind, tmp_path) as url:
            for _ in range(5):
                assert (
                    httpx.get(f"{url}/metadata/contracts/PersonaRegistry", timeout=60).status_code
                    == 200
                )
        assert 1 <= node.methods().count("eth_call") <= 2  # two, where a minute ended between


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("personas/99", 404),
        ("contributions/9999", 404),
        ("personas/99/image", 404),
        ("contributions/9999/image", 404),
        ("contracts/RevenueVault", 422),
        ("personas/0", 422),
    ],
)
def test_metadata__of_nothing__is_a_problem(api: httpx.Client, path: str, status: int) -> None:
    answer = api.get(f"/metadata/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def _is_picture(api: httpx.Client, address: str) -> bool:
    answer = api.get(address)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(answer.content)) as picture:
        return picture.size == (512, 512)
