"""The columns of a post history, by which users and Troupe itself export one.

==============  ==========================================================================
column          what stands there
==============  ==========================================================================
time            when it was published, ISO 8601 with a zone (``2026-01-31T12:00:00+01:00``)
text            the post, 1 to 10,000 characters
platform        linkedin, bluesky, mastodon, farcaster, lens; x: see below
author          who published it; one author where the column is missing
topic           what it is about, in the user's own words; may be empty
media           whether a picture or video was attached: true/false, yes/no, 1/0
followers       the author's followers at that time
impressions     how often it was shown
likes           … and replies, reposts, quotes, clicks: how often each was done
source          where the figures come from; ``x`` is refused
==============  ==========================================================================

time, text, platform and one outcome are needed; an empty cell means that nobody counted. Leave out
the posts of the last days, which are still being read. Other columns are left alone. Names are
compared without case, spaces, hyphens and underscores.

X's data may not train models: a row whose source is X is refused, and so is a row of platform x
that names no source. What a user measured without X (clicks on an own link) has another source.
"""

from collections.abc import Iterable

from oracle.errors import Permanent

COLUMNS: dict[str, tuple[str, ...]] = {
    "time": ("created_at", "published_at", "posted_at", "timestamp", "date", "datetime"),
    "text": ("content", "body", "post", "status", "message", "commentary"),
    "platform": ("network", "site", "channel"),
    "author": ("author_id", "account", "user", "username", "handle", "screen_name"),
    "topic": ("tag", "category", "subject"),
    "media": ("has_media", "with_media", "media_flag", "has_image"),
    "followers": ("followers_count", "follower_count", "author_followers"),
    "source": ("data_source", "origin"),
    "impressions": ("impression_count", "views", "view_count", "reach"),
    "likes": ("like_count", "favorite_count", "favourites_count", "favorites", "reactions"),
    "replies": ("reply_count", "comments", "comment_count", "num_comments"),
    "reposts": ("repost_count", "retweet_count", "retweets", "reblogs_count", "recasts", "shares"),
    "quotes": ("quote_count",),
    "clicks": ("click_count", "link_clicks", "url_clicks"),
}
"""Each column and its other names."""

_NEEDED = ("time", "text", "platform")
_KNOWN = {
    name.replace("_", ""): column for column, names in COLUMNS.items() for name in (column, *names)
}


def columns_of(header: Iterable[str]) -> dict[str, str]:
    """The names in `header` that are known, each with its column.

    Raises `Permanent` where a needed column is missing, or one stands there twice.
    """
    found: dict[str, str] = {}
    for name in header:
        column = _KNOWN.get("".join(c for c in name.casefold() if c.isalnum()))
        if column is None:
            continue
        if column in found.values():
            raise Permanent(f"two columns mean {column}: keep one of them")
        found[name] = column
    if missing := [column for column in _NEEDED if column not in found.values()]:
        named = "; ".join(f"{each} (or {', '.join(COLUMNS[each])})" for each in missing)
        raise Permanent(f"the file has no column {named}")
    return found
