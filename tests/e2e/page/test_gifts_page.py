"""Giving to a persona in a browser, and what it earns: pinned, minted once, reviewed, claimed."""

import re
import wave
from collections.abc import Callable
from io import BytesIO
from typing import Any

from oracle.personas.exchange import drawn
from tests.e2e.page.acting import carry_out, confirm, connect
from tests.e2e.page.reviewing import accept
from tests.stage import Stage

Open = Callable[..., Any]

GIVER, PATRON, PERSONA = 7, 5, 1
SINGER, HEIR, OTHER_PERSONA = 8, 9, 2
"""What these give is never reviewed: it goes to another persona."""
XSS = '<img src=x onerror="window.pwned=1">'
WORDS = "Every Thursday evening the workshop opens its stands to anyone with a puncture."
PICTURE = drawn("0x" + "5a" * 32)
WEI = 10**18


def _write(page: Any, title: str, text: str, persona: int = PERSONA) -> None:
    page.get_by_role("combobox", name=re.compile("^Persona")).select_option(str(persona))
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
    stage.wait(lambda: stage.api.get(made).is_success, "the picture")
    media = stage.get(made)["document"]["document"]["media"]
    assert (media["media_type"], media["size"]) == ("image/png", len(PICTURE))
    path = media["uri"].replace("ipfs://", "/ipfs/")
    shown = "image/png"
    stage.wait(lambda: stage.api.get(path).headers["content-type"] == shown, "it")
    assert stage.api.get(path).content == PICTURE

    accept(stage, PERSONA, [400, 300])
    _tip(stage, open_page)

    page = open_page("/mine", GIVER)
    connect(page)
    page.get_by_text(f"#{before + 1} text").wait_for()
    held = token.balanceOf(giver).call()
    page.get_by_role("button", name="Claim all").click()
    confirm(page)
    stage.wait(lambda: token.balanceOf(giver).call() > held, "the claim")
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
    given = page.get_by_role("button", name=re.compile("^What #"))
    for button in given.all():
        button.click()
    page.get_by_text(XSS, exact=True).wait_for()
    assert page.evaluate("window.pwned") is None
    page.get_by_role("button", name=re.compile("^Tip .")).click()
    page.wait_for_function("() => document.activeElement.tagName === 'INPUT'")
    page.keyboard.type("10")
    page.get_by_role("button", name="Tip", exact=True).click()
    confirm(page)
    paid = stage.token.functions.balanceOf
    stage.wait(lambda: paid(vault).call() == before + 10 * WEI, "the tip")


def test_gifts__sound_dropped_on_the_page__pinned_minted_and_served(
    stage: Stage, open_page: Open
) -> None:
    nft = stage.contract("ContributionNFT").functions
    before, sound = nft.contributionCount().call(), _sound()
    page = open_page("/contribute", SINGER)
    connect(page)
    file = page.get_by_role("button", name="Choose a file")
    file.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(_CARRY, list(sound))})
    page.get_by_text("a song.wav").wait_for()
    page.get_by_role("button", name="Pin it").press("Enter")
    page.locator("select[aria-invalid=true]:focus").wait_for()  # the first that is missing
    assert page.get_by_role("radio", name="Audio").is_checked()
    _write(page, "A song", "A second of silence.", OTHER_PERSONA)
    _pin(page, "A song")
    _mint(page)

    made = f"/contributions/{before + 1}"
    stage.wait(lambda: stage.api.get(made).is_success, "the song")
    media = stage.get(made)["document"]["document"]["media"]
    assert (media["media_type"], media["name"]) == ("audio/wav", "a song.wav")
    assert stage.api.get(media["uri"].replace("ipfs://", "/ipfs/")).content == sound


_CARRY = """(bytes) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], "a song.wav", { type: "audio/wav" }));
  return carried;
}"""


def _sound() -> bytes:
    """A little silence."""
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(b"\x80" * 800)
    return made.getvalue()


def test_transfer__of_a_contribution__belongs_to_the_other(stage: Stage, open_page: Open) -> None:
    token_id = _contributed(stage, SINGER)
    page = open_page("/mine", SINGER)
    connect(page)
    page.get_by_role("button", name=f"Transfer #{token_id}").click()
    target = page.get_by_label("To the address")
    for wrong, told in (
        ("0x12", "Write the whole address"),
        (stage.address(SINGER), "your own address"),
    ):
        target.fill(wrong)
        page.get_by_role("button", name="Go on").click()
        page.get_by_text(told).wait_for()
    target.fill(stage.address(HEIR))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("cell", name=stage.address(HEIR)).wait_for()
    carry_out(page)
    page.get_by_role("button", name=f"Transfer #{token_id}").wait_for(state="detached")
    owner = stage.contract("ContributionNFT").functions.ownerOf(token_id).call()
    assert owner == stage.address(HEIR)


def _contributed(stage: Stage, giver: int) -> int:
    """The number of a contribution that was minted by script."""
    nft, account = stage.contract("ContributionNFT"), stage.address(giver)
    fee = nft.functions.parameters(nft.functions.currentVersion().call()).call().reviewFee
    stage.send(stage.token.functions.approve(nft.address, fee), account)
    digest = stage.blocks.put(WORDS.encode())
    stage.send(nft.functions.contribute(OTHER_PERSONA, 1, digest), account)
    return int(nft.functions.contributionCount().call())


def test_tip__in_the_networks_coin__is_in_the_vault(stage: Stage, open_page: Open) -> None:
    vault = stage.registry.functions.vaultOf(OTHER_PERSONA).call()
    before = stage.w3.eth.get_balance(vault)
    page = open_page(f"/persona/{OTHER_PERSONA}", PATRON)
    connect(page)
    page.get_by_role("tab", name="Vault").click()
    page.get_by_label("In", exact=True).select_option("ETH")
    page.get_by_label("Amount").fill("0.25")
    page.get_by_role("button", name="Tip", exact=True).click()
    carry_out(page)
    page.get_by_role("cell", name="0.25 ETH").last.wait_for()
    assert stage.w3.eth.get_balance(vault) == before + WEI // 4


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
