"""LoRA adapters as PEFT itself writes them, with random numbers large enough to be seen."""

from pathlib import Path
from typing import Any

from tests import tiny_hub
from tests.requires import requires_module


def write_adapter(model: str, folder: Path, seed: int, rank: int = 4, **config: Any) -> Path:
    """Save an adapter for the tiny model of that hub id; where it is."""
    torch, peft = requires_module("torch"), requires_module("peft")
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        adapted = peft.get_peft_model(_network(model), _config(peft, model, rank, **config))
        for name, numbers in adapted.named_parameters():
            if "lora_" in name:
                torch.nn.init.normal_(numbers, std=0.3)
        adapted.save_pretrained(folder)
    return folder


def pefts_own(model: str, folder: Path) -> Any:
    """The model with that adapter as PEFT loads it."""
    peft = requires_module("peft")
    return peft.PeftModel.from_pretrained(_network(model), folder).eval()


def _network(model: str) -> Any:
    transformers = requires_module("transformers")
    return transformers.AutoModelForCausalLM.from_pretrained(tiny_hub.snapshot(model))


def _config(peft: Any, model: str, rank: int, **config: Any) -> Any:
    targets = ["c_attn", "c_proj"] if "gpt2" in model else "all-linear"
    given = {"target_modules": targets, "fan_in_fan_out": "gpt2" in model, **config}
    return peft.LoraConfig(r=rank, lora_alpha=2 * rank, task_type="CAUSAL_LM", **given)
