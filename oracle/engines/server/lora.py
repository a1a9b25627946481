"""Adapters applied per row: LoRA's two small matrices beside each linear layer they are for.

The adapters of a layer are stacked, so that one product serves all rows, and each row keeps only
what its own adapter said. Source: Hu et al. 2021, https://arxiv.org/abs/2106.09685.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Matrices = Mapping[str, tuple[Tensor, Tensor]]
"""By a layer's name: A (rank, in) and B (out, rank), B with the adapter's scale in it."""


@dataclass(frozen=True)
class _Stack:
    """The adapters of one layer: `down` (R, in), `up` (R, out), and whose each rank is (R,)."""

    down: Tensor
    up: Tensor
    owner: tuple[int, ...]


class Loras:
    """The adapters of a network, numbered from 1; 0 is the network without any.

    They are kept in `dtype`, the network's own. What a row costs grows with all that are loaded,
    which is little beside the layers themselves: tests/bench/engine.py measures it.
    """

    def __init__(self, network: Any, adapters: Sequence[Matrices], dtype: torch.dtype) -> None:
        self._rows: tuple[int, ...] = ()
        self._masks: dict[tuple[int, ...], Tensor] = {}
        self._device = network.device
        for name in sorted({name for adapter in adapters for name in adapter}):
            layer = network.get_submodule(name)
            stack = _stacked(name, adapters, network.device, dtype)
            layer.register_forward_hook(self._hook(stack))

    def select(self, rows: Sequence[int]) -> None:
        """Say which adapter each row of the next batches has."""
        if tuple(rows) != self._rows:
            self._rows, self._masks = tuple(rows), {}

    def _hook(self, stack: _Stack) -> Any:
        def apply(_: Any, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
            if not any(self._rows):
                return output
            said = inputs[0].to(stack.down.dtype) @ stack.down.T
            own = said.masked_fill(self._others(stack.owner), 0).flatten(0, -2)
            return torch.addmm(output.flatten(0, -2).to(own.dtype), own, stack.up).view_as(output)

        return apply

    def _others(self, owner: tuple[int, ...]) -> Tensor:
        """True (B, 1, R) where a rank belongs to another adapter than the row's."""
        if owner not in self._masks:
            rows = torch.tensor(self._rows, device=self._device)
            owners = torch.tensor(owner, device=self._device)
            self._masks[owner] = (rows[:, None] != owners)[:, None]
        return self._masks[owner]


def _stacked(
    name: str, adapters: Sequence[Matrices], device: torch.device, dtype: torch.dtype
) -> _Stack:
    found = [(number, *one[name]) for number, one in enumerate(adapters, 1) if name in one]
    down = torch.cat([a for _, a, _ in found]).to(device, dtype)
    up = torch.cat([b.T for _, _, b in found]).contiguous().to(device, dtype)
    return _Stack(down, up, tuple(number for number, a, _ in found for _ in range(len(a))))
