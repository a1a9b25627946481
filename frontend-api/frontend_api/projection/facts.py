"""What a row of the log counts for, in series over time.

By subject: the personas' `finals`, `wins` and `prizes`; `criteria` by criterion; `income` and
`claims` by asset; `questions`, `answers`, `refusals`, `fees`, `penalties` and `bonds` by operator,
of all that the committee was asked. `bonds`, and what the treasury `received` and `spent` of the
reward token, are changes of what there is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eth_utils.address import to_checksum_address
from sqlmodel import Session

from frontend_api.projection.governance_tables import Transfer
from frontend_api.projection.operators import numbered
from frontend_api.projection.tables import Entry, Event, Status, Vote
from frontend_api.projection.words import member_numbers
from oracle.domain import Criterion
from oracle.scoring.payload import decode_payload

Counted = Event | Vote | Transfer
_SHEET_ROW, _SHEET_DIGEST = 2 * len(Criterion) + 1, 32


@dataclass(frozen=True)
class Fact:
    """Something that counts: how often, and how much in all."""

    name: str
    subject: str = ""
    count: int = 1
    total: int = 0


@dataclass(frozen=True)
class Counting:
    """Tells what rows count for; `members` are operators by number."""

    reward: str
    treasury: str
    members: Mapping[int, str]

    @classmethod
    def of(cls, session: Session) -> "Counting":
        """As the log of now says."""
        status = session.get_one(Status, 1)
        treasury = to_checksum_address(status.deployment["contracts"]["Timelock"]["address"])
        return cls(str(status.token["address"]), treasury, numbered(session))

    def facts(self, row: Counted, entries: Mapping[int, list[Entry]]) -> Iterator[Fact]:
        """What a row counts for; `entries` are those of the rounds that are settled, by round."""
        match row:
            case Vote():
                yield Fact("votes", total=int(row.weight))
            case Transfer():
                if row.receiver == self.treasury:
                    yield Fact("received", total=int(row.amount))
                if row.sender == self.treasury:
                    yield Fact("spent", total=int(row.amount))
            case Event(contract="OracleCommittee"):
                yield from self._of_committee(row)
            case Event(name="RoundSettled"):
                yield Fact("settled")
                yield from _standings(entries.get(row.round_id or 0, []))
            case Event():
                yield from self._of_others(row)

    def _of_others(self, event: Event) -> Iterator[Fact]:
        match event.name:
            case "GenerationProposed":
                yield Fact("rounds")
                yield Fact("bounties", total=event.args["bounty"])
            case "BountyAdded":
                yield Fact("bounties", count=0, total=event.args["amount"])
            case "RoundExpired":
                yield Fact("expired")
            case "RoundFailed":
                yield Fact("failed")
            case "PrizePaid":
                yield Fact("prizes", str(event.args["personaId"]), total=event.args["amount"])
            case "ContributionMade":
                yield Fact("contributions")
            case "RevenueClaimed":
                yield Fact("claims", event.args["asset"], total=event.args["amount"])
            case "PaidIn" if event.args["asset"] != self.reward:
                yield Fact("income", event.args["asset"], total=event.args["amount"])
            case "Transfer" if event.contract == "RewardToken":
                yield Fact("income", self.reward, total=event.args["value"])

    def _of_committee(self, event: Event) -> Iterator[Fact]:
        operator, amount = event.operator or "", event.args.get("amount", 0)
        match event.name:
            case "QuestionOpened":
                members = member_numbers(event.args["members"])
                if event.round_id is not None:
                    yield Fact("asked", count=len(members))
                yield from (Fact("questions", self.members[number]) for number in members)
            case "Revealed":
                yield Fact("answers", operator)
                if event.round_id is not None:
                    yield Fact("revealed")
                    yield from _criteria(event.args["payload"])
            case "RevealRefused":
                yield Fact("refusals", operator)
            case "FeeCredited":
                yield Fact("fees", operator, total=amount)
            case "Bonded":
                yield Fact("bonds", operator, total=amount)
            case "Unbonded":
                yield Fact("bonds", operator, total=-amount)
            case "Penalized":
                yield Fact("penalties", operator, total=amount)
                yield Fact("bonds", operator, total=-amount)


def _standings(entries: Iterable[Entry]) -> Iterator[Fact]:
    for entry in entries:
        yield Fact("finals", str(entry.persona_id), total=entry.final_score or 0)
        if entry.rank == 1:
            yield Fact("wins", str(entry.persona_id))


def _criteria(payload: str) -> Iterator[Fact]:
    sheet = bytes.fromhex(payload[2:])
    size = (len(sheet) - _SHEET_DIGEST) // _SHEET_ROW
    columns = zip(*decode_payload(sheet, size).criteria, strict=True)
    for criterion, values in zip(Criterion, columns, strict=True):
        yield Fact("criteria", criterion.value, count=size, total=sum(values))
