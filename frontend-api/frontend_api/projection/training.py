"""What a persona's events say of the training that governance ordered for it."""

from collections.abc import Iterable

from frontend_api.projection.tables import Event, TrainingJob

_STATES = {
    "ModelSubmitted": "submitted",
    "EvaluationOpened": "evaluating",
    "ModelPassed": "passed",
    "ModelRejected": "rejected",
    "TrainingFailed": "failed",
    "TrainingExpired": "expired",
    "TrainingFinished": "finished",
}


def jobs_in(events: Iterable[Event]) -> list[TrainingJob]:
    """The training jobs that a persona's events tell of."""
    jobs: dict[int, TrainingJob] = {}
    for event in events:
        if event.name == "TrainingRequested":
            jobs[event.args["jobId"]] = _requested(event)
        elif event.job_id in jobs:
            _change(jobs[event.job_id], event)
    return list(jobs.values())


def _requested(event: Event) -> TrainingJob:
    return TrainingJob(
        id=event.args["jobId"],
        persona_id=event.args["personaId"],
        dataset=event.args["dataset"],
        recipe=event.args["recipe"],
        attributions=event.args["attributions"],
        timestamp=event.timestamp,
        tx=event.tx,
        block_number=event.block_number,
    )


def _change(job: TrainingJob, event: Event) -> None:
    job.block_number = event.block_number
    job.state = _STATES.get(event.name, job.state)
    match event.name:
        case "ModelSubmitted":
            job.model, job.submitter = event.args["model"], event.args["operator"]
        case "ModelPassed" | "ModelRejected":
            job.win_rate = event.args["winRate"]
        case "RolledBack":
            job.rolled_back = True
