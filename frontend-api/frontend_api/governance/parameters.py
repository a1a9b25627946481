"""What a new version of parameters changes, in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import col, select

from frontend_api.governance.schemas import ChangeOut
from frontend_api.projection.tables import Event
from frontend_api.web.view import View
from oracle.domain import Criterion

_WEI = 10**18
_AMOUNTS = frozenset(
    {
        "fee",
        "penalty",
        "leaderPenalty",
        "minBounty",
        "voteQuorum",
        "reviewFee",
        "attributionFee",
    }
)
_SECONDS = frozenset({"maxWait", "activationDelay", "epoch"})
_SHARES = frozenset(
    {"participationShare", "penaltyShare", "communityWeight", "tolerance", "minWinRate"}
)
_PLACES = ("first prize", "second prize", "third prize")


def parameter_changes(
    view: View, contract: str, after: Mapping[str, Any], before_block: int | None
) -> list[ChangeOut]:
    """What differs from the version in force: now, or before a block."""
    before = _in_force(view, contract, before_block)
    old, new = dict(_said(before)) if before else {}, dict(_said(after))
    return [
        ChangeOut(what=what, before=old.get(what), after=value)
        for what, value in new.items()
        if old.get(what) != value
    ]


def tokens(wei: int) -> str:
    """Wei as tokens, to the last digit."""
    return amount(wei) + (" token" if wei == _WEI else " tokens")


def amount(wei: int) -> str:
    """Wei as a number of whole coins or tokens, to the last digit."""
    whole, rest = divmod(wei, _WEI)
    return f"{whole:,}" + (f".{rest:018d}".rstrip("0") if rest else "")


def seconds(count: int) -> str:
    """Seconds as the largest unit that says them exactly."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if count and count % length == 0:
            many = count // length
            return f"{many} {unit if many != 1 else unit[:-1]}"
    return f"{count} s"


def in_words(name: str) -> str:
    """A camel-cased name as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _in_force(view: View, contract: str, before_block: int | None) -> dict[str, Any] | None:
    query = select(Event).where(Event.contract == contract, Event.name == "ParametersAdded")
    if before_block is not None:
        query = query.where(col(Event.block_number) < before_block)
    newest = query.order_by(col(Event.block_number).desc(), col(Event.log_index).desc())
    event = view.session.exec(newest.limit(1)).first()
    return event.args["parameters"] if event else None


def _said(parameters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        match name:
            case "criteria":
                for criterion, weight in zip(Criterion, value, strict=True):
                    yield f"weight of {criterion.replace('_', ' ')}", str(weight)
            case "prizeShares":
                for place, share in zip(_PLACES, value, strict=True):
                    yield place, _share(share)
            case _ if name in _AMOUNTS:
                yield in_words(name), tokens(value)
            case _ if name in _SECONDS or name.endswith("Window"):
                yield in_words(name), seconds(value)
            case _ if name in _SHARES:
                yield in_words(name), _share(value)
            case _:
                yield in_words(name), str(value)


def _share(hundredths: int) -> str:
    return f"{hundredths / 100:g} %"
