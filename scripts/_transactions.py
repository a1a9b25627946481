"""Transactions that are simulated first, and refusals in the contracts' own words."""

from typing import Any

from scripts._project import all_contracts


class Refused(ValueError):
    """A contract refuses a call; `reason` is such as ``RoundsBountyTooSmall(bounty=1, …)``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"refused on chain: {reason}")


def send(method: Any, *arguments: Any, sender: Any) -> Any:
    """Call a contract's method by a transaction; its receipt. Raises `Refused` and sends nothing
    where it would revert."""
    simulate(method, *arguments, sender=sender)
    return method(*arguments, sender=sender)


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
        raise Refused(_describe(error)) from None


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


def _describe(error: Any) -> str:
    """Ape decodes only errors of the contract that was called, not of one it calls in turn."""
    data = bytes.fromhex(str(error.data or "").removeprefix("0x"))
    for container in all_contracts():
        errors = container.errors
        if data[:4] in errors:
            return _words(errors[data[:4]], data[4:])
    return str(error.message)


def _words(abi: Any, data: bytes) -> str:
    import ape

    inputs = ape.networks.ethereum.decode_calldata(abi, data)
    return f"{abi.name}({', '.join(f'{key}={value}' for key, value in inputs.items())})"
