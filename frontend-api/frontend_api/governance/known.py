"""Contracts by address, as proposals call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_utils.abi import function_abi_to_4byte_selector
from eth_utils.address import to_checksum_address
from sqlmodel import select

from frontend_api.projection.tables import Persona
from frontend_api.web.view import View
from oracle.chain.abi import FieldsDecoder
from oracle.chain.deployment import load_abi

Function = Mapping[str, Any]
"""A function as an ABI has it."""


@dataclass(frozen=True)
class Contracts:
    """The deployment's contracts, by checksum address."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, view: View) -> "Contracts":
        """Those of the projected deployment, and the personas' vaults."""
        deployed = view.status.deployment["contracts"].items()
        vaults = view.session.exec(select(Persona.vault)).all()
        return cls(
            {to_checksum_address(vault): "RevenueVault" for vault in vaults}
            | {to_checksum_address(at["address"]): name for name, at in deployed}
        )

    def name(self, address: str) -> str | None:
        """The name of the contract there; None for any other address."""
        return self.names.get(address)

    def function(self, address: str, data: bytes) -> Function | None:
        """The function that calldata calls there; None where there is no such one."""
        name = self.name(address)
        return _functions(name).get(data[:4]) if name else None


@cache
def _functions(contract: str) -> dict[bytes, Function]:
    functions = (entry for entry in load_abi(contract) if entry["type"] == "function")
    return {function_abi_to_4byte_selector(entry): entry for entry in functions}  # type: ignore[arg-type]


def inputs_of(function: Function) -> list[dict[str, Any]]:
    """Its inputs, each with a name."""
    return [
        {**field, "name": field["name"] or f"argument {number}"}
        for number, field in enumerate(function["inputs"], 1)
    ]


def arguments_of(function: Function, data: bytes) -> dict[str, Any]:
    """The arguments in calldata as plain values by name.

    Raises `eth_abi.exceptions.DecodingError`, or `OverflowError`, where they don't fit.
    """
    return FieldsDecoder(inputs_of(function)).decode(data[4:])
