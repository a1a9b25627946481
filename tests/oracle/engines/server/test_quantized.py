"""8 and 4 bits by bitsandbytes, on whatever device there is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oracle.engines.server.settings import EngineSettings
from oracle.errors import Fatal
from tests.oracle.engines.conftest import TOKEN
from tests.oracle.engines.server.lora_adapters import write_adapter
from tests.oracle.engines.server.test_chat_model import rows, texts
from tests.requires import requires_module


def load(model: str, bits: str, **other: Any) -> Any:
    from oracle.engines.server.loading import load as load_model

    settings = EngineSettings.model_validate(
        {"model": model, "quantize": bits, "token": TOKEN, **other}
    )
    return load_model(settings, lambda _: None)


@pytest.fixture
def bitsandbytes() -> Any:
    requires_module("torch")
    return requires_module("bitsandbytes")


@pytest.mark.parametrize("bits", ["8bit", "4bit"])
def test_quantized__with_an_adapter__writes_and_says_so(
    bitsandbytes: Any, qwen3: str, tmp_path: Path, bits: str
) -> None:
    model = load(qwen3, bits, adapters={"ada": write_adapter(qwen3, tmp_path, 1)})
    kinds = {type(layer).__name__ for layer in model._network.modules()}
    assert kinds & {"Linear8bitLt", "Linear4bit"}
    assert model.identity.quantized == bits
    batch = rows(model, 0, max_tokens=6)
    plain = texts(model, batch)
    assert all(len(text) > 0 for text in plain)
    assert texts(model, [replace(row, adapter=1) for row in batch]) != plain


def test_quantized__no_bitsandbytes__says_what_to_install(
    qwen3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    requires_module("torch")
    from oracle.engines.server import loading

    monkeypatch.setattr(loading, "find_spec", lambda _: None)
    with pytest.raises(Fatal, match="bitsandbytes is missing"):
        load(qwen3, "8bit")
