"""The message that a wallet signs to sign in (ERC-4361), held against where it is to be used."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from oracle.assistant.accounts.nonces import LIFETIME_S
from oracle.errors import Permanent

if TYPE_CHECKING:
    from siwe import SiweMessage

MAX_MESSAGE = 2_000
"""The most characters of a message."""
_SKEW = timedelta(seconds=60)
_OLDEST = timedelta(seconds=LIFETIME_S)


class SignInError(Permanent):
    """A wallet was not signed in; the message says why, and what to do."""


@dataclass(frozen=True)
class Place:
    """Where people sign in: the page's origin (``https://troupe.example``), and the chain."""

    origin: str
    chain_id: int
    genesis_hash: str

    @property
    def domain(self) -> str:
        """Host and port, as wallets show it to their owner."""
        return self.origin.partition("://")[2]


def read_message(text: str, place: Place, now: float) -> "SiweMessage":
    """The message, where it is for that place and for this time (Unix seconds).

    It is as ERC-4361 writes it to the letter, and signed as it is. Raises `SignInError`.
    """
    message = _parse(text)
    _check_place(message, place)
    _check_time(message, datetime.fromtimestamp(now, UTC))
    return message


def _parse(text: str) -> "SiweMessage":
    """By siwe's regular expressions: its grammar takes seconds for hostile text of 600 letters.

    What they take that is no message is not what a message is written as.
    """
    from siwe import SiweMessage  # a second of grammars that are built

    try:
        _require(len(text) <= MAX_MESSAGE and text.isascii(), "it is too long, or not in ASCII")
        message = SiweMessage.from_message(text, abnf=False)
        _require(message.prepare_message() == text, "it is not written as the standard says")
    except SignInError:
        raise
    except ValueError:
        _require(False, "it is no message of ERC-4361")
    return message


def _check_place(message: "SiweMessage", place: Place) -> None:
    uri = urlsplit(message.uri)
    _require(
        message.domain == place.domain and message.scheme in {None, urlsplit(place.origin).scheme},
        f"it is for {message.domain[:100]}, and this is {place.domain}",
    )
    _require(f"{uri.scheme}://{uri.netloc}" == place.origin, f"its URI is not of {place.origin}")
    _require(
        message.chain_id == place.chain_id,
        f"it is for another chain: switch your wallet to chain {place.chain_id}",
    )


def _check_time(message: "SiweMessage", now: datetime) -> None:
    issued = _moment(message.issued_at)
    _require(issued <= now + _SKEW, "it is from the future: check your device's clock")
    _require(issued > now - _OLDEST, "it is too old: sign a new one")
    if message.expiration_time is not None:
        _require(now < _moment(message.expiration_time), "it has expired: sign a new one")
    if message.not_before is not None:
        _require(_moment(message.not_before) <= now, "it is not valid yet")


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise SignInError("the sign-in message has a time that is none") from None
    _require(moment.tzinfo is not None, "its times name no time zone")
    return moment


def _require(holds: bool, wrong: str) -> None:
    if not holds:
        raise SignInError(f"the sign-in message is not accepted: {wrong}")
