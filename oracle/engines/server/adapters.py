"""Reading LoRA adapters as PEFT writes them: their numbers alone, checked before they are used.

Source: https://huggingface.co/docs/peft/developer_guides/checkpoint
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open
from torch import Tensor

from oracle.engines.server.identity import files_digest
from oracle.errors import Fatal

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
MAX_RANK = 128
_MAX_CONFIG_BYTES = 256 * 1024
_PICKLES = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"}
_KEY = re.compile(r"base_model\.model\.(.+)\.lora_([AB])\.weight")


class LoraConfig(BaseModel):
    """The part of PEFT's configuration that changes what an adapter computes.

    What this server does not apply must have the value that means nothing.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    peft_type: Literal["LORA"]
    task_type: Literal["CAUSAL_LM"] | None = None
    r: int = Field(ge=1, le=MAX_RANK)
    lora_alpha: float = Field(gt=0, le=10_000)
    use_rslora: bool = False
    rank_pattern: dict[str, int] = Field(default={}, max_length=0)
    alpha_pattern: dict[str, float] = Field(default={}, max_length=0)
    bias: Literal["none"] = "none"
    use_dora: Literal[False] = False
    lora_bias: Literal[False] = False
    use_qalora: Literal[False] = False
    use_bdlora: Any = None
    modules_to_save: None = None
    layer_replication: None = None
    trainable_token_indices: None = None
    target_parameters: None = None
    alora_invocation_tokens: None = None
    arrow_config: None = None

    @property
    def scale(self) -> float:
        """What B's product is multiplied by."""
        return float(self.lora_alpha / (self.r**0.5 if self.use_rslora else self.r))


@dataclass(frozen=True)
class Adapter:
    """An adapter's matrices by the network's layer names: A (rank, in), B (out, rank) scaled."""

    name: str
    digest: str
    matrices: dict[str, tuple[Tensor, Tensor]]


def read_adapter(name: str, folder: Path, network: Any) -> Adapter:
    """The adapter in `folder`, for `network`, which may be without weights (on device "meta").

    Only adapter_config.json and adapter_model.safetensors are read.
    Raises `Fatal` where it is none, not LoRA, too large, or for another architecture.
    """
    config = _config(name, folder)
    try:
        matrices = _matrices(folder / WEIGHTS, config, network)
    except (OSError, SafetensorError, ValueError) as error:
        raise _refused(name, str(error)) from error
    return Adapter(name, files_digest(folder, [CONFIG, WEIGHTS]), matrices)


def _config(name: str, folder: Path) -> LoraConfig:
    pickles = sorted(each.name for each in folder.glob("*") if each.suffix in _PICKLES)
    if pickles:
        raise _refused(name, f"its folder has {pickles[0][:80]}: keep {CONFIG} and {WEIGHTS} alone")
    try:
        with (folder / CONFIG).open("rb") as file:
            data = file.read(_MAX_CONFIG_BYTES + 1)
        if len(data) > _MAX_CONFIG_BYTES:
            raise _refused(name, f"its {CONFIG} is over {_MAX_CONFIG_BYTES} bytes")
        return LoraConfig.model_validate(json.loads(data))
    except OSError as error:
        raise _refused(name, f"{CONFIG} cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _refused(name, f"{CONFIG}: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise _refused(name, f"{CONFIG} is no JSON") from error


def _matrices(path: Path, config: LoraConfig, network: Any) -> dict[str, tuple[Tensor, Tensor]]:
    layers = _layers(network)
    found: dict[str, dict[str, Tensor]] = {}
    with safe_open(path, "pt") as file:
        for key in file.keys():  # noqa: SIM118 (it is no dictionary)
            match = _KEY.fullmatch(key)
            if match is None or match[1] not in layers:
                raise ValueError(f"{key[:120]} is for another architecture than the model's")
            shape, wanted = file.get_slice(key).get_shape(), layers[match[1]]
            side = [config.r, wanted[0]] if match[2] == "A" else [wanted[1], config.r]
            if shape != side:
                raise ValueError(f"{key[:120]} is {shape}, not {side}")
            found.setdefault(match[1], {})[match[2]] = _finite(key, file.get_tensor(key))
    if not found or any(len(pair) != 2 for pair in found.values()):
        raise ValueError("each layer needs both lora_A and lora_B")
    return {name: (pair["A"], pair["B"] * config.scale) for name, pair in found.items()}


def _finite(key: str, tensor: Tensor) -> Tensor:
    if not tensor.is_floating_point() or not bool(tensor.isfinite().all()):
        raise ValueError(f"{key[:120]} has what are no finite numbers")
    return tensor.to(torch.float32)


def _layers(network: Any) -> dict[str, tuple[int, int]]:
    """The (in, out) widths of each layer that can have an adapter, by its name."""
    found = {}
    for name, layer in network.named_modules():
        if hasattr(layer, "in_features"):
            found[name] = layer.in_features, layer.out_features
        elif type(layer).__name__ == "Conv1D":
            found[name] = layer.nx, layer.nf
    return found


def _refused(name: str, why: str) -> Fatal:
    return Fatal(f"adapter {name} cannot be used: {why}")
