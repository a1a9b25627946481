"""See test_deployment.tree."""

import json

import pytest
from pydantic import ValidationError

from oracle.chain.deployment import load_deployment
from oracle.domain import Card, ScoringProfile
from oracle.personas.cards import default_cards
from scripts._deployment.ledger import Ledger
from scripts._deployment.profile import FOLDER, load_profile
from scripts._deployment.steps import deploy

ROLES = ("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")


class Interrupted(Exception):
    """The process was killed."""


class BreakingLedger(Ledger):
    """Ends the deployment when its account has sent `steps` transactions."""

    def __init__(self, path, account, steps: int) -> None:
        super().__init__(path, account)
        self._last = account.nonce + steps

    def save(self) -> None:
        super().save()
        if self.account.nonce >= self._last:
            raise Interrupted


@pytest.fixture
def path(tmp_path):
    return tmp_path / "31337.json"


def test_deploy__finished__deployer_holds_nothing(contracts, timelock, governor, deployer) -> None:
    owned = (contracts.token, contracts.registry, contracts.contributions)

    for contract in (*owned, contracts.committee, contracts.rounds):
        assert contract.owner() == timelock.address
    assert not any(timelock.hasRole(getattr(timelock, role)(), deployer) for role in ROLES)
    for role in ("PROPOSER_ROLE", "CANCELLER_ROLE"):
        assert timelock.hasRole(getattr(timelock, role)(), governor)
    assert contracts.token.balanceOf(deployer) == 0
    assert contracts.contributions.balanceOf(deployer) == 0


def test_deploy__finished__first_personas_are_active_and_pinned(
    registry, rounds, committee, blocks, operators, profile
) -> None:
    cards = [
        Card.parse(blocks.get("0x" + registry.persona(n).card.hex().removeprefix("0x")))
        for n in range(1, 6)
    ]

    assert tuple(cards) == default_cards()
    assert all(registry.isActive(n) for n in range(1, 6))
    assert registry.registrationFee() == profile.registry.registration_fee
    assert [committee.memberAt(n) for n in (1, 2, 3)] == [item.address for item in operators]
    digest = "0x" + rounds.parameters(1).scoringProfile.hex().removeprefix("0x")
    assert ScoringProfile.parse(blocks.get(digest)).name == "default"


def test_deploy__twice__sends_nothing_the_second_time(
    contracts, manifest_path, profile, blocks, deployer
) -> None:
    nonce, written = deployer.nonce, manifest_path.read_bytes()

    manifest = deploy(profile, Ledger(manifest_path, deployer), blocks)

    assert manifest.complete
    assert deployer.nonce == nonce
    assert manifest_path.read_bytes() == written


def test_deploy__finished__is_read_by_the_oracle(contracts, manifest_path) -> None:
    found = load_deployment(manifest_path.parent, 31337)

    assert found.address("GenerationRounds") == contracts.rounds.address
    assert found.start_block == found.contracts["Timelock"].block


@pytest.mark.parametrize("steps", [4, 20])
def test_deploy__interrupted__goes_on_with_the_same_contracts(
    path, blocks, deployer, stranger, steps
) -> None:
    profile = load_profile("local", 31337, (stranger.address.lower(),))
    with pytest.raises(Interrupted):
        deploy(profile, BreakingLedger(path, deployer, steps), blocks)
    begun = json.loads(path.read_text())
    assert not begun["complete"]

    manifest = deploy(profile, Ledger(path, deployer), blocks)

    assert manifest.complete
    for name, contract in begun["contracts"].items():
        assert manifest.contracts[name].address == contract["address"]


@pytest.mark.parametrize("change", ["another genesis", "contract gone"])
def test_deploy__chain_is_another__deploys_anew(
    contracts, manifest_path, path, profile, blocks, deployer, change
) -> None:
    data = json.loads(manifest_path.read_text())
    if change == "another genesis":
        data["genesisHash"] = "0x" + "ab" * 32
    else:
        data["contracts"]["Timelock"]["address"] = "0x" + "12" * 20
    path.write_text(json.dumps(data))

    manifest = deploy(profile, Ledger(path, deployer), blocks)

    assert manifest.complete
    assert manifest.contracts["Timelock"].address != contracts.timelock.address
    assert manifest.contracts["RewardToken"].address != contracts.token.address


def test_ledger__malformed_manifest__says_what_to_do(path, deployer) -> None:
    path.write_text("{}")

    with pytest.raises(ValueError, match="move it away"):
        Ledger(path, deployer)


def test_profile__mainnet_as_it_comes__names_nobody_and_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"token\.allocation") as refused:
        load_profile("mainnet", 1)

    assert "4 operators are needed" in str(refused.value)


def test_profile__another_chain_or_unknown__is_refused() -> None:
    with pytest.raises(ValueError, match="is meant for chains"):
        load_profile("local", 1)
    with pytest.raises(ValueError, match="there is no profile"):
        load_profile("nowhere", 1)


def test_profile__operators_and_windows_given__override() -> None:
    operator = "0x" + "77" * 20

    profile = load_profile("local", 31337, (operator,), {"vote_window": 6, "reveal_window": None})

    assert profile.committee.operators[-1] == operator
    assert (profile.rounds.vote_window, profile.rounds.reveal_window) == (6, 12)


def test_profile__window_of_zero_given__is_refused() -> None:
    with pytest.raises(ValidationError, match="at least minWindow"):
        load_profile("local", 31337, windows={"vote_window": 0})


@pytest.mark.parametrize(
    ("section", "change", "message"),
    [
        ("rounds", {"participationShare": 1}, "must make 10000"),
        ("rounds", {"prizeShares": [1_000, 2_000, 5_000]}, "must not grow"),
        ("rounds", {"criteria": [0] * 5}, "weight 0"),
        ("rounds", {"fee": "51"}, "must cover the fee"),
        ("rounds", {"voteWindow": 0}, "at least minWindow"),
        ("rounds", {"entryWindow": 15}, "longer than leaderWindow"),
        ("rounds", {"penalty": "1001"}, "minBond must cover"),
        ("rounds", {"fee": "1.0000000000000000001"}, "not an amount"),
        ("token", {"cap": "899999"}, "over the cap"),
        ("committee", {"operators": []}, "1 operators are needed"),
        ("committee", {"typo": 1}, "Extra inputs"),
    ],
)
def test_profile__inconsistent__is_refused(tmp_path, section, change, message) -> None:
    data = json.loads((FOLDER / "local.json").read_text())
    data[section] |= change
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(data))

    with pytest.raises(ValidationError, match=message):
        load_profile(str(file), 31337)
