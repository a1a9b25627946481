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
    """The adapters of one layer: `down` (R, in), `up` (R, out), and the adapter of each rank (R,).

    Layers with the same ranks share one `owner`.
    """

    down: Tensor
    up: Tensor
    owner: Tensor


class Loras:
    """The adapters of a network, numbered from 1; 0 is the network without any.

    They are kept in `dtype`, the network's own. What a row costs grows with all that are loaded,
    which is little beside the layers themselves: tests/bench/engine.py measures it.
    """

    def __init__(self, network: Any, adapters: Sequence[Matrices], dtype: torch.dtype) -> None:
        self._rows: tuple[int, ...] = ()
        self._applied = False
        self._others: dict[int, Tensor] = {}  # by owner: true (B, 1, R) where it is not the row's
        self._owners: dict[tuple[int, ...], Tensor] = {}
        for name in sorted({name for adapter in adapters for name in adapter}):
            found = [(number, *one[name]) for number, one in enumerate(adapters, 1) if name in one]
            stack = self._stack(found, network.device, dtype)
            network.get_submodule(name).register_forward_hook(self._hook(stack))

    def select(self, rows: Sequence[int]) -> None:
        """Say which adapter each row of the next batches has."""
        if tuple(rows) == self._rows:
            return
        self._rows, self._applied = tuple(rows), any(rows)
        for owner in self._owners.values() if self._applied else ():
            wanted = torch.tensor(self._rows, device=owner.device)
            self._others[id(owner)] = (wanted[:, None] != owner)[:, None]

    def _stack(
        self, found: list[tuple[int, Tensor, Tensor]], device: torch.device, dtype: torch.dtype
    ) -> _Stack:
        ranks = tuple(number for number, down, _ in found for _ in range(len(down)))
        owner = self._owners.setdefault(ranks, torch.tensor(ranks, device=device))
        down = torch.cat([down for _, down, _ in found]).to(device, dtype)
        up = torch.cat([up.T for _, _, up in found]).contiguous().to(device, dtype)
        return _Stack(down, up, owner)

    def _hook(self, stack: _Stack) -> Any:
        def apply(_: Any, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
            if not self._applied:
                return output
            said = inputs[0].to(stack.down.dtype) @ stack.down.T
            own = said.masked_fill(self._others[id(stack.owner)], 0).flatten(0, -2)
            return torch.addmm(output.flatten(0, -2).to(own.dtype), own, stack.up).view_as(output)

        return apply
