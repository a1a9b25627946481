"""What gets past the door of a worker: messages as the operator's own executor sends them."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

from celery.worker.consumer import Consumer
from kombu.compression import encoders, register

from oracle.workers.broker import TASK

log = logging.getLogger(__name__)

_MOST_BYTES = 2_048
_ID = re.compile(r"[0-9a-f]{32}")


class GuardedConsumer(Consumer):  # type: ignore[misc]
    """Celery's consumer, which a message that it can't read would end, with each worker in turn."""

    def create_task_handler(self, *args: Any, **options: Any) -> Callable[[Any], None]:
        """As Celery's, for messages that are in order; others are thrown away."""
        handle = super().create_task_handler(*args, **options)

        def on_message(message: Any) -> None:
            if _is_in_order(message):
                handle(message)
                return
            log.warning("a message that is none of ours was thrown away")
            message.reject_log_error(log, self.connection_errors)

        return on_message


def refuse_compression() -> None:
    """Let no message of this process be decompressed: some bytes may stand for gigabytes.

    Kombu does so before any consumer sees it.
    """
    for kind in encoders():  # type: ignore[no-untyped-call]
        register(_refuse, _refuse, kind)  # type: ignore[no-untyped-call]


def _refuse(_data: object) -> bytes:
    raise ValueError("none of our messages is compressed")


def _is_in_order(message: Any) -> bool:
    """Whether a message is our one task with an assignment's id, to be done now, and no more.

    Source: Celery's message protocol, version 2.
    """
    headers, body = message.headers or {}, message.body
    if len(body) > _MOST_BYTES or message.content_type != "application/json":
        return False
    if headers.get("task") != TASK or not isinstance(headers.get("id"), str):
        return False
    if headers.get("eta") is not None or headers.get("expires") is not None:
        return False
    try:
        [assignment], options, embedded = json.loads(body)
        return bool(_ID.fullmatch(assignment)) and not options and not any(embedded.values())
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
