"""Texts in PNG pictures: read without decoding a pixel, written with Pillow.

A PNG is a signature and chunks of length, type, data and CRC-32; a ``tEXt`` chunk is a keyword, a
zero and Latin-1 text. Source: https://www.w3.org/TR/png-3/.
"""

import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO

from PIL import Image, ImageDraw, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from oracle.personas.exchange.formats import CardError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_TEXT, _MAX_CHUNKS = 4 * 1024 * 1024, 10_000
_MAX_PIXELS = 4_096 * 4_096
_SIDE = 512


def is_png(data: bytes) -> bool:
    """Whether `data` begins as a PNG does."""
    return data.startswith(_SIGNATURE)


def texts_of(png: bytes, keywords: Collection[str]) -> dict[str, bytes]:
    """The first text of each of these keywords that a chunk holds.

    Raises `CardError` where a chunk is cut, too large or fails its checksum.
    """
    found: dict[str, bytes] = {}
    for kind, data, checksum in _chunks(png):
        if kind != b"tEXt":
            continue
        keyword, _, text = data.partition(b"\0")
        name = keyword.decode("latin-1")
        if name not in keywords or name in found:
            continue
        if len(text) > _MAX_TEXT:
            raise CardError([f"chunk {name}: {len(text)} bytes of text are over {_MAX_TEXT}"])
        if zlib.crc32(kind + data) != checksum:
            raise CardError([f"chunk {name}: the checksum is wrong, the file is damaged"])
        found[name] = text
    return found


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    at = len(_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if at == len(png):
            return
        if at + 12 > len(png):
            break
        size, kind = struct.unpack_from(">I4s", png, at)
        end = at + 8 + size
        if end + 4 > len(png):
            break
        yield kind, png[at + 8 : end], struct.unpack_from(">I", png, end)[0]
        if kind == b"IEND":
            return
        at = end + 4
    raise CardError(["this PNG is cut or damaged"])


def with_texts(picture: bytes, texts: Mapping[str, str]) -> bytes:
    """A PNG of `picture` (PNG, JPEG or WebP of at most 16 megapixels) with these texts alone.

    Raises `CardError` for anything else.
    """
    info = PngInfo()
    for keyword, text in texts.items():
        info.add_text(keyword, text)
    out = BytesIO()
    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise CardError(
                    [f"a picture of {image.width} × {image.height} pixels is too large"]
                )
            plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except UnidentifiedImageError:
        raise CardError(["the picture is no PNG, JPEG or WebP: name one that is"]) from None
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise CardError([f"the picture can't be read: {error}"]) from None
    plain.info.clear()
    plain.save(out, "PNG", pnginfo=info, optimize=False)
    return out.getvalue()


def drawn(digest: str) -> bytes:
    """A PNG of a mask, in colours that follow from `digest`; the same for the same card."""
    value = bytes.fromhex(digest.removeprefix("0x"))
    hue = value[0] * 360 // 256
    image = Image.new("RGB", (_SIDE, _SIDE), f"hsl({hue}, 45%, 90%)")
    pen, ink = ImageDraw.Draw(image), f"hsl({(hue + 150 + value[1] % 60) % 360}, 55%, 35%)"
    width = 20 + value[2] % 12
    pen.rounded_rectangle((96, 96, 416, 290), 40, ink, corners=(True, True, False, False))
    pen.pieslice((96, 140, 416, 440), 0, 180, fill=ink)
    tilt = value[3] % 30 - 15
    for left in (160, 292):
        pen.ellipse((left, 190 + tilt, left + 60, 230 + tilt), fill=f"hsl({hue}, 45%, 90%)")
    smile = (20, 160) if value[4] % 3 else (200, 340)
    pen.arc((190, 270, 322, 370), *smile, fill=f"hsl({hue}, 45%, 90%)", width=width)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
