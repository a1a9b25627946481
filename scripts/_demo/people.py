"""The people of the demo: operators that bond and token holders that vote, simulated.

They are Anvil's well-known test accounts, which the local node signs for.
"""

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eth_account import Account
from web3 import Web3
from web3.types import RPCEndpoint

from oracle.chain.deployment import Deployment
from oracle.chain.rounds import contract
from scripts._demo.processes import DemoError

_MNEMONIC = "test test test test test test test test test test test junk"
OPERATORS = (1, 2, 3)
PROPOSER = 4
VOTERS = (5, 6, 7)
GUEST = 9


def account_key(index: int) -> str:
    """The private key of a test account: public knowledge, worth nothing anywhere else."""
    Account.enable_unaudited_hdwallet_features()
    return "0x" + Account.from_mnemonic(_MNEMONIC, account_path=_path(index)).key.hex()


def write_keystore(folder: Path, index: int) -> tuple[Path, Path]:
    """An operator's keystore file and the file of its passphrase."""
    keystore, passphrase = folder / f"operator-{index}.json", folder / f"operator-{index}.pass"
    word = secrets.token_urlsafe(24)
    # PBKDF2 with few rounds: the key is public, and a demo should not spend seconds on it.
    content = Account.encrypt(account_key(index), word, kdf="pbkdf2", iterations=1_000)
    for path, text in ((keystore, json.dumps(content)), (passphrase, word)):
        path.touch(mode=0o600)
        path.write_text(text)
    return keystore, passphrase


@contextmanager
def instant_blocks(w3: Web3) -> Iterator[None]:
    """Within it the local chain mines each transaction at once, then again a block a second."""
    w3.provider.make_request(RPCEndpoint("evm_setAutomine"), [True])
    yield
    w3.provider.make_request(RPCEndpoint("evm_setIntervalMining"), [1])


class People:
    """Acts for the test accounts on the local chain."""

    def __init__(self, w3: Web3, deployment: Deployment) -> None:
        self._w3 = w3
        self._token = contract(w3, deployment, "RewardToken")
        self._committee = contract(w3, deployment, "OracleCommittee")
        self._rounds = contract(w3, deployment, "GenerationRounds")
        self._accounts: list[Any] = list(w3.eth.accounts)

    def bond_operators(self, operators: Sequence[int] = OPERATORS) -> None:
        """Every operator puts up twice the minimum bond."""
        amount = 2 * self._committee.functions.minBond().call()
        approve = self._token.functions.approve(self._committee.address, amount)
        self._all((index, approve) for index in operators)
        self._all((index, self._committee.functions.bond(amount)) for index in operators)

    def delegate(self) -> None:
        """Voters and the guest delegate to themselves, without which tokens have no votes."""
        self._all(
            (index, self._token.functions.delegate(self._accounts[index]))
            for index in (*VOTERS, GUEST)
        )

    def vote(self, round_id: int, entries: Sequence[int]) -> None:
        """Each voter votes for the entry of its place in `entries`; power counts from before."""
        voting_at = self._rounds.functions.round(round_id).call().votingAt
        while self._w3.eth.get_block("latest")["timestamp"] <= voting_at:
            time.sleep(0.1)
        self._all(
            (index, self._rounds.functions.castVote(round_id, entry))
            for index, entry in zip(VOTERS, entries, strict=True)
        )

    def balance(self, address: str) -> int:
        """Reward tokens of an address, in wei."""
        return int(self._token.functions.balanceOf(Web3.to_checksum_address(address)).call())

    def _all(self, calls: Any) -> None:
        sent = [call.transact({"from": self._accounts[index]}) for index, call in calls]
        for transaction in sent:
            receipt = self._w3.eth.wait_for_transaction_receipt(transaction, timeout=60)
            if not receipt["status"]:
                raise DemoError(f"a demo transaction reverted: {transaction.hex()}")


def _path(index: int) -> str:
    return f"m/44'/60'/0'/0/{index}"
