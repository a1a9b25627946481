"""Contributions from gift to income, and a training job that nobody here can measure."""

from collections.abc import Iterator

import pytest
from eth_account import Account

from oracle.chain.committee import ChainCommittee
from oracle.domain import ContributionDocument, ReviewSheet, digest_of
from oracle.ports import Question
from oracle.signers.keystore import LocalSigner
from scripts._demo.people import GUEST, OPERATORS, PROPOSER, account_key
from tests.e2e.conftest import Troupe
from tests.stage import deployed

# Long: tests jump to the end of a window once what they wait for has happened.
WINDOWS = {"commitWindow": 200, "revealWindow": 200}
MAX_WAIT_S = 600
PERSONA, TEXT = 1, 1
WORDS = (
    "Every Thursday evening the workshop opens its stands to anyone with a puncture. "
    "A mechanic shows each step once and then hands over the tyre levers. "
    "Last year the shop repaired four hundred wheels that would have been thrown away. "
    "Children learn to patch a tube before they learn to shift gears."
)


class House(Troupe):
    """A Troupe whose contributions and trained models are at hand."""

    def deploy(self, **windows: int) -> None:
        """Deploy with windows for slow machines; rounds are as in the local profile."""
        assert not windows
        self.deploy_by(contributions=WINDOWS | {"maxWait": MAX_WAIT_S}, training=WINDOWS)

    @property
    def contributions(self):
        return self.contract("ContributionNFT")

    @property
    def training(self):
        return self.contract("TrainingJobs")

    def contribute(self, title: str, text: str) -> int:
        """The guest's contribution of a text; its token."""
        guest = self.address(GUEST)
        document = ContributionDocument(
            contributor=guest,
            persona_id=PERSONA,
            kind="text",
            title=title,
            text=text,
            licence="CC-BY-4.0",
        )
        digest = self.blocks.put(document.to_bytes())
        fee = self.contributions.functions.parameters(1).call().reviewFee
        self.send(self.token.functions.approve(self.contributions.address, fee), guest)
        self.send(self.contributions.functions.contribute(PERSONA, TEXT, digest), guest)
        return int(self.contributions.functions.contributionCount().call())

    def about(self, source, event: str, **arguments: object) -> list:
        """A contract's events of that name about something, as their arguments."""
        found = source.events[event]().get_logs(from_block=0, argument_filters=arguments)
        return [log["args"] for log in found]

    def asked(self, question: bytes, event: str) -> list:
        """The committee's events of that name about a question."""
        return self.about(self.committee, event, questionId=question)

    def wait_for_all(self, question: bytes, event: str) -> list:
        """Wait until every operator has committed, or revealed."""
        count = len(OPERATORS)
        self.wait(lambda: len(self.asked(question, event)) == count, event)
        return self.asked(question, event)

    def pass_by(self, timestamp: int) -> None:
        """Jump to a time, and wait for a block that has it."""
        self.jump_to(timestamp)
        newest = self.w3.eth.get_block
        self.wait(lambda: newest("latest")["timestamp"] >= timestamp, "a block")

    def has_revealed(self, index: int, question: bytes) -> bool:
        """Whether that operator sees its part in a question as done."""
        signer = LocalSigner(Account.from_key(account_key(index)), "test")
        committee = ChainCommittee(self.w3, self.deployment, signer, None)
        return committee.view(Question("0x" + question.hex(), "0x", 0, 0, 0)).revealed

    def bonds(self) -> list[int]:
        """The operators' bonds."""
        return [self.committee.functions.bondOf(self.address(i)).call() for i in OPERATORS]

    def impersonated_timelock(self) -> str:
        """The treasury, as an account that can send, with reward tokens and coins."""
        timelock = self.deployment.address("Timelock")
        self.send(self.token.functions.transfer(timelock, 1_000 * 10**18), self.address(PROPOSER))
        self.rpc("anvil_setBalance", timelock, hex(10**20))
        self.rpc("anvil_impersonateAccount", timelock)
        return timelock


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Three operators at work."""
    with deployed(House, tmp_path_factory.mktemp("house")) as house:
        house.tick()
        house.people.bond_operators()
        for index in OPERATORS:
            house.start_operator(index)
        yield house


def test_contribution__good_and_its_copy__one_is_accepted_and_paid_from_income(house: House):
    good = house.contribute("A workshop in Porto", WORDS)
    copy = house.contribute("My own words", WORDS.replace("puncture", "flat tyre"))
    nft, guest = house.contributions, house.address(GUEST)
    house.travel(MAX_WAIT_S)
    reviews = nft.functions.reviewCount
    house.wait(lambda: reviews().call() == 1, "a review")
    (opened,) = house.about(nft, "ReviewOpened", reviewId=1)
    assert opened["tokenIds"] == [good, copy]
    question = bytes(nft.functions.questionId(1).call())

    house.wait_for_all(question, "Committed")
    house.jump_to(opened["commitEnd"])
    revealed = house.wait_for_all(question, "Revealed")
    house.wait(lambda: bool(house.about(nft, "ReviewSettled", reviewId=1)), "it")

    (payload,) = {bytes(args["payload"]) for args in revealed}
    sheet = ReviewSheet.parse(house.blocks.get("0x" + payload[-32:].hex()))
    assert sheet.payload() == payload
    assert [row.token_id for row in sheet.contributions] == [good, copy]
    assert "a copy" in sheet.contributions[1].why
    (accepted,) = house.about(nft, "ContributionAccepted", tokenId=good)
    assert accepted["impact"] == sheet.contributions[0].value > 0
    assert len(house.about(nft, "ContributionRejected", tokenId=copy)) == 1
    assert house.asked(question, "Penalized") == []
    assert len(house.asked(question, "FeeCredited")) == len(OPERATORS)

    vault = house.contract("RevenueVault", house.registry.functions.vaultOf(PERSONA).call())
    assert vault.functions.weightOf(good).call() == 0
    house.jump_to(accepted["activeAt"])
    weight = vault.functions.weightOf(good)
    house.wait(lambda: weight.call() == accepted["impact"], "weight")

    income = 100 * 10**18
    patron = house.address(PROPOSER)
    house.send(house.token.functions.approve(vault.address, income), patron)
    house.send(vault.functions.payIn(house.token.address, income), patron)
    share = vault.functions.claimable(good, house.token.address).call()
    total = vault.functions.totalWeight().call()
    assert share == pytest.approx(income * accepted["impact"] / total, rel=1e-9)
    before = house.token.functions.balanceOf(guest).call()
    house.send(vault.functions.claim(good, house.token.address), patron)
    assert house.token.functions.balanceOf(guest).call() == before + share > before


def test_training_job__nobody_can_measure__fails_with_no_bond_touched(house: House):
    jobs, bonds = house.training, house.bonds()
    timelock = house.impersonated_timelock()
    house.send(house.token.functions.approve(jobs.address, 1_000 * 10**18), timelock)
    dataset, recipe, model = (digest_of(name) for name in (b"dataset", b"recipe", b"model"))
    house.send(jobs.functions.request(PERSONA, dataset, recipe, 0), timelock)
    job = jobs.functions.jobCount().call()
    question = bytes(jobs.functions.evaluationQuestion(job).call())
    leader = house.committee.functions.leader(question).call()
    house.send(jobs.functions.submitModel(job, model), leader)
    drawn = jobs.functions.job(job).call().drawBlock
    house.wait(lambda: house.w3.eth.block_number > drawn, "the draw")
    house.send(jobs.functions.openEvaluation(job), house.address(GUEST))
    (opened,) = house.about(jobs, "EvaluationOpened", jobId=job)

    house.wait_for_all(question, "Committed")
    house.jump_to(opened["commitEnd"])
    refused = house.wait_for_all(question, "RevealRefused")
    assert {bytes(args["payload"]) for args in refused} == {b""}
    assert house.has_revealed(OPERATORS[0], question), "a refused reveal is not tried again"
    house.pass_by(opened["revealEnd"])
    house.send(jobs.functions.settle(job), house.address(GUEST))

    assert len(house.about(jobs, "TrainingFailed", jobId=job)) == 1
    assert house.asked(question, "Penalized") == house.asked(question, "FeeCredited") == []
    assert house.bonds() == bonds


def test_check__operator_without_an_evaluator__is_ready_and_says_so(house: House):
    found = house.oracle("check", **house.key_of(OPERATORS[0]))
    assert found.returncode == 0, found.stdout
    assert "ok   training: no evaluator, so this operator abstains" in found.stdout
    assert "ok   reviews: parameters 1" in found.stdout
