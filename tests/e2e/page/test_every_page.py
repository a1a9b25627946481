"""Every page: found clean by axe, as wide as its window, without what strangers' texts would do."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oracle.domain import Brief, ContributionDocument, ContributionKind, Platform, Source
from oracle.personas.cards import default_cards
from scripts._demo.people import PROPOSER
from tests.e2e.page.acting import connect, sign_in
from tests.e2e.page.operators import ROSTER, score, submit_entries
from tests.stage import Stage

Open = Callable[..., Any]

WEI = 10**18
HOLDER, GIVER = 5, 7
XSS = (
    """<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>[a](javascript:pwned=1)"""
)
_AXE = Path("node_modules/axe-core/axe.min.js")
_SCREENSHOTS = os.environ.get("TROUPE_SCREENSHOTS")
_CUT_OFF = """[...document.querySelectorAll("svg text")].filter((text) => {
  const [own, place] = [text, text.ownerSVGElement].map((each) => each.getBoundingClientRect());
  return own.left < place.left - 1 || own.right > place.right + 1;
}).map((text) => text.textContent)"""
_UNFINISHED = "[aria-busy=true], .mantine-Skeleton-root"
_SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
_PAGES = {
    "feed": "/",
    "round-settled": "/round/{settled}",
    "round-voting": "/round/{voting}",
    "propose": "/propose",
    "cast": "/cast",
    "persona": "/persona/1",
    "persona-hostile": "/persona/{persona}",
    "persona-chat": "/persona/1/chat",
    "chats": "/chat",
    "contribute": "/contribute",
    "mine": "/mine",
    "governance": "/governance",
    "governance-new": "/governance/new",
    "proposal": "/governance/{proposal}",
    "assistant": "/assistant",
    "dashboards": "/dashboards",
    "account": "/you",
    "missing": "/no/such/page",
}
_TABS = {"/persona/1": ("Rounds", "Vault", "Versions"), "/mine": ("My votes",)}


@pytest.fixture(scope="module")
def places(stage: Stage) -> dict[str, int]:
    """What there is to see, all of it with a stranger's markup in its texts; the numbers of it."""
    holder, giver = stage.address(HOLDER), stage.address(GIVER)
    stage.send(stage.token.functions.delegate(holder), holder)
    persona = _register(stage, giver)
    settled = _round(stage)
    score(stage, submit_entries(stage, settled, (f"{XSS} about tea.", f"#tea {XSS}", XSS)))
    stage.send(stage.rounds.functions.settle(settled), giver)
    voting = _round(stage)
    submit_entries(stage, voting, (f"{XSS} about tea.", "The second entry. #tea", "The third."))
    stage.travel(1)
    stage.send(stage.rounds.functions.castVote(voting, 1), holder)
    _contribute(stage, giver)
    proposal = _propose(stage, holder)
    stage.wait(lambda: stage.get("/proposals")["items"] != [], "the proposal", 30)
    return {"persona": persona, "settled": settled, "voting": voting, "proposal": proposal}


@pytest.mark.parametrize("name", _PAGES)
def test_page__strangers_texts__clean_whole_and_harmless(
    stage: Stage, open_page: Open, places: dict[str, int], name: str
) -> None:
    page = open_page(_PAGES[name].format(**places), HOLDER)
    connect(page)
    sign_in(page)
    page.get_by_role("heading", level=1).wait_for()
    page.locator(_UNFINISHED).first.wait_for(state="detached")

    for size, (width, height) in _SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            _take_screenshot(page, f"{name}-{size}-{scheme}")
            if found := _found_by_axe(page):
                pytest.fail(f"axe, {size}, {scheme}:\n" + "\n".join(found))
        assert _width(page) <= width
    _assert_unfolded_is_clean(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^='javascript:' i]").count() == 0


@pytest.mark.parametrize("path", _TABS)
def test_tab__strangers_texts__clean_and_as_wide_as_a_phone(
    stage: Stage, open_page: Open, places: dict[str, int], path: str
) -> None:
    page = open_page(path, HOLDER)
    connect(page)
    for size in ("desktop", "phone"):
        page.set_viewport_size(dict(zip(("width", "height"), _SIZES[size], strict=True)))
        for tab in _TABS[path]:
            page.get_by_role("tab", name=tab).click()
            page.locator(_UNFINISHED).first.wait_for(state="detached")
            _take_screenshot(page, f"{tab}-{size}")
            if size == "phone":
                _assert_unfolded_is_clean(page)


def _assert_unfolded_is_clean(page: Any) -> None:
    """On a phone, with all that is folded away opened: tables scroll inside themselves."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert _found_by_axe(page) == []
    assert _width(page) <= _SIZES["phone"][0]
    assert page.evaluate(_CUT_OFF) == []


def _width(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def _found_by_axe(page: Any) -> list[str]:
    """What axe finds wrong by WCAG 2.2 AA and its best practices, each with the first place."""
    page.evaluate(_AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}: "
        f"{each['nodes'][0]['failureSummary'][:300]}"
        for each in found["violations"]
    ]


def _take_screenshot(page: Any, name: str) -> None:
    if _SCREENSHOTS:
        page.screenshot(path=Path(_SCREENSHOTS) / f"{name}.png", full_page=True)


def _register(stage: Stage, giver: str) -> int:
    made = default_cards()[0].model_copy(update={"name": XSS[:40], "bio": XSS})
    digest = stage.blocks.put(made.to_bytes())
    stage.send(stage.token.functions.approve(stage.registry.address, 2**255), giver)
    stage.send(stage.registry.get_function_by_signature("register(bytes32)")(digest), giver)
    return int(stage.registry.functions.personaCount().call())


def _round(stage: Stage) -> int:
    brief = Brief(text=f"Praise tea. {XSS}", sources=(Source(title=XSS, text=XSS),))
    proposer, bounty = stage.address(PROPOSER), 100 * WEI
    digest = stage.blocks.put(brief.to_bytes())
    stage.send(stage.token.functions.approve(stage.rounds.address, bounty), proposer)
    call = stage.rounds.functions.propose(digest, Platform.LINKEDIN, ROSTER, bounty)
    stage.send(call, proposer)
    number = int(stage.rounds.functions.roundCount().call())
    stage.wait(lambda: stage.get("/status")["rounds"] >= number, "the round", 30)
    return number


def _contribute(stage: Stage, giver: str) -> None:
    given = ContributionDocument(
        contributor=giver,
        persona_id=1,
        kind=ContributionKind.TEXT,
        title=XSS,
        text=XSS,
        licence=XSS,
    )
    nft = stage.contract("ContributionNFT")
    stage.send(stage.token.functions.approve(nft.address, 2**255), giver)
    stage.send(nft.functions.contribute(1, 1, stage.blocks.put(given.to_bytes())), giver)


def _propose(stage: Stage, holder: str) -> int:
    governor = stage.contract("TroupeGovernor")
    call = stage.token.functions.transfer(holder, WEI)
    data = bytes.fromhex(call._encode_transaction_data()[2:])
    text = f"# {XSS}\n{XSS}#proposer={holder}"
    stage.send(governor.functions.propose([stage.token.address], [0], [data], text), holder)
    return int(governor.functions.latestProposalId().call())
