"""Whether the contracts on chain are the sources' here, made with the manifest's arguments."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from eth_utils.address import is_same_address

from scripts._abi import typed
from scripts._deployment.code import is_compiled
from scripts._deployment.ledger import plain
from scripts._deployment.manifest import DeployedContract
from scripts._deployment.plan import creations
from scripts._project import contract_named
from scripts._verification.subject import Check, Subject, checked


def check_code(subject: Subject) -> Iterator[Check]:
    """The runtime code, the transaction that made it, and its arguments, of each contract."""
    for name in subject.contracts:
        address = subject.address(name)
        yield checked(f"code of {name}", partial(_other_code, subject, name, address))
    yield checked("code of every RevenueVault", partial(_other_vaults, subject))
    for name, record in subject.manifest.contracts.items():
        yield checked(f"creation of {name}", partial(_other_creation, subject, name, record))
    for creation in creations(subject.profile, subject.manifest.deployer):
        record = subject.manifest.contracts[creation.name]
        expected = plain(creation.args(subject.contracts))
        yield Check(f"arguments of {creation.name}", _other_arguments(expected, record.args))


def _other_vaults(subject: Subject) -> str | None:
    vault = subject.contracts["RevenueFactory"].implementation()
    return _other_code(subject, "RevenueVault", vault)


def _other_code(subject: Subject, name: str, address: str) -> str | None:
    import ape

    code = bytes(ape.chain.provider.get_code(address))
    if not code:
        return f"nothing is at {address}: is this the right chain?"
    if is_compiled(contract_named(name), code):
        return None
    return (
        f"{address} runs other code than {name} here: verify from commit "
        f"{subject.manifest.commit}; if that differs too, don't use it"
    )


def _other_creation(subject: Subject, name: str, record: DeployedContract) -> str | None:
    import ape
    from web3.exceptions import TransactionNotFound

    eth = ape.chain.provider.web3.eth
    try:
        sent, receipt = eth.get_transaction(record.tx), eth.get_transaction_receipt(record.tx)
    except TransactionNotFound:
        return f"there is no transaction {record.tx}: is this the right chain?"
    made = receipt["contractAddress"]
    if made is None or not is_same_address(made, record.address):
        return f"{record.tx} did not create {record.address}: the manifest was changed"
    if receipt["blockNumber"] != record.block or not subject.is_deployer(sent["from"]):
        return f"{record.tx} is of another block or sender: the manifest was changed"
    if bytes(sent["input"]) != _creation_input(name, record.args):
        return f"{record.tx} has other code or arguments than the manifest's: don't use it"
    return None


def _creation_input(name: str, args: list[Any]) -> bytes:
    container = contract_named(name)
    inputs = container.contract_type.constructor.inputs
    return bytes(container(*map(typed, inputs, args)).data)


def _other_arguments(expected: list[Any], found: list[Any]) -> str | None:
    if expected == found:
        return None
    return f"the profile asks for {expected}, the manifest has {found}: is it the right profile?"
