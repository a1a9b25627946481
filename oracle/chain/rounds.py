"""The contracts behind `oracle.ports.RoundChain`."""

import logging
from functools import cache
from typing import Any, cast

from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from oracle.chain.deployment import Deployment, load_abi
from oracle.chain.node import Header, header_at, hex_of, node_errors
from oracle.chain.sender import Sender
from oracle.ports import Proposal, RoundState, RoundView

log = logging.getLogger(__name__)

_NOBODY = "0x" + "00" * 20


def contract(w3: Web3, deployment: Deployment, name: str) -> Contract:
    """A deployed contract. Raises `Fatal` where it or its ABI is missing."""
    address = cast(ChecksumAddress, deployment.address(name))
    return w3.eth.contract(address=address, abi=load_abi(name), decode_tuples=True)


class ChainRounds:
    """An operator's `oracle.ports.RoundChain`. Without a `sender` it only says what it would send.

    Each cause of a transaction names chain, contract, round and the block of its proposal, so that
    one cause never has two effects, and a round that a reorg replaced is another cause; that of a
    commit names the commitment too, for entries that a reorg replaced.
    """

    def __init__(
        self,
        w3: Web3,
        deployment: Deployment,
        account: LocalAccount | None,
        sender: Sender | None,
    ) -> None:
        self.chain_id = deployment.chain_id
        self.operator = str(account.address) if account else _NOBODY
        self._w3, self._account, self._sender = w3, account, sender
        self._rounds = contract(w3, deployment, "GenerationRounds")
        self._committee = contract(w3, deployment, "OracleCommittee")
        self.rounds = str(self._rounds.address)
        self._parameters = cache(self._read_parameters)

    def view(self, round_id: int) -> RoundView:
        """The round at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        with node_errors():
            found = _at(head, self._rounds.functions.round(round_id))
            rules = self._parameters(found.parametersVersion)
            return RoundView(
                now=head.timestamp,
                state=RoundState(found.state),
                opened_at=found.openedAt,
                leader_window=rules.leaderWindow,
                entry_window=rules.entryWindow,
                order=self._order(round_id, head),
                **self._part(round_id, head),
            )

    def scoring_profile(self, parameters_version: int) -> str:
        """Digest of the profile by which rounds of that version are scored. Raises `Transient`."""
        with node_errors():
            return hex_of(self._parameters(parameters_version).scoringProfile)

    def submit_entries(self, proposal: Proposal, manifest: str) -> None:
        """Submit a round's manifest; see `oracle.ports.RoundChain` for this and what follows."""
        self._send("entries", proposal, self._rounds.functions.submitEntries, manifest)

    def commit(self, proposal: Proposal, payload: bytes) -> None:
        """Commit to a score sheet."""
        function, bound = self._committee.functions.commit, self._bound(proposal, payload)
        self._ask(f"commit {hex_of(bound)}", proposal, function, bound)

    def reveal(self, proposal: Proposal, payload: bytes) -> None:
        """Reveal what was committed to."""
        function, bound = self._committee.functions.reveal, self._bound(proposal, payload)
        salt = self._salt(proposal, payload)
        self._ask(f"reveal {hex_of(bound)}", proposal, function, payload, salt)

    def settle(self, proposal: Proposal) -> None:
        """Settle a round."""
        self._send("settle", proposal, self._rounds.functions.settle)

    def expire(self, proposal: Proposal) -> None:
        """End a round that got no entries."""
        self._send("expire", proposal, self._rounds.functions.expire)

    def _send(self, step: str, proposal: Proposal, function: Any, *args: Any) -> None:
        self._dispatch(step, proposal, function(proposal.round_id, *args))

    def _ask(self, step: str, proposal: Proposal, function: Any, *args: Any) -> None:
        self._dispatch(step, proposal, function(self._question(proposal.round_id), *args))

    def _dispatch(self, step: str, proposal: Proposal, call: ContractFunction) -> None:
        if self._sender is None:
            log.info("round=%d dry run: would send %s", proposal.round_id, step)
            return
        cause = f"{step}:{self.chain_id}:{self.rounds}:{proposal.round_id}:{proposal.block_hash}"
        self._sender.send(cause, call)

    def _bound(self, proposal: Proposal, payload: bytes) -> bytes:
        """The commitment: the payload's, for this question, operator, committee and chain."""
        types = ["uint256", "address", "bytes32", "address", "bytes32", "bytes32"]
        salt = self._salt(proposal, payload)
        values = (*self._subject(proposal), self.operator, Web3.keccak(payload), salt)
        return bytes(Web3.keccak(self._w3.codec.encode(types, values)))

    def _salt(self, proposal: Proposal, payload: bytes) -> bytes:
        """Derived from the key, so that it is never stored and no crash loses it.

        It is the hash of a signature that nobody else can make and that is the same each time
        (RFC 6979). What is signed can be no transaction (EIP-191).
        """
        if self._account is None:
            return bytes(32)
        values = (*self._subject(proposal), Web3.keccak(payload))
        types = ["uint256", "address", "bytes32", "bytes32"]
        secret = b"Troupe salt" + self._w3.codec.encode(types, values)
        signature = self._account.sign_message(encode_defunct(secret)).signature
        return bytes(Web3.keccak(signature))

    def _subject(self, proposal: Proposal) -> tuple[int, str, bytes]:
        return self.chain_id, self._committee.address, self._question(proposal.round_id)

    def _part(self, round_id: int, head: Header) -> dict[str, bool]:
        question = self._question(round_id)
        functions = self._committee.functions
        stored = _at(head, functions.question(question))
        number = _at(head, functions.numberOf(self.operator))
        mine = 1 << number if number else 0
        committed = any(_at(head, functions.commitmentOf(question, self.operator)))
        revealed = bool(stored.revealed & mine)
        return {
            "asked": bool(stored.members & mine),
            "committed": committed or revealed,
            "revealed": revealed,
            "all_revealed": 0 < stored.members == stored.revealed,
        }

    def _order(self, round_id: int, head: Header) -> tuple[str, ...]:
        functions = self._committee.functions
        members = list(_at(head, functions.eligibleMembers()))
        leader = _at(head, functions.leader(self._question(round_id)))
        first = members.index(leader) if leader in members else 0
        return tuple(members[first:] + members[:first])

    def _question(self, round_id: int) -> bytes:
        """As the contracts' QuestionId names it: consumer, round, phase 0."""
        return bytes.fromhex(self.rounds[2:]) + round_id.to_bytes(11) + b"\x00"

    def _read_parameters(self, version: int) -> Any:
        return self._rounds.functions.parameters(version).call()


def _at(head: Header, function: ContractFunction) -> Any:
    return function.call(block_identifier=head.number)
