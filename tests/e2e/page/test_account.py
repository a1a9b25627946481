"""Signing in on the page, and what is one's own there."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.web.page import DIST

from tests.stage import Stage

pytestmark = pytest.mark.timeout(600)

Open = Callable[..., Any]
OWNER, OTHER = 5, 6


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    return {"TROUPE_WALLETCONNECT": "0" * 32}


def connect(page: Any) -> None:
    page.get_by_role("main").get_by_role("button", name="Test Wallet").click()
    page.get_by_role("button", name="Sign in with your wallet").wait_for()


def sign_in(page: Any) -> None:
    page.get_by_role("button", name="Sign in with your wallet").click()
    page.get_by_role("heading", name="Signed in").wait_for()


def test_account__signed_in_with_the_wallet__has_keys_and_its_data(
    stage: Stage, open_page: Open, tmp_path: Path
) -> None:
    page = open_page("/you", OWNER, viewport={"width": 1280, "height": 900})
    page.get_by_text("Connect a wallet to go on.").wait_for()
    connect(page)
    page.evaluate("window.testWallet.decline = true")
    page.get_by_role("button", name="Sign in with your wallet").click()
    page.get_by_text("You declined in the wallet.").wait_for()
    page.evaluate("window.testWallet.decline = false")
    sign_in(page)
    page.get_by_text(stage.address(OWNER)).first.wait_for()

    page.get_by_label("Name of a new key").fill('<img src=x onerror="alert(1)">')
    page.get_by_role("button", name="Make a key").click()
    secret = page.get_by_label("API key", exact=True).input_value()
    program = httpx.get(
        f"{stage.api.base_url}/account/keys",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
    )
    assert program.status_code == 200
    page.get_by_role("button", name="I have kept it").click()
    page.get_by_role("button", name="Revoke <img").wait_for()

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as JSON").click()
    download.value.save_as(tmp_path / "export.json")
    held = json.loads((tmp_path / "export.json").read_text())["held"]
    assert [key["start"] for key in held["api_key"]] == [secret[:12]]

    page.reload()
    page.get_by_role("heading", name="Signed in").wait_for()
    page.get_by_role("button", name="Delete your account").click()
    page.get_by_label("Type “delete” to go on").fill("delete")
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text("Connect a wallet to go on.").wait_for()
    gone = httpx.get(
        f"{stage.api.base_url}/account/keys",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
    )
    assert gone.status_code == 401


def test_account__wallet_on_another_account__is_signed_out_on_the_page(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/you", OWNER, viewport={"width": 390, "height": 844}, color_scheme="dark")
    connect(page)
    sign_in(page)
    page.evaluate("(address) => window.testWallet.use(address)", stage.address(OTHER))
    page.get_by_text("Your wallet is on another account.").wait_for()
    assert page.get_by_role("heading", name="Signed in").count() == 0
    page.evaluate("(address) => window.testWallet.use(address)", stage.address(OWNER))
    page.get_by_role("heading", name="Signed in").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign in with your wallet").wait_for()


def test_wallets__project_at_walletconnect__offered_and_not_asked_before_it_is_chosen(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/", OWNER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_role("banner").get_by_role("button", name="Connect wallet").click()
    choice = page.get_by_role("dialog")
    choice.get_by_role("button", name="WalletConnect").wait_for()
    choice.get_by_role("button", name="Test Wallet").click()
    page.get_by_role("banner").get_by_role("button", name=re.compile("^0x")).wait_for()
    known = (str(stage.api.base_url), stage.rpc_url, "data:")
    assert [url for url in asked if not url.startswith(known)] == []
    assert not [url for url in asked if url.endswith(_walletconnect_script())]


def _walletconnect_script() -> str:
    """The file of WalletConnect's own code, as the page was built."""
    chunks = json.loads((DIST / ".vite" / "manifest.json").read_text())
    (found,) = (one["file"] for name, one in chunks.items() if "ethereum-provider" in name)
    return str(found)
