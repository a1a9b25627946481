"""Deployed contracts: read at one block, and sent to once for each cause."""

import logging
from typing import Any, cast

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from oracle.chain.deployment import Deployment, load_abi
from oracle.chain.node import Header
from oracle.chain.sender import Sender

log = logging.getLogger(__name__)


def contract(w3: Web3, deployment: Deployment, name: str) -> Contract:
    """A deployed contract. Raises `Fatal` where it or its ABI is missing."""
    return contract_at(w3, deployment.address(name), name)


def contract_at(w3: Web3, address: str, name: str) -> Contract:
    """A contract of that name at an address. Raises `Fatal` where its ABI is missing."""
    where = cast(ChecksumAddress, address)
    return w3.eth.contract(address=where, abi=load_abi(name), decode_tuples=True)


def at(head: Header, function: ContractFunction) -> Any:
    """What a view says at a block."""
    return function.call(block_identifier=head.number)


class Outbox:
    """Where a contract's transactions go. Without a `sender` it only says what it would send.

    `about` names chain and contract. A cause begins with the step and ends with its subject, so
    that one cause never has two effects; a subject names a block where a reorg may replace it.
    """

    def __init__(self, sender: Sender | None, about: str) -> None:
        self._sender, self._about = sender, about

    def send(self, step: str, subject: str, call: ContractFunction) -> None:
        """See to it that the transaction is on its way; raises as `Sender.send` does."""
        if self._sender is None:
            log.info("%s dry run: would send %s", subject, step)
            return
        self._sender.send(f"{step}:{self._about}:{subject}", call)
