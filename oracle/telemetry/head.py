"""What the chain's head says of an operator: its money, and the questions that wait for it."""

from dataclasses import dataclass

from web3 import Web3
from web3.contract import Contract

from oracle.chain.contracts import at
from oracle.chain.node import Depth, Header, header_at, newest_at, node_errors
from oracle.ports import Question, QuestionChain, QuestionStore, QuestionView


@dataclass(frozen=True)
class Head:
    """Blocks, money in wei, and this operator's part in the open questions.

    `left` is the smallest part of a window, of 1, that is left to a step which is still to be
    taken: ``commit`` or ``reveal``; 1 where nothing has to be done.
    """

    head: int
    final: int
    balance: int
    nonces: int
    bond: int
    eligible: bool
    states: dict[str, int]
    left: dict[str, float]


@dataclass(frozen=True)
class HeadReader:
    """Reads all of it from a node; an operator without a key has the zero address."""

    w3: Web3
    chain_id: int
    committee: Contract
    chain: QuestionChain
    store: QuestionStore
    operator: str
    depth: Depth

    def read(self) -> Head:
        """The state now. Raises `Transient` where the node or the database does not answer."""
        head, final = header_at(self.w3, "latest"), newest_at(self.w3, self.depth)
        known = [(question, self.chain.view(question)) for question in self.store.open_questions()]
        asked = [(question, view) for question, view in known if view.asked]
        balance, nonces = self._account(head)
        functions = self.committee.functions
        with node_errors():
            return Head(
                head=head.number,
                final=final.number,
                balance=balance,
                nonces=nonces,
                bond=at(head, functions.bondOf(self.operator)),
                eligible=at(head, functions.isEligible(self.operator)),
                states=_states([view for _, view in asked]),
                left={step: _left(step, asked) for step in ("commit", "reveal")},
            )

    def _account(self, head: Header) -> tuple[int, int]:
        address = self.w3.to_checksum_address(self.operator)
        with node_errors():
            balance = self.w3.eth.get_balance(address, head.number)
            return balance, self.w3.eth.get_transaction_count(address, head.number)


def _states(views: list[QuestionView]) -> dict[str, int]:
    revealed = sum(view.revealed for view in views)
    committed = sum(view.committed for view in views) - revealed
    return {
        "asked": len(views) - committed - revealed,
        "committed": committed,
        "revealed": revealed,
    }


def _left(step: str, asked: list[tuple[Question, QuestionView]]) -> float:
    return min((_part(step, question, view) for question, view in asked), default=1.0)


def _part(step: str, question: Question, view: QuestionView) -> float:
    """How much of its window is left to a question's step; 1 where it is done or not its time."""
    start, end, done = question.opened, question.commit_end, view.committed
    if step == "reveal":
        start, end = question.commit_end, question.reveal_end
        done = view.revealed or not view.committed
    if done or not start <= view.now < end:
        return 1.0
    return (end - view.now) / (end - start)
