"""Cards of other formats through the API."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.settings import Settings

from oracle.domain import Card
from oracle.personas.exchange import export_png, import_card
from tests.frontend_api.serving import serving
from tests.frontend_api.world import World
from tests.oracle.personas.foreign_cards import ELIZA, V2, V3

PNG = {"Content-Type": "image/png"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def writer(settings: Settings, world: World, tmp_path: Path) -> Iterator[httpx.Client]:
    """An API of one's own, so that no other test uses up the limit."""
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    with serving(own, tmp_path / "dist") as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.mark.parametrize(("kind", "file"), [("v2", V2), ("v3", V3), ("elizaos", ELIZA)])
def test_post_card__of_any_format__is_a_card_that_documents_take(
    writer: httpx.Client, kind: str, file: Any
) -> None:
    answer = writer.post("/cards", json=file)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["format"] == kind
    assert told["card"] == import_card(json.dumps(file).encode()).card.model_dump(
        mode="json", by_alias=True
    )
    stored = writer.post("/documents", json={"kind": "card", "document": told["card"]})
    assert stored.json()["digest"] == Card.model_validate(told["card"]).digest


def test_post_card__png__is_read_and_secrets_stay_out(writer: httpx.Client) -> None:
    file = copy.deepcopy(V2)
    file["data"]["extensions"]["api_key"] = "sk-" + "a1B2" * 8
    card = import_card(json.dumps(file).encode()).card
    told = writer.post("/cards", content=export_png(card), headers=PNG).json()
    assert (told["format"], told["card"]["name"]) == ("v3", "Lamplighter Odd")
    answer = writer.post("/cards", json=file)
    assert "sk-a1B2" not in answer.text
    assert any("secret" in note for note in answer.json()["notes"])


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", JSON, 422),
        (b"\x89PNG\r\n\x1a\n", PNG, 422),
        (b"[" * 100_000, JSON, 422),
        (b'{"name": NaN, "bio": ""}', JSON, 422),
        (json.dumps({"name": "x", "bio": "x", "lore": ["y" * 200_000]}).encode(), JSON, 422),
        (b" " * (9 * 1024 * 1024), PNG, 413),
        (b"{}", {"Content-Type": "text/plain"}, 415),
    ],
    ids=range(7),
)
def test_post_card__what_is_no_card__is_a_problem(
    writer: httpx.Client, content: bytes, headers: dict[str, str], status: int
) -> None:
    try:
        answer = writer.post("/cards", content=content, headers=headers)
    except httpx.TransportError:  # the server hung up on what is too large
        assert status == 413
        return
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert status != 422 or answer.json()["errors"][0]["message"]


def test_post_card__too_often__says_when_to_come_back(writer: httpx.Client) -> None:
    answers = (writer.post("/cards", json=V2) for _ in range(40))  # the pace lets some pass
    refused = next(each for each in answers if each.status_code != 200)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize("kind", ["elizaos", "v2", "v3", "png"])
def test_persona_card__in_any_format__is_the_card_on_chain(api: httpx.Client, kind: str) -> None:
    told = api.get("/personas/1").json()["card"]["document"]
    answer = api.get("/personas/1/card", params={"format": kind})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="pip-marlow.')
    assert import_card(answer.content).card == Card.model_validate(told)


def test_persona_card__hostile_name__stays_out_of_the_header(api: httpx.Client) -> None:
    answer = api.get("/personas/5/card")
    assert "<" not in answer.headers["content-disposition"]
    assert answer.json()["data"]["name"].startswith("</script>")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/personas/6/card", 404),
        ("/personas/99/card", 404),
        ("/personas/1/card?format=exe", 422),
    ],
)
def test_persona_card__that_can_not_be_had__is_a_problem(
    api: httpx.Client, path: str, status: int
) -> None:
    assert api.get(path).status_code == status
