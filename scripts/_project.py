"""The project's contracts, compiled as their sources are now."""

from functools import cache
from typing import Any


def contract_named(name: str) -> Any:
    """The contract of that name, to deploy it."""
    return _compiled_project().get_contract(name)


def contract_at(name: str, address: str) -> Any:
    """The contract of that name at an address.

    Not by Ape's `at`: that one prefers what it has cached in the home folder, which is another
    contract's ABI where a local chain was started anew.
    """
    from ape.contracts import ContractInstance
    from eth_utils.address import to_checksum_address

    return ContractInstance(to_checksum_address(address), contract_named(name).contract_type)


def all_contracts() -> list[Any]:
    """Every contract of the project, interfaces and libraries included."""
    return list(_compiled_project().contracts.values())


def compile_anew() -> None:
    """Compile everything: where one source has changed, Ape keeps the old bytecode of others that
    contain its, as the factory contains the vault. For a public network that is not good enough.
    """
    import ape

    ape.project.load_contracts(use_cache=False)


@cache
def _compiled_project() -> Any:
    """Ape's project. Compiled as a whole first: where several sources have changed, asking Ape for
    one contract compiles that one alone, and takes the others' old bytecode for current."""
    import ape

    ape.project.load_contracts()
    return ape.project
