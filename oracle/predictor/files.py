"""Models on disk: LightGBM's own text and JSON, never pickle, checked against digests when read.

A folder holds ``facts.json``, ``<booster>.txt`` of each booster, ``forest.json`` for rounds,
``measured.json``, and ``SHA256SUMS``, which lists them all.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import lightgbm as lgb
from pydantic import ValidationError

from oracle.errors import Permanent
from oracle.predictor.model import Facts, Model

FOREST, MEASURED = "forest.json", "measured.json"
_SUMS = "SHA256SUMS"
_FACTS = "facts.json"
_MAX_BYTES = 64 * 2**20


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Makes `folder`. Raises `Permanent` where it, or what is written in it meanwhile, can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        name, why = error.filename or folder, error.strerror or error
        raise Permanent(f"{name}: {why}: make room there, or name another --folder") from None


def save(model: Model, others: Mapping[str, bytes], folder: Path) -> None:
    """Write `model` and the other files into a new `folder`, or in the place of what is there."""
    parts = {_FACTS: model.facts.model_dump_json(indent=1).encode(), **others}
    for name, booster in model.boosters.items():
        parts[f"{name}.txt"] = booster.model_to_string().encode()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in parts.items():
        (folder / name).write_bytes(data)
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(parts.items()))
    (folder / _SUMS).write_text(sums)


def promote(candidate: Path, place: Path) -> None:
    """Put the model in `candidate` at `place`; what was there is kept beside it as ``previous``."""
    previous = place.with_name("previous")
    shutil.rmtree(previous, ignore_errors=True)
    if place.exists():
        place.rename(previous)
    candidate.rename(place)


def undo(place: Path) -> None:
    """Put the model before back in use at `place`; the two change places.

    Raises `Permanent` where there is none before.
    """
    previous, aside = place.with_name("previous"), place.with_name("aside")
    if not (place.exists() and previous.exists()):
        raise Permanent(f"{place.parent} holds no earlier model to go back to")
    with writing_in(place.parent):
        place.rename(aside)
        previous.rename(place)
        aside.rename(previous)


def load(folder: Path) -> Model:
    """The model in `folder`.

    Raises `Permanent` where there is none, or a file is not what was written.
    """
    parts = read_parts(folder)
    try:
        facts = Facts.model_validate_json(parts[_FACTS])
        boosters = {
            name.removesuffix(".txt"): lgb.Booster(model_str=data.decode())
            for name, data in parts.items()
            if name.endswith(".txt")
        }
    except (KeyError, ValidationError, ValueError, lgb.basic.LightGBMError) as error:
        raise Permanent(f"{folder} holds no model of this version: train anew") from error
    return Model(facts, boosters)


def read_parts(folder: Path) -> dict[str, bytes]:
    """The files of a model by their names. Raises `Permanent` as `load` does."""
    try:
        lines = (folder / _SUMS).read_text().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        if any(Path(name).name != name for name in listed):
            raise ValueError("a file is listed that is not of this folder")
        parts = {name: _bounded(folder / name) for name in listed}
    except FileNotFoundError as error:
        raise Permanent(
            f"{folder} holds no whole model: run `python -m oracle predictor train`"
        ) from error
    except (OSError, ValueError) as error:
        raise Permanent(f"{folder} holds no model that can be read: train anew") from error
    for name, data in parts.items():
        if sha256(data).hexdigest() != listed[name]:
            raise Permanent(f"{folder / name} is not as it was written: train anew")
    return parts


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError(f"{path.name} is too big")
    return path.read_bytes()
