"""Logs: a line for each event, as text or as JSON, with times in UTC and without secrets."""

import logging
import re
import sys
import threading
from collections.abc import Callable
from typing import Any, Literal

import structlog
from structlog.contextvars import merge_contextvars
from structlog.types import EventDict, Processor

Clean = Callable[[str], str]

# What starts a line, moves the cursor or turns the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_OWN = ("timestamp", "level", "logger", "event", "exception")


def set_up_logs(level: str, form: Literal["text", "json"], clean: Clean) -> None:
    """Log to standard error, from now on and for the whole process; `clean` hides secrets.

    What a step bound (a round, a question) is on each of its lines. Errors that nothing caught are
    logged too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(form, clean))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    if level != "DEBUG":
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it says every request
        logging.getLogger("alembic").setLevel(logging.WARNING)  # and it every part of itself
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def escaped(text: str) -> str:
    """The text in one line, its control characters as escapes."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _formatter(form: str, clean: Clean) -> logging.Formatter:
    def cleaned(_logger: Any, _name: str, event: EventDict) -> EventDict:
        return {key: clean(str(value)) for key, value in event.items()}

    told: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=told,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            cleaned,
            structlog.processors.JSONRenderer() if form == "json" else _as_text,
        ],
    )


def _as_text(_logger: Any, _name: str, event: EventDict) -> str:
    bound = "".join(f"{key}={event[key]} " for key in event if key not in _OWN)
    line = f"{event['level'].upper()} {event['logger']} {bound}{event['event']}"
    trace = event.get("exception", "").splitlines()
    return "\n    ".join(escaped(part) for part in (f"{event['timestamp']} {line}", *trace))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("oracle").critical("unexpected, the end", exc_info=(kind, error, trace))
