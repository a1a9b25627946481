"""Loading a model with `transformers`, from the hub or from a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils.hub import cached_file

from oracle.engines.server.identity import Identity, model_digest
from oracle.engines.server.model import ChatModel
from oracle.engines.server.settings import EngineSettings
from oracle.errors import Fatal

Say = Callable[[str], None]


def load(settings: EngineSettings, say: Say) -> ChatModel:
    """The model that `settings` name, on the GPU where there is one; `say` hears of each step.

    Only safetensors are read, and no code that comes with the model is run.
    Raises `Fatal` where the model cannot be had or is no chat model.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    say(f"Loading {settings.model} for {device}")
    tokenizer, network, folder = _read(settings, _dtype(settings, device))
    if not tokenizer.chat_template:
        raise Fatal(f"{settings.model} has no chat template: choose an instruct or chat model")
    say("Hashing its files, for the provenance of what it writes")
    identity = _identity(settings, folder, network.dtype, device)
    network = network.to(device).eval()
    say(f"Loaded {identity.name} ({identity.dtype} on {device}, {identity.digest})")
    return ChatModel(network, tokenizer, identity)


def _read(settings: EngineSettings, dtype: Any) -> tuple[Any, Any, Path]:
    source: dict[str, Any] = {"revision": settings.revision, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(settings.model, padding_side="left", **source)
        network = AutoModelForCausalLM.from_pretrained(
            settings.model, dtype=dtype, use_safetensors=True, **source
        )
        config = cached_file(settings.model, "config.json", revision=settings.revision)
    except (OSError, ValueError, KeyError) as error:
        raise Fatal(
            f"cannot load {settings.model}: name a causal model on the hub, or a folder, with "
            f"safetensors weights ({error})"
        ) from error
    return tokenizer, network, Path(str(config)).parent


def _dtype(settings: EngineSettings, device: str) -> Any:
    if settings.dtype == "auto":
        return "auto" if device == "cuda" else torch.float32
    return getattr(torch, settings.dtype)


def _identity(settings: EngineSettings, folder: Path, dtype: torch.dtype, device: str) -> Identity:
    from_hub = folder.parent.name == "snapshots"
    return Identity(
        name=settings.model if from_hub else folder.name,
        revision=folder.name if from_hub else None,
        digest=model_digest(folder),
        transformers=transformers.__version__,
        torch=torch.__version__,
        dtype=str(dtype).removeprefix("torch."),
        device=device,
    )
