"""A population kept in a file, so that it is built once."""

import hashlib
import io
import json
import math
import zipfile
import zlib
from pathlib import Path
from typing import Any

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
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    RuntimeError,
    OverflowError,
)


def save_population(population: Population, file: Path) -> str:
    """Write `population` to a new .npz `file`; its SHA-256 in hex.

    Raises `Permanent` where the file exists or cannot be written.
    """
    arrays = {name: np.ascontiguousarray(getattr(population, name)) for name in _ARRAYS}
    digest = _digest(arrays, population.homophily, population.seed)
    meta = {
        "schema": _SCHEMA,
        "homophily": population.homophily,
        "seed": population.seed,
        "shapes": {name: array.shape for name, array in arrays.items()},
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

    Nothing is unpickled or parsed but a short JSON; sizes are bounded before they are read, and
    what was read is checked against its digest. Raises `Permanent` where the file is missing,
    damaged or something else.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _population(archive)
    except Permanent as error:
        raise Permanent(f"{file}: {error}") from None
    except OSError as error:
        raise Permanent(f"{file}: {error.strerror or error}") from error
    except _DAMAGE as error:
        raise Permanent(f"{file} is no population, or is damaged: build it anew") from error


def _population(archive: zipfile.ZipFile) -> Population:
    if sorted(archive.namelist()) != sorted(f"{name}.npy" for name in (*_ARRAYS, _META)):
        raise Permanent("it is no population: build one with `python -m oracle audience build`")
    meta = _meta(archive)
    arrays = {
        name: _array(archive, name, kind, meta["shapes"][name]) for name, kind in _ARRAYS.items()
    }
    found = Population(**arrays, homophily=meta["homophily"], seed=meta["seed"])
    if _digest(arrays, found.homophily, found.seed) != meta["digest"]:
        raise Permanent("its digest does not match what it holds: build it anew")
    found.check()
    return found


def _meta(archive: zipfile.ZipFile) -> dict[str, Any]:
    size = archive.getinfo(f"{_META}.npy").file_size
    if size > _MOST_META:
        raise Permanent("it is no population: its description is too long")
    meta = json.loads(_array(archive, _META, "|u1", [size - len(_header("|u1", [size]))]).tobytes())
    if not isinstance(meta, dict) or meta.get("schema") != _SCHEMA:
        raise Permanent(f"it is not of the schema {_SCHEMA}: build it anew")
    if not isinstance(meta["homophily"], float) or not isinstance(meta["seed"], int):
        raise Permanent("its description is malformed: build it anew")
    return meta


def _array(archive: zipfile.ZipFile, name: str, kind: str, shape: list[int]) -> NDArray[Any]:
    """One array of just that shape, read-only."""
    info = archive.getinfo(f"{name}.npy")
    header = _header(kind, shape)
    size = len(header) + math.prod(shape) * np.dtype(kind).itemsize
    if info.compress_type != zipfile.ZIP_STORED:
        raise Permanent(f"{name} is compressed, which no population is: build it anew")
    if size != info.file_size or size > _MOST_BYTES:
        raise Permanent(f"{name} has not the size that its description says: build it anew")
    with archive.open(info) as member:
        content = member.read(size)
    if not content.startswith(header):
        raise Permanent(f"{name} is not what its description says: build it anew")
    return np.frombuffer(content, kind, offset=len(header)).reshape(shape)


def _header(kind: str, shape: list[int]) -> bytes:
    """What numpy writes before the values of such an array; `kind` of one byte order."""
    out = io.BytesIO()
    described = {"descr": kind, "fortran_order": False, "shape": tuple(map(int, shape))}
    npy.write_array_header_1_0(out, described)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _digest(arrays: dict[str, NDArray[Any]], homophily: float, seed: int) -> str:
    hashed = hashlib.sha256(json.dumps([_SCHEMA, homophily, seed]).encode())
    for name in _ARRAYS:
        array = arrays[name]
        hashed.update(f"{name}{array.shape}".encode())
        hashed.update(np.ascontiguousarray(array).data)
    return hashed.hexdigest()
