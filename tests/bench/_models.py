"""Architectures by size, with random numbers for weights."""

from typing import Any

PRESETS: dict[str, dict[str, Any]] = {
    "small": {
        "hidden_size": 512, "num_hidden_layers": 8, "intermediate_size": 1_536,
        "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 64, "vocab_size": 32_000,
    },
    "0.6b": {
        "hidden_size": 1_024, "num_hidden_layers": 28, "intermediate_size": 3_072,
        "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151_936,
    },
    "1.7b": {
        "hidden_size": 2_048, "num_hidden_layers": 28, "intermediate_size": 6_144,
        "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151_936,
    },
    "4b": {
        "hidden_size": 2_560, "num_hidden_layers": 36, "intermediate_size": 9_728,
        "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151_936,
    },
}  # fmt: skip
"""Those with a number are the published configurations of Qwen3, whose weights are not used."""

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def config_of(preset: str, **changes: int) -> Any:
    """The configuration of a preset, with some numbers changed."""
    from transformers import Qwen3Config

    shape = {**PRESETS[preset], **changes}
    return Qwen3Config(
        **shape, max_position_embeddings=40_960, tie_word_embeddings=True, rope_theta=1_000_000
    )


def lora_matrices(network: Any, rank: int) -> dict[str, tuple[Any, Any]]:
    """Matrices A (rank, in) and B (out, rank) for each linear layer of `network`, on its device."""
    import torch

    found = {}
    for name, layer in network.named_modules():
        if name.rpartition(".")[2] in TARGETS:
            device = layer.weight.device
            down = torch.randn(rank, layer.in_features, device=device) * 0.01
            up = torch.randn(layer.out_features, rank, device=device) * 0.01
            found[name] = down, up
    return found
