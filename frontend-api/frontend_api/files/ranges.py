"""One range of bytes in a request (RFC 9110, section 14)."""

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class UnsatisfiableError(ValueError):
    """No byte of the file is in the range."""


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """From where to before where, in a file of `size` bytes; None for all of it.

    What is no single range is as good as no range. Raises `UnsatisfiableError`.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise UnsatisfiableError(f"the file has {size} bytes")
    return start, stop
