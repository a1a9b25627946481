"""Carrying out a deployment's plan; safe to interrupt anywhere and to run again."""

from collections.abc import Callable
from typing import Any

from oracle.personas.cards import default_card
from oracle.ports import BlockStore
from oracle.scoring.profile import default_profile
from scripts._deployment.documents import COLLECTIONS, PROMPTS
from scripts._deployment.ledger import Ledger
from scripts._deployment.manifest import DeployedPersona, Manifest
from scripts._deployment.plan import OWNED, Call, Contracts, Creation, Pinned, plan
from scripts._deployment.profile import Profile, require_apart

_ROLES = ("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")


def deploy(
    profile: Profile,
    ledger: Ledger,
    blocks: BlockStore,
    say: Callable[[str], None] = lambda _: None,
    confirmations: int = 0,
) -> Manifest:
    """Deploy what is missing, hand everything over to the timelock, and return the manifest.

    Documents are put in `blocks` first; `say` is told of each transaction before it is sent; the
    last is awaited `confirmations` blocks deep. Does nothing where the ledger's manifest is
    complete. Raises `ValueError` where the manifest is of another deployment, `RuntimeError` if
    the deployer is left with any power.
    """
    if ledger.is_complete():
        return ledger.manifest
    require_apart(profile, ledger.account.address)
    ledger.begin(profile)
    pinned = pin(profile, blocks)
    _note(ledger.manifest, pinned)
    steps = plan(profile, ledger.account.address, pinned)
    contracts: Contracts = {}
    for number, step in enumerate(steps, 1):
        _take(step, ledger, contracts, lambda label: say(f"{number}/{len(steps)} {label}"))  # noqa: B023
    ledger.confirm(confirmations)
    _require_handed_over(contracts, ledger.account)
    ledger.manifest.complete = True
    ledger.save()
    return ledger.manifest


def remaining(profile: Profile, ledger: Ledger, pinned: Pinned) -> list[str]:
    """The labels of the steps that are not done yet; sends nothing."""
    names = ledger.manifest.contracts
    contracts = {name: ledger.recorded(name) for name in names}
    steps = plan(profile, ledger.account.address, pinned)
    return [step.label for step in steps if not _is_done(step, contracts)]


def pin(profile: Profile, blocks: BlockStore) -> Pinned:
    """Put the documents that a deployment names in `blocks`."""
    cards = map(default_card, profile.personas)
    return Pinned(
        scoring_profile=blocks.put(default_profile().to_bytes()),
        prompt_pool=blocks.put(PROMPTS.to_bytes()),
        cards=tuple(blocks.put(card.to_bytes()) for card in cards),
        collections={name: blocks.put(doc.to_bytes()) for name, doc in COLLECTIONS.items()},
    )


def _note(manifest: Manifest, pinned: Pinned) -> None:
    manifest.scoring_profile = pinned.scoring_profile
    manifest.prompt_pool = pinned.prompt_pool
    manifest.personas = [DeployedPersona(id=i, card=card) for i, card in enumerate(pinned.cards, 1)]


def _take(
    step: Creation | Call, ledger: Ledger, contracts: Contracts, say: Callable[[str], None]
) -> None:
    if isinstance(step, Creation):
        if ledger.recorded(step.name) is None:
            say(step.label)
        contracts[step.name] = ledger.create(step.name, *step.args(contracts))
    elif not step.is_done(contracts):
        say(step.label)
        ledger.call(step.label, step.method(contracts), *step.args(contracts))


def _is_done(step: Creation | Call, contracts: Contracts) -> bool:
    if isinstance(step, Creation):
        return step.name in contracts
    try:
        return step.is_done(contracts)
    except KeyError:  # of a contract that is not deployed yet
        return False


def _require_handed_over(contracts: Contracts, deployer: Any) -> None:
    timelock = contracts["Timelock"]
    owned = [contracts[name] for name in ("RewardToken", *OWNED)]
    strays = [item.address for item in owned if item.owner() != timelock.address]
    roles = [role for role in _ROLES if timelock.hasRole(getattr(timelock, role)(), deployer)]
    if strays or roles:
        raise RuntimeError(f"not handed over: contracts {strays}, roles {roles}")
