"""Trainings and forecasts, kept: the first to be counted, the second to be compared later."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from oracle.errors import Permanent
from oracle.predictor.model import Facts
from oracle.predictor.posts import Post
from oracle.predictor.single import Forecast

_FILE, _TRAININGS = "forecasts.jsonl", "trainings.jsonl"
_MAX_BYTES = 64 * 2**20


def keep(folder: Path, post: Post, forecast: Forecast) -> None:
    """Add a forecast to FOLDER/forecasts.jsonl; of the post its author, time and text's digest."""
    line = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "author": post.author,
        "at": post.at.isoformat(),
        "text": _digest(post),
        "forecast": forecast.as_json(),
    }
    _add(folder / _FILE, line)


def record(folder: Path, facts: Facts, found: dict[str, Any]) -> None:
    """Add a training and what was measured of it to FOLDER/trainings.jsonl."""
    said = {"trained_at", "source", "seed", "embedder"}
    measured = {key: value for key, value in found.items() if key not in ("lines", "report")}
    _add(folder / _TRAININGS, facts.model_dump(mode="json", include=said) | measured)


def compare(folder: Path, posts: Sequence[Post]) -> dict[str, Any]:
    """Which kept forecasts came true: `matched` posts, and by target the share in its interval.

    Forecasts are matched by author and text, the earliest of each; one that was made after the post
    was published is none.
    """
    said: dict[tuple[str, str], Any] = {}
    for line in _lines(folder / _FILE):
        said.setdefault((line["author"], line["text"]), line)
    pairs = [
        (post, line["forecast"]["ranges"])
        for post in posts
        if (line := said.get((post.author, _digest(post))))
        and datetime.fromisoformat(line["made_at"]) <= post.at
    ]
    inside: dict[str, list[bool]] = {}
    for post, ranges in pairs:
        for target, (low, _, high) in ranges.items():
            if target in post.outcomes:
                inside.setdefault(target, []).append(low <= post.outcomes[target] <= high)
    shares = {target: sum(found) / len(found) for target, found in inside.items()}
    return {"matched": len(pairs), "inside": shares}


def _lines(path: Path) -> list[Any]:
    if not path.exists():
        return []
    if path.stat().st_size > _MAX_BYTES:
        raise Permanent(f"{path} is over {_MAX_BYTES:,} bytes: move it away to begin a new one")
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except ValueError:
        raise Permanent(f"{path} is broken: move it away to begin a new one") from None


def _add(path: Path, line: dict[str, Any]) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from error


def _digest(post: Post) -> str:
    return sha256(post.text.encode("utf-8", "surrogatepass")).hexdigest()
