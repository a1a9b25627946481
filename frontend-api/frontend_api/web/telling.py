"""Errors in the words of those who asked; what an operator can do about them goes to the log."""

import logging

from oracle.assistant.chat import Busy
from oracle.engines.openai.budget import OverBudget
from oracle.engines.openai.failures import NoAnswer, Refused
from oracle.errors import Permanent, TroupeError

_log = logging.getLogger(__name__)
_LATER = (
    "the service can't do this right now: try again in a minute; if it stays, tell whoever runs "
    "this site, who finds the reason in its log"
)
_SPENT = (
    "the language model has written all that it may write today: it goes on at 00:00 UTC, or once "
    "whoever runs this site gives it more"
)
_ODD = (
    "the language model gave no answer that can be used: try again, or in other words; if it "
    "stays, tell whoever runs this site, who finds the reason in its log"
)


def for_people(error: TroupeError) -> str:
    """What went wrong, without settings, addresses and commands of the machine that runs this."""
    if isinstance(error, Busy) or (
        isinstance(error, Permanent) and not isinstance(error, NoAnswer | Refused)
    ):
        return str(error)
    _log.warning("told as unavailable: %s", error)
    if isinstance(error, OverBudget):
        return _SPENT
    return _ODD if isinstance(error, Permanent) else _LATER
