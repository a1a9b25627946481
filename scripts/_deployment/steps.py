"""The deployment of everything, in order; each step asks first whether it is done already."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from oracle.personas.cards import default_cards
from oracle.ports import BlockStore
from oracle.scoring.profile import default_profile
from scripts._deployment.documents import COLLECTIONS, PROMPTS
from scripts._deployment.ledger import Ledger
from scripts._deployment.manifest import DeployedPersona, Manifest
from scripts._deployment.profile import Profile

NATIVE_COIN = "0x0000000000000000000000000000000000000000"
OWNED = (
    "PersonaRegistry",
    "ContributionNFT",
    "OracleCommittee",
    "GenerationRounds",
    "TrainingJobs",
)
CONSUMERS = ("GenerationRounds", "ContributionNFT", "TrainingJobs")


def deploy(profile: Profile, ledger: Ledger, blocks: BlockStore) -> Manifest:
    """Deploy what is missing, hand everything over to the timelock, and return the manifest.

    Cards and scoring profile are put in `blocks` first. Does nothing where the ledger's manifest
    is complete. Raises `RuntimeError` if the deployer is left with any power.
    """
    if ledger.is_complete():
        return ledger.manifest
    ledger.manifest.complete = False
    ledger.manifest.scoring_profile = blocks.put(default_profile().to_bytes())
    ledger.manifest.prompt_pool = blocks.put(PROMPTS.to_bytes())
    cards = [blocks.put(card.to_bytes()) for card in default_cards()]
    run = _Run(profile, ledger, _deploy_contracts(profile, ledger))
    run.wire()
    run.describe({name: blocks.put(doc.to_bytes()) for name, doc in COLLECTIONS.items()})
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
    add("TroupeGovernor", token, timelock, _governor_settings(p))
    registry = add("PersonaRegistry", token, timelock, deployer, p.registry.registration_fee)
    bonds = (p.committee.min_bond, p.committee.min_members, p.committee.unbond_delay)
    committee = add("OracleCommittee", token, timelock, deployer, *bonds, p.min_window)
    contributions = add("ContributionNFT", registry, token, committee, deployer)
    more_assets = [NATIVE_COIN, *p.registry.more_vault_assets]
    add("RevenueFactory", contributions, token, more_assets)
    add("GenerationRounds", token, registry, committee, deployer, p.min_window)
    add("TrainingJobs", token, registry, contributions, committee, deployer)
    return c


def _token_arguments(p: Profile, timelock: Any) -> tuple[Any, ...]:
    allocation = [(part.account, part.amount) for part in p.token.allocation]
    return p.token.name, p.token.symbol, p.token.cap, timelock, allocation


def _governor_settings(p: Profile) -> tuple[Any, ...]:
    """The constructor's struct, in its order."""
    g = p.governor
    return (
        g.voting_delay,
        g.voting_period,
        g.late_quorum_extension,
        g.proposal_threshold,
        g.quorum_percent,
        g.guardian or NATIVE_COIN,
        g.guardian_seconds,
    )


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
        for consumer in (self.contracts[name] for name in CONSUMERS):
            if not committee.isConsumer(consumer):
                committee.setConsumer(consumer, True, sender=self._deployer)
        training = self.contracts["TrainingJobs"]
        for trained in (registry, self.contracts["ContributionNFT"]):
            if trained.trainer() != training.address:
                trained.setTrainer(training, sender=self._deployer)

    def describe(self, collections: dict[str, str]) -> None:
        """Name the documents that say what the tokens' collections are, by contract."""
        for name, digest in collections.items():
            if not self.contracts[name].contractURI():
                self.contracts[name].setContractURI(digest, sender=self._deployer)

    def add_operators(self) -> None:
        committee = self.contracts["OracleCommittee"]
        known = {committee.memberAt(number).lower() for number in range(1, 16)}
        for operator in self.profile.committee.operators:
            if operator.lower() not in known:
                committee.addMember(operator, sender=self._deployer)

    def add_parameters(self) -> None:
        manifest, profile = self.ledger.manifest, self.profile
        scoring = {"scoringProfile": manifest.scoring_profile}
        self._add_parameters("GenerationRounds", profile.rounds, scoring)
        self._add_parameters("ContributionNFT", profile.contributions, scoring)
        prompts = {"promptPool": manifest.prompt_pool}
        self._add_parameters("TrainingJobs", profile.training, prompts)

    def _add_parameters(self, name: str, part: BaseModel, documents: dict[str, Any]) -> None:
        contract = self.contracts[name]
        if contract.currentVersion() == 0:
            parameters = part.model_dump(by_alias=True) | documents
            contract.addParameters(parameters, sender=self._deployer)

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
        for contract in (self.contracts[name] for name in OWNED):
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
        owned = [self.contracts[name] for name in ("RewardToken", *OWNED)]
        strays = [item.address for item in owned if item.owner() != timelock.address]
        names = ("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")
        roles = [name for name in names if timelock.hasRole(getattr(timelock, name)(), deployer)]
        if strays or roles:
            raise RuntimeError(f"not handed over: contracts {strays}, roles {roles}")
