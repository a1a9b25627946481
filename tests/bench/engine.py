"""How fast the engine writes five personas together, against one by one and against memory.

``python -m tests.bench.engine [--preset 1.7b] [--layers N] [--hidden N]``. The architecture is a
published one with random numbers for weights, so that the work is real and the text is not. Each
persona has an adapter of its own. A step of decoding must read every weight and all keys and
values once: the bound is what a large copy on the same device says that takes. The tokens a second
and the gain over one by one have the reading of the prompts in them, the steps have not. On a GPU
the default is the architecture of Qwen3-1.7B in bfloat16; on a CPU a small one in float32, which
says nothing of a GPU.
"""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import click
import torch
from rich.console import Console
from rich.table import Table

from oracle.engines.server.attention import NAME
from oracle.engines.server.decoding import Decoder
from oracle.engines.server.lora import Loras
from oracle.engines.server.rows import Row
from tests import tiny_hub
from tests.bench._models import PRESETS, config_of, lora_matrices

PERSONAS, MANY, RANK = 5, 40, 16
ALONE = "5, one by one"
_COPIES = 5
_PEAKED = 6.0  # of the last norm: random weights would find all tokens about as likely


@dataclass(frozen=True)
class Setting:
    """What is measured: a network on a device, and how long prompts and answers are."""

    network: Any
    tokenizer: Any
    prompt: int
    answer: int

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return self.network.device  # type: ignore[no-any-return]

    def weights(self) -> int:
        """The bytes of all weights; a tied head is there once."""
        return sum(each.nbytes for each in self.network.parameters())

    def kept(self) -> int:
        """The bytes of one token's keys and values."""
        config = self.network.config
        heads = config.num_key_value_heads * config.head_dim
        return int(2 * config.num_hidden_layers * heads * self.network.dtype.itemsize)


@dataclass(frozen=True)
class Result:
    """Of one way to write: tokens, seconds in all and of its steps alone, and the least bytes."""

    tokens: int
    seconds: float
    step_seconds: float
    steps: int
    step_bytes: float

    @property
    def speed(self) -> float:
        """Tokens a second, prompts included."""
        return self.tokens / self.seconds


@click.command()
@click.option("--preset", type=click.Choice(sorted(PRESETS)), help="[default: 1.7b, CPU: small]")
@click.option("--layers", type=int, help="Other than the preset's.")
@click.option("--hidden", type=int, help="Other than the preset's.")
@click.option("--prompt", type=int, help="Tokens read. [default: 256, CPU: 64]")
@click.option("--answer", type=int, help="Tokens written. [default: 256, CPU: 24]")
def main(
    preset: str | None,
    layers: int | None,
    hidden: int | None,
    prompt: int | None,
    answer: int | None,
) -> None:
    """Measure on the device that there is."""
    gpu = torch.cuda.is_available()
    device, dtype = ("cuda", torch.bfloat16) if gpu else ("cpu", torch.float32)
    name = preset or ("1.7b" if gpu else "small")
    shape = {"num_hidden_layers": layers, "hidden_size": hidden}
    config = config_of(name, **{key: value for key, value in shape.items() if value})
    network = _network(config, device, dtype)
    lengths = (prompt or 256, answer or 256) if gpu else (prompt or 64, answer or 24)
    setting = Setting(network, _tokenizer(), *lengths)
    speed = bandwidth(setting.device)
    bare = Loras(network, [], dtype)
    results = {
        "5 together, no adapters": measure(setting, bare, PERSONAS, PERSONAS, adapted=False),
        "40 together, no adapters": measure(setting, bare, MANY, MANY, adapted=False),
    }
    loras = Loras(network, [lora_matrices(network, RANK) for _ in range(PERSONAS)], dtype)
    results |= {
        ALONE: measure(setting, loras, 1, PERSONAS, adapted=True),
        "5 together": measure(setting, loras, PERSONAS, PERSONAS, adapted=True),
        "40 together": measure(setting, loras, MANY, MANY, adapted=True),
    }
    report(name, setting, speed, results)


def _network(config: Any, device: str, dtype: torch.dtype) -> Any:
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    with torch.device(device):
        network = AutoModelForCausalLM.from_config(config, dtype=dtype, attn_implementation=NAME)
    network.model.norm.weight.data.fill_(_PEAKED)
    return network.eval()


def _tokenizer() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_hub.snapshot(tiny_hub.add_qwen3("troupe/bench")))


def bandwidth(device: torch.device) -> float:
    """Bytes a second, read and written, of the fastest of several copies of a large tensor."""
    numbers = torch.zeros(2**28 if device.type == "cuda" else 2**26, device=device)
    other = torch.empty_like(numbers)
    times = []
    for _ in range(_COPIES):
        began = _now(device)
        other.copy_(numbers)
        times.append(_now(device) - began)
    return 2 * numbers.nbytes / min(times)


def measure(setting: Setting, loras: Loras, slots: int, rows: int, *, adapted: bool) -> Result:
    """Write `rows` rows, `slots` at a time, each fifth with the same adapter where `adapted`."""
    size = len(setting.tokenizer)
    decoder = Decoder(
        setting.network,
        loras,
        slots,
        setting.prompt + setting.answer,
        frozenset(),
        lambda ids: setting.tokenizer.decode([id_ % size for id_ in ids]),
    )
    wanted = [_row(setting, number, adapted) for number in range(rows)]
    _play(setting, decoder, [_row(setting, 0, adapted, answer=3)] * slots)
    return _play(setting, decoder, wanted)


def _row(setting: Setting, number: int, adapted: bool, answer: int | None = None) -> Row:
    generator = torch.Generator().manual_seed(number)
    prompt = torch.randint(
        setting.network.config.vocab_size, (setting.prompt,), generator=generator
    )
    adapter = number % PERSONAS + 1 if adapted else 0
    length = answer or setting.answer
    return Row(tuple(prompt.tolist()), 0.8, 0.95, length, seed=number, adapter=adapter)


def _play(setting: Setting, decoder: Decoder, rows: Sequence[Row]) -> Result:
    now = partial(_now, setting.device)
    waiting, written = list(rows), []
    stepping, steps, bytes_ = 0.0, 0, 0.0
    began = now()
    while waiting or decoder.live:
        while waiting and decoder.free:
            written.append(decoder.join(waiting.pop(0)))
        before, live = now(), list(decoder.live)
        decoder.step()
        stepping += now() - before
        steps += bool(live)
        seen = sum(len(one.row.prompt) + len(one.tokens) for one in live)
        bytes_ += setting.weights() + seen * setting.kept()
    tokens = sum(len(one.tokens) for one in written)
    return Result(tokens, now() - began, stepping, steps, bytes_ / max(steps, 1))


def _now(device: torch.device) -> float:
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def report(name: str, setting: Setting, speed: float, results: dict[str, Result]) -> None:
    """Print the figures, the bound beside them."""
    console, device = Console(), setting.device.type
    table = Table("personas", "tokens/s", "gain", "ms/step", "bound", "of it")
    kind = str(setting.network.dtype).removeprefix("torch.")
    table.title = f"architecture {name}, random weights, {kind} on {device}"
    alone = results[ALONE].speed
    for case, result in sorted(results.items(), key=lambda item: item[1].speed):
        step, bound = result.step_seconds / result.steps, result.step_bytes / speed
        figures = f"{result.speed:.1f}", f"{result.speed / alone:.2f} ×", f"{step * 1e3:.2f}"
        table.add_row(case, *figures, f"{bound * 1e3:.2f}", f"{bound / step:.0%}")
    console.print(table)
    console.print(
        f"prompts of {setting.prompt} tokens, answers of {setting.answer}; {PERSONAS} adapters of "
        f"rank {RANK}; weights {setting.weights() / 1e9:.2f} GB; a large copy moves "
        f"{speed / 1e9:.1f} GB/s; at most {_peak(setting.device) / 1e9:.2f} GB of memory"
    )
    if device == "cpu":
        console.print("A small architecture on a processor: it says nothing of a GPU.")


def _peak(device: torch.device) -> int:
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated())
    kilobyte = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilobyte


if __name__ == "__main__":
    main()
