"""The committee behind `oracle.ports.QuestionChain`."""

from functools import lru_cache

from web3 import Web3

from oracle.chain.contracts import Outbox, at, contract
from oracle.chain.deployment import Deployment
from oracle.chain.node import Header, header_at, hex_of, node_errors
from oracle.chain.sender import Sender
from oracle.chain.signing import personal
from oracle.ports import Question, QuestionView, Signer

_NOBODY = "0x" + "00" * 20
_REMEMBERED = 256  # signatures that are asked for again at every look, of a signer far away


class ChainCommittee:
    """An operator's `oracle.ports.QuestionChain`; without a `sender` a dry run.

    The causes of its transactions name the commitment too, for questions that a reorg replaced.
    """

    def __init__(
        self,
        w3: Web3,
        deployment: Deployment,
        signer: Signer | None,
        sender: Sender | None,
    ) -> None:
        self.operator = signer.address if signer else _NOBODY
        self._w3, self._chain_id = w3, deployment.chain_id
        self._sign = lru_cache(_REMEMBERED)(signer.sign) if signer else None
        self._committee = contract(w3, deployment, "OracleCommittee")
        self._functions = self._committee.functions
        self._outbox = Outbox(sender, f"{self._chain_id}:{self._committee.address}")

    def view(self, question: Question) -> QuestionView:
        """The question at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        name, operator = _name(question), self.operator
        with node_errors():
            stored = at(head, self._functions.question(name))
            number = at(head, self._functions.numberOf(operator))
            mine = 1 << number if number else 0
            refused = at(head, self._functions.isRefused(name, operator))
            revealed = refused or bool(stored.revealed & mine)
            committed = bytes(at(head, self._functions.commitmentOf(name, operator)))
            return QuestionView(
                now=head.timestamp,
                asked=bool(stored.members & mine),
                committed=revealed or any(committed),
                revealed=revealed,
                commitment=hex_of(committed) if any(committed) else None,
            )

    def commitment(self, question: Question, payload: bytes) -> str:
        """The commitment; see `oracle.ports.QuestionChain` for this and what follows."""
        return hex_of(self._bound(question, payload))

    def commit(self, question: Question, payload: bytes) -> None:
        """Commit to an answer."""
        bound = self._bound(question, payload)
        call = self._functions.commit(_name(question), bound)
        self._outbox.send(f"commit {hex_of(bound)}", _subject(question), call)

    def reveal(self, question: Question, payload: bytes) -> None:
        """Reveal what was committed to."""
        bound, salt = self._bound(question, payload), self._salt(question, payload)
        call = self._functions.reveal(_name(question), payload, salt)
        self._outbox.send(f"reveal {hex_of(bound)}", _subject(question), call)

    def all_revealed(self, question: bytes, head: Header) -> bool:
        """Whether a question was asked, and every member revealed what counts."""
        stored = at(head, self._functions.question(question))
        return bool(0 < stored.members == stored.revealed)

    def order(self, question: bytes, head: Header) -> tuple[str, ...]:
        """The eligible operators, the question's leader first."""
        members = list(at(head, self._functions.eligibleMembers()))
        leader = at(head, self._functions.leader(question))
        first = members.index(leader) if leader in members else 0
        return tuple(members[first:] + members[:first])

    def _bound(self, question: Question, payload: bytes) -> bytes:
        """The commitment: the payload's, for this question, operator, committee and chain."""
        types = ["uint256", "address", "bytes32", "address", "bytes32", "bytes32"]
        salt = self._salt(question, payload)
        values = (*self._binding(question), self.operator, Web3.keccak(payload), salt)
        return bytes(Web3.keccak(self._w3.codec.encode(types, values)))

    def _salt(self, question: Question, payload: bytes) -> bytes:
        """Derived from the key, so that it is never stored and no crash loses it.

        It is the hash of a signature that nobody else can make and that is the same each time
        (RFC 6979). What is signed can be no transaction (EIP-191).
        """
        if self._sign is None:
            return bytes(32)
        values = (*self._binding(question), Web3.keccak(payload))
        types = ["uint256", "address", "bytes32", "bytes32"]
        secret = b"Troupe salt" + self._w3.codec.encode(types, values)
        return bytes(Web3.keccak(self._sign(personal(secret))))

    def _binding(self, question: Question) -> tuple[int, str, bytes]:
        return self._chain_id, self._committee.address, _name(question)


def question_name(consumer: str, local_id: int, phase: int = 0) -> bytes:
    """As the contracts' QuestionId names a question: consumer, its own number, phase."""
    return bytes.fromhex(consumer[2:]) + local_id.to_bytes(11) + phase.to_bytes(1)


def _name(question: Question) -> bytes:
    return bytes.fromhex(question.id[2:])


def _subject(question: Question) -> str:
    return f"{question.id}:{question.block_hash}"
