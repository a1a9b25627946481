"""Sampling the next token of each row, each with random numbers of its own."""

import torch
from torch import Tensor

_LIKELIEST = 256  # to sort a whole vocabulary takes longer than a small model's step


def pick(logits: Tensor, temperature: Tensor, top_p: Tensor, draw: Tensor) -> Tensor:
    """The next token of each of B rows: (B,) ids from (B, V) finite float32 `logits`.

    A row's token is where its nucleus' cumulative probability passes `draw` in [0, 1); a
    temperature of 0 takes the likeliest. No row looks at another.
    Source of the nucleus: Holtzman et al. 2019, https://arxiv.org/abs/1904.09751.
    """
    scaled = logits / temperature.clamp(min=1e-5)[:, None]
    total = scaled.logsumexp(-1, keepdim=True)
    ordered, tokens = scaled.topk(min(_LIKELIEST, scaled.shape[-1]))
    chances = (ordered - total).exp()
    picked = _nucleus(chances, tokens, top_p, draw)
    wide = (chances.sum(-1) < top_p) & (temperature > 0)
    if ordered.shape[-1] < scaled.shape[-1] and bool(wide.any()):
        ordered, tokens = scaled[wide].sort(dim=-1, descending=True, stable=True)
        picked[wide] = _nucleus((ordered - total[wide]).exp(), tokens, top_p[wide], draw[wide])
    return torch.where(temperature > 0, picked, logits.argmax(-1))


def _nucleus(chances: Tensor, tokens: Tensor, top_p: Tensor, draw: Tensor) -> Tensor:
    """Of tokens by falling chance, the one where the nucleus' cumulative chance passes `draw`."""
    before = chances.cumsum(-1) - chances
    chances = chances.masked_fill(before >= top_p[:, None], 0)
    upto = chances.cumsum(-1)
    place = torch.searchsorted(upto, draw[:, None] * upto[:, -1:], right=True)
    last = (chances > 0).sum(-1, keepdim=True) - 1
    return tokens.gather(-1, torch.minimum(place, last)).squeeze(-1)


def draws(seed: int, count: int) -> Tensor:
    """The numbers in [0, 1) of one row's tokens: (count,) float32 on the CPU, by its seed alone."""
    return torch.rand(count, generator=torch.Generator().manual_seed(seed))
