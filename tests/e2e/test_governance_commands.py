"""The DAO's commands, as a token holder types them."""

from collections.abc import Iterator

import pytest

from oracle.domain import ContributionDocument
from scripts._demo.people import account_key
from tests.e2e.ape_commands import DELAYS, Office, keystore
from tests.stage import deployed

# Ape takes many seconds to start on a slow machine, and some tests run twenty commands.
pytestmark = pytest.mark.timeout(900)

HOLDER, AUTHOR, STRANGER = 5, 8, 0
AS_HOLDER = ("--account-index", str(HOLDER))
AS_AUTHOR = ("--account-index", str(AUTHOR))
HOUR = DELAYS["votingDelay"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A deployment in which the holder has votes; each test leaves the chain as it was."""
    with deployed(Office, tmp_path_factory.mktemp("office")) as stage:
        stage.says("delegate", *AS_HOLDER)
        stage.travel(1)  # votes count from the second after
        yield stage


@pytest.fixture(autouse=True)
def restored(office: Office) -> Iterator[None]:
    snapshot = office.rpc("evm_snapshot")
    yield
    office.rpc("evm_revert", snapshot)


def proposed(office: Office, *words: str) -> None:
    """Make proposal 1, and begin its vote."""
    said = office.says("propose", *words, *AS_HOLDER)
    assert "Proposal 1 is made." in said
    office.travel(HOUR + 1)


def passed(office: Office, *words: str) -> None:
    """Make proposal 1, and pass it."""
    proposed(office, *words)
    office.says("vote", "1", "for", *AS_HOLDER)
    office.travel(HOUR + 1)


def test_delegate__twice__sends_once(office: Office):
    dry = office.says("delegate", "--account-index", "6", "--dry-run")
    assert "Dry run" in dry
    assert "about" in dry
    assert office.nonce(6) == 0

    office.says("delegate", office.address(HOLDER), "--account-index", "6")
    delegatee = office.token.functions.delegates(office.address(6)).call()
    assert delegatee == office.address(HOLDER)

    again = office.says("delegate", office.address(HOLDER), "--account-index", "6")
    assert "nothing to do" in again
    assert office.nonce(6) == 1


def test_governance__new_criteria__lives_its_whole_life(office: Office):
    words = ("criteria", "--set", "voteWindow=13", "--set", "fee=11.5", *AS_HOLDER)
    nonce = office.nonce(HOLDER)
    dry = office.says("propose", *words, "--dry-run")
    assert "changes   rounds.voteWindow from 3600 to 13" in dry
    assert "GenerationRounds.addParameters(" in dry
    assert "voteWindow=13" in dry
    assert office.nonce(HOLDER) == nonce

    said = office.says("propose", *words)
    assert "Proposal 1 is made." in said
    assert "Voting begins 20" in said
    assert "is not voted on before" in office.refuses("vote", "1", "for", *AS_HOLDER)

    office.travel(HOUR + 1)
    assert "Dry run" in office.says("vote", "1", "for", *AS_HOLDER, "--dry-run")
    assert "is voted on until" in office.refuses("queue", "1", *AS_HOLDER)
    said = office.says("vote", "1", "for", "--reason", "Two days are better", *AS_HOLDER)
    assert "100,000.00 tokens" in said
    assert "voted on proposal 1 already" in office.says("vote", "1", "against", *AS_HOLDER)

    office.travel(HOUR + 1)
    assert "ape run queue 1" in office.refuses("execute", "1", *AS_HOLDER)
    assert "ape run execute 1" in office.says("queue", "1", *AS_HOLDER)
    assert "nothing to do" in office.says("queue", "1", *AS_HOLDER)
    assert "can be executed from" in office.refuses("execute", "1", *AS_HOLDER)

    office.travel(HOUR + 1)
    said = office.says("execute", "1", "--account-index", str(STRANGER))
    assert "GenerationRounds.addParameters(" in said
    assert "Executed." in said
    assert "executed already" in office.says("execute", "1", *AS_HOLDER)
    rounds = office.rounds.functions
    assert rounds.currentVersion().call() == 2
    before, after = (rounds.parameters(version).call() for version in (1, 2))
    assert after == before._replace(voteWindow=13, fee=115 * 10**17)


def test_propose__each_kind__shows_its_actions(office: Office, tmp_path):
    address = office.address(STRANGER)
    office.rpc("anvil_setBalance", office.deployment.address("Timelock"), hex(10**18))
    kinds = {
        ("deactivate", "2"): "PersonaRegistry.setActive(personaId=2, active=False)",
        ("card", "2", "0x" + "22" * 32): f"setCard(personaId=2, card=0x{'22' * 32})",
        ("spend", address, "0.5", "--native"): f"to {address} with 0.5 of the native coin",
        ("mint", address, "7"): f"RewardToken.mint(to={address}, amount={7 * 10**18})",
        ("operator", "add", address): f"OracleCommittee.addMember(operator={address})",
        ("call", "governor", "setVotingPeriod", "7200"): "setVotingPeriod(newVotingPeriod=7200)",
    }
    for words, action in kinds.items():
        assert action in office.says("propose", *words, *AS_HOLDER, "--dry-run")
    assert office.governor.functions.latestProposalId().call() == 0


def test_propose__training__approves_and_requests(office: Office):
    digest = "0x" + "44" * 32
    words = ("train", "2", "--dataset", digest, "--recipe", digest, "--attributions", "2")
    treasury = office.deployment.address("Timelock")
    transfer = office.token.functions.transfer(treasury, 140 * 10**18)
    office.send(transfer, office.address(6))
    passed(office, *words)
    office.says("queue", "1", *AS_HOLDER)
    office.travel(HOUR + 1)
    assert "2. TrainingJobs.request(" in office.says("execute", "1", *AS_HOLDER)
    training = office.contract("TrainingJobs")
    assert training.functions.openJobOf(2).call() == 1
    assert office.token.functions.balanceOf(treasury).call() == 0


def test_propose__would_fail__says_the_error_in_words(office: Office):
    address = office.address(STRANGER)
    errors = {
        ("activate", "99"): "RegistryUnknownPersona(personaId=99)",
        ("spend", address, "3"): f"needed={3 * 10**18})",
        ("operator", "remove", address): f"CommitteeNotMember(operator={address})",
        ("criteria", "--set", "fee=51"): "minBounty must cover the fee",
        ("criteria", "--set", "nothing=1"): "Extra inputs",
        ("call", "rounds", "nothing"): "has no method nothing",
        ("call", "committee", "setMinBond"): "do not fit setMinBond(uint80)",
    }
    for words, error in errors.items():
        assert error in office.refuses("propose", *words, *AS_HOLDER)
    assert "--anyway" in office.refuses("propose", "activate", "99", *AS_HOLDER)
    assert "Proposal 1 is made" in office.says("propose", "activate", "99", "--anyway", *AS_HOLDER)


def test_propose__too_few_votes__says_what_to_do(office: Office):
    refused = office.refuses("propose", "deactivate", "2", "--account-index", str(STRANGER))
    assert "ape run delegate" in refused


def test_propose__brief__still_opens_a_round_and_is_voted_on(office: Office):
    options = ("--brief", "A post about tides", "--account-index", "4")
    assert "Round 1 is open" in office.says("propose", *options)
    assert "Round 2 is open" in office.says("propose", "generation", *options)
    assert "it is open" in office.refuses("vote", "round", "1", "--entry", "0", *AS_HOLDER)

    leader = office.committee.functions.leader
    minimum = office.committee.functions.minBond().call()
    office.says("bond", "--account-index", "1", "--amount", str(minimum // 10**18))
    assert leader(office.question(1)).call() == office.address(1)
    submit = office.rounds.functions.submitEntries(1, b"\x77" * 32)
    office.send(submit, office.address(1))
    office.travel(1)
    words = ("vote", "round", "1", "--entry", "1")
    assert "persona 2's entry" in office.says(*words, *AS_HOLDER)
    assert office.rounds.functions.votesFor(1, 1).call() == 100_000 * 10**18
    assert "has voted in round 1 already" in office.says(*words, *AS_HOLDER)
    assert "had no votes" in office.refuses(*words, "--account-index", "7")


def test_proposals__unknown__is_said(office: Office):
    for words in (("vote", "9", "for"), ("queue", "9"), ("execute", "9")):
        assert "there is no proposal 9" in office.refuses(*words, *AS_HOLDER)


def test_claim__revenue_of_cards__is_paid_and_delegated(office: Office):
    token, contributions = office.token.functions, office.contributions.functions
    assert "nothing to claim" in office.says("claim", *AS_AUTHOR)
    accepted = contributions.contribution(1).call().time
    office.travel(max(0, accepted - office.w3.eth.get_block("latest")["timestamp"]) + 1)
    office.send(contributions.activate([1, 2]), office.address(6))
    for persona in (1, 2):
        vault = office.registry.functions.vaultOf(persona).call()
        office.send(token.transfer(vault, 30 * 10**18), office.address(6))
    author, before = office.address(AUTHOR), token.balanceOf(office.address(AUTHOR)).call()

    nonce = office.nonce(AUTHOR)
    dry = office.says("claim", *AS_AUTHOR, "--dry-run")
    assert dry.count("pays      ") == 2
    assert "reward tokens for contribution 1 of persona 1" in dry
    assert office.nonce(AUTHOR) == nonce

    office.says("claim", "--delegate", office.address(HOLDER), *AS_AUTHOR)
    earned = token.balanceOf(author).call() - before
    assert 59 * 10**18 < earned <= 60 * 10**18
    assert token.delegates(author).call() == office.address(HOLDER)
    assert "nothing to claim" in office.says("claim", *AS_AUTHOR)


def test_contribute__text__is_pinned_and_waits(office: Office, tmp_path):
    file = tmp_path / "Harbour.txt"
    file.write_text("The harbour froze in the winter of 1963, and people walked to the islands.")
    words = ("contribute", "1", str(file), "--licence", "CC0-1.0", *AS_HOLDER)
    nonce, count = office.nonce(HOLDER), office.contributions.functions.contributionCount
    before = count().call()

    dry = office.says(*words, "--dry-run")
    assert "review fee of 5.00 tokens" in dry
    assert office.nonce(HOLDER) == nonce

    assert "waits for its review" in office.says(*words)
    number = count().call()
    assert number == before + 1
    digest = "0x" + office.contributions.functions.contribution(number).call().digest.hex()
    document = ContributionDocument.parse(office.blocks.get(digest))
    assert document.contributor == office.address(HOLDER)
    assert document.title == "Harbour"
    assert f"as contribution {number}" in office.says(*words)
    assert count().call() == number


def test_contribute__cannot_be__is_said(office: Office, tmp_path):
    file = tmp_path / "empty.txt"
    file.write_text("Words")
    words = (str(file), "--licence", "CC0-1.0")
    inactive = office.refuses("contribute", "77", *words, *AS_HOLDER)
    assert "ContributionInactivePersona(personaId=77)" in inactive
    assert "has to link media" in office.refuses(
        "contribute", "1", *words, "--kind", "image", *AS_HOLDER
    )
    poor = office.refuses("contribute", "1", *words, "--account-index", str(STRANGER))
    assert "less than the review fee" in poor


def test_delegate__keystore_account__signs_unattended(office: Office, tmp_path):
    settings = keystore(tmp_path, "holder", account_key(7))
    said = office.says("delegate", "--account", "holder", **settings)
    assert "Done." in said
    assert office.token.functions.delegates(office.address(7)).call() == office.address(7)
    unknown = office.ape("delegate", "--account", "nobody", **settings)
    assert "there is no account nobody" in unknown.stderr


def test_verify__as_deployed_then_tampered__says_ok_then_fails(office: Office):
    said = office.says("verify")
    assert "FAIL" not in said
    assert said.count("ok   ") > 60
    office.rpc("anvil_setCode", office.deployment.address("TrainingJobs"), "0x00")
    result = office.ape("verify")
    assert result.returncode == 1
    assert "FAIL code of TrainingJobs: " in result.stdout
