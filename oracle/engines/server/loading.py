"""Loading a model with `transformers`, from the hub or from a folder, and its adapters."""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils.hub import cached_file

from oracle.engines.server import attention
from oracle.engines.server.adapters import Adapter, read_adapter
from oracle.engines.server.identity import Identity, model_digest
from oracle.engines.server.lora import Loras
from oracle.engines.server.memory import GIB, available, budget, outline, refuse_over
from oracle.engines.server.model import ChatModel
from oracle.engines.server.settings import EngineSettings
from oracle.errors import Fatal

Say = Callable[[str], None]


def load(settings: EngineSettings, say: Say) -> ChatModel:
    """The model that `settings` name, with its adapters; `say` hears of each step.

    Only safetensors are read, and no code that comes with the model is run. What can be refused
    (adapters, memory, the architecture) is refused before the weights are read.
    Raises `Fatal` where the model cannot be had, is no chat model, or does not fit.
    """
    device = _device(settings)
    say(f"Loading {settings.model} for {device}")
    config = _read(settings, AutoConfig)
    tokenizer = _read(settings, AutoTokenizer, padding_side="left")
    if not tokenizer.chat_template:
        raise Fatal(f"{settings.model} has no chat template: choose an instruct or chat model")
    dtype = _dtype(settings, config, device)
    adapters = _planned(settings, config, dtype, device, say)
    network = _network(settings, dtype, device)
    say("Hashing its files, for the provenance of what it writes")
    identity = _identity(settings, dtype, device)
    loras = Loras(network, [adapter.matrices for adapter in adapters], dtype)
    named = ", ".join(("", *(adapter.name for adapter in adapters)))
    say(f"Loaded {identity.name}{named} ({identity.dtype} on {device}, {identity.digest})")
    return ChatModel(network, tokenizer, loras, [identity, *_with(identity, adapters)])


def _planned(
    settings: EngineSettings, config: Any, dtype: torch.dtype, device: str, say: Say
) -> list[Adapter]:
    """The adapters, once it is known that all of it fits."""
    limits = settings.limits
    _check_attention(settings, config)
    if settings.model in settings.adapters:
        raise Fatal(f"an adapter cannot have the model's own name {settings.model}: rename it")
    plan = outline(config)
    adapters = [read_adapter(name, path, plan) for name, path in settings.adapters.items()]
    needed = budget(plan, dtype, settings.quantize, limits, adapters)
    most = available(device) if settings.memory is None else int(settings.memory * GIB)
    say(f"It needs\n{needed.table(most)}")
    refuse_over(needed, most, limits)
    return adapters


def _check_attention(settings: EngineSettings, config: Any) -> None:
    """The cache holds whole rows: layers that forget would be shown too much."""
    text = config.get_text_config()
    kinds = set(getattr(text, "layer_types", None) or ["full_attention"])
    window = getattr(text, "sliding_window", None)
    if kinds == {"full_attention"} and getattr(text, "layer_types", None):
        return
    if kinds - {"full_attention", "sliding_attention"} or (
        window is not None and window < min(settings.limits.context, text.max_position_embeddings)
    ):
        raise Fatal(
            f"{settings.model} has layers that see a part of the text ({', '.join(sorted(kinds))}, "
            f"window {window}): choose a model of full attention, or fewer tokens"
        )


def _read(settings: EngineSettings, kind: Any, **other: Any) -> Any:
    try:
        return kind.from_pretrained(
            settings.model, revision=settings.revision, trust_remote_code=False, **other
        )
    except (OSError, ValueError, KeyError) as error:
        raise Fatal(
            f"cannot load {settings.model}: name a causal model on the hub, or a folder, with "
            f"safetensors weights ({error})"
        ) from error


def _network(settings: EngineSettings, dtype: torch.dtype, device: str) -> Any:
    other: dict[str, Any] = {"dtype": dtype, "attn_implementation": attention.NAME}
    if settings.quantize:
        other |= {"quantization_config": _quantization(settings, dtype), "device_map": {"": device}}
    try:
        network = _read(settings, AutoModelForCausalLM, use_safetensors=True, **other)
        return (network if settings.quantize else network.to(device)).eval()
    except (ImportError, RuntimeError) as error:
        remedy = "leave out --quantize" if settings.quantize else "see --device, --dtype, --memory"
        raise Fatal(f"{settings.model} cannot be put on {device}, {remedy}: {error}") from error


def _quantization(settings: EngineSettings, dtype: torch.dtype) -> Any:
    if find_spec("bitsandbytes") is None:
        raise Fatal("bitsandbytes is missing: `pip install 'troupe[quantized]'`, or no --quantize")
    bits: dict[str, Any] = {"load_in_8bit": True}
    if settings.quantize == "4bit":
        bits = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype}
    return transformers.BitsAndBytesConfig(**bits)  # type: ignore[no-untyped-call]


def _device(settings: EngineSettings) -> str:
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if settings.device == "auto":
        return next((name for name, found in there.items() if found), "cpu")
    if not there.get(settings.device, True):
        raise Fatal(f"there is no {settings.device} device here: --device cpu, or see its driver")
    return settings.device


def _dtype(settings: EngineSettings, config: Any, device: str) -> torch.dtype:
    if settings.dtype != "auto":
        return getattr(torch, settings.dtype)  # type: ignore[no-any-return]
    if device == "cpu":
        return torch.float32
    return getattr(config.get_text_config(), "dtype", None) or torch.bfloat16


def _identity(settings: EngineSettings, dtype: torch.dtype, device: str) -> Identity:
    config = cached_file(settings.model, "config.json", revision=settings.revision)
    folder = Path(str(config)).parent
    from_hub = folder.parent.name == "snapshots"
    return Identity(
        name=settings.model if from_hub else folder.name,
        revision=folder.name if from_hub else None,
        digest=model_digest(folder),
        transformers=transformers.__version__,
        torch=torch.__version__,
        dtype=str(dtype).removeprefix("torch."),
        device=device,
        quantized=settings.quantize,
    )


def _with(base: Identity, adapters: list[Adapter]) -> list[Identity]:
    """What the model is with each adapter."""
    below = f"{base.name}@{base.revision or base.digest}"
    return [
        replace(base, name=each.name, revision=None, digest=each.digest, base=below)
        for each in adapters
    ]
