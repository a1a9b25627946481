"""Transactions that are simulated first, and refusals in the contracts' own words."""

from typing import Any

import click

from scripts._reverts import describe_revert

# A checkpoint of votes takes two new slots where the second has changed since the estimate.
_MARGIN = 60_000


class Refused(ValueError):
    """A contract refuses a call; `reason` is such as ``RoundsBountyTooSmall(bounty=1, …)``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"refused on chain: {reason}")


def send(method: Any, *arguments: Any, sender: Any) -> Any:
    """Call a contract's method by a transaction; its receipt. Raises `Refused` and sends nothing
    where it would revert."""
    simulate(method, *arguments, sender=sender)
    gas = _gas(method, *arguments, sender=sender)
    return method(*arguments, sender=sender, gas=gas + gas // 4 + _MARGIN)


def method_of(contract: Any, name: str) -> Any:
    """A contract's method that changes something, also where Ape has taken its name for itself.

    Raises `ValueError` where there is none.
    """
    from ape.contracts.base import ContractTransactionHandler

    methods = contract.contract_type.mutable_methods
    abis = [abi for abi in methods if abi.name == name]
    if not abis:
        known = ", ".join(sorted({abi.name for abi in methods}))
        raise ValueError(f"{contract.contract_type.name} has no method {name}: it has {known}")
    return ContractTransactionHandler(contract=contract, abis=abis)


def simulate(method: Any, *arguments: Any, sender: Any) -> None:
    """Nothing, if the transaction would go through now; raises `Refused` if not."""
    data = bytes(method.encode_input(*arguments))
    simulate_call({"from": sender.address, "to": method.contract.address, "data": data})


def simulate_call(call: dict[str, Any]) -> None:
    """As `simulate`, for a bare call; without ``to`` it is a deployment."""
    import ape
    from web3.exceptions import ContractLogicError

    try:
        ape.chain.provider.web3.eth.call(call)
    except ContractLogicError as error:
        data = bytes.fromhex(str(error.data or "").removeprefix("0x"))
        raise Refused(describe_revert(data, str(error.message))) from None


def simulate_spending(method: Any, *arguments: Any, sender: Any) -> None:
    """As `simulate`, for a method that takes tokens for which the allowance may yet be missing."""
    try:
        simulate(method, *arguments, sender=sender)
    except Refused as refused:
        # The allowance is the last thing that Troupe's contracts ask for.
        if not refused.reason.startswith("ERC20InsufficientAllowance("):
            raise


def send_spending(token: Any, amount: int, method: Any, *arguments: Any, sender: Any) -> Any:
    """As `send`, for a method that takes `amount` of `token`: approves it where it must."""
    simulate_spending(method, *arguments, sender=sender)
    if token.allowance(sender, method.contract) < amount:
        send(token.approve, method.contract, amount, sender=sender)
    return send(method, *arguments, sender=sender)


def perform(
    method: Any, *arguments: Any, sender: Any, dry_run: bool, spends: tuple[Any, int] | None = None
) -> Any | None:
    """Say what a transaction costs and send it; its receipt, or None for a dry run.

    `spends` is a token and the amount of it that the method takes. Raises `Refused` and sends
    nothing where it would revert.
    """
    if spends:
        simulate_spending(method, *arguments, sender=sender)
    else:
        simulate(method, *arguments, sender=sender)
    click.echo(f"cost      {_cost(method, *arguments, sender=sender)}")
    if dry_run:
        click.echo("Dry run: it would be accepted; nothing was sent.")
        return None
    if spends:
        return send_spending(*spends, method, *arguments, sender=sender)
    return send(method, *arguments, sender=sender)


def _gas(method: Any, *arguments: Any, sender: Any) -> int:
    import ape

    data = bytes(method.encode_input(*arguments))
    call: Any = {"from": sender.address, "to": method.contract.address, "data": data}
    return int(ape.chain.provider.web3.eth.estimate_gas(call))


def _cost(method: Any, *arguments: Any, sender: Any) -> str:
    import ape
    from web3.exceptions import Web3Exception

    try:
        gas = _gas(method, *arguments, sender=sender)
    except Web3Exception:
        return "gas of an approval first, and then of the transaction"
    price = ape.chain.provider.gas_price
    return f"about {gas:,} gas, {gas * price / 10**18:.8f} of the native coin at today's price"
