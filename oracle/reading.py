"""Reading an HTTP answer whose sender is not trusted: bounded in bytes and in time."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

import httpx


class TooMuchError(Exception):
    """An answer has more bytes than anybody asked for."""


def read_answer(response: httpx.Response, most: int, deadline: float) -> bytes:
    """The body as it came, of at most `most` bytes, read until the monotonic `deadline`.

    It is not decompressed: a few compressed bytes may stand for gigabytes.
    Raises `TooMuchError`, or `TimeoutError`; what sends nothing at all is for `Patience`.
    """
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > most:
            raise TooMuchError(f"sent more than {most} bytes")
        if monotonic() > deadline:
            raise TimeoutError
    return bytes(data)


def retry_after(response: httpx.Response) -> float | None:
    """For how many seconds an answer asks to be left alone, if it does.

    Source: RFC 9110, 10.2.3: seconds, or a date.
    """
    value = str(response.headers.get("retry-after", ""))
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        pause = parsedate_to_datetime(value) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, pause.total_seconds())
