"""compose.yaml, Dockerfile and units: they name settings, commands and files that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from frontend_api.settings import Settings as ApiSettings

from oracle.__main__ import main
from oracle.settings import Settings
from tests.requires import require

ROOT = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = sorted((ROOT / "oracle/systemd").glob("*.service"))
KNOWN = {f"TROUPE_{name.upper()}" for kind in (Settings, ApiSettings) for name in kind.model_fields}
OWN = {name: service for name, service in SERVICES.items() if "build" in service}


@pytest.mark.parametrize("name", OWN)
def test_compose__settings_of_a_service__exist(name: str):
    given = OWN[name]["environment"]
    assert given.keys() <= KNOWN
    named = {value.rpartition("/")[2] for key, value in given.items() if "/run/secrets/" in value}
    assert named <= set(OWN[name].get("secrets", ()))


def test_compose__operator__is_given_valid_settings():
    given = {
        key: "1" if str(value).startswith("${TROUPE_CHAIN_ID") else value
        for key, value in SERVICES["operator"]["environment"].items()
        if "/run/secrets/" not in value and not str(value).startswith("${TROUPE_RPC")
    }
    values = {key[7:].lower(): v for key, v in given.items() if not str(v).startswith("${")}
    settings = Settings.model_validate(values)
    images = set(re.findall(r"\b(TROUPE_\w+)=", DOCKERFILE))
    assert not {f"{name}_FILE" for name in images} & SERVICES["operator"]["environment"].keys()
    assert (settings.executor, settings.ipfs, settings.health_port) == ("celery", "kubo", 9464)


@pytest.mark.parametrize("name", SERVICES)
def test_compose__ports__are_on_loopback_and_images_pinned(name: str):
    service = SERVICES[name]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    if "image" in service:
        assert re.search(r":v?\d+\.\d+", service["image"])
    else:
        assert f" AS {service['build']['target']}\n" in DOCKERFILE


def test_compose__every_secret__is_a_file_and_used():
    used = {
        secret if isinstance(secret, str) else secret["source"]
        for service in SERVICES.values()
        for secret in service.get("secrets", ())
    }
    assert used == COMPOSE["secrets"].keys()
    assert all(secret["file"].startswith("secrets/") for secret in COMPOSE["secrets"].values())


def test_compose__api__shares_no_network_with_what_trusts_its_neighbours():
    """Kubo's RPC, by its image's default, listens for all who share a network with the operator."""
    assert SERVICES["api"]["networks"] == ["public"]
    others = [name for name in SERVICES if name != "api"]
    assert all("networks" not in SERVICES[name] for name in others)


def test_handbook__secrets_for_containers__are_readable_by_nobody_else(tmp_path: Path):
    require(shutil.which("openssl"), "openssl is missing: sudo apt-get install openssl")
    for name in ("keystore.json", "passphrase"):
        (tmp_path / name).write_text("secret")
    text = (ROOT / "oracle/README.md").read_text()
    (block,) = re.findall(r"^(umask.*?)^sudo", text, re.MULTILINE | re.DOTALL)
    script = block.replace("/etc/troupe", str(tmp_path))
    subprocess.run(["sh", "-ec", script], cwd=tmp_path, check=True)
    made = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "secrets").iterdir()}
    assert made == {Path(each["file"]).name: 0 for each in COMPOSE["secrets"].values()}


def test_dockerfile__what_it_copies__exists_and_it_runs_as_nobody_special():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert copied
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
    assert DOCKERFILE.count("USER troupe") == DOCKERFILE.count("ENTRYPOINT") == 3
    assert DOCKERFILE.count("HEALTHCHECK") == 3
    names = set(re.findall(r"\b(TROUPE_\w+)=", DOCKERFILE))
    assert names <= KNOWN


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit__command_and_settings__exist(unit: Path):
    text = unit.read_text()
    assert set(re.findall(r"\b(TROUPE_\w+)=", text)) <= KNOWN
    (command,) = re.findall(r"^ExecStart=\S+ -m oracle (\w+)", text, re.MULTILINE)
    assert command in main.commands


def test_wrapper__a_command__runs_with_the_operators_files(tmp_path: Path):
    (tmp_path / "operator.env").write_text("TROUPE_LOG_LEVEL=DEBUG\n")
    (tmp_path / "passphrase").write_text("word")
    program = tmp_path / ".venv/bin/python"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"; env | grep ^TROUPE_ | sort\n')
    program.chmod(0o755)
    script = (ROOT / "oracle/systemd/troupe").read_text()
    for folder in ("/etc/troupe", "/opt/troupe", "/var/lib/troupe"):
        script = script.replace(folder, str(tmp_path))
    line = ["sh", "-c", script, "troupe", "replay", "--round", "3"]
    clean = {"PATH": "/usr/bin:/bin"}
    said = subprocess.run(line, capture_output=True, text=True, check=True, env=clean).stdout
    command, *settings = said.splitlines()
    assert command == "-m oracle replay --round 3"
    assert f"TROUPE_PASSPHRASE_FILE={tmp_path}/passphrase" in settings
    assert "TROUPE_LOG_LEVEL=DEBUG" in settings
    assert {setting.partition("=")[0] for setting in settings} <= KNOWN
    assert not [setting for setting in settings if setting.startswith("TROUPE_KEYSTORE")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit__as_systemd_reads_it__is_valid_and_hardened(unit: Path, tmp_path: Path):
    program = shutil.which("systemd-analyze")
    require(program, "systemd-analyze is missing: sudo apt-get install systemd")
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/troupe/.venv/bin/python", sys.executable))
    for words in (["verify"], ["security", "--offline=true", "--threshold=40"]):
        line = [str(program), *words, str(copy)]
        result = subprocess.run(line, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_prometheus__config__is_valid():
    program = shutil.which("promtool")
    require(program, "promtool is missing: run `make services`")
    config = ROOT / "oracle/telemetry/prometheus.yml"
    line = [str(program), "check", "config", str(config)]
    result = subprocess.run(line, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_handbook__commands_and_settings_it_names__exist():
    handbook = (ROOT / "oracle/README.md").read_text()
    commands = re.findall(r"(?:troupe troupe|-m oracle) ([a-z]+)", handbook)
    assert len(commands) > 5
    assert set(commands) <= main.commands.keys()
    assert set(re.findall(r"TROUPE_[A-Z]+(?:_[A-Z]+)*", handbook)) <= KNOWN


def test_example__settings__are_all_there_and_exist():
    named = set(re.findall(r"^(?:# )?(TROUPE_\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert named <= KNOWN
    assert {name.removesuffix("_FILE") for name in KNOWN - named} <= {
        name.removesuffix("_FILE") for name in named
    }
