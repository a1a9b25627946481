"""Giving to a persona in a browser, and what it earns: pinned, minted once, reviewed, claimed."""

import re
from collections.abc import Callable
from typing import Any

from oracle.personas.exchange import drawn
from tests.e2e.page.acting import confirm, connect
from tests.e2e.page.reviewing import accept
from tests.stage import Stage

Open = Callable[..., Any]

GIVER, PATRON, PERSONA = 7, 5, 1
XSS = '<img src=x onerror="window.pwned=1">'
WORDS = "Every Thursday evening the workshop opens its stands to anyone with a puncture."
PICTURE = drawn("0x" + "5a" * 32)
WEI = 10**18


def _write(page: Any, title: str, text: str) -> None:
    page.get_by_role("combobox", name=re.compile("^Persona")).select_option(str(PERSONA))
    page.get_by_label("Title").fill(title)
    page.get_by_role("textbox", name=re.compile("^(Text|What is in it)")).fill(text)
    page.get_by_role("checkbox", name=re.compile("^It is mine to give")).check()


def _pin(page: Any, title: str) -> None:
    page.get_by_role("button", name="Pin it").click()
    page.get_by_role("heading", name=f"Pinned: {title}").wait_for()


def _mint(page: Any) -> None:
    page.get_by_role("button", name="Mint the contribution").click()
    confirm(page)
    page.get_by_label("Title").wait_for()  # the form is empty again


def test_gifts__text_and_picture__minted_once_reviewed_tipped_and_claimed(
    stage: Stage, open_page: Open
) -> None:
    nft, token = stage.contract("ContributionNFT").functions, stage.token.functions
    giver, before = stage.address(GIVER), nft.contributionCount().call()

    page = open_page("/contribute", GIVER)
    connect(page)
    _write(page, XSS, WORDS)
    _pin(page, XSS)
    page.reload()  # what is pinned waits, and is not asked for again
    page.get_by_role("heading", name=f"Pinned: {XSS}").wait_for()
    connect(page)
    _mint(page)
    assert nft.contributionCount().call() == before + 1

    page.locator("input[type=file]").set_input_files(
        {"name": f"{XSS}.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.get_by_alt_text("What you chose").wait_for()
    assert page.get_by_role("radio", name="Image").is_checked()
    _write(page, "A mask", "A mask in violet with two eyes and a smile.")
    _pin(page, "A mask")
    _mint(page)
    assert nft.contributionCount().call() == before + 2
    assert page.evaluate("localStorage.getItem('troupe.pending-contribution')") is None

    made = f"/contributions/{before + 2}"
    stage.wait(lambda: stage.api.get(made).is_success, "the picture", 30)
    media = stage.get(made)["document"]["document"]["media"]
    assert (media["media_type"], media["size"]) == ("image/png", len(PICTURE))
    path = media["uri"].replace("ipfs://", "/ipfs/")
    shown = "image/png"
    stage.wait(lambda: stage.api.get(path).headers["content-type"] == shown, "it", 30)
    assert stage.api.get(path).content == PICTURE

    accept(stage, PERSONA, [400, 300])
    _tip(stage, open_page)

    page = open_page("/mine", GIVER)
    connect(page)
    page.get_by_text(f"#{before + 1} text").wait_for()
    held = token.balanceOf(giver).call()
    page.get_by_role("button", name="Claim all").click()
    confirm(page)
    stage.wait(lambda: token.balanceOf(giver).call() > held, "the claim", 30)
    page.get_by_text("There is nothing to claim now.").wait_for()
    page.get_by_text("Claimed so far").wait_for()
    assert page.evaluate("window.pwned") is None


def _tip(stage: Stage, open_page: Open) -> None:
    """The patron pays 10 tokens into the vault, from the persona's page."""
    vault = stage.registry.functions.vaultOf(PERSONA).call()
    before = stage.token.functions.balanceOf(vault).call()
    page = open_page(f"/persona/{PERSONA}", PATRON)
    connect(page)
    page.get_by_role("heading", name="Contributions").wait_for()
    assert page.evaluate("window.pwned") is None
    page.get_by_role("tab", name="Vault").click()
    page.get_by_label("Amount").fill("10")
    page.get_by_role("button", name="Tip", exact=True).click()
    confirm(page)
    paid = stage.token.functions.balanceOf
    stage.wait(lambda: paid(vault).call() == before + 10 * WEI, "the tip", 30)


def test_gifts__every_page__fits_a_phone_and_says_what_is_missing(
    stage: Stage, open_page: Open
) -> None:
    phone = {"width": 390, "height": 844}
    for path in ("/cast", f"/persona/{PERSONA}", "/contribute", "/mine"):
        page = open_page(path, PATRON, viewport=phone)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path} is {width} px wide"
    page.get_by_text("Connect a wallet to see what you gave").wait_for()
