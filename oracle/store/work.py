"""Work to be done once, and what must never be made twice for it."""

import time
from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from oracle.store.tables import Commitment, Event, Generated, Job, JobState


def add_job(
    session: Session, kind: str, key: str, event: Event, payload: dict[str, Any] | None = None
) -> bool:
    """Add the job that `event` causes; False where the key is known, in whatever state."""
    if find_job(session, key):
        return False
    session.add(
        Job(
            key=key,
            kind=kind,
            payload=payload or {},
            chain_id=event.chain_id,
            block_number=event.block_number,
            updated=_now(),
        )
    )
    return True


def find_job(session: Session, key: str) -> Job | None:
    """The job of that key."""
    return session.exec(select(Job).where(Job.key == key)).one_or_none()


def pending_jobs(session: Session, kind: str | None = None) -> list[Job]:
    """Jobs still to be done, oldest first; of one kind, where it is given."""
    query = select(Job).where(Job.state == JobState.PENDING).order_by(col(Job.id))
    return list(session.exec(query.where(Job.kind == kind) if kind else query))


def set_job(
    session: Session,
    key: str,
    state: JobState,
    *,
    error: str | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """Move a job to `state` with the reason `error`; `payload` replaces its payload.

    Does nothing where the job is gone, as after a reorg of its event.
    """
    job = find_job(session, key)
    if job is None:
        return
    job.state, job.error, job.updated = state, error, _now()
    if payload is not None:
        job.payload = payload


def keep_commitment(
    session: Session, question_id: str, make: Callable[[], tuple[bytes, bytes]]
) -> Commitment:
    """The question's commitment: as stored, or else what `make` gives: payload and 32-byte salt.

    Commit the session before the commitment is sent: it is what the reveal will be.
    """
    found = session.get(Commitment, question_id)
    if found is None:
        payload, salt = make()
        found = Commitment(question_id=question_id, payload=payload, salt=salt)
        session.add(found)
    return found


def find_commitment(session: Session, question_id: str) -> Commitment | None:
    """What was committed for a question."""
    return session.get(Commitment, question_id)


def find_generated(session: Session, round_id: int, block_hash: str) -> bytes | None:
    """The manifest stored for a round that was proposed in the block of that hash."""
    found = session.get(Generated, (round_id, block_hash))
    return found.manifest if found else None


def keep_generated(session: Session, round_id: int, block_hash: str, manifest: bytes) -> bytes:
    """Store a round's manifest and return it, or the one stored before, which always wins."""
    stored = find_generated(session, round_id, block_hash)
    if stored is not None:
        return stored
    session.add(Generated(round_id=round_id, block_hash=block_hash, manifest=manifest))
    return manifest


def _now() -> int:
    return int(time.time())
