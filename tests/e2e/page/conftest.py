"""The stage, and Debian's chromium on it with a wallet inside."""

import json
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import pytest
from frontend_api.web.page import DIST

from scripts._demo.people import People
from tests.e2e.page.operators import VOTE_S
from tests.requires import require
from tests.stage import Stage, deployed
from tests.wait import PATIENCE_S

_WALLET = Path(__file__).with_name("wallet.js").read_text()
_WINDOWS = {"leader": 3_000, "entry": 3_600, "vote": VOTE_S, "reveal": 600}
_PATIENCE_MS = 1_000 * PATIENCE_S
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the open pages show stands in the report of a test that failed."""
    report = yield
    if report.when == "call" and report.failed and "browser" in item.funcargs:
        from playwright.sync_api import Error

        pages = [page for context in item.funcargs["browser"].contexts for page in context.pages]
        with suppress(Error):  # a page that crashed shows nothing
            report.sections += [(page.url, page.locator("body").inner_text()) for page in pages]
    return report


class PageStage(Stage):
    """As any stage, with windows of reviews and proposals that only a test's own clock ends."""

    LONGER: ClassVar = {
        "contributions": {"commitWindow": VOTE_S, "revealWindow": VOTE_S},
        "governor": {"votingPeriod": VOTE_S},
    }


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    require(find_spec("playwright"), "playwright is not installed: run `make test`")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    require(path, "chromium is not installed: apt-get install chromium")
    assert path is not None
    return path


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    """Settings of the web service; a file that needs some of its own has a fixture of this name."""
    return {}


@pytest.fixture(scope="module")
def stage(
    chromium: str, service_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """A running system with bonded operators for each file; its tests make rounds of their own."""
    require((DIST / "index.html").is_file(), "the page is not built: run `make setup`")
    with deployed(PageStage, tmp_path_factory.mktemp("stage"), **_WINDOWS) as running:
        running.processes.environment |= service_settings
        People(running.w3, running.deployment).bond_operators()
        running.serve()
        yield running


@pytest.fixture(scope="module")  # while it lives, asyncio.run() fails in this thread
def browser(chromium: str) -> Iterator[Any]:
    """One headless browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=_FLAGS, timeout=_PATIENCE_MS
        )
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
        contexts.append(context := browser.new_context(base_url=str(stage.api.base_url), **options))
        config = json.dumps({"rpc": stage.rpc_url, "account": stage.address(account)})
        context.add_init_script(f"({_WALLET.strip().removesuffix(';')})({config})")
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", note_refusal)
        page.goto(path)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert failures == []
