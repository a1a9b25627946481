"""What operators do about contributions in these tests, by script."""

from collections.abc import Sequence

from scripts._demo.people import OPERATORS, PROPOSER
from tests.e2e.page.operators import SALT
from tests.factories import commitment, values_payload
from tests.stage import Stage


def accept(stage: Stage, persona_id: int, values: Sequence[int]) -> None:
    """All operators find these values for all that waits, and what they accept becomes weight."""
    nft, anyone = stage.contract("ContributionNFT").functions, stage.address(PROPOSER)
    rules = nft.parameters(nft.currentVersion().call()).call()
    stage.travel(rules.maxWait + 1)
    stage.send(nft.openReview(persona_id), anyone)
    review = nft.reviewCount().call()
    tokens = nft.review(review).call().tokenIds
    assert len(tokens) == len(values)
    _answer(stage, bytes(nft.questionId(review).call()), values_payload(values))
    stage.send(nft.settleReview(review), anyone)
    stage.travel(rules.activationDelay + 1)
    stage.send(nft.activate(tokens), anyone)


def _answer(stage: Stage, question: bytes, payload: bytes) -> None:
    functions = stage.committee.functions
    for operator in map(stage.address, OPERATORS):
        facts = (stage.w3.eth.chain_id, stage.committee.address, question, operator)
        stage.send(functions.commit(question, commitment(*facts, payload, SALT)), operator)
    now = stage.w3.eth.get_block("latest")["timestamp"]
    stage.travel(functions.question(question).call().commitEnd - now)
    for operator in map(stage.address, OPERATORS):
        stage.send(functions.reveal(question, payload, SALT), operator)
