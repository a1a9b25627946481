"""What a round's events say: its row, its entries, its sheets and its sponsors."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from sqlmodel import Session, col, delete, select

from frontend_api.projection.operators import numbered
from frontend_api.projection.tables import Entry, Event, Round, Sheet, Sponsor, Vote
from frontend_api.projection.words import member_numbers, roster_size, unpack


def fold_rounds(session: Session, rounds: Collection[int]) -> None:
    """Make rounds' rows anew from their events and votes; without any there are none."""
    for table in (Entry, Sheet, Sponsor):
        session.exec(delete(table).where(col(table.round_id).in_(rounds)))
    session.exec(delete(Round).where(col(Round.id).in_(rounds)))
    windows, numbers = _windows(session), numbered(session)
    events, votes = _events(session, rounds), _votes(session, rounds)
    for round_id, (proposed, *later) in events.items():
        fold = _RoundFold(proposed, windows[proposed.args["parametersVersion"]], numbers)
        for event in later:
            fold.apply(event)
        fold.count(votes[round_id])
        session.add_all(fold.rows())


def _events(session: Session, rounds: Collection[int]) -> dict[int, list[Event]]:
    query = select(Event).where(col(Event.round_id).in_(rounds))
    found = defaultdict[int, list[Event]](list)
    for event in session.exec(query.order_by(col(Event.block_number), col(Event.log_index))):
        found[event.round_id or 0].append(event)
    return found


def _votes(session: Session, rounds: Collection[int]) -> dict[int, list[Vote]]:
    found = defaultdict[int, list[Vote]](list)
    for vote in session.exec(select(Vote).where(col(Vote.round_id).in_(rounds))):
        found[vote.round_id].append(vote)
    return found


def _windows(session: Session) -> dict[int, tuple[int, int]]:
    """Seconds in which only the leader, and in which anybody may submit entries, by the version of
    the parameters."""
    ours = Event.name == "ParametersAdded", Event.contract == "GenerationRounds"
    return {
        event.args["version"]: (
            event.args["parameters"]["leaderWindow"],
            event.args["parameters"]["entryWindow"],
        )
        for event in session.exec(select(Event).where(*ours))
    }


class _RoundFold:
    def __init__(self, proposed: Event, windows: tuple[int, int], numbers: dict[int, str]) -> None:
        args = proposed.args
        self._numbers = numbers
        self._sheets: dict[str, Sheet] = {}
        self._sponsors: dict[str, Sponsor] = {}
        self._round = Round(
            id=args["roundId"],
            state="open",
            platform=args["platform"],
            proposer=args["proposer"],
            brief=args["briefDigest"],
            bounty=str(args["bounty"]),
            parameters_version=args["parametersVersion"],
            opened_at=proposed.timestamp,
            leader_end=proposed.timestamp + windows[0],
            entry_end=proposed.timestamp + windows[1],
            block_number=proposed.block_number,
        )
        self._entries = _roster(proposed)

    def rows(self) -> list[Round | Entry | Sheet | Sponsor]:
        return [self._round, *self._entries, *self._sheets.values(), *self._sponsors.values()]

    def apply(self, event: Event) -> None:
        self._round.block_number = event.block_number
        handler = _HANDLERS.get(event.name)
        if handler:
            handler(self, event)

    def count(self, votes: Sequence[Vote]) -> None:
        for vote in votes:
            entry = self._entries[vote.entry]
            entry.vote_count += 1
            entry.vote_weight = _sum(entry.vote_weight, int(vote.weight))
            self._round.block_number = max(self._round.block_number, vote.block_number)
        self._rank()

    def on_bounty(self, event: Event) -> None:
        amount = event.args["amount"]
        self._round.bounty = _sum(self._round.bounty, amount)
        self._round.sponsored = _sum(self._round.sponsored, amount)
        sponsor = self._sponsor(event)
        sponsor.amount = _sum(sponsor.amount, amount)

    def on_reclaim(self, event: Event) -> None:
        sponsor = self._sponsor(event)
        sponsor.reclaimed = _sum(sponsor.reclaimed, event.args["amount"])

    def on_entries(self, event: Event) -> None:
        self._round.state = "voting"
        self._round.manifest = event.args["manifest"]
        self._round.submitter = event.args["operator"]
        self._round.vote_end = event.args["voteEnd"]
        self._round.reveal_end = event.args["revealEnd"]

    def on_question(self, event: Event) -> None:
        for number in member_numbers(event.args["members"]):
            self._sheets[self._numbers[number]] = Sheet(
                round_id=self._round.id,
                operator=self._numbers[number],
                number=number,
                block_number=event.block_number,
            )

    def on_commit(self, event: Event) -> None:
        sheet = self._sheet(event)
        sheet.commitment = event.args["commitment"]
        sheet.committed_at, sheet.commit_tx = event.timestamp, event.tx

    def on_reveal(self, event: Event) -> None:
        sheet = self._sheet(event)
        sheet.payload = event.args["payload"]
        sheet.composites = unpack(event.args["values"], len(self._entries))
        sheet.revealed_at, sheet.reveal_tx = event.timestamp, event.tx
        self._round.all_revealed = all(sheet.payload for sheet in self._sheets.values())

    def on_refusal(self, event: Event) -> None:
        sheet = self._sheet(event)
        sheet.refused_at, sheet.refused_tx = event.timestamp, event.tx

    def on_fee(self, event: Event) -> None:
        sheet = self._sheet(event)
        sheet.fee = _sum(sheet.fee, event.args["amount"])

    def on_penalty(self, event: Event) -> None:
        sheet = self._sheet(event)
        sheet.penalty = _sum(sheet.penalty, event.args["amount"])

    def on_closed(self, event: Event) -> None:
        self._round.decided = event.args["decided"]

    def on_settled(self, event: Event) -> None:
        self._round.state, self._round.refund = "settled", str(event.args["refund"])
        medians, finals = (unpack(event.args[k], len(self._entries)) for k in ("median", "finals"))
        for entry, median, final in zip(self._entries, medians, finals, strict=True):
            entry.composite, entry.final_score = median, final

    def on_prize(self, event: Event) -> None:
        for entry in self._entries:
            if entry.persona_id == event.args["personaId"]:
                entry.prize = _sum(entry.prize, event.args["amount"])

    def on_expired(self, event: Event) -> None:
        self._round.state, self._round.refund = "expired", str(event.args["refund"])

    def on_failed(self, event: Event) -> None:
        self._round.state, self._round.refund = "failed", str(event.args["refund"])

    def _rank(self) -> None:
        """As `Ranking.sol` does: by final score, then votes, then roster order."""
        standing = [entry for entry in self._entries if entry.composite]
        standing.sort(key=lambda e: (-(e.final_score or 0), -int(e.vote_weight), e.index))
        for rank, entry in enumerate(standing, start=1):
            entry.rank = rank

    def _sheet(self, event: Event) -> Sheet:
        sheet = self._sheets[event.args["operator"]]
        sheet.block_number = event.block_number
        return sheet

    def _sponsor(self, event: Event) -> Sponsor:
        address = event.args["sponsor"]
        blank = Sponsor(round_id=self._round.id, sponsor=address)
        return self._sponsors.setdefault(address, blank)


_HANDLERS: dict[str, Callable[[_RoundFold, Event], None]] = {
    "BountyAdded": _RoundFold.on_bounty,
    "SponsorRefunded": _RoundFold.on_reclaim,
    "EntriesSubmitted": _RoundFold.on_entries,
    "QuestionOpened": _RoundFold.on_question,
    "Committed": _RoundFold.on_commit,
    "Revealed": _RoundFold.on_reveal,
    "RevealRefused": _RoundFold.on_refusal,
    "FeeCredited": _RoundFold.on_fee,
    "Penalized": _RoundFold.on_penalty,
    "QuestionClosed": _RoundFold.on_closed,
    "RoundSettled": _RoundFold.on_settled,
    "PrizePaid": _RoundFold.on_prize,
    "RoundExpired": _RoundFold.on_expired,
    "RoundFailed": _RoundFold.on_failed,
}


def _roster(proposed: Event) -> list[Entry]:
    args = proposed.args
    size = roster_size(args["roster"])
    words = (unpack(args[key], size) for key in ("roster", "cardVersions", "modelVersions"))
    return [
        Entry(
            round_id=args["roundId"],
            index=index,
            persona_id=persona,
            card_version=card,
            model_version=model,
        )
        for index, (persona, card, model) in enumerate(zip(*words, strict=True))
    ]


def _sum(text: str, amount: int) -> str:
    return str(int(text) + amount)
