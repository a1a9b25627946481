"""Cards in PNG pictures."""

import base64
import json
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from oracle.personas.cards import default_cards
from oracle.personas.exchange import CardError, export_png, import_card
from tests.oracle.personas.foreign_cards import V2, V3, Json

CARD = default_cards()[2]


def picture(width: int = 8, height: int = 8, kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), 9 if mode == "P" else None).save(out, kind)
    return out.getvalue()


def chunk(kind: bytes, data: bytes, checksum: int | None = None) -> bytes:
    crc = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def holding(*chunks: bytes) -> bytes:
    """A picture with these chunks before its end."""
    plain = picture()
    end = plain.rindex(b"IEND") - 4
    return plain[:end] + b"".join(chunks) + plain[end:]


def text(keyword: str, card: Json) -> bytes:
    return chunk(b"tEXt", keyword.encode() + b"\0" + base64.b64encode(json.dumps(card).encode()))


def test_png__written__holds_both_versions_and_the_picture() -> None:
    data = export_png(CARD, picture(3, 5))
    with Image.open(BytesIO(data)) as image:
        assert image.size == (3, 5)
        texts = {name: json.loads(base64.b64decode(each)) for name, each in image.text.items()}  # type: ignore[attr-defined]
    assert texts["chara"]["spec"] == "chara_card_v2"
    assert texts["ccv3"]["spec"] == "chara_card_v3"
    assert texts["ccv3"]["data"]["name"] == CARD.name
    assert "read as V2" in texts["chara"]["data"]["creator_notes"]
    assert import_card(data).card == CARD


def test_png__drawn__is_the_same_for_the_same_card() -> None:
    drawn = [export_png(card) for card in default_cards()]
    assert drawn == [export_png(card) for card in default_cards()]
    assert len(set(drawn)) == len(drawn)


def test_png__with_v2_and_v3__is_read_as_v3() -> None:
    assert import_card(holding(text("chara", V2), text("ccv3", V3))).format == "v3"
    assert import_card(holding(text("chara", V2))).format == "v2"


def test_png__its_other_texts__do_not_stay_in_it() -> None:
    old = holding(text("chara", V2), chunk(b"tEXt", b"Author\0somebody"))
    data = export_png(CARD, old)
    assert b"somebody" not in data
    assert import_card(data).card == CARD


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "L"), ("WEBP", "RGB"), ("PNG", "P")])
def test_png__of_another_picture__is_made(kind: str, mode: str) -> None:
    assert import_card(export_png(CARD, picture(kind=kind, mode=mode))).card == CARD


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (picture(), "holds no card"),
        (holding(chunk(b"tEXt", b"chara\0not base64!")), "base64"),
        (holding(chunk(b"tEXt", b"chara\0e30=")), "this is no card"),
        (holding(chunk(b"tEXt", b"chara\0e30=", checksum=1)), "checksum"),
        (holding(chunk(b"tEXt", b"ccv3\0" + b"A" * (5 * 1024 * 1024))), "over"),
        (holding(chunk(b"tEXt", b"chara\0" + base64.b64encode(b"[" * 9_999))), "no JSON"),
        (holding(*[chunk(b"tEXt", b"a\0b")] * 10_001), "damaged"),
        (picture()[:-9], "damaged"),
        (picture()[:8] + struct.pack(">I", 2**31) + b"IHDR", "damaged"),
    ],
    ids=range(9),
)
def test_png__that_holds_no_card__says_why(data: bytes, says: str) -> None:
    with pytest.raises(CardError, match=says):
        import_card(data)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"GIF89a", picture()[:40], picture(5_000, 4_000, "PNG", "1")),
        picture()[:8]
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
        + chunk(b"IEND", b""),
    ],
)
def test_png__of_what_is_no_picture_or_too_large__is_refused(data: bytes) -> None:
    with pytest.raises(CardError, match="picture"):
        export_png(CARD, data)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_png__damaged_anywhere__is_read_or_refused(noise: bytes, place: int) -> None:
    whole = holding(text("ccv3", V3))
    damaged = whole[: 8 + place] + noise + whole[8 + place + len(noise) :]
    with suppress(CardError):  # nothing else is ever raised
        assert import_card(damaged).card.name
