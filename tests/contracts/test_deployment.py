"""See test_deployment.tree."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from oracle.chain.deployment import load_deployment
from oracle.domain import Card, ScoringProfile
from oracle.personas.cards import default_cards
from scripts._deployment.ledger import Ledger
from scripts._deployment.manifest import Manifest
from scripts._deployment.profile import FOLDER, Profile, load_profile
from scripts._deployment.steps import deploy
from scripts._verification import verify

ROLES = ("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE")


class Interrupted(Exception):
    """The process was killed."""


class BreakingLedger(Ledger):
    """The process is killed when it saves for the `last` time: before or after it has written.

    It saves before each transaction is sent and when its receipt was seen.
    """

    def __init__(self, path, account, last: int, *, written: bool) -> None:
        super().__init__(path, account)
        self._left, self._written = last, written

    def save(self) -> None:
        self._left -= 1
        if self._left or self._written:
            super().save()
        if not self._left:
            raise Interrupted


# Where in its run a process is killed: each run gets one transaction further.
MOMENTS = {
    "before it is sent": {"last": 3, "written": True},
    "sent but not recorded": {"last": 2, "written": False},
    "recorded": {"last": 2, "written": True},
}


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


@pytest.mark.parametrize("moment", MOMENTS)
def test_deploy__killed_at_every_transaction__sends_each_once(
    path, blocks, deployer, profile, moment
) -> None:
    nonce, runs, begun = deployer.nonce, 0, {}
    while True:
        ledger = BreakingLedger(path, deployer, **MOMENTS[moment])
        runs += 1
        try:
            deploy(profile, ledger, blocks)
        except Interrupted:
            written = Manifest.load(path)
            assert not written.complete
            assert begun.items() <= written.contracts.items()
            begun = written.contracts
        else:
            break

    assert runs >= 46
    assert deployer.nonce - nonce == 46
    assert Manifest.load(path).complete
    assert Manifest.load(path).pending is None
    verified = verify(Manifest.load(path), profile)
    assert [check for check in verified if check.problem] == []


def test_deploy__interrupted__refuses_other_parameters_and_accounts(
    path, blocks, deployer, stranger, profile
) -> None:
    with pytest.raises(Interrupted):
        deploy(profile, BreakingLedger(path, deployer, 8, written=True), blocks)

    other = load_profile("local", 31337, windows={"vote_window": 13})
    with pytest.raises(ValueError, match=r"another rounds\.voteWindow"):
        deploy(other, Ledger(path, deployer), blocks)
    with pytest.raises(ValueError, match=f"begun by {deployer.address}"):
        deploy(profile, Ledger(path, stranger), blocks)


def test_deploy__interrupted_and_code_changed__says_where_to_go_on(
    path, blocks, deployer, profile, chain
) -> None:
    with pytest.raises(Interrupted):
        deploy(profile, BreakingLedger(path, deployer, 8, written=True), blocks)
    address = Manifest.load(path).contracts["RewardToken"].address
    chain.provider.set_code(address, "0x60016001")

    with pytest.raises(ValueError, match="deployed from other sources: check out commit"):
        deploy(profile, Ledger(path, deployer), blocks)


def test_deploy__profile_gives_the_deployer_something__is_refused(
    path, blocks, voter, profile
) -> None:
    with pytest.raises(ValueError, match=r"token\.allocation names"):
        deploy(profile, Ledger(path, voter), blocks)


def test_deploy__told_what_it_does__counts_its_steps(path, blocks, deployer, profile) -> None:
    lines = []

    deploy(profile, Ledger(path, deployer), blocks, lines.append)

    assert lines[0] == "1/46 deploy Timelock"
    assert [line.split("/")[0] for line in lines] == [str(n) for n in range(1, 47)]
    assert lines[-1] == "46/46 renounce the timelock"


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
        ("rounds", {"voteWindow": 2_592_000}, "rounds: a question may take"),
        ("contributions", {"commitWindow": 0}, "at least minWindow"),
        ("contributions", {"revealWindow": 2_592_000}, "contributions: a question may take"),
        ("contributions", {"activationDelay": 143}, "whole round"),
        ("contributions", {"epoch": 0}, "greater than or equal to 1"),
        ("contributions", {"genesisImpact": 0}, "greater than or equal to 1"),
        ("contributions", {"reviewFee": "75557.9"}, "less than"),
        ("training", {"minWinRate": 5_499}, "greater than or equal to 5500"),
        ("training", {"submitWindow": 15}, "must exceed leaderWindow"),
        ("training", {"attributionWindow": 15}, "must exceed leaderWindow"),
        ("training", {"revealWindow": 2_592_000}, "training: a question may take"),
        ("training", {"leaderPenalty": "1001"}, "minBond must cover"),
        ("token", {"cap": "899999"}, "over the cap"),
        ("committee", {"operators": []}, "1 operators are needed"),
        ("committee", {"operators": ["0x" + "00" * 20]}, "is nobody"),
        ("committee", {"operators": ["0x70997970C51812dc3A010C7d01b50e0d17dc79c8"]}, "mistyped"),
        ("committee", {"typo": 1}, "Extra inputs"),
        ("governor", {"guardian": "0x" + "77" * 20}, "guardianSeconds must be over 0"),
        ("registry", {"moreVaultAssets": ["0x" + "77" * 20] * 2}, "named twice"),
        (None, {"minWindow": 0}, "greater than or equal to 1"),
        (None, {"personas": ["humorous", "coach"]}, "at least 3 items"),
        (None, {"personas": ["humorous", "coach", "humorous"]}, "at most once"),
        (None, {"personas": ["humorous", "coach", "nobody"]}, "columnist"),
    ],
)
def test_profile__inconsistent__is_refused(tmp_path, section, change, message) -> None:
    data = json.loads((FOLDER / "local.json").read_text())
    (data[section] if section else data).update(change)
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(data))

    with pytest.raises(ValidationError, match=message):
        load_profile(str(file), 31337)


@pytest.fixture
def filled_in() -> dict[str, Any]:
    """The mainnet profile as somebody would complete it."""
    data = json.loads((FOLDER / "mainnet.json").read_text())
    data["token"]["allocation"] = [{"account": "0x" + "aa" * 20, "amount": "40000000"}]
    data["committee"]["operators"] = ["0x" + f"{n:02}" * 20 for n in (11, 22, 33, 44)]
    return data


def test_profile__mainnet_filled_in__is_accepted_and_deploys(
    tmp_path, filled_in, blocks, deployer
) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(filled_in))

    profile = load_profile(str(tmp_path / "mine.json"), 1)
    manifest = deploy(profile, Ledger(tmp_path / "1.json", deployer), blocks)

    assert Profile.model_validate(manifest.profile) == profile
    assert [check for check in verify(manifest, profile) if check.problem] == []


@pytest.mark.parametrize(
    ("section", "change", "message"),
    [
        ("governor", {"votingDelay": 86_399}, r"governor\.votingDelay at least 86400"),
        ("governor", {"timelockDelay": 0}, r"governor\.timelockDelay at least 86400"),
        ("committee", {"minMembers": 1}, r"committee\.minMembers at least 3"),
        ("governor", {"proposalThreshold": "0"}, r"governor\.proposalThreshold at least 1"),
        (None, {"minWindow": 1_799}, "minWindow at least 1800"),
    ],
)
def test_profile__too_lax_for_a_public_network__is_refused(
    tmp_path, filled_in, section, change, message
) -> None:
    (filled_in[section] if section else filled_in).update(change)
    (tmp_path / "mine.json").write_text(json.dumps(filled_in))

    with pytest.raises(ValueError, match=message):
        load_profile(str(tmp_path / "mine.json"), 1)
