"""The operator's database behind `oracle.ports.ReviewStore`."""

from sqlalchemy import Engine, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from oracle.errors import Transient
from oracle.ports import Acceptance, Contribution, Queue, Review
from oracle.store.database import transaction
from oracle.store.inbox import events, events_open
from oracle.store.tables import Event

_ENDINGS = ("ReviewSettled", "ReviewFailed")
_REFUSALS = ("ContributionRejected", "ContributionReturned")
_DECISIONS = ("ContributionAccepted", *_REFUSALS)


class StoredReviews:
    """What final logs say of the contributions on a chain, and of their reviews."""

    def __init__(self, engine: Engine, chain_id: int) -> None:
        self._engine, self._chain_id = engine, chain_id

    def open_reviews(self) -> list[Review]:
        """Reviews that have not ended, oldest first."""
        with transaction(self._engine) as session:
            opened = events_open(session, self._chain_id, "ReviewOpened", _ENDINGS)
        return [_review(event) for event in opened]

    def review(self, review_id: int) -> Review:
        """A review. Raises `Transient` where its event is not known yet."""
        with transaction(self._engine) as session:
            found = events(session, self._chain_id, ["ReviewOpened"], review_id)
        if not found:
            raise Transient(f"the logs of review {review_id} are not all read yet")
        return _review(found[0])

    def under_review(self, review: Review) -> list[Contribution]:
        """The contributions of a review, in its order."""
        with transaction(self._engine) as session:
            return [self._made(session, token_id) for token_id in review.token_ids]

    def given_before(self, review: Review) -> list[Contribution]:
        """The persona's contributions before a review's, its card included, oldest first.

        Those that were rejected or returned by the time the review was opened are left out; some
        may be under review still.
        """
        with transaction(self._engine) as session:
            made = events(session, self._chain_id, ["ContributionMade"])
            refused = events(session, self._chain_id, _REFUSALS)
        opened = review.block_number, review.log_index
        out = {e.subject for e in refused if (e.block_number, e.log_index) < opened}
        return [
            _contribution(event)
            for event in made
            if event.args["personaId"] == review.persona_id
            and event.args["tokenId"] < review.token_ids[0]
            and event.subject not in out
        ]

    def queues(self) -> list[Queue]:
        """What waits for a review, by persona."""
        with transaction(self._engine) as session:
            undecided = events_open(session, self._chain_id, "ContributionMade", _DECISIONS)
        taken = {token for review in self.open_reviews() for token in review.token_ids}
        waiting: dict[int, list[Contribution]] = {}
        for each in map(_contribution, undecided):
            if each.token_id not in taken:
                waiting.setdefault(each.persona_id, []).append(each)
        return [Queue(persona_id, tuple(found)) for persona_id, found in waiting.items()]

    def not_active(self) -> list[Acceptance]:
        """Impacts above 0 that are not weights yet, oldest first."""
        with transaction(self._engine) as session:
            found = [self._acceptance(session, event) for event in self._not_active(session)]
        latest = {each.token_id: each for each in found}
        return [each for each in latest.values() if each.impact > 0]

    def _not_active(self, session: Session) -> list[Event]:
        """Acceptances after which their contribution was not activated, in chain order."""
        later = aliased(Event)
        activated = select(later.id).where(
            later.chain_id == Event.chain_id,
            later.name == "ContributionActivated",
            later.subject == Event.subject,
            tuple_(col(later.block_number), col(later.log_index))
            > tuple_(col(Event.block_number), col(Event.log_index)),
        )
        query = select(Event).where(
            Event.chain_id == self._chain_id,
            Event.name == "ContributionAccepted",
            ~activated.exists(),
        )
        return list(session.exec(query.order_by(col(Event.block_number), col(Event.log_index))))

    def _acceptance(self, session: Session, event: Event) -> Acceptance:
        token_id = event.args["tokenId"]
        return Acceptance(
            token_id=token_id,
            persona_id=self._made(session, token_id).persona_id,
            impact=event.args["impact"],
            active_at=event.args["activeAt"],
        )

    def _made(self, session: Session, token_id: int) -> Contribution:
        return _contribution(events(session, self._chain_id, ["ContributionMade"], token_id)[0])


def _contribution(event: Event) -> Contribution:
    args = event.args
    return Contribution(
        token_id=args["tokenId"],
        persona_id=args["personaId"],
        contributor=args["contributor"],
        kind=args["kind"],
        document=args["digest"],
        made_at=event.block_timestamp,
    )


def _review(event: Event) -> Review:
    args = event.args
    return Review(
        review_id=args["reviewId"],
        persona_id=args["personaId"],
        token_ids=tuple(args["tokenIds"]),
        parameters_version=args["parametersVersion"],
        block_number=event.block_number,
        block_hash=event.block_hash,
        log_index=event.log_index,
        reveal_end=args["revealEnd"],
        commit_end=args["commitEnd"],
    )
