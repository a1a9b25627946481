"""The project's contracts, compiled as their sources are now."""

from functools import cache
from typing import Any


def contract_named(name: str) -> Any:
    """The contract of that name, to deploy it or to use it at an address."""
    return _compiled_project().get_contract(name)


def all_contracts() -> list[Any]:
    """Every contract of the project, interfaces and libraries included."""
    return list(_compiled_project().contracts.values())


@cache
def _compiled_project() -> Any:
    """Ape's project. Compiled as a whole first: where several sources have changed, asking Ape for
    one contract compiles that one alone, and takes the others' old bytecode for current."""
    import ape

    ape.project.load_contracts()
    return ape.project
