"""The engine server as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from oracle.engines.openai import OpenAIEngine, OpenAISettings
from oracle.engines.server.command import engine_command
from oracle.engines.server.settings import EngineSettings
from oracle.errors import Fatal
from oracle.personas.prompt import chat_messages
from oracle.settings import Settings
from tests import tiny_hub
from tests.oracle.engines.conftest import TOKEN
from tests.ports import free_port
from tests.wait import PATIENCE_S

PROGRAM = """
import sys
from oracle.engines.server.run import serve
from oracle.engines.server.settings import EngineSettings
serve(EngineSettings.model_validate_json(sys.argv[1]))
"""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(qwen3: str, port: int) -> Iterator[subprocess.Popen[str]]:
    settings = f'{{"model": "{qwen3}", "token": "{TOKEN}", "port": {port}}}'
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, settings],
        env={**os.environ, **tiny_hub.ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        yield started
        started.kill()


def test_serve__until_sigterm__says_what_it_does_answers_and_ends(
    process: subprocess.Popen[str], port: int
) -> None:
    assert process.stdout is not None
    url = f"http://127.0.0.1:{port}/v1"
    said = list(takewhile(lambda line: line != f"Serving on {url}\n", process.stdout))
    assert said[0] == "Loading troupe/tiny-qwen3 for cpu\n"
    assert any("in all" in line and line.endswith("GiB\n") for line in said)
    assert said[-1].startswith("Loaded troupe/tiny-qwen3 (float32 on cpu, 0x")
    engine = OpenAIEngine([OpenAISettings(url=url, token=TOKEN, attempts=10)], chat_messages)
    assert engine.info().model.startswith("troupe/tiny-qwen3@")
    engine.close()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert "Traceback" not in errors


def test_client_engine__imported__needs_no_torch() -> None:
    program = (
        "import sys, oracle.engines.openai, oracle.engines.server.run;"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_serve__no_torch__says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['torch'] = None\n"
        "from oracle.engines.server.run import serve\n"
        "from oracle.engines.server.settings import EngineSettings\n"
        f"serve(EngineSettings(token='{TOKEN}'))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "run `make models`" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "example.org"])
def test_settings__host_that_others_reach__is_refused(host: str) -> None:
    with pytest.raises(ValidationError, match="host"):
        EngineSettings.model_validate({"token": TOKEN, "host": host})


def test_command__wrong_values__names_each_flag_and_variable(tmp_path: Path) -> None:
    settings = Settings(engine_token=SecretStr("secret-word"))
    with pytest.raises(Fatal) as refused:
        engine_command(lambda: settings).main(
            ["--batch", "0", "--answer-tokens", "0", "--adapter", f"a b={tmp_path}"],
            standalone_mode=False,
        )
    said = str(refused.value)
    assert "TROUPE_ENGINE_TOKEN: " in said
    assert "secret-word" not in said
    assert all(f"--{flag}: " in said for flag in ("batch", "answer-tokens", "adapter"))
