"""Plays one round on the stage and shows it."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import httpx
from pydantic import ValidationError
from rich.console import Console
from rich.live import Live
from rich.text import Text

from oracle.domain import Brief
from oracle.platforms import platform_from_slug
from scripts._demo.people import GUEST, PROPOSER, VOTERS, account_key
from scripts._demo.processes import DemoError, Processes
from scripts._demo.show import payouts, progress, show_round
from scripts._demo.stage import Place, Stage, ape, open_processes, set_stage

_DEFAULT_BRIEF = Path(__file__).with_name("brief.json")
_ENDED = ("settled", "expired", "failed")
_ROUND_S = 2_400
_ROUND = 1  # the first on a new chain


def read_brief(text: str | None) -> Brief:
    """The user's brief, or the default one with its sources. Raises `DemoError` if it is empty."""
    if text is None:
        return Brief.parse(_DEFAULT_BRIEF.read_bytes())
    try:
        return Brief(text=text)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise DemoError(f'the brief can\'t be used: {reason}; give BRIEF="what to write"') from None


def play(brief: Brief, platform: str, place: Place, once: bool) -> None:
    """The whole demo. Raises `DemoError` where something does not work out."""
    console = Console()
    try:
        platform_from_slug(platform)
    except ValueError as error:
        raise DemoError(str(error)) from None
    processes = open_processes(place)
    try:
        with console.status("") as status:
            stage = set_stage(processes, place, lambda text: status.update(f"{text} …"))
        found = _round(stage, place, console, brief, platform)
        _require_settled(found, place)
        entries = stage.api.get(f"/rounds/{found['id']}/entries").raise_for_status().json()["items"]
        show_round(console, found, entries)
        console.print(payouts(_payouts(stage, entries)))
        if not once:
            _serve(processes, console, place)
    finally:
        processes.stop()


def _round(
    stage: Stage, place: Place, console: Console, brief: Brief, platform: str
) -> dict[str, Any]:
    began = time.monotonic()
    console.print(Text("brief: ", style="bold") + Text(brief.text))
    path = place.state / "demo" / "brief.json"
    path.write_bytes(brief.to_bytes())
    command = ape("propose", "--account-index", str(PROPOSER))
    stage.processes.finish("propose", [*command, "--brief-file", path, "--platform", platform])
    voted = False
    with Live(progress(None, 0), console=console, transient=not console.is_terminal) as live:
        while time.monotonic() - began < _ROUND_S:
            stage.processes.check()
            found = _read(stage)
            live.update(progress(found, time.monotonic() - began))
            if found is not None and found["phase"] in _ENDED:
                return found
            if found is not None and found["phase"] == "voting" and not voted:
                _vote(stage, found)
                voted = True
            time.sleep(0.5)
    raise DemoError(f"the round has not ended after {_ROUND_S} s: see {place.logs}")


def _read(stage: Stage) -> dict[str, Any] | None:
    answer = stage.api.get(f"/rounds/{_ROUND}")
    if answer.status_code == httpx.codes.NOT_FOUND:
        return None
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def _vote(stage: Stage, found: dict[str, Any]) -> None:
    """The simulated token holders choose by lot: they stand for people, and have no taste."""
    lots = hashlib.sha256(json.dumps(found["manifest"]).encode()).digest()
    stage.people.vote(found["id"], [lots[i] % len(found["roster"]) for i in range(len(VOTERS))])


def _payouts(stage: Stage, entries: list[dict[str, Any]]) -> list[tuple[str, str, str, int]]:
    paid = [row for row in entries if row["prize"] and int(row["prize"])]
    rows = []
    for row in paid:
        persona = stage.api.get(f"/personas/{row['persona_id']}").raise_for_status().json()
        balance = stage.people.balance(persona["vault"])
        rows.append((row["name"], persona["vault"], row["prize"], balance))
    return rows


def _require_settled(found: dict[str, Any], place: Place) -> None:
    if found["phase"] != "settled":
        raise DemoError(f"the round ended as {found['phase']}: see {place.logs}")


def _serve(processes: Processes, console: Console, place: Place) -> None:
    console.print(
        f"\nThe page: [link]http://127.0.0.1:{place.web}[/link]   (Ctrl-C ends everything)"
    )
    console.print(
        f"To take part, import test account {GUEST} into a browser wallet: chain id 31337, RPC "
        f"{place.rpc_url}, key {account_key(GUEST)} (public knowledge, worth nothing)"
    )
    while True:
        processes.check()
        time.sleep(0.5)
