"""What a file is, by its bytes: never by its name, nor by what its sender says.

Only kinds that no browser runs are told apart; all else is OCTETS, which is downloaded. Signatures:
https://mimesniff.spec.whatwg.org/ and, for AVIF and M4A, the brands of ISO/IEC 14496-12 files.
"""

import re

OCTETS, JSON, TEXT = "application/octet-stream", "application/json", "text/plain"
HEAD_BYTES = 4096

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_BOXED = {
    (b"RIFF", b"WEBP"): "image/webp",
    (b"RIFF", b"WAVE"): "audio/wav",
    (b"ftyp", b"avif"): "image/avif",
    (b"ftyp", b"M4A "): "audio/mp4",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<[A-Za-z!?/]")


def kind_of(head: bytes, tail: bytes) -> str:
    """The media type of a file with these first (at most HEAD_BYTES) and last bytes.

    Text in which something looks like markup is OCTETS: a picture in SVG is a program.
    """
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    boxed = _BOXED.get((head[:4], head[8:12])) or _BOXED.get((head[4:8], head[8:12]))
    if boxed:
        return boxed
    text = _text(head)
    if text is None:
        return OCTETS
    if text.startswith("{") and tail.endswith(b"}"):
        return JSON
    return OCTETS if _MARKUP.search(text) else TEXT


def is_shown(kind: str) -> bool:
    """Whether a browser may show it in place."""
    return kind != OCTETS


def _text(head: bytes) -> str | None:
    """It as UTF-8 without control characters, whose last character may be cut off; else None."""
    for cut in range(4):
        try:
            text = head[: len(head) - cut].decode()
        except UnicodeDecodeError as error:
            if len(head) < HEAD_BYTES or error.start < len(head) - 4:
                return None
            continue
        return None if _CONTROL.search(text) else text
    return None
