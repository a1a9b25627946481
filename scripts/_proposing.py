"""A generation proposal, checked before it is sent."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from oracle.domain import MAX_ROSTER, MIN_ROSTER, Brief, Platform
from oracle.ipfs.embedded import EmbeddedStore
from oracle.platforms import platform_from_slug
from scripts._deployed import deployed_contracts
from scripts._deployment.fields import wei
from scripts._paths import blocks_path
from scripts._transactions import send_spending, simulate_spending


def read_brief(text: str | None, path: Path | None) -> Brief:
    """The brief of that text, or in that file. Raises `ValueError` unless exactly one is given."""
    if (text is None) == (path is None):
        raise ValueError("give one of --brief TEXT and --brief-file FILE")
    return Brief(text=text) if text is not None else Brief.parse(Path(str(path)).read_bytes())


@dataclass(frozen=True)
class Proposal:
    """What `account` would propose. `bounty` is in wei."""

    account: Any
    contracts: dict[str, Any]
    brief: Brief
    platform: Platform
    personas: tuple[int, ...]
    bounty: int

    @classmethod
    def prepare(
        cls, account: Any, brief: Brief, platform: str, personas: str | None, bounty: str | None
    ) -> Self:
        """The proposal with the defaults filled in from the chain.

        Raises `ValueError` where a word can't be read or the account cannot pay.
        """
        contracts = deployed_contracts()
        rounds, token = contracts["rounds"], contracts["token"]
        amount = wei(bounty) if bounty else rounds.parameters(rounds.currentVersion()).minBounty
        if (balance := token.balanceOf(account)) < amount:
            raise ValueError(
                f"{account.address} has {balance / 10**18:,.2f} tokens, less than the bounty of "
                f"{amount / 10**18:,.2f}: choose another account or a smaller --bounty"
            )
        roster = _roster(personas) if personas else _active(contracts["registry"])
        return cls(account, contracts, brief, platform_from_slug(platform), roster, amount)

    def rehearse(self) -> None:
        """Nothing, if the chain would accept the proposal; raises `Refused` if not."""
        simulate_spending(self._rounds.propose, *self._arguments, sender=self.account)

    def send(self) -> int:
        """Pin the brief, approve the bounty, propose; the number of the round."""
        self.rehearse()
        with EmbeddedStore(blocks_path()) as blocks:
            blocks.put(self.brief.to_bytes())
        receipt = send_spending(
            self.contracts["token"],
            self.bounty,
            self._rounds.propose,
            *self._arguments,
            sender=self.account,
        )
        (event,) = self._rounds.GenerationProposed.from_receipt(receipt)
        return int(event.roundId)

    @property
    def _rounds(self) -> Any:
        return self.contracts["rounds"]

    @property
    def _arguments(self) -> tuple[Any, ...]:
        return self.brief.digest, int(self.platform), list(self.personas), self.bounty


def _roster(personas: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in personas.split(","))
    except ValueError:
        raise ValueError(f"--personas {personas} is not like 1,2,3") from None


def _active(registry: Any) -> tuple[int, ...]:
    ids = range(1, registry.personaCount() + 1)
    active = tuple(number for number in ids if registry.isActive(number))
    if not MIN_ROSTER <= len(active) <= MAX_ROSTER:
        raise ValueError(f"{len(active)} personas are active: choose some with --personas 1,2,3")
    return active
