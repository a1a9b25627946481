"""What a user typed: a text or a file, and rates."""

from dataclasses import replace
from pathlib import Path

from oracle.audience.post import Post
from oracle.errors import Permanent

_MOST_BYTES = 60_000


def with_rates(post: Post, given: tuple[str, ...]) -> Post:
    """The post with the rates given as NAME=CHANCE instead of its own.

    Raises `Permanent` where one is no such thing.
    """
    found = dict(post.rates)
    for each in given:
        name, _, chance = each.partition("=")
        if name not in found:
            raise Permanent(f"--rate {each}: give {', '.join(found)}, as in like=0.02")
        try:
            found[name] = float(chance)
        except ValueError:
            raise Permanent(f"--rate {each}: give a chance of 0 to 1, as in like=0.02") from None
    return replace(post, rates=found)


def given_text(given: str) -> str:
    """The text, or what is in the file of that name.

    Raises `Permanent` where the file is no text in UTF-8, or longer than any post.
    """
    try:
        file = Path(given)
        if not file.is_file():
            return given
    except (OSError, ValueError):
        return given
    try:
        with file.open("rb") as opened:
            found = opened.read(_MOST_BYTES + 1)
        if len(found) > _MOST_BYTES:
            raise Permanent(f"{file} is larger than any post: {_MOST_BYTES:,} bytes at most")
        return found.decode()
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Permanent(f"{file} is no text in UTF-8") from error
