"""Rates that a user typed."""

from dataclasses import replace

from oracle.audience.post import Post
from oracle.errors import Permanent


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
