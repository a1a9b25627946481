"""What platforms make a link of in a text: addresses, hashtags and mentions."""

import re

import regex  # type: ignore[import-untyped]

# What ends an address is the sentence's where it is punctuation.
_ADDRESS_END = r"[^\s<>\"“”.,;:!?)\]'’，。、！？：；（）「」『』【】《》…]"
_ADDRESS = r"[^\s<>\"“”，。、！？：；（）「」『』【】《》]*"

LINK = re.compile(rf"https?://{_ADDRESS}{_ADDRESS_END}", re.IGNORECASE)
"""A link with its scheme, up to white space, quotes and East Asian punctuation."""

BARE_LINK = re.compile(
    r"(?<![a-z0-9@＠$#＃_./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|info|biz|edu|gov|io|co|ai|app|dev|xyz|eth|me|tv)(?![a-z0-9@])"
    rf"(?:/{_ADDRESS}{_ADDRESS_END})?",
    re.IGNORECASE,
)
"""A domain without a scheme, where its ending is a common one.

Source of what may stand beside it: twitter-text's `validUrlPrecedingChars` and `validGTLD`.
"""

REMOTE_MENTION = re.compile(
    r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\w.-]+\w", re.IGNORECASE
)
"""``@user@host``. Source: `Account::MENTION_RE` of Mastodon."""

# A mention as any of them has it: X's and Lens's names, handles that are domains (Bluesky,
# Farcaster's ``.eth``), Mastodon's with a host. A hashtag as the widest has it, Bluesky's: all but
# white space and punctuation; "_" and the middle dots belong to hashtags everywhere.
_TAG = regex.compile(
    r"[@＠][a-z0-9_]+(?:[.\-]+[a-z0-9_]+)*(?:@[\w.\-]+)?"
    r"|[#＃](?:[^\s\p{P}]|[_·・])+",
    regex.IGNORECASE,
)


def marked(text: str) -> list[tuple[int, int]]:
    """Where links, hashtags and mentions stand in `text`: (start, end), which may overlap."""
    return [match.span() for each in (LINK, BARE_LINK, _TAG) for match in each.finditer(text)]
