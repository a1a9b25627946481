"""What a phone loads before it shows the first page."""

import gzip
import json
import re
import sys

from frontend_api.web.headers import page_policy
from frontend_api.web.page import DIST

from tests.requires import require

LIMIT = 300 * 1024
FEED = "src/feed/FeedPage.tsx"
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)", re.IGNORECASE)


def test_entry_route__its_scripts__stay_below_the_limit() -> None:
    """The page's own script, all that it imports at once, and the feed, which is loaded next."""
    path = DIST / ".vite" / "manifest.json"
    require(path.is_file(), "the page is not built: run `make setup`")
    chunks = json.loads(path.read_text())
    wanted, files = ["index.html", FEED], set()
    while wanted:
        chunk = chunks[wanted.pop()]
        if chunk["file"] not in files:
            files.add(chunk["file"])
            wanted += chunk.get("imports", [])
    sizes = {name: len(gzip.compress((DIST / name).read_bytes())) for name in files}

    table = [f"{size:9,} {name}" for name, size in sorted(sizes.items(), key=lambda at: -at[1])]
    table.append(f"{sum(sizes.values()):9,} bytes in all, of {LIMIT:,}")
    sys.stdout.write("\n".join(table))
    assert sum(sizes.values()) <= LIMIT, "\n".join(table)


def test_page__as_built__has_no_script_that_its_policy_forbids() -> None:
    require((DIST / "index.html").is_file(), "the page is not built: run `make setup`")
    assert INLINE_SCRIPT.search((DIST / "index.html").read_bytes()) is None


def test_policy__walletconnect__is_reached_only_where_a_project_is_set() -> None:
    assert "walletconnect" not in page_policy(local_node=False, walletconnect=False)
    allowed = page_policy(local_node=False, walletconnect=True)
    assert "wss://relay.walletconnect.org" in allowed
    assert "script-src 'self';" in allowed
    assert "http:" not in allowed
