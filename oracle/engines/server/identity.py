"""Which model exactly: what a re-run of an entry needs to know."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from oracle.domain import digest_of

_WEIGHTS, _INDEX = "model.safetensors", "model.safetensors.index.json"
_BESIDE = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
)


@dataclass(frozen=True)
class Identity:
    """A loaded model, or one with an adapter.

    `name` is its hub id or its folder's name, never a path, or the adapter's name. `revision` is
    the hub's commit, None for a folder of one's own and for an adapter; `digest` is of its files.
    `base` is, for an adapter, the name and digest of the model that it is used with.
    """

    name: str
    revision: str | None
    digest: str
    transformers: str
    torch: str
    dtype: str
    device: str
    quantized: str | None = None
    base: str | None = None

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change whenever any field does."""
        return digest_of(json.dumps(asdict(self), sort_keys=True).encode())[2:18]


def model_digest(folder: Path) -> str:
    """The digest of the model in `folder`: of one line ``<sha256 hex>  <file>`` for each file.

    The files, by name: the safetensors weights in use, configuration, tokenizer and chat template.
    """
    return files_digest(
        folder, {*_weights(folder), *(name for name in _BESIDE if (folder / name).exists())}
    )


def files_digest(folder: Path, names: Iterable[str]) -> str:
    """The digest of one line ``<sha256 hex>  <file>`` for each of a folder's files, by name."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in sorted(names)]
    return digest_of("".join(lines).encode())


def _weights(folder: Path) -> set[str]:
    index = folder / _INDEX
    if not index.exists():
        return {_WEIGHTS}
    return set(json.loads(index.read_text())["weight_map"].values())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
