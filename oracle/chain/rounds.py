"""The rounds contract behind `oracle.ports.RoundChain`."""

from functools import cache
from typing import Any

from web3 import Web3

from oracle.chain.committee import ChainCommittee, question_name
from oracle.chain.contracts import Outbox, at, contract
from oracle.chain.deployment import Deployment
from oracle.chain.node import header_at, hex_of, node_errors
from oracle.chain.sender import Sender
from oracle.ports import Proposal, RoundState, RoundView


class ChainRounds:
    """An operator's `oracle.ports.RoundChain`; without a `sender` a dry run.

    The causes of its transactions name the block of the proposal: a round that a reorg replaced is
    another cause.
    """

    def __init__(
        self, w3: Web3, deployment: Deployment, committee: ChainCommittee, sender: Sender | None
    ) -> None:
        self.chain_id, self.operator = deployment.chain_id, committee.operator
        self._w3, self._committee = w3, committee
        self._rounds = contract(w3, deployment, "GenerationRounds")
        self.rounds = str(self._rounds.address)
        self._outbox = Outbox(sender, f"{self.chain_id}:{self.rounds}")
        self._parameters = cache(self._read_parameters)

    def view(self, round_id: int) -> RoundView:
        """The round at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        question = question_name(self.rounds, round_id)
        with node_errors():
            found = at(head, self._rounds.functions.round(round_id))
            rules = self._parameters(found.parametersVersion)
            return RoundView(
                now=head.timestamp,
                state=RoundState(found.state),
                opened_at=found.openedAt,
                leader_window=rules.leaderWindow,
                entry_window=rules.entryWindow,
                order=self._committee.order(question, head),
                all_revealed=self._committee.all_revealed(question, head),
            )

    def scoring_profile(self, parameters_version: int) -> str:
        """Digest of the profile by which rounds of that version are scored. Raises `Transient`."""
        with node_errors():
            return hex_of(self._parameters(parameters_version).scoringProfile)

    def submit_entries(self, proposal: Proposal, manifest: str) -> None:
        """Submit a round's manifest; see `oracle.ports.RoundChain` for this and what follows."""
        self._send("entries", proposal, self._rounds.functions.submitEntries, manifest)

    def settle(self, proposal: Proposal) -> None:
        """Settle a round."""
        self._send("settle", proposal, self._rounds.functions.settle)

    def expire(self, proposal: Proposal) -> None:
        """End a round that got no entries."""
        self._send("expire", proposal, self._rounds.functions.expire)

    def _send(self, step: str, proposal: Proposal, function: Any, *args: Any) -> None:
        subject = f"{proposal.round_id}:{proposal.block_hash}"
        self._outbox.send(step, subject, function(proposal.round_id, *args))

    def _read_parameters(self, version: int) -> Any:
        return self._rounds.functions.parameters(version).call()
