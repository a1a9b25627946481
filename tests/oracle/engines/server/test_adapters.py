"""Adapters per row: each row is what it is alone with its adapter, and what PEFT computes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oracle.engines.server.rows import Row
from oracle.errors import Fatal
from tests import tiny_hub
from tests.oracle.engines.conftest import TOKEN, one_batch
from tests.oracle.engines.server.lora_adapters import pefts_own, write_adapter
from tests.oracle.engines.server.test_chat_model import rows, texts
from tests.oracle.engines.server.test_engine_http import content, post, post_together
from tests.requires import requires_module
from tests.web_server import running


@pytest.fixture(scope="session")
def folders(qwen3: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Adapters of several ranks for the tiny Qwen3."""
    folder = tmp_path_factory.mktemp("adapters")
    return {
        "ada": write_adapter(qwen3, folder / "ada", 1),
        "bo": write_adapter(qwen3, folder / "bo", 2, rank=8, target_modules=["q_proj", "v_proj"]),
        "cy": write_adapter(qwen3, folder / "cy", 3, rank=2, use_rslora=True),
    }


@pytest.fixture(scope="session")
def load() -> Any:
    requires_module("torch")
    from oracle.engines.server.loading import load
    from oracle.engines.server.settings import EngineSettings

    return lambda name, adapters, **other: load(
        EngineSettings(model=name, adapters=adapters, token=TOKEN, **other), lambda _: None
    )


@pytest.fixture(scope="session")
def adapted(load: Any, qwen3: str, folders: dict[str, Path]) -> Any:
    """The tiny Qwen3 with three adapters."""
    return load(qwen3, folders)


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_complete__rows_of_unlike_adapters__each_is_what_it_is_alone(
    adapted: Any, temperature: float
) -> None:
    batch = [replace(row, adapter=n % 4) for n, row in enumerate(rows(adapted, temperature))]
    assert texts(adapted, batch) == [texts(adapted, [row])[0] for row in batch]


def test_complete__same_prompt__each_adapter_writes_its_own(adapted: Any) -> None:
    one = rows(adapted, 0)[0]
    written = texts(adapted, [replace(one, adapter=number) for number in range(4)])
    assert len(set(written)) == 4


def test_complete__row_without_adapter__is_what_the_bare_model_writes(
    adapted: Any, chat_model: Any
) -> None:
    batch = rows(chat_model)
    mixed = [batch[0], *(replace(row, adapter=2) for row in batch[1:])]
    assert texts(adapted, mixed)[0] == texts(chat_model, batch)[0]


@pytest.mark.parametrize("name", ["ada", "bo", "cy"])
def test_complete__with_an_adapter__is_what_peft_computes(
    adapted: Any, qwen3: str, folders: dict[str, Path], name: str
) -> None:
    torch = requires_module("torch")
    prompt = adapted.prompt([{"role": "user", "content": "Write a post about the vote."}])
    ids = torch.tensor([prompt])
    generated = pefts_own(qwen3, folders[name]).generate(
        input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=16, do_sample=False
    )[0, len(prompt) :]
    number = list(folders).index(name) + 1
    batch = [Row(prompt, 0, 1, 16, 1, adapter=each) for each in (number, 0, 1, 2, 3)]
    tokenizer = requires_module("transformers").AutoTokenizer.from_pretrained(
        tiny_hub.snapshot(qwen3)
    )
    text = tokenizer.decode(generated, skip_special_tokens=True)
    assert texts(adapted, batch)[0] == text.rstrip("\ufffd")


def test_complete__gpt2_with_an_adapter__is_what_peft_computes(
    load: Any, gpt2: str, tmp_path: Path
) -> None:
    """Its layers keep their weights the other way round."""
    torch = requires_module("torch")
    folder = write_adapter(gpt2, tmp_path / "dee", 4)
    model = load(gpt2, {"dee": folder})
    prompt = model.prompt([{"role": "user", "content": "Write a post about the vote."}])
    with torch.inference_mode():
        logits = pefts_own(gpt2, folder)(input_ids=torch.tensor([prompt])).logits[0, -1]
    [completion] = model.complete([Row(prompt, 0, 1, 1, 1, adapter=1)])
    tokenizer = requires_module("transformers").AutoTokenizer.from_pretrained(
        tiny_hub.snapshot(gpt2)
    )
    text = tokenizer.decode([int(logits.argmax())], skip_special_tokens=True)
    assert completion.text == text.rstrip("\ufffd")


def test_server__request_names_an_adapter__it_writes_and_says_so(adapted: Any) -> None:
    import httpx

    from oracle.engines.server.app import create_app

    headers = {"Authorization": f"Bearer {TOKEN}"}
    names = ["troupe/tiny-qwen3", "ada", "bo", "cy"]
    with (
        running(create_app(adapted, TOKEN, one_batch(4))) as url,
        httpx.Client(base_url=url, headers=headers, timeout=60) as client,
    ):
        listed = {each["id"]: each for each in client.get("/v1/models").json()["data"]}
        together = post_together(client, [{"model": name} for name in names])
        assert client.get("/health").json()["largest_batch"] == 4
    with (
        running(create_app(adapted, TOKEN)) as url,
        httpx.Client(base_url=url, headers=headers, timeout=60) as client,
    ):
        assert [content(each) for each in together] == [
            content(post(client, model=name)) for name in names
        ]
        assert "ada, bo, cy" in post(client, model="dee").json()["error"]["message"]
    assert list(listed) == names
    provenance = together[1].json()["provenance"]
    assert provenance == listed["ada"]["provenance"]
    assert provenance["base"] == "troupe/tiny-qwen3@" + tiny_hub.REVISION
    assert len({each["provenance"]["digest"] for each in listed.values()}) == 4
    assert len({each["system_fingerprint"] for each in listed.values()}) == 4


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"peft_type": "IA3"}, "peft_type"),
        ({"use_dora": True}, "use_dora"),
        ({"bias": "all"}, "bias"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save"),
        ({"r": 129}, "less than or equal to 128"),
        ({"r": 5}, r"is \[4, \d+\], not \[5, \d+\]"),
        ({"lora_alpha": float("inf")}, "lora_alpha"),
        ({"rank_pattern": {"q_proj": 2}}, "rank_pattern"),
        ({"task_type": "SEQ_CLS"}, "task_type"),
    ],
)
def test_load__adapter_of_another_kind__is_refused_and_says_why(
    load: Any, qwen3: str, folders: dict[str, Path], tmp_path: Path, change: Any, says: str
) -> None:
    copy(folders["ada"], tmp_path)
    config = tmp_path / "adapter_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **change}))
    with pytest.raises(Fatal, match=says):
        load(qwen3, {"it": tmp_path})


def test_load__adapter_for_another_architecture__is_refused(
    load: Any, qwen3: str, gpt2: str, tmp_path: Path
) -> None:
    with pytest.raises(Fatal, match="another architecture"):
        load(qwen3, {"it": write_adapter(gpt2, tmp_path, 1)})


def test_load__adapter_with_a_pickle__is_refused(
    load: Any, qwen3: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    copy(folders["ada"], tmp_path)
    (tmp_path / "training_args.bin").write_bytes(b"x")
    with pytest.raises(Fatal, match=r"training_args\.bin"):
        load(qwen3, {"it": tmp_path})


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("adapter_config.json", b"{"),
        ("adapter_config.json", b"[" * 100_000),
        ("adapter_config.json", b" " * 300_000),
        ("adapter_config.json", None),
        ("adapter_model.safetensors", b"\xff" * 64),
        ("adapter_model.safetensors", b""),
        ("adapter_model.safetensors", None),
    ],
)
def test_load__broken_adapter__is_refused(
    load: Any, qwen3: str, folders: dict[str, Path], tmp_path: Path, file: str, data: bytes | None
) -> None:
    copy(folders["ada"], tmp_path)
    (tmp_path / file).unlink()
    if data is not None:
        (tmp_path / file).write_bytes(data)
    with pytest.raises(Fatal, match="adapter it cannot be used"):
        load(qwen3, {"it": tmp_path})


def test_load__adapter_of_no_numbers__is_refused(
    load: Any, qwen3: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    safetensors = requires_module("safetensors.torch")
    copy(folders["ada"], tmp_path)
    weights = safetensors.load_file(tmp_path / "adapter_model.safetensors")
    next(iter(weights.values()))[0, 0] = float("nan")
    safetensors.save_file(weights, tmp_path / "adapter_model.safetensors")
    with pytest.raises(Fatal, match="no finite numbers"):
        load(qwen3, {"it": tmp_path})


def test_load__adapter_named_as_the_model__is_refused(
    load: Any, qwen3: str, folders: dict[str, Path]
) -> None:
    with pytest.raises(Fatal, match="the model's own name"):
        load(qwen3, {qwen3: folders["ada"]})


def copy(source: Path, target: Path) -> None:
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (target / name).write_bytes((source / name).read_bytes())
