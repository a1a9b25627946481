"""How much memory serving a model takes, said before its weights are loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from oracle.engines.server.adapters import Adapter
from oracle.engines.server.settings import Limits
from oracle.errors import Fatal

GIB = 1024**3
_CHUNK = 512  # the most tokens of a prompt that are read at once, see decoding.py
_LIBRARIES = 512 * 1024**2  # a GPU's context and kernels, and what its allocator does not reuse
_FOUR_BITS = 0.5 + 4 / 64  # a byte for two numbers, and a float32 for each block of 64
_BESIDE_EIGHT_BITS = 4  # bytes for each output, its scale


@dataclass(frozen=True)
class Budget:
    """Bytes by what takes them. What is computed is the most that the limits allow."""

    weights: int
    adapters: int
    cache: int
    working: int

    @property
    def total(self) -> int:
        """All of them together."""
        return self.weights + self.adapters + self.cache + self.working

    def parts(self) -> dict[str, int]:
        """Each by its name."""
        return {
            "weights": self.weights,
            "adapters": self.adapters,
            "keys and values": self.cache,
            "working room": self.working,
        }

    def table(self, most: int) -> str:
        """A small table in GiB, with the `most` that there is."""
        rows = {**self.parts(), "in all": self.total, "of": most}
        return "\n".join(f"  {name:<16}{size / GIB:8.2f} GiB" for name, size in rows.items())


def outline(config: Any) -> Any:
    """The network of a configuration with shapes and no weights."""
    from transformers import AutoModelForCausalLM

    with torch.device("meta"):
        return AutoModelForCausalLM.from_config(config)  # type: ignore[no-untyped-call]


def budget(
    network: Any,
    dtype: torch.dtype,
    quantize: str | None,
    limits: Limits,
    adapters: Sequence[Adapter] = (),
) -> Budget:
    """What it takes to serve `network`, an `outline`, in `dtype` within the limits."""
    config = network.config.get_text_config()
    context = min(limits.context, config.max_position_embeddings)
    return Budget(
        weights=_weights(network, dtype, quantize),
        adapters=dtype.itemsize * sum(map(_numbers, adapters)),
        cache=limits.max_batch * context * _cache_per_token(config, dtype),
        working=_working(config, dtype, limits.max_batch, context),
    )


def refuse_over(needed: Budget, most: int, limits: Limits) -> None:
    """Raises `Fatal`, saying what to change, where more than `most` bytes are needed."""
    if needed.total <= most:
        return
    parts = ", ".join(f"{name} {size / GIB:.2f}" for name, size in needed.parts().items())
    row = needed.cache / limits.max_batch / GIB
    raise Fatal(
        f"the model needs {needed.total / GIB:.2f} GiB ({parts}) and there are {most / GIB:.2f}: "
        f"take fewer rows at once (--batch, each is {row:.2f}) or shorter ones (--prompt-tokens, "
        "--answer-tokens), --dtype bfloat16, --quantize 8bit or 4bit, or a smaller --model; "
        "--memory says how much may be used"
    )


def available(device: str) -> int:
    """The bytes that a device ("cpu", "cuda" or "mps") has free."""
    if device == "cuda":
        return int(torch.cuda.mem_get_info()[0])
    if device == "mps":
        return int(torch.mps.recommended_max_memory())
    import psutil  # type: ignore[import-untyped]  # comes with accelerate

    return int(psutil.virtual_memory().available)


def _numbers(adapter: Adapter) -> int:
    return sum(a.numel() + b.numel() for a, b in adapter.matrices.values())


def _weights(network: Any, dtype: torch.dtype, quantize: str | None) -> int:
    """A tied head is counted once; bitsandbytes leaves the head and the embeddings as they are."""
    head = network.get_output_embeddings()
    packed = {
        id(layer.weight): layer.weight
        for layer in network.modules()
        if quantize and isinstance(layer, torch.nn.Linear) and layer is not head
    }
    whole = {id(each): each for each in [*network.parameters(), *network.buffers()]}
    plain = sum(each.numel() for key, each in whole.items() if key not in packed)
    if quantize == "4bit":
        small = sum(int(each.numel() * _FOUR_BITS) for each in packed.values())
    else:
        small = sum(each.numel() + _BESIDE_EIGHT_BITS * len(each) for each in packed.values())
    return int(plain * dtype.itemsize + small)


def _cache_per_token(config: Any, dtype: torch.dtype) -> int:
    heads = config.num_attention_heads
    width = getattr(config, "head_dim", None) or config.hidden_size // heads
    kept = getattr(config, "num_key_value_heads", None) or heads
    return int(2 * config.num_hidden_layers * kept * width * dtype.itemsize)


def _working(config: Any, dtype: torch.dtype, rows: int, context: int) -> int:
    """The widest layer's intermediate numbers, attention's scores and the sampler's sorting."""
    tokens = max(_CHUNK, rows)
    inner = getattr(config, "intermediate_size", None) or 4 * config.hidden_size
    layer = tokens * (3 * inner + 8 * config.hidden_size) * dtype.itemsize
    scores = _CHUNK * context * (config.num_attention_heads * dtype.itemsize + 4)
    sampling = rows * config.vocab_size * 4 * 6
    return int(_LIBRARIES + layer + scores + sampling)
