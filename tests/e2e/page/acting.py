"""What a person does on every page: connect a wallet, sign in, agree to a transaction."""

import re
from typing import Any

_MOST_TABS = 80


def connect(page: Any) -> None:
    """Connect the injected wallet by the header's button."""
    page.get_by_role("banner").get_by_role("button", name="Connect wallet").click()
    page.get_by_role("dialog").get_by_role("button", name="Test Wallet").click()
    page.get_by_role("banner").get_by_role("button", name=re.compile("^0x")).wait_for()


def sign_in(page: Any) -> None:
    """Sign in with the connected wallet by the header's button."""
    button = page.get_by_role("banner").get_by_role("button", name="Sign in")
    button.click()
    button.wait_for(state="detached")


def confirm(page: Any) -> None:
    """Agree to what the page says that the transaction will do."""
    page.get_by_role("button", name="Confirm in wallet").click()


def carry_out(page: Any) -> None:
    """Agree to what the page says that the transaction will do, and wait until it is done."""
    confirm(page)
    page.get_by_role("dialog").first.wait_for(state="detached")


def tab_to(page: Any, control: Any) -> None:
    """Press Tab until that control has the focus, as somebody without a mouse does.

    One that is disabled can't have it, such as a button while the page tries what it would do.
    """
    control.and_(page.locator(":not(:disabled)")).wait_for()
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if control.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no Tab of {_MOST_TABS} came to {control}")
