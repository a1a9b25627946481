"""The engine that needs no weights."""

import json
from collections.abc import Sequence
from importlib.metadata import version

from oracle.domain import EngineInfo, digest_of
from oracle.engines.builtin.compose import compose
from oracle.engines.builtin.draft import Piece
from oracle.engines.builtin.phrases import mentions, noun_phrases
from oracle.ports import WriteRequest, Written

VERSION = "2"
_MAX_UNUSED = 64
_NO_SUBJECT = (
    "The brief names no subject in English: say in a sentence what the post is about, "
    "or use a language model."
)
_NO_ROOM = "No line of this card fits the platform together with the brief: shorten its hooks."


class BuiltinWriter:
    """Writes with sentences retrieved from the brief and its sources, and the card's own lines.

    It states nothing of its own: each factual sentence is a `Quote`. Entries are a function of
    (card, brief, platform, seed) alone, whatever else is in the batch. It writes English only.
    """

    def info(self) -> EngineInfo:
        """What this engine is; `model` names the library by which it ranks sentences."""
        model = f"TF-IDF and MMR, scikit-learn {version('scikit-learn')}"
        return EngineInfo(name="builtin", version=VERSION, model=model, built_in=True)

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order. Raises nothing."""
        return [_write(request) for request in requests]

    def close(self) -> None:
        """Nothing to let go of."""


def _write(request: WriteRequest) -> Written:
    prompt = _prompt(request)
    piece = compose(request, key=prompt) if request.brief.language == "en" else None
    failure = None if piece else _NO_SUBJECT if piece is None else _NO_ROOM
    piece = piece or Piece("")
    return Written(
        text=piece.text,
        failure=failure,
        prompt=prompt,
        sampling=request.card.sampling,
        quotes=piece.quotes,
        unused=_unused(request.brief.text, piece.text),
    )


def _prompt(request: WriteRequest) -> str:
    inputs = {
        "brief": request.brief.digest,
        "card": request.card.digest,
        "platform": int(request.platform),
        "seed": request.seed,
        "writer": VERSION,
    }
    return digest_of(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode())


def _unused(brief: str, text: str) -> tuple[str, ...]:
    """The brief's noun phrases that `text` lacks; beyond 64, the last element lists the rest."""
    missing = [phrase for phrase in noun_phrases(brief) if not mentions(text, phrase)]
    kept, rest = missing[: _MAX_UNUSED - 1], missing[_MAX_UNUSED - 1 :]
    return (*kept, "; ".join(rest)) if rest else tuple(kept)
