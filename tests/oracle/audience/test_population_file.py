"""A population's file: the same comes back, and nothing else ever does."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.audience.file import load_population, save_population
from oracle.audience.population import Population
from oracle.errors import Permanent


@pytest.fixture(scope="session")
def kept(population: Population, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "readers.npz"
    save_population(population, file)
    return file


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def test_file__written_and_read__is_the_same_population(population: Population, kept: Path):
    again = load_population(kept)
    assert (again.seed, again.homophily) == (population.seed, population.homophily)
    for name in ("interests", "activity", "starts", "followers"):
        assert np.array_equal(getattr(again, name), getattr(population, name))


def test_file__that_exists__is_not_overwritten(population: Population, kept: Path):
    before = kept.read_bytes()
    with pytest.raises(Permanent, match="exists"):
        save_population(population, kept)
    assert kept.read_bytes() == before


def test_file__in_no_folder__is_refused(population: Population, tmp_path: Path):
    with pytest.raises(Permanent, match="No such file"):
        save_population(population, tmp_path / "none" / "readers.npz")
    with pytest.raises(Permanent, match="No such file"):
        load_population(tmp_path / "none.npz")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_file__damaged_anywhere__is_refused_or_the_same(
    data: st.DataObject, population: Population, kept: Path, tmp_path: Path
):
    whole = bytearray(kept.read_bytes())
    ends = st.integers(0, 3_000) | st.integers(len(whole) - 3_000, len(whole) - 1)
    place = data.draw(ends | st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        whole[place] ^= data.draw(st.integers(1, 255))
    else:
        del whole[place:]
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(whole)
    try:
        found = load_population(damaged)
    except Permanent:
        return
    assert np.array_equal(found.followers, population.followers)


@pytest.mark.parametrize("content", [b"", b"PK", b"text\n" * 999, b"\x80\x05K*.", b"\x93NUMPY"])
def test_file__of_another_kind__is_refused(content: bytes, tmp_path: Path):
    file = tmp_path / "other.npz"
    file.write_bytes(content)
    with pytest.raises(Permanent, match="build it anew"):
        load_population(file)


def test_file__with_other_arrays__is_refused(tmp_path: Path):
    file = tmp_path / "other.npz"
    np.savez(file, weights=np.ones(3))
    with pytest.raises(Permanent, match="audience build"):
        load_population(file)


def test_file__with_a_pickle_inside__runs_nothing(kept: Path, tmp_path: Path):
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (Path(tmp_path / "sprung"),))  # type: ignore[return-value]

    trap = io.BytesIO()
    np.save(trap, np.array([Trap()], dtype=object), allow_pickle=True)
    for content in (trap.getvalue(), pickle.dumps(Trap())):
        members = parts(kept) | {"activity.npy": content}
        with pytest.raises(Permanent):
            load_population(packed(tmp_path / "trap.npz", members))
    assert not (tmp_path / "sprung").exists()


def test_file__with_another_possible_value__is_refused_by_its_digest(kept: Path, tmp_path: Path):
    members = parts(kept)
    activity = np.load(io.BytesIO(members["activity.npy"]))
    activity[0] = 0.5
    members["activity.npy"] = npy(activity)
    with pytest.raises(Permanent, match="digest"):
        load_population(packed(tmp_path / "changed.npz", members))


def test_file__that_is_compressed__is_refused(kept: Path, tmp_path: Path):
    file = tmp_path / "compressed.npz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(kept).items():
            archive.writestr(name, content)
    with pytest.raises(Permanent, match="compressed"):
        load_population(file)


def test_file__with_numbers_of_another_order__is_refused(kept: Path, tmp_path: Path):
    members = parts(kept)
    members["activity.npy"] = members["activity.npy"].replace(b"'<f4'", b"'>f4'", 1)
    with pytest.raises(Permanent, match="not what"):
        load_population(packed(tmp_path / "turned.npz", members))


def test_file__that_promises_a_huge_array__is_refused_before_it_is_made(kept: Path, tmp_path: Path):
    header = io.BytesIO()
    shape = {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(header, shape)
    members = parts(kept) | {"activity.npy": header.getvalue()}
    with pytest.raises(Permanent, match="size"):
        load_population(packed(tmp_path / "huge.npz", members))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("activity", lambda a: a * 2),
        ("activity", lambda a: np.full_like(a, np.nan)),
        ("interests", lambda a: a * np.float32(1.5)),
        ("interests", lambda a: a[:, :0]),
        ("followers", lambda a: a + np.int32(3_000)),
        ("starts", lambda a: a[::-1].copy()),
        ("starts", lambda a: a[:-1]),
    ],
)
def test_population__with_an_impossible_array__is_refused_even_with_its_digest(
    name: str, spoil, population: Population, tmp_path: Path
):
    arrays = {n: getattr(population, n) for n in ("interests", "activity", "starts", "followers")}
    spoilt = Population(**arrays | {name: spoil(arrays[name])}, homophily=0.5, seed=7)
    file = tmp_path / "spoilt.npz"
    save_population(spoilt, file)
    with pytest.raises(Permanent, match="no population"):
        load_population(file)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "other"},
        {"homophily": "x"},
        {"seed": None},
        {"shapes": {}},
        {"shapes": None},
        {"shapes": {"interests": [-1, -1]}},
        {"shapes": {"interests": [[]]}},
        {"digest": 5},
    ],
)
def test_description__malformed__is_refused(change: dict[str, object], kept: Path, tmp_path: Path):
    members = parts(kept)
    meta = json.loads(np.load(io.BytesIO(members["meta.npy"])).tobytes()) | change
    members["meta.npy"] = npy(np.frombuffer(json.dumps(meta).encode(), np.uint8))
    with pytest.raises(Permanent, match="build it anew"):
        load_population(packed(tmp_path / "meta.npz", members))
