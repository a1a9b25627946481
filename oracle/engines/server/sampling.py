"""Sampling the next token of each row, each with random numbers of its own."""

import torch
from torch import Tensor

_LIKELIEST = 256  # nearly always the nucleus is among them, and a vocabulary is slow to sort


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
    picked = tokens.gather(-1, _place(chances, top_p, draw)).squeeze(-1)
    sampled, all_of_it = temperature > 0, top_p >= 1
    if bool((any_token := sampled & all_of_it).any()):
        chances_of_all = (scaled[any_token] - total[any_token]).exp()
        picked[any_token] = _place(chances_of_all, top_p[any_token], draw[any_token]).squeeze(-1)
    if bool((wide := sampled & ~all_of_it & (chances.sum(-1) < top_p)).any()):
        ordered, tokens = scaled[wide].sort(dim=-1, descending=True, stable=True)
        place = _place((ordered - total[wide]).exp(), top_p[wide], draw[wide])
        picked[wide] = tokens.gather(-1, place).squeeze(-1)
    return torch.where(sampled, picked, logits.argmax(-1))


def _place(chances: Tensor, top_p: Tensor, draw: Tensor) -> Tensor:
    """Where (B, 1) in each row of falling chances its nucleus' cumulative chance passes `draw`.

    Where `top_p` is 1 all is in the nucleus, and the chances may be in any order.
    """
    before = chances.cumsum(-1) - chances
    outside = (before >= top_p[:, None]) & (top_p < 1)[:, None]
    upto = chances.masked_fill(outside, 0).cumsum(-1)
    whole = upto[:, -1:].contiguous()
    place = torch.searchsorted(upto, draw[:, None] * whole, right=True)
    return torch.minimum(place, torch.searchsorted(upto, whole))


def draws(seed: int, count: int) -> Tensor:
    """The numbers in [0, 1) of one row's tokens: (count,) float32 on the CPU, by its seed alone."""
    return torch.rand(count, generator=torch.Generator().manual_seed(seed))
