"""The actors and the deployed protocol; the only place of these tests that imports Ape."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ape
import pytest

from oracle.ipfs.embedded import EmbeddedStore
from scripts._deployed import NAMES
from scripts._deployment.ledger import Ledger
from scripts._deployment.profile import Profile, load_profile
from scripts._deployment.steps import deploy
from scripts._project import contract_named
from scripts._transactions import Refused, simulate, simulate_call
from tests.contracts.clock import Clock
from tests.contracts.jobs import Jobs
from tests.contracts.mocks import compiled
from tests.contracts.motion import Motion
from tests.contracts.outside import Outside
from tests.contracts.panel import Panel
from tests.contracts.play import Play
from tests.contracts.reviews import Reviews

TOKEN = 10**18

# ------------------------------------------------------------------ actors


def _actor(index: int) -> Any:
    return pytest.fixture(scope="session")(lambda accounts: accounts[index])


deployer = _actor(0)
proposer = _actor(4)
voter = _actor(5)
second_voter = _actor(6)
undelegated_holder = _actor(7)
contributor = _actor(8)  # holds the contributions of the first five cards
sponsor = _actor(9)
stranger = _actor(10)  # holds nothing


@pytest.fixture(scope="session")
def operators(accounts: Any) -> list[Any]:
    """The members of the committee, by number; each has bonded twice the minimum."""
    return [accounts[index] for index in (1, 2, 3)]


@pytest.fixture(scope="session")
def impersonate() -> Callable[[Any], Any]:
    """A contract as a sender."""

    def account(contract: Any) -> Any:
        ape.chain.provider.set_balance(contract.address, 10 * TOKEN)
        return ape.accounts.test_accounts.impersonate_account(contract.address)

    return account


@pytest.fixture(scope="session")
def dao(contracts: SimpleNamespace, impersonate: Callable[[Any], Any]) -> Any:
    """The timelock as a sender: what a passed proposal would do."""
    return impersonate(contracts.timelock)


# ------------------------------------------------------------------ the protocol


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("local", 31337)


@pytest.fixture(scope="session")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("blocks") / "blocks.sqlite") as store:
        yield store


@pytest.fixture(scope="session")
def manifest_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the deployment of `contracts` is written."""
    return tmp_path_factory.mktemp("deployment") / "31337.json"


@pytest.fixture(scope="session")
def contracts(
    manifest_path: Path,
    clock: Clock,
    profile: Profile,
    blocks: EmbeddedStore,
    deployer: Any,
    operators: list[Any],
    voter: Any,
    second_voter: Any,
) -> SimpleNamespace:
    """The protocol as `ape run deploy` leaves it, with bonded operators and voters with power."""
    manifest = deploy(profile, Ledger(manifest_path, deployer), blocks)
    found = {short: _at(name, manifest.contracts[name].address) for short, name in NAMES.items()}
    deployed = SimpleNamespace(**found)
    for operator in operators:
        amount = 2 * profile.committee.min_bond
        deployed.token.approve(deployed.committee, amount, sender=operator)
        deployed.committee.bond(amount, sender=operator)
    for account in (voter, second_voter):
        deployed.token.invoke_transaction("delegate", account, sender=account)
    clock.move_to(clock.now() + 1)  # votes count from the second after
    return deployed


def _contract(name: str) -> Any:
    return pytest.fixture(scope="session")(lambda contracts: getattr(contracts, name))


token = _contract("token")
timelock = _contract("timelock")
governor = _contract("governor")
registry = _contract("registry")
contributions = _contract("contributions")
factory = _contract("factory")
committee = _contract("committee")
rounds = _contract("rounds")
training = _contract("training")


@pytest.fixture(scope="session")
def vault_of(registry: Any) -> Callable[[int], Any]:
    return lambda persona_id: _at("RevenueVault", registry.vaultOf(persona_id))


@pytest.fixture(scope="session")
def make_contract(deployer: Any) -> Callable[..., Any]:
    """Deploys a contract of the project by name."""
    return lambda name, *args: deployer.deploy(contract_named(name), *args)


@pytest.fixture(scope="session")
def make_mock(deployer: Any) -> Callable[..., Any]:
    """Deploys a contract of the folder `mocks` by name."""
    return lambda name, *args: deployer.deploy(_mock(name), *args)


# ------------------------------------------------------------------ what they do


@pytest.fixture(scope="session")
def clock(chain: Any) -> Clock:
    chain.provider.make_request("anvil_setBlockTimestampInterval", [0])
    return Clock(chain)


@pytest.fixture(scope="session")
def panel(contracts: SimpleNamespace, clock: Clock, operators: list[Any]) -> Panel:
    return Panel(contracts.committee, clock, operators)


@pytest.fixture(scope="session")
def play(contracts: SimpleNamespace, clock: Clock, panel: Panel, proposer: Any) -> Play:
    return Play(contracts, clock, panel, proposer)


@pytest.fixture(scope="session")
def reviews(contracts: SimpleNamespace, clock: Clock, panel: Panel, sponsor: Any) -> Reviews:
    return Reviews(contracts, clock, panel, sponsor)


@pytest.fixture(scope="session")
def jobs(contracts: SimpleNamespace, clock: Clock, panel: Panel, dao: Any) -> Jobs:
    return Jobs(contracts, clock, panel, dao)


@pytest.fixture(scope="session")
def motion(governor: Any, clock: Clock) -> Callable[..., Motion]:
    """A proposal of calls, such as ``motion((registry.setActive, 6, True))``."""
    return partial(Motion.of, governor, clock)


@pytest.fixture(scope="session")
def outside() -> Outside:
    return Outside(ape.chain.provider.web3)


@pytest.fixture(scope="session")
def refusal() -> Callable[..., str]:
    """Calls a method that must revert; the error as ``Name(argument=value, …)``.

    Not `ape.reverts`: that one passes for any error of a contract which was called in turn.
    """

    def call(method: Any, *arguments: Any, sender: Any) -> str:
        with pytest.raises(Refused) as refused:
            simulate(method, *arguments, sender=sender)
        return refused.value.reason

    return call


@pytest.fixture(scope="session")
def deployment_refusal() -> Callable[..., str]:
    """Deploys a contract that must refuse its arguments; the error as `refusal` gives it."""

    def call(name: str, *arguments: Any) -> str:
        with pytest.raises(Refused) as refused:
            simulate_call({"data": bytes(contract_named(name)(*arguments).data)})
        return refused.value.reason

    return call


def _at(name: str, address: str) -> Any:
    return contract_named(name).at(address)


def _mock(name: str) -> Any:
    from ape.contracts import ContractContainer
    from ethpm_types import ContractType

    found = compiled(name)
    code = {"bytecode": found["bytecode"]}
    kind = ContractType(contractName=name, abi=found["abi"], deploymentBytecode=code)
    return ContractContainer(kind)
