"""An answer does not wait for a place where its sheet is copied to, when the bond is at stake."""

from pathlib import Path

import pytest

from oracle.documents import keep_sheet
from oracle.domain import Collection
from oracle.errors import Transient
from oracle.ipfs.content import Content
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.kubo import Kubo
from tests.ports import free_port

SHEET = Collection(name="any", description="document")


def test_sheet__kubo_is_down__is_waited_for_until_the_last_chance(tmp_path: Path):
    blocks = EmbeddedStore(tmp_path / "blocks.sqlite")
    with Content(blocks, Kubo(f"http://127.0.0.1:{free_port()}", seconds=1)) as content:
        with pytest.raises(Transient, match="Kubo"):
            keep_sheet(content, SHEET, last_chance=False)
        keep_sheet(content, SHEET, last_chance=True)
        assert content.get(SHEET.digest) == SHEET.to_bytes()
