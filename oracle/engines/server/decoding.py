"""Writing a batch of rows with one model, token by token."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from oracle.engines.server.rows import Completion, Finish, Row
from oracle.engines.server.sampling import draws, pick

TextOf = Callable[[list[int]], str]
_PAD = 0  # never looked at: the mask hides it


class _Turn:
    """A row while it is being written."""

    def __init__(self, row: Row, ends: frozenset[int], text_of: TextOf) -> None:
        self.row = row
        self.generator = torch.Generator().manual_seed(row.seed)
        self.tokens: list[int] = []
        self.finish: Finish | None = None
        self._ends = ends
        self._text_of = text_of

    def take(self, token: int) -> None:
        self.tokens.append(token)
        if self.row.cancelled.is_set():
            self.finish = "cancelled"
        elif token in self._ends or self._stopped():
            self.finish = "stop"
        elif len(self.tokens) >= self.row.max_tokens:
            self.finish = "length"

    def completion(self) -> Completion:
        assert self.finish is not None
        return Completion(self._text()[: self._stop_at()], self.finish, len(self.tokens))

    def _text(self) -> str:
        return self._text_of([token for token in self.tokens if token not in self._ends])

    def _stop_at(self) -> int | None:
        places = [self._text().find(stop) for stop in self.row.stop]
        return min((place for place in places if place >= 0), default=None)

    def _stopped(self) -> bool:
        return bool(self.row.stop) and self._stop_at() is not None


@torch.inference_mode()
def complete(
    network: Any, rows: Sequence[Row], ends: frozenset[int], text_of: TextOf
) -> list[Completion]:
    """One `Completion` per row, in order, from one padded batch on the `network`'s device.

    `ends` are the ids that end a text. A row leaves the batch when it ends.
    Raises `FloatingPointError` where the model answers with what is not a number.
    """
    turns = [_Turn(row, ends, text_of) for row in rows]
    live, cache = turns, None
    ids, mask = _left_padded([row.prompt for row in rows], network.device)
    while live:
        output = _forward(network, ids, mask, cache)
        for turn, token in zip(live, _next(output.logits[:, -1], live), strict=True):
            turn.take(token)
        keep = [index for index, turn in enumerate(live) if turn.finish is None]
        cache, mask = _kept(output.past_key_values, mask, keep)
        live = [live[index] for index in keep]
        ids = mask.new_tensor([turn.tokens[-1:] for turn in live])
    return [turn.completion() for turn in turns]


def _left_padded(prompts: Sequence[tuple[int, ...]], device: torch.device) -> tuple[Tensor, Tensor]:
    width = max(map(len, prompts))
    ids = [[_PAD] * (width - len(prompt)) + list(prompt) for prompt in prompts]
    mask = [[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids, device=device), torch.tensor(mask, device=device)


def _forward(network: Any, ids: Tensor, mask: Tensor, cache: Any) -> Any:
    positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
    return network(
        input_ids=ids,
        attention_mask=mask,
        position_ids=positions,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )


def _next(logits: Tensor, live: Sequence[_Turn]) -> list[int]:
    logits = logits.float()
    if not bool(logits.amax(-1).isfinite().all()):
        raise FloatingPointError("the model's numbers overflowed: use dtype float32 or bfloat16")
    temperature = logits.new_tensor([turn.row.temperature for turn in live])
    top_p = logits.new_tensor([turn.row.top_p for turn in live])
    draw = draws([turn.generator for turn in live]).to(logits.device)
    chosen: list[int] = pick(logits, temperature, top_p, draw).tolist()
    return chosen


def _kept(cache: Any, mask: Tensor, keep: list[int]) -> tuple[Any, Tensor]:
    """The cache and the mask of the rows that go on, the mask one token longer."""
    if len(keep) < len(mask):
        index = torch.tensor(keep, dtype=torch.long, device=mask.device)
        cache.batch_select_indices(index)
        mask = mask[index]
    return cache, torch.cat([mask, mask.new_ones(len(mask), 1)], dim=-1)
