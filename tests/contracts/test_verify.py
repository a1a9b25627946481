"""See test_verify.tree."""

import pytest

from scripts._deployment.manifest import Manifest
from scripts._deployment.profile import load_profile
from scripts._project import contract_named
from scripts._verification import verify

STOP = "0x00"


@pytest.fixture
def manifest(contracts, manifest_path) -> Manifest:
    return Manifest.load(manifest_path)


@pytest.fixture
def deployed(manifest):
    """A contract of that deployment by its name."""
    return lambda name: contract_named(name).at(manifest.contracts[name].address)


@pytest.fixture
def problems(manifest):
    """What is wrong now, by what was checked."""

    def check(profile=None) -> dict[str, str]:
        return {item.what: item.problem for item in verify(manifest, profile) if item.problem}

    return check


def test_verify__as_deployed__all_is_right(problems, manifest, profile) -> None:
    assert problems() == {}
    assert problems(profile) == {}
    assert len(verify(manifest)) > 60


def test_verify__extra_proposer__fails(problems, deployed, dao, stranger) -> None:
    timelock = deployed("Timelock")
    timelock.grantRole(timelock.PROPOSER_ROLE(), stranger, sender=dao)

    (what,) = found = problems()

    assert what == "PROPOSER_ROLE of the timelock"
    assert stranger.address in found[what]


def test_verify__extra_proposer_revoked__all_is_right(problems, deployed, dao, stranger) -> None:
    timelock = deployed("Timelock")
    timelock.grantRole(timelock.PROPOSER_ROLE(), stranger, sender=dao)
    timelock.revokeRole(timelock.PROPOSER_ROLE(), stranger, sender=dao)

    assert problems() == {}


def test_verify__deployer_is_admin_again__fails_twice(problems, deployed, dao, deployer) -> None:
    timelock = deployed("Timelock")
    timelock.grantRole(timelock.DEFAULT_ADMIN_ROLE(), deployer, sender=dao)

    found = problems()

    assert set(found) == {"DEFAULT_ADMIN_ROLE of the timelock", "the deployer holds nothing"}
    assert "a role of the timelock" in found["the deployer holds nothing"]


def test_verify__only_some_may_execute__fails(problems, deployed, dao) -> None:
    timelock = deployed("Timelock")
    nobody = "0x" + "00" * 20
    timelock.revokeRole(timelock.EXECUTOR_ROLE(), nobody, sender=dao)

    assert "everybody has to hold it" in problems()["EXECUTOR_ROLE of the timelock"]


def test_verify__role_of_another_kind__fails(problems, deployed, dao, stranger) -> None:
    deployed("Timelock").grantRole(b"\x07" * 32, stranger, sender=dao)

    assert "07" * 32 in problems()["no other role"]


@pytest.mark.parametrize("name", ["RewardToken", "ContributionNFT", "TrainingJobs"])
def test_verify__foreign_owner__fails(problems, deployed, dao, stranger, name) -> None:
    deployed(name).transferOwnership(stranger, sender=dao)

    (what,) = found = problems()

    assert what == f"owner of {name}"
    assert stranger.address in found[what]


def test_verify__another_code__fails(problems, deployed, chain) -> None:
    rounds = deployed("GenerationRounds")
    code = bytearray(chain.provider.get_code(rounds.address))
    code[len(code) // 2] ^= 1
    chain.provider.set_code(rounds.address, "0x" + code.hex())

    assert set(problems()) >= {"code of GenerationRounds"}


def test_verify__other_code_of_vaults__fails(problems, deployed, chain) -> None:
    chain.provider.set_code(deployed("RevenueFactory").implementation(), STOP)

    assert set(problems()) == {"code of every RevenueVault", "settings of RevenueFactory"}


def test_verify__immutable_changed_in_the_code__fails(problems, deployed, chain, stranger) -> None:
    training, token = deployed("TrainingJobs"), deployed("RewardToken")
    code = bytes(chain.provider.get_code(training.address)).hex()
    code = code.replace(token.address[2:].lower(), stranger.address[2:].lower())
    chain.provider.set_code(training.address, "0x" + code)

    assert list(problems()) == ["what TrainingJobs knows"]


def test_verify__changed_arguments__fails(manifest, problems) -> None:
    manifest.contracts["RewardToken"].args[2] = "7"

    found = problems()

    assert set(found) == {"creation of RewardToken", "arguments of RewardToken"}


def test_verify__changed_address__fails(manifest, problems, make_contract, contracts) -> None:
    another = make_contract("RevenueFactory", contracts.contributions, contracts.token, [])
    manifest.contracts["RevenueFactory"].address = another.address

    found = problems()

    assert "did not create" in found["creation of RevenueFactory"]
    assert "factory is" in found["what PersonaRegistry knows"]


def test_verify__unlisted_consumer__fails(problems, deployed, dao) -> None:
    training = deployed("TrainingJobs")
    deployed("OracleCommittee").setConsumer(training, False, sender=dao)

    assert "TrainingJobs is not listed" in problems()["consumers of the committee"]


def test_verify__extra_consumer__fails(problems, deployed, dao, stranger) -> None:
    deployed("OracleCommittee").setConsumer(stranger, True, sender=dao)

    assert stranger.address in problems()["consumers of the committee"]


def test_verify__trainer_changed__fails(problems, deployed, dao, stranger) -> None:
    deployed("PersonaRegistry").setTrainer(stranger, sender=dao)

    assert "trainer is" in problems()["what PersonaRegistry knows"]


def test_verify__settings_and_members_changed__fails(problems, deployed, dao, impersonate) -> None:
    deployed("OracleCommittee").setMinBond(1, sender=dao)
    deployed("PersonaRegistry").setActive(3, False, sender=dao)
    deployed("PersonaRegistry").setCard(2, b"\x22" * 32, sender=dao)
    deployed("ContributionNFT").setContractURI(b"\x22" * 32, sender=dao)

    assert set(problems()) == {
        "settings of OracleCommittee",
        "personas",
        "collection of ContributionNFT",
    }


def test_verify__deployer_holds_things__fails(
    problems, deployed, dao, deployer, voter, contributor, impersonate
) -> None:
    deployed("RewardToken").transfer(deployer, 1, sender=voter)
    deployed("ContributionNFT").transferFrom(contributor, deployer, 1, sender=contributor)
    deployed("OracleCommittee").addMember(deployer, sender=dao)
    governor = deployed("TroupeGovernor")
    (what,) = found = problems()

    assert what == "the deployer holds nothing"
    for thing in ("reward tokens", "contributions", "a member's place"):
        assert thing in found[what]
    assert governor.proposalGuardian() == "0x" + "00" * 20


def test_verify__another_profile__fails(problems) -> None:
    other = load_profile("local", 31337, ("0x" + "77" * 20,), {"vote_window": 13})

    assert set(problems(other)) == {
        "first parameters of GenerationRounds",
        "members of the committee",
    }


def test_verify__other_documents__fails(manifest, problems) -> None:
    manifest.scoring_profile = manifest.prompt_pool = "0x" + "33" * 32

    assert set(problems()) == {
        "first parameters of GenerationRounds",
        "first parameters of ContributionNFT",
        "first parameters of TrainingJobs",
    }


def test_verify__contract_missing_from_the_manifest__says_so(manifest) -> None:
    del manifest.contracts["Timelock"]

    with pytest.raises(ValueError, match="has no Timelock"):
        verify(manifest)
