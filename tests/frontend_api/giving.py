"""What people give to personas on the API's stage, and what the committee says of it."""

from collections.abc import Sequence

from tests.factories import values_payload
from tests.frontend_api.stage import WEI, Stage

TEXT, DAY_S = 1, 24 * 3600


def contribute(stage: Stage, persona_id: int, digest: str) -> int:
    """The sponsor gives a text; the number of its token."""
    nft = stage.contract("ContributionNFT")
    stage.approve(stage.sponsor, nft)
    stage.send(nft.functions.contribute(persona_id, TEXT, digest), stage.sponsor)
    return int(nft.functions.contributionCount().call())


def open_review(stage: Stage, persona_id: int) -> bytes:
    """Open the persona's next review; the name of its question."""
    nft = stage.contract("ContributionNFT").functions
    stage.travel(DAY_S)
    stage.send(nft.openReview(persona_id), stage.voters[0])
    return bytes(nft.questionId(nft.reviewCount().call()).call())


def settle_review(stage: Stage) -> None:
    """Settle the newest review, once its reveal window is over."""
    nft = stage.contract("ContributionNFT").functions
    stage.travel(DAY_S)
    stage.send(nft.settleReview(nft.reviewCount().call()), stage.voters[0])


def activate(stage: Stage, token_id: int) -> None:
    """Make the impact of a contribution weight, once its delay is over."""
    stage.travel(DAY_S)
    stage.send(stage.contract("ContributionNFT").functions.activate([token_id]), stage.voters[0])


def request_training(stage: Stage, persona_id: int, dataset: str, recipe: str) -> int:
    """Governance orders training, one attribution included; the number of the job."""
    jobs, timelock = stage.contract("TrainingJobs"), stage.deployment.address("Timelock")
    stage.send(stage.token.functions.transfer(timelock, 1_000 * WEI), stage.sponsor)
    stage.govern(stage.token.functions.approve(jobs.address, 1_000 * WEI))
    stage.govern(jobs.functions.request(persona_id, dataset, recipe, 1))
    return int(jobs.functions.jobCount().call())


def submit_model(stage: Stage, job_id: int, model: str) -> None:
    """The leader submits the model of a job."""
    jobs = stage.contract("TrainingJobs").functions
    leader = stage.committee.functions.leader(jobs.evaluationQuestion(job_id).call()).call()
    stage.send(jobs.submitModel(job_id, model), leader)


def evaluate(stage: Stage, job_id: int, win_rate: int) -> None:
    """All operators find that win rate, and the job is settled."""
    jobs = stage.contract("TrainingJobs").functions
    stage.mine(2)
    stage.send(jobs.openEvaluation(job_id), stage.voters[0])
    stage.answer(bytes(jobs.evaluationQuestion(job_id).call()), values_payload([win_rate]))
    stage.send(jobs.settle(job_id), stage.voters[0])


def attribute(stage: Stage, job_id: int, tokens: Sequence[int], shares: Sequence[int]) -> None:
    """All operators find what contributions added to a job's model, and it is added to them."""
    jobs = stage.contract("TrainingJobs").functions
    question = bytes(jobs.attributionQuestion(jobs.attributionCount().call() + 1).call())
    leader = stage.committee.functions.leader(question).call()
    stage.send(jobs.openAttribution(job_id, list(tokens)), leader)
    stage.answer(question, values_payload(shares))
    stage.send(jobs.settleAttribution(jobs.attributionCount().call()), stage.voters[0])
