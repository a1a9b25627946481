"""A made cache of the model hub, with models of a few kilobytes and random weights.

Import it before anything imports `transformers`, which reads its environment once.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from tests.requires import requires_module

_FOLDER = tempfile.TemporaryDirectory(prefix="troupe-hub-")
ENVIRONMENT = {"HF_HUB_CACHE": _FOLDER.name, "HF_HUB_OFFLINE": "1"}
os.environ.update(ENVIRONMENT)

REVISION = "0" * 40
SHAPE = {"num_hidden_layers": 2, "num_attention_heads": 4, "hidden_size": 64}
TEMPLATE = (
    "{% for message in messages %}"
    "{% if message.role == 'system' and not loop.first %}"
    "{{ raise_exception('the system message comes first') }}{% endif %}"
    "<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CORPUS = (
    "The personas compete, score and vote on one another's entries; token holders vote; contracts "
    "pay the winners, and each persona's earnings flow to the people whose data, content and "
    "interactions made it what it is. Around this core, an assistant writes, predicts, schedules "
    "and publishes posts for its users, in a persona's or in their own voice."
)


def add_qwen3(name: str) -> str:
    """Put a tiny Qwen3 (rotary positions, as today's chat models) in the cache; its hub id."""
    transformers = requires_module("transformers")
    tokenizer = _tokenizer(transformers)
    config = transformers.Qwen3Config(
        **SHAPE,
        **_special(tokenizer),
        num_key_value_heads=2,
        head_dim=16,
        intermediate_size=128,
        max_position_embeddings=2_048,
        initializer_range=0.3,
    )
    return _add(name, transformers.Qwen3ForCausalLM, config, tokenizer)


def add_gpt2(name: str) -> str:
    """Put a tiny GPT-2 (absolute positions, which padding must not move) in the cache."""
    transformers = requires_module("transformers")
    tokenizer = _tokenizer(transformers)
    config = transformers.GPT2Config(
        **SHAPE, **_special(tokenizer), n_positions=512, initializer_range=0.3
    )
    return _add(name, transformers.GPT2LMHeadModel, config, tokenizer)


def snapshot(name: str) -> Path:
    """The folder in the cache where that model's files are."""
    return Path(_FOLDER.name, "models--" + name.replace("/", "--"), "snapshots", REVISION)


def _special(tokenizer: Any) -> dict[str, Any]:
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    return {"vocab_size": len(tokenizer), "eos_token_id": end, "bos_token_id": None}


def _add(name: str, architecture: Any, config: Any, tokenizer: Any) -> str:
    torch = requires_module("torch")
    folder = snapshot(name)
    if folder.exists():
        return name
    folder.mkdir(parents=True)
    (folder.parents[1] / "refs").mkdir()
    (folder.parents[1] / "refs" / "main").write_text(REVISION)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        architecture(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return name


def _tokenizer(transformers: Any) -> Any:
    tokenizers = requires_module("tokenizers")
    model = tokenizers.Tokenizer(tokenizers.models.BPE())
    model.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    model.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=512,
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        show_progress=False,
    )
    model.train_from_iterator([CORPUS], trainer)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=model,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=TEMPLATE,
        padding_side="left",
    )
