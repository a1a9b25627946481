"""Keys and values of the rows being written: one slot of fixed memory for each row.

A row's tokens lie in its slot from 0 on, so that rows of any length stand side by side without
padding, and one joins or leaves without the others being copied.
"""

from typing import Any

from torch import Tensor
from transformers.cache_utils import Cache

_STEP = 64  # lengths looked at are rounded up to it, so that shapes and memory repeat


class _Layer:
    """One layer's keys and values, each (slots, heads, context, width)."""

    def __init__(self, slots: int, context: int, keys: Tensor, values: Tensor) -> None:
        self._kept = [
            like.new_empty(slots, like.shape[1], context, like.shape[3]) for like in (keys, values)
        ]
        self._clean = 0

    def clear(self, upto: int) -> None:
        """What was never written is hidden by a mask, which does not hide a chance NaN."""
        if upto > self._clean:
            for kept in self._kept:
                kept[:, :, self._clean : upto] = 0
            self._clean = upto

    def put(self, where: Any, keys: Tensor, values: Tensor) -> None:
        for kept, new in zip(self._kept, (keys, values), strict=True):
            kept[where] = new

    def read(self, slots: slice, upto: int) -> tuple[Tensor, Tensor]:
        keys, values = (kept[slots, :, :upto] for kept in self._kept)
        return keys, values

    def move(self, source: int, target: int, length: int) -> None:
        for kept in self._kept:
            kept[target, :, :length] = kept[source, :, :length]


class SlotCache(Cache):
    """The cache that a `transformers` model writes into, for `slots` rows of `context` tokens."""

    def __init__(self, slots: int, context: int) -> None:
        super().__init__(layers=[])
        self._shape = slots, context
        self._kept: dict[int, _Layer] = {}
        self._slots, self._upto = slice(0), 0
        self._where: Any = None

    def at_slot(self, slot: int, start: int, end: int) -> int:
        """Next come the tokens `start` to `end` of one row; how many of its tokens are read."""
        self._slots, self._where = slice(slot, slot + 1), (slot, slice(None), slice(start, end))
        return self._read(end)

    def at_ends(self, index: Tensor, position: Tensor, longest: int) -> int:
        """Next comes one token for each of the first rows; how many tokens of each are read.

        `index` counts the rows (B,), `position` is where each one's token goes, `longest` is the
        greatest of them and one more.
        """
        self._slots, self._where = slice(len(index)), (index, slice(None), position)
        return self._read(longest)

    def update(
        self, key_states: Tensor, value_states: Tensor, layer_idx: int, *_: Any, **__: Any
    ) -> tuple[Tensor, Tensor]:
        """Keep what a layer gives, and give it what it may look at. The library calls this."""
        if layer_idx not in self._kept:
            self._kept[layer_idx] = _Layer(*self._shape, key_states, value_states)
        layer = self._kept[layer_idx]
        layer.clear(self._upto)
        one_row = isinstance(self._where[0], int)
        new = key_states, value_states
        layer.put(self._where, *(each[0] if one_row else each[:, :, 0] for each in new))
        return layer.read(self._slots, self._upto)

    def move(self, source: int, target: int, length: int) -> None:
        """Copy a slot's first `length` tokens into another."""
        for layer in self._kept.values():
            layer.move(source, target, length)

    def _read(self, end: int) -> int:
        self._upto = min(-(-end // _STEP) * _STEP, self._shape[1])
        return self._upto
