"""``python -m oracle engine``."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr, ValidationError

from oracle.engines.server.settings import EngineSettings, Limits
from oracle.errors import Fatal
from oracle.settings import Settings

_LIMITS = Limits()
_FLAGS = {
    "adapters": "adapter",
    "max_batch": "batch",
    "max_prompt_tokens": "prompt-tokens",
    "max_tokens": "answer-tokens",
}


def engine_command(prepare: Callable[[], Settings]) -> click.Command:
    """The command; `prepare` gives the settings once a command runs."""

    @click.command()
    @click.option("--model", help="Hub id of a causal language model, or the path of its folder.")
    @click.option("--revision", help="Commit, tag or branch of a hub id. [default: main]")
    @click.option(
        "--adapter",
        "adapters",
        metavar="NAME=FOLDER",
        multiple=True,
        help="A LoRA adapter in PEFT's format, asked for as model NAME. May be given often.",
    )
    @click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda, mps")
    @click.option(
        "--dtype", default="auto", show_default=True, help="auto, float32, bfloat16, float16"
    )
    @click.option("--quantize", help="8bit or 4bit: less memory, by bitsandbytes.")
    @click.option(
        "--memory", type=float, help="GiB it may use. [default: what the device has free]"
    )
    @click.option(
        "--batch",
        default=_LIMITS.max_batch,
        show_default=True,
        help="Rows written together; memory is taken for all of them.",
    )
    @click.option("--prompt-tokens", default=_LIMITS.max_prompt_tokens, show_default=True)
    @click.option("--answer-tokens", default=_LIMITS.max_tokens, show_default=True)
    @click.option("--port", default=8100, show_default=True)
    def engine(**given: Any) -> None:
        """Serve a language model to operators and the API, behind OpenAI's HTTP interface.

        One model in memory serves all personas, each with an adapter of its own where it has one;
        what they ask at the same time is written together. Before the weights are loaded it is
        computed what serving them takes, and refused where that is more than there is: fewer or
        shorter rows, 8 or 4 bits, or a smaller model take less.

        Clients give the token of TROUPE_ENGINE_TOKEN or TROUPE_ENGINE_TOKEN_FILE; without either,
        one is made and printed. Needs the model stack: `make models` installs it; --quantize
        needs the extra `quantized` too. Adapters are read when it starts.

        \b
        python -m oracle engine --model Qwen/Qwen3-1.7B
        python -m oracle engine --adapter ada=adapters/ada --adapter bo=adapters/bo
        python -m oracle engine --quantize 4bit --batch 8 --prompt-tokens 2048 --memory 8
        """
        from oracle.engines.server.run import serve

        known = prepare().engine_token
        token = known or SecretStr(secrets.token_urlsafe(32))
        settings = _settings(token, **given)
        if known is None:
            click.echo(f"TROUPE_ENGINE_TOKEN={token.get_secret_value()}")
        serve(settings)

    return engine


def _settings(
    token: SecretStr, adapters: tuple[str, ...], batch: int, prompt_tokens: int,
    answer_tokens: int, **given: Any,
) -> EngineSettings:  # fmt: skip
    limits = {
        "max_batch": batch, "max_prompt_tokens": prompt_tokens, "max_tokens": answer_tokens,
    }  # fmt: skip
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return EngineSettings.model_validate(
            {**chosen, "adapters": _adapters(adapters), "token": token, "limits": limits}
        )
    except ValidationError as error:
        wrong = [f"{_named(each['loc'])}: {each['msg']}" for each in error.errors()]
        raise Fatal("; ".join(wrong)) from None


def _adapters(given: tuple[str, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for each in given:
        name, equals, folder = each.partition("=")
        if not (name and equals and folder):
            raise Fatal(f"--adapter {each[:200]}: write NAME=FOLDER")
        if name in found:
            raise Fatal(f"--adapter: two are named {name[:100]}")
        found[name] = Path(folder)
    return found


def _named(where: tuple[int | str, ...]) -> str:
    """The flag or the variable that a field of the settings comes from."""
    name = str(where[1] if where[0] == "limits" and len(where) > 1 else where[0])
    return "TROUPE_ENGINE_TOKEN" if name == "token" else f"--{_FLAGS.get(name, name)}"
