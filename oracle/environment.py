"""Settings from the environment and `.env`: how they are read, and how a wrong one is named."""

from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from oracle.errors import Fatal

_MOST_BYTES = 64 * 1024


def _split(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


Items = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""A list whose items are separated by commas."""

Urls = Annotated[tuple[HttpUrl, ...], NoDecode, BeforeValidator(_split)]
"""Items that are HTTP URLs."""


class Environment(BaseSettings):
    """Frozen settings, each an environment variable ``TROUPE_<NAME>``; an empty one is unset.

    A secret has a field ``<name>_file`` beside it: it may be given as the one line of that file
    instead, which keeps it out of the environment.
    """

    model_config = SettingsConfigDict(
        env_prefix="TROUPE_",
        env_file=".env",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    @model_validator(mode="after")
    def _read_secret_files(self) -> Self:
        for name in type(self).model_fields:
            path: Path | None = getattr(self, f"{name}_file", None)
            if path is None:
                continue
            if name in self.model_fields_set:
                raise ValueError(f"{name} and {name}_file are both set: keep one")
            object.__setattr__(self, name, SecretStr(_word_in(path)))
        return self


def _word_in(path: Path) -> str:
    """The one line of a file. Raises `ValueError`, which shows nothing of it, `OSError`."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    try:
        lines = data.decode().strip().splitlines()
    except UnicodeDecodeError:
        raise ValueError(f"{path} holds no text: is it the right file?") from None
    if len(lines) != 1 or len(data) > _MOST_BYTES:
        raise ValueError(f"{path} must hold the secret in one line, and no more")
    return lines[0]


S = TypeVar("S", bound=Environment)


def load(kind: type[S]) -> S:
    """The settings of this process. Raises `Fatal` that names each wrong variable, with why."""
    try:
        return kind()
    except ValidationError as error:
        wrong = "; ".join(_explain(item["loc"], item["msg"]) for item in error.errors())
        raise Fatal(f"settings: {wrong}") from None
    except UnicodeDecodeError:
        raise Fatal("settings: .env is no text in UTF-8: write it anew") from None
    except OSError as error:
        raise Fatal(f"settings: {error.filename} can't be read: {error.strerror}") from None


def _explain(location: tuple[int | str, ...], message: str) -> str:
    name = f"TROUPE_{str(location[0]).upper()}: " if location else ""
    return f"{name}{message}"
