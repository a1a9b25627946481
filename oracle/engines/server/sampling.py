"""Sampling the next token of each row, each with a random generator of its own."""

from collections.abc import Sequence

import torch
from torch import Tensor


def pick(logits: Tensor, temperature: Tensor, top_p: Tensor, draw: Tensor) -> Tensor:
    """The next token of each of B rows: (B,) ids from (B, V) finite float32 `logits`.

    A row's token is where its nucleus' cumulative probability passes `draw` in [0, 1); a
    temperature of 0 takes the likeliest. No row looks at another.
    Source of the nucleus: Holtzman et al. 2019, https://arxiv.org/abs/1904.09751.
    """
    scaled = logits / temperature.clamp(min=1e-5)[:, None]
    ordered, tokens = scaled.sort(dim=-1, descending=True, stable=True)
    chances = ordered.softmax(-1)
    before = chances.cumsum(-1) - chances
    chances = chances.masked_fill(before >= top_p[:, None], 0)
    upto = chances.cumsum(-1)
    place = torch.searchsorted(upto, draw[:, None] * upto[:, -1:], right=True)
    last = (chances > 0).sum(-1, keepdim=True) - 1
    sampled = tokens.gather(-1, torch.minimum(place, last)).squeeze(-1)
    return torch.where(temperature > 0, sampled, logits.argmax(-1))


def draws(generators: Sequence[torch.Generator]) -> Tensor:
    """One number in [0, 1) from each generator, as a (B,) float32 tensor on the CPU."""
    return torch.stack([torch.rand((), generator=generator) for generator in generators])
