"""A population kept in a file, so that it is built once."""

import hashlib
import io
import json
import math
import zipfile
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from oracle.audience.population import Population
from oracle.errors import Permanent

_SCHEMA = "troupe/population/1"
_ARRAYS = {"interests": "<f4", "activity": "<f4", "starts": "<i4", "followers": "<i4"}
_META = "meta"
_MOST_BYTES = 4 * 2**30
_MOST_META = 10_000


def save_population(population: Population, file: Path) -> str:
    """Write `population` to a new .npz `file`; its SHA-256 in hex.

    Raises `Permanent` where the file exists or cannot be written.
    """
    arrays = {name: getattr(population, name) for name in _ARRAYS}
    digest = _digest(arrays, population.homophily, population.seed)
    meta = {
        "schema": _SCHEMA,
        "homophily": population.homophily,
        "seed": population.seed,
        "digest": digest,
    }
    try:
        with file.open("xb") as out:
            np.savez(out, meta=np.frombuffer(json.dumps(meta).encode(), np.uint8), **arrays)
    except FileExistsError:
        raise Permanent(f"{file} exists: give another name, or remove it first") from None
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror}") from error
    return digest


def load_population(file: Path) -> Population:
    """The population in `file`, which `save_population` wrote.

    Nothing is unpickled; sizes are bounded before they are read, and what was read is checked
    against its digest. Raises `Permanent` where the file is missing, damaged or something else.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _population(archive)
    except Permanent as error:
        raise Permanent(f"{file}: {error}") from None
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror or error}") from error
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError,
            RecursionError, OverflowError) as error:  # fmt: skip
        raise Permanent(f"{file} is no population, or is damaged: build it anew") from error


def _population(archive: zipfile.ZipFile) -> Population:
    if sorted(archive.namelist()) != sorted(f"{name}.npy" for name in (*_ARRAYS, _META)):
        raise Permanent("it is no population: build one with `python -m oracle audience build`")
    meta = _meta(archive)
    arrays = {name: _array(archive, name, kind) for name, kind in _ARRAYS.items()}
    found = Population(**arrays, homophily=meta["homophily"], seed=meta["seed"])
    if _digest(arrays, found.homophily, found.seed) != meta["digest"]:
        raise Permanent("its digest does not match what it holds: build it anew")
    found.check()
    return found


def _meta(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(f"{_META}.npy").file_size > _MOST_META:
        raise Permanent("it is no population: its description is too long")
    meta = json.loads(_array(archive, _META, "|u1").tobytes())
    if not isinstance(meta, dict) or meta.get("schema") != _SCHEMA:
        raise Permanent(f"it is not of the schema {_SCHEMA}: build it anew")
    if not isinstance(meta["homophily"], float) or not isinstance(meta["seed"], int):
        raise Permanent("its description is malformed: build it anew")
    return meta


def _array(archive: zipfile.ZipFile, name: str, kind: str) -> NDArray[Any]:
    """One array, whose header promises no more than the file holds."""
    info = archive.getinfo(f"{name}.npy")
    if info.file_size > _MOST_BYTES:
        raise Permanent(f"{name} takes {info.file_size:,} bytes, which is too much")
    with archive.open(info) as member:
        size = _promised(member, kind)
    if size > info.file_size:
        raise Permanent(f"{name} is shorter than it says")
    with archive.open(info) as member:
        return cast(
            NDArray[Any], np.load(io.BytesIO(member.read(info.file_size)), allow_pickle=False)
        )


def _promised(member: IO[bytes], kind: str) -> int:
    npy.read_magic(member)  # type: ignore[no-untyped-call]
    shape, _, dtype = npy.read_array_header_1_0(member)  # type: ignore[no-untyped-call]
    if dtype.str != kind:
        raise ValueError(f"{dtype} instead of {kind}")
    return int(math.prod(shape) * dtype.itemsize)


def _digest(arrays: dict[str, NDArray[Any]], homophily: float, seed: int) -> str:
    hashed = hashlib.sha256(json.dumps([_SCHEMA, homophily, seed]).encode())
    for name in _ARRAYS:
        array = arrays[name]
        hashed.update(f"{name}{array.shape}".encode())
        hashed.update(np.ascontiguousarray(array).data)
    return hashed.hexdigest()
