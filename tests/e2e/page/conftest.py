"""The stage, and Debian's chromium on it with a wallet inside."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.page.operators import bond_operators
from tests.e2e.page.stage import Stage, running_stage

_WALLET = Path(__file__).with_name("wallet.js").read_text()
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _require(found: object, missing: str) -> None:
    if found:
        return
    if os.environ.get("TROUPE_REQUIRE_ALL") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    _require(find_spec("playwright"), "playwright is not installed: pip install 'troupe[dev]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    _require(path, "chromium is not installed: apt-get install chromium")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def stage(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The running system with bonded operators; its tests make rounds of their own."""
    _require(shutil.which("npm"), "npm is not installed: install Node.js 20 or newer")
    with running_stage(tmp_path_factory.mktemp("stage")) as running:
        bond_operators(running)
        yield running


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One headless browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(stage: Stage, browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a path of the page with the wallet of one of the chain's accounts in it.

    Fails the test where the page threw an error or did what its security policy forbids.
    """
    contexts: list[Any] = []
    failures: list[str] = []

    def note_refusal(message: Any) -> None:
        if "Content Security Policy" in message.text:
            failures.append(message.text)

    def open_path(path: str, account: int, **options: Any) -> Any:
        contexts.append(context := browser.new_context(base_url=stage.url, **options))
        config = json.dumps({"rpc": stage.rpc, "account": stage.w3.eth.accounts[account]})
        context.add_init_script(f"({_WALLET.strip().removesuffix(';')})({config})")
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", note_refusal)
        page.goto(path)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert failures == []
