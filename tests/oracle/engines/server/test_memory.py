"""What serving a model takes, computed from its configuration alone."""

from typing import Any

import pytest

from oracle.engines.server.settings import EngineSettings, Limits
from oracle.errors import Fatal
from tests.bench._models import PRESETS
from tests.oracle.engines.conftest import TOKEN
from tests.requires import requires_module

GB = 10**9


@pytest.fixture
def torch() -> Any:
    return requires_module("torch")


def needed(torch: Any, preset: str, quantize: str | None = None, **limits: int) -> Any:
    """The budget of an architecture in bfloat16 with five adapters of rank 16."""
    from oracle.engines.server.adapters import Adapter
    from oracle.engines.server.memory import budget, outline
    from tests.bench._models import config_of, lora_matrices

    network = outline(config_of(preset))
    adapters = [Adapter(name, "", lora_matrices(network, 16)) for name in "abcde"]
    return budget(network, torch.bfloat16, quantize, Limits(**limits), adapters)


@pytest.mark.parametrize(("preset", "parameters"), [("1.7b", 1.72), ("4b", 4.02)])
def test_budget__five_personas_within_the_default_limits__fit_in_16_gb(
    torch: Any, preset: str, parameters: float
) -> None:
    assert Limits().max_batch >= 5
    found = needed(torch, preset)
    assert found.weights / GB == pytest.approx(2 * parameters, rel=0.01)
    assert found.total < 16 * GB


def test_budget__keys_and_values__are_two_numbers_for_each_head_layer_and_token(torch: Any) -> None:
    found = needed(torch, "4b", max_batch=5, max_prompt_tokens=3_072, max_tokens=1_024)
    assert found.cache == 5 * 4_096 * 2 * 36 * 8 * 128 * 2


def test_budget__fewer_bits__take_less(torch: Any) -> None:
    sizes = [needed(torch, "1.7b", bits).weights for bits in (None, "8bit", "4bit")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[2] < sizes[0] / 2


def test_load__more_than_there_is__is_refused_with_what_to_change(qwen3: str) -> None:
    requires_module("torch")
    from oracle.engines.server.loading import load

    settings = EngineSettings(model=qwen3, memory=0.001, token=TOKEN)
    said: list[str] = []
    with pytest.raises(Fatal, match=r"keys and values.*--batch.*--quantize"):
        load(settings, said.append)
    assert "in all" in said[-1]
    assert "Hashing" not in "".join(said)


def test_budget__weights__are_what_the_loaded_model_has(
    torch: Any, chat_model: Any, qwen3: str
) -> None:
    from oracle.engines.server.memory import budget, outline

    network = chat_model._network
    held = {id(each): each.nbytes for each in [*network.parameters(), *network.buffers()]}
    found = budget(outline(network.config), torch.float32, None, Limits())
    assert found.weights == sum(held.values())


def test_presets__are_the_published_numbers() -> None:
    assert PRESETS["1.7b"]["num_hidden_layers"] == 28
    assert PRESETS["4b"]["hidden_size"] == 2_560
