"""A round whose entries a language model writes, through the engine server and its HTTP."""

import sys
from collections.abc import Iterator

import httpx
import pytest

from oracle.domain import Brief, Manifest, Platform
from oracle.ports import RoundState
from tests import tiny_hub
from tests.e2e.conftest import Troupe
from tests.ports import free_port

# A deployment, a server that loads its model, and a round, one after the other.
pytestmark = pytest.mark.timeout(900)

ALONE = 1
TOKEN = "a token of the test"
# In words that even random weights hit upon, for the tokenizer has little else.
BRIEF = Brief(
    text="A post about the personas that compete, score and vote; "
    "token holders and contracts pay the winners"
)


@pytest.fixture
def engine(bare_troupe: Troupe) -> Iterator[str]:
    """The address of an engine server with a tiny random model, loaded by its hub id."""
    name = tiny_hub.add_qwen3("troupe/tiny")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oracle", "engine", "--model", name, "--port", str(port)]
    settings = {**tiny_hub.ENVIRONMENT, "TROUPE_ENGINE_TOKEN": TOKEN}
    bare_troupe.processes.start("engine", command, **settings)

    def loaded() -> bool:
        try:
            return httpx.get(f"{url}/health", timeout=60).is_success
        except httpx.TransportError:
            return False

    bare_troupe.wait(loaded, "the model to load")
    yield url
    bare_troupe.processes.kill("engine")


def test_round__model_behind_the_engine_server__writes_all_entries_in_one_batch(
    bare_troupe: Troupe, engine: str
):
    troupe = bare_troupe
    troupe.people.bond_operators([ALONE])
    settings = {
        "TROUPE_ENGINE": "openai",
        "TROUPE_ENGINE_URL": f"{engine}/v1",
        "TROUPE_ENGINE_TOKEN": TOKEN,
    }
    troupe.start_operator(ALONE, **settings)
    round_id = troupe.propose(BRIEF, Platform.X)
    troupe.wait(lambda: troupe.state(round_id) == RoundState.VOTING, "entries")

    (submitted,) = troupe.logs("EntriesSubmitted", round_id)
    digest = "0x" + bytes(submitted["args"]["manifest"]).hex()
    manifest = Manifest.parse(troupe.blocks.get(digest))
    assert {entry.engine.built_in for entry in manifest.entries} == {False}
    assert all("troupe/tiny" in entry.engine.model for entry in manifest.entries)
    assert len({entry.prompt for entry in manifest.entries}) == 5
    assert any(entry.text for entry in manifest.entries)
    assert httpx.get(f"{engine}/health", timeout=60).json()["largest_batch"] == 5

    troupe.end_voting(round_id, 1)
    troupe.wait(lambda: troupe.state(round_id) == RoundState.SETTLED, "settlement")
