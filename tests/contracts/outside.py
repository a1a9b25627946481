"""A client that knows a contract's address and the texts of the standards, and nothing of ours."""

from dataclasses import dataclass
from typing import Any

from eth_abi import decode, encode
from eth_abi.grammar import parse
from eth_account import Account
from eth_utils import keccak

_PERMIT = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"


@dataclass(frozen=True)
class Outside:
    """Calls by signatures as the standards write them, such as ``ownerOf(uint256)``."""

    w3: Any  # a web3.Web3, which warns when it is imported

    def call(self, contract: Any, signature: str, *arguments: Any, returns: str) -> Any:
        """The value that the contract returns; a tuple where `returns` names several types."""
        call = {"to": contract.address, "data": _encode(signature, arguments)}
        found = decode(returns.split(","), self.w3.eth.call(call))
        return found if len(found) > 1 else found[0]

    def send(self, sender: Any, contract: Any, signature: str, *arguments: Any) -> Any:
        """The receipt of a transaction by an account that the node holds."""
        transaction = {"from": sender.address, "to": contract.address}
        sent = self.w3.eth.send_transaction({**transaction, "data": _encode(signature, arguments)})
        receipt = self.w3.eth.wait_for_transaction_receipt(sent, poll_latency=0.01)
        assert receipt["status"] == 1
        return receipt

    def domain(self, contract: Any) -> dict[str, Any]:
        """The EIP-712 domain, by EIP-5267."""
        kinds = "bytes1,string,string,uint256,address,bytes32,uint256[]"
        fields, *values, extensions = self.call(contract, "eip712Domain()", returns=kinds)
        assert extensions == ()
        names = ("name", "version", "chainId", "verifyingContract", "salt")
        used = (fields[0] >> bit & 1 for bit in range(len(names)))
        return {
            name: value for name, value, is_used in zip(names, values, used, strict=True) if is_used
        }

    def sign(
        self, signer: Any, contract: Any, declaration: str, *values: Any, **elsewhere: Any
    ) -> bytes:
        """The key's signature of that struct, such as ``Mail(address to,string text)``.

        `elsewhere` are parts of the domain that are not the contract's own.
        """
        name, fields = declaration.rstrip(")").split("(")
        pairs = (part.split() for part in fields.split(","))
        members = [{"type": kind, "name": member} for kind, member in pairs]
        message = {member["name"]: value for member, value in zip(members, values, strict=True)}
        domain = self.domain(contract) | elsewhere
        key = signer.private_key
        return bytes(Account.sign_typed_data(key, domain, {name: members}, message).signature)

    def permit(
        self, token: Any, owner: Any, spender: Any, value: int, deadline: int
    ) -> tuple[int, int, bytes, bytes]:
        """The last four arguments of ERC-2612's `permit`: deadline, v, r, s."""
        nonce = self.call(token, "nonces(address)", owner, returns="uint256")
        values = (owner.address, spender.address, value, nonce, deadline)
        return deadline, *vrs(self.sign(owner, token, _PERMIT, *values))

    def events(self, receipt: Any, contract: Any, declaration: str) -> list[tuple[Any, ...]]:
        """The arguments of a contract's events, such as ``Sent(address indexed,uint256)``.

        Indexed ones come first; an indexed text is its hash.
        """
        name, fields = declaration.rstrip(")").split("(")
        parts = [part for part in fields.split(",") if part]
        kinds = [part.removesuffix(" indexed") for part in parts]
        topic = keccak(text=f"{name}({','.join(kinds)})")
        indexed = [kind for kind, part in zip(kinds, parts, strict=True) if kind != part]
        plain = [kind for kind, part in zip(kinds, parts, strict=True) if kind == part]
        words = ["bytes32" if kind in ("string", "bytes") else kind for kind in indexed]
        return [
            decode(words, b"".join(log["topics"][1:])) + decode(plain, log["data"])
            for log in receipt["logs"]
            if log["address"] == contract.address and log["topics"][0] == topic
        ]


def selector(signature: str) -> bytes:
    """The first four bytes of a signature's hash."""
    return keccak(text=signature)[:4]


def vrs(signature: bytes) -> tuple[int, bytes, bytes]:
    """A 65-byte signature as the older standards take it."""
    return signature[64], signature[:32], signature[32:64]


def _encode(signature: str, arguments: tuple[Any, ...]) -> bytes:
    kinds = signature[signature.index("(") :]
    plain = [getattr(argument, "address", argument) for argument in arguments]
    names = [] if kinds == "()" else [part.to_type_str() for part in parse(kinds).components]
    return selector(signature) + encode(names, plain)
