"""Writing rows with one model, token by token; rows join and leave between two tokens."""

from typing import Any

import torch
from torch import Tensor

from oracle.engines.server.cache import SlotCache
from oracle.engines.server.lora import Loras
from oracle.engines.server.rows import Row
from oracle.engines.server.sampling import draws, pick
from oracle.engines.server.writing import TextOf, Writing

_CHUNK = 512  # tokens of a prompt read at once: what bounds the memory that reading takes


class Decoder:
    """The rows that a model writes together, at most `slots`, each of `context` tokens at most.

    A row's prompt is read alone, so that its length and who else is there change nothing of it;
    then it takes part in each `step`. `ends` are the ids that end a text. Not for two threads.
    """

    def __init__(
        self,
        network: Any,
        loras: Loras,
        slots: int,
        context: int,
        ends: frozenset[int],
        text_of: TextOf,
    ) -> None:
        self.live: list[Writing] = []
        self._network = network
        self._loras = loras
        self._slots, self._context = slots, context
        self._ends, self._text_of = ends, text_of
        self._cache = SlotCache(slots, context)
        self._state = _State(slots, context, network.device)

    @property
    def free(self) -> int:
        """How many more rows can join."""
        return self._slots - len(self.live)

    @torch.inference_mode()
    def join(self, row: Row) -> Writing:
        """Read a row's prompt and write its first token, after which it is live if it goes on."""
        slot = len(self.live)
        writing = Writing(row, self._ends, self._text_of)
        self._state.put(slot, row)
        try:
            self._loras.select([row.adapter])
            logits = self._read(slot, row.prompt)
            token = self._state.pick(logits, slice(slot, slot + 1))
            writing.take(token.tolist()[0])
            if writing.finish is None:
                self.live.append(writing)
        finally:
            self._select()
        return writing

    @torch.inference_mode()
    def step(self) -> None:
        """One more token for each live row. Those that end are live no more."""
        if not self.live:
            return
        rows = slice(0, len(self.live))
        position = self._state.position[rows]
        longest = max(_length(writing) for writing in self.live)
        upto = self._cache.at_ends(self._state.index[rows], position, longest)
        mask = self._state.places[:upto] <= position[:, None]
        logits = self._forward(
            self._state.token[rows, None], position[:, None], mask[:, None, None]
        )
        for writing, token in zip(self.live, self._state.pick(logits, rows).tolist(), strict=True):
            writing.take(token)
        self._leave()

    def clear(self) -> list[Writing]:
        """Give up every live row, and say which they were."""
        live, self.live = self.live, []
        self._select()
        return live

    def _read(self, slot: int, prompt: tuple[int, ...]) -> Tensor:
        """The logits (1, V) after a prompt."""
        for start in range(0, len(prompt), _CHUNK):
            piece = prompt[start : start + _CHUNK]
            upto = self._cache.at_slot(slot, start, start + len(piece))
            ids = torch.tensor([piece], device=self._network.device)
            places = self._state.places[start : start + len(piece)]
            mask = self._state.places[:upto] <= places[:, None]
            logits = self._forward(ids, places[None], mask[None, None])
        return logits

    def _forward(self, ids: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
        output = self._network(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        logits: Tensor = output.logits[:, -1].float()
        return logits

    def _leave(self) -> None:
        """Rows that ended leave, and the last ones take their places."""
        changed = False
        for slot in reversed(range(len(self.live))):
            if self.live[slot].finish is None:
                continue
            changed = True
            last = self.live.pop()
            if slot < len(self.live):
                self.live[slot] = last
                self._cache.move(len(self.live), slot, _length(last))
                self._state.move(len(self.live), slot)
        if changed:
            self._select()

    def _select(self) -> None:
        self._loras.select([writing.row.adapter for writing in self.live])


class _State:
    """What each slot needs for its next token, on the device: no step waits for the host's."""

    def __init__(self, slots: int, context: int, device: torch.device) -> None:
        self.index = torch.arange(slots, device=device)
        self.places = torch.arange(context + 1, device=device)
        self.token = torch.zeros(slots, dtype=torch.long, device=device)
        self.position = torch.zeros(slots, dtype=torch.long, device=device)
        self._count = torch.zeros(slots, dtype=torch.long, device=device)
        self._temperature = torch.zeros(slots, device=device)
        self._top_p = torch.ones(slots, device=device)
        self._draws = torch.zeros(slots, context, device=device)

    def put(self, slot: int, row: Row) -> None:
        self.position[slot] = len(row.prompt) - 1
        self._count[slot] = 0
        self._temperature[slot], self._top_p[slot] = row.temperature, row.top_p
        self._draws[slot, : row.max_tokens] = draws(row.seed, row.max_tokens).to(self.index.device)

    def pick(self, logits: Tensor, rows: slice) -> Tensor:
        """The next token (B,) of those slots, -1 where the logits overflowed; on to its place."""
        finite = logits.amax(-1).isfinite()
        logits = torch.where(finite[:, None], logits, 0)
        draw = self._draws[self.index[rows], self._count[rows]]
        token = pick(logits, self._temperature[rows], self._top_p[rows], draw)
        self.token[rows] = token
        self.position[rows] += 1
        self._count[rows] += 1
        return torch.where(finite, token, -1)

    def move(self, source: int, target: int) -> None:
        for kept in (
            self.token, self.position, self._count, self._temperature, self._top_p, self._draws,
        ):  # fmt: skip
            kept[target] = kept[source]


def _length(writing: Writing) -> int:
    """How many tokens a live row has in the cache after the next step."""
    return len(writing.row.prompt) + len(writing.tokens)
