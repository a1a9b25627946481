"""What a persona's events say of its contributions."""

from collections.abc import Iterable

from frontend_api.projection.tables import Contribution, Event
from frontend_api.projection.words import unpack

KINDS = ("card", "text", "conversation", "image", "audio", "model")


def contributions_in(events: Iterable[Event]) -> list[Contribution]:
    """The contributions that a persona's events tell of.

    A token's first `Transfer` comes before its `ContributionMade`, which says the same.
    """
    tokens: dict[int, Contribution] = {}
    reviews: dict[int, list[Contribution]] = {}
    for event in events:
        match event.name:
            case "ContributionMade":
                tokens[event.args["tokenId"]] = _made(event)
            case "ReviewOpened":
                reviews[event.args["reviewId"]] = [tokens[i] for i in event.args["tokenIds"]]
                _open(reviews[event.args["reviewId"]], event)
            case "ReviewSettled":
                _score(reviews[event.args["reviewId"]], event)
            case _ if event.token_id in tokens:
                _change(tokens[event.token_id], event)
    return list(tokens.values())


def _made(event: Event) -> Contribution:
    return Contribution(
        token_id=event.args["tokenId"],
        persona_id=event.args["personaId"],
        kind=KINDS[event.args["kind"]],
        contributor=event.args["contributor"],
        holder=event.args["contributor"],
        digest=event.args["digest"],
        timestamp=event.timestamp,
        tx=event.tx,
        block_number=event.block_number,
    )


def _open(reviewed: Iterable[Contribution], event: Event) -> None:
    for token in reviewed:
        token.status, token.review_id = "reviewing", event.args["reviewId"]
        token.block_number = event.block_number


def _score(reviewed: list[Contribution], event: Event) -> None:
    scores = unpack(event.args["median"], len(reviewed))
    for token, score in zip(reviewed, scores, strict=True):
        token.score = score


def _change(token: Contribution, event: Event) -> None:
    token.block_number = event.block_number
    match event.name:
        case "ContributionAccepted":
            token.status, token.impact = "accepted", str(event.args["impact"])
            token.active_at = event.args["activeAt"]
        case "ContributionRejected":
            token.status = "rejected"
        case "ContributionReturned":
            token.status = "returned"
        case "ContributionActivated":
            token.weight = str(event.args["impact"])
        case "Transfer":
            token.holder = event.args["to"]
