"""The deployment of everything, in order; each step asks first whether it is done already."""

from dataclasses import dataclass
from typing import Any

from oracle.personas.cards import default_cards
from oracle.ports import BlockStore
from oracle.scoring.profile import default_profile
from scripts._deployment.ledger import Ledger
from scripts._deployment.manifest import DeployedPersona, Manifest
from scripts._deployment.profile import Profile

NATIVE_COIN = "0x0000000000000000000000000000000000000000"
_OWNED = ("PersonaRegistry", "ContributionNFT", "OracleCommittee", "GenerationRounds")


def deploy(profile: Profile, ledger: Ledger, blocks: BlockStore) -> Manifest:
    """Deploy what is missing, hand everything over to the timelock, and return the manifest.

    Cards and scoring profile are put in `blocks` first. Does nothing where the ledger's manifest
    is complete. Raises `RuntimeError` if the deployer is left with any power.
    """
    if ledger.is_complete():
        return ledger.manifest
    ledger.manifest.complete = False
    ledger.manifest.scoring_profile = blocks.put(default_profile().to_bytes())
    cards = [blocks.put(card.to_bytes()) for card in default_cards()]
    run = _Run(profile, ledger, _deploy_contracts(profile, ledger))
    run.wire()
    run.add_operators()
    run.add_parameters()
    run.register(cards)
    run.hand_over()
    run.check()
    ledger.manifest.complete = True
    ledger.save()
    return ledger.manifest


def _deploy_contracts(profile: Profile, ledger: Ledger) -> dict[str, Any]:
    deployer, p = ledger.account.address, profile
    c: dict[str, Any] = {}

    def add(name: str, *args: Any) -> Any:
        c[name] = ledger.contract(name, *args)
        return c[name]

    timelock = add("Timelock", p.governor.timelock_delay, [], [NATIVE_COIN], deployer)
    token = add("RewardToken", *_token_arguments(p, timelock))
    add("TroupeGovernor", token, timelock, *_governor_arguments(p))
    registry = add("PersonaRegistry", token, timelock, deployer, p.registry.registration_fee)
    contributions = add("ContributionNFT", registry, deployer, p.registry.genesis_impact)
    assets = [token.address, NATIVE_COIN, *p.registry.more_vault_assets]
    add("RevenueFactory", contributions, assets)
    bonds = (p.committee.min_bond, p.committee.min_members, p.committee.unbond_delay)
    committee = add("OracleCommittee", token, timelock, deployer, *bonds)
    add("GenerationRounds", token, registry, committee, deployer, p.min_window)
    return c


def _token_arguments(p: Profile, timelock: Any) -> tuple[Any, ...]:
    allocation = [(part.account, part.amount) for part in p.token.allocation]
    return p.token.name, p.token.symbol, p.token.cap, timelock, allocation


def _governor_arguments(p: Profile) -> tuple[int, ...]:
    g = p.governor
    return g.voting_delay, g.voting_period, g.proposal_threshold, g.quorum_percent


@dataclass(frozen=True)
class _Run:
    profile: Profile
    ledger: Ledger
    contracts: dict[str, Any]

    @property
    def _deployer(self) -> Any:
        return self.ledger.account

    def wire(self) -> None:
        registry, committee = self.contracts["PersonaRegistry"], self.contracts["OracleCommittee"]
        if registry.contributions() == NATIVE_COIN:
            wired = (self.contracts["ContributionNFT"], self.contracts["RevenueFactory"])
            registry.wire(*wired, sender=self._deployer)
        rounds = self.contracts["GenerationRounds"]
        if not committee.isConsumer(rounds):
            committee.setConsumer(rounds, True, sender=self._deployer)

    def add_operators(self) -> None:
        committee = self.contracts["OracleCommittee"]
        known = {committee.memberAt(number).lower() for number in range(1, 16)}
        for operator in self.profile.committee.operators:
            if operator.lower() not in known:
                committee.addMember(operator, sender=self._deployer)

    def add_parameters(self) -> None:
        rounds = self.contracts["GenerationRounds"]
        if rounds.currentVersion() == 0:
            parameters = self.profile.rounds.model_dump(by_alias=True)
            parameters["scoringProfile"] = self.ledger.manifest.scoring_profile
            rounds.addParameters(parameters, sender=self._deployer)

    def register(self, cards: list[str]) -> None:
        registry = self.contracts["PersonaRegistry"]
        for card in cards[registry.personaCount() :]:
            registry.register(card, sender=self._deployer)
        ids = range(1, len(cards) + 1)
        for persona_id in ids:
            if not registry.isActive(persona_id):
                registry.setActive(persona_id, True, sender=self._deployer)
            self._give_card(persona_id)
        pairs = zip(ids, cards, strict=True)
        self.ledger.manifest.personas = [DeployedPersona(id=i, card=card) for i, card in pairs]
        self.ledger.save()

    def _give_card(self, token_id: int) -> None:
        """The contribution of a first card has its persona's number."""
        contributions = self.contracts["ContributionNFT"]
        owner = self.profile.registry.card_owner or self.contracts["Timelock"].address
        if contributions.ownerOf(token_id) == self._deployer.address != owner:
            contributions.transferFrom(self._deployer, owner, token_id, sender=self._deployer)

    def hand_over(self) -> None:
        timelock, governor = self.contracts["Timelock"], self.contracts["TroupeGovernor"]
        for contract in (self.contracts[name] for name in _OWNED):
            if contract.owner() == self._deployer.address:
                contract.transferOwnership(timelock, sender=self._deployer)
        for role in (timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE()):
            if not timelock.hasRole(role, governor):
                timelock.grantRole(role, governor, sender=self._deployer)
        admin = timelock.DEFAULT_ADMIN_ROLE()
        if timelock.hasRole(admin, self._deployer):
            timelock.renounceRole(admin, self._deployer, sender=self._deployer)

    def check(self) -> None:
        """Raises `RuntimeError` where not all power is the timelock's, and its the governor's."""
        timelock, deployer = self.contracts["Timelock"], self._deployer
        owned = [self.contracts[name] for name in ("RewardToken", *_OWNED)]
        strays = [item.address for item in owned if item.owner() != timelock.address]
        names = ("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")
        roles = [name for name in names if timelock.hasRole(getattr(timelock, name)(), deployer)]
        if strays or roles:
            raise RuntimeError(f"not handed over: contracts {strays}, roles {roles}")
