"""Attention whose query heads share keys: a group of heads attends as if it were more queries.

The library's own repeats keys and values for each head of a group, which reads a cache several
times over; here they are read once. It computes the same.
"""

from typing import Any

import torch
from torch import Tensor
from transformers import AttentionInterface

NAME = "troupe_grouped"


def grouped_attention(
    _: torch.nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor,
    scaling: float | None = None,
    **__: Any,
) -> tuple[Tensor, None]:
    """What `transformers` asks of an attention: (B, Q, H, D) from `query` (B, H, Q, D).

    `key` and `value` are (B, K, L, D) with K a divisor of H, `attention_mask` is a boolean
    (B, 1, Q, L), true where a query may look.
    """
    rows, heads, queries, width = query.shape
    kept = key.shape[1]
    group = heads // kept
    mask = attention_mask.expand(rows, 1, queries, -1)
    if group > 1:
        query = query.reshape(rows, kept, group * queries, width)
        mask = mask.repeat(1, 1, group, 1)
    found = torch.nn.functional.scaled_dot_product_attention(
        query, key, value, attn_mask=mask, scale=scaling
    )
    return found.reshape(rows, heads, queries, -1).transpose(1, 2), None


AttentionInterface.register(NAME, grouped_attention)
