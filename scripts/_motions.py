"""Governance proposals: what they would do, checked and shown before they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import click

from oracle.domain import Document
from oracle.ipfs.embedded import EmbeddedStore
from scripts._abi import typed
from scripts._deployed import deployed_contracts
from scripts._paths import blocks_path
from scripts._transactions import Refused, method_of, perform, simulate_call
from scripts._words import actions, amount, moment


@dataclass
class Motion:
    """Actions in the timelock's name, and why; built one by one with `call`.

    `pins` are documents that they name, pinned before the proposal is sent.
    """

    contracts: dict[str, Any]
    reason: str
    targets: list[str] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    calldatas: list[bytes] = field(default_factory=list)
    pins: list[Document] = field(default_factory=list)

    @classmethod
    def about(cls, reason: str) -> Self:
        """Nothing to do yet. Raises `ValueError` where this chain has no deployment."""
        return cls(deployed_contracts(), reason)

    def call(self, name: str, method: str, *arguments: Any) -> Self:
        """Add a call of a contract by its short name (`token`, `registry`, …).

        Raises `ValueError` where there is no such contract or method, or arguments do not fit.
        """
        if name not in self.contracts:
            raise ValueError(f"there is no contract {name}: say {', '.join(self.contracts)}")
        target = method_of(self.contracts[name], method)
        self.targets.append(target.contract.address)
        self.values.append(0)
        self.calldatas.append(bytes(target.encode_input(*arguments)))
        return self

    def call_in_words(self, name: str, method: str, words: Sequence[str]) -> Self:
        """As `call`, with arguments as somebody types them: JSON for lists and structs."""
        if name not in self.contracts:
            raise ValueError(f"there is no contract {name}: say {', '.join(self.contracts)}")
        abis = [
            a for a in method_of(self.contracts[name], method).abis if len(a.inputs) == len(words)
        ]
        if len(abis) != 1:
            known = " or ".join(a.selector for a in method_of(self.contracts[name], method).abis)
            raise ValueError(f"{len(words)} arguments do not fit {known}")
        return self.call(name, method, *map(typed, abis[0].inputs, words))

    def pay(self, to: str, wei: int) -> Self:
        """Add a payment of the native coin."""
        self.targets.append(to)
        self.values.append(wei)
        self.calldatas.append(b"")
        return self

    def put(self, account: Any, anyway: bool, dry_run: bool) -> None:
        """Show the actions, and put them to the vote in the account's name.

        Raises `ValueError` where the account has too few votes, or an action would be refused as
        things are now and it is not to be put `anyway`.
        """
        for line in actions(self.contracts, self.targets, self.values, self.calldatas):
            click.echo(f"action    {line}")
        self._require_votes(account)
        if not anyway:
            self._rehearse()
        governor = self.contracts["governor"]
        description = f"{self.reason}#proposer={account.address}"
        arguments = (self.targets, self.values, self.calldatas, description)
        if not dry_run:
            self._pin()
        receipt = perform(governor.propose, *arguments, sender=account, dry_run=dry_run)
        if receipt:
            (made,) = governor.ProposalCreated.from_receipt(receipt)
            click.echo(f"Proposal {made.proposalId} is made.")
            click.echo(f"Voting begins {moment(made.voteStart)} and ends {moment(made.voteEnd)}.")
            click.echo(f"  ape run vote {made.proposalId} for")

    def _pin(self) -> None:
        with EmbeddedStore(blocks_path()) as blocks:
            for document in self.pins:
                blocks.put(document.to_bytes())

    def _require_votes(self, account: Any) -> None:
        needed = self.contracts["governor"].proposalThreshold()
        votes = self.contracts["token"].getVotes(account)
        if votes < needed:
            raise ValueError(
                f"{account.address} has the votes of {amount(votes)}, and {amount(needed)} are "
                "needed to propose: `ape run delegate` gives your tokens votes"
            )

    def _rehearse(self) -> None:
        sender = self.contracts["timelock"].address
        done = zip(self.targets, self.values, self.calldatas, strict=True)
        for number, (target, value, data) in enumerate(done, 1):
            if target == self.contracts["governor"].address:
                continue  # it takes calls only out of a proposal that is being executed
            try:
                simulate_call({"from": sender, "to": target, "value": value, "data": data})
            except Refused as refused:
                # What the action before it approves is not approved yet.
                if not refused.reason.startswith("ERC20InsufficientAllowance("):
                    raise ValueError(
                        f"action {number} would be {refused}; --anyway proposes it all the same"
                    ) from None
