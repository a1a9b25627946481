"""Every page: found clean by axe, as wide as its window, without what strangers' texts would do,

and says what it waits for, what failed, and how to go on.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frontend_api.app import description

from tests.e2e.page.acting import connect, sign_in
from tests.e2e.page.places import HOLDER, furnish
from tests.stage import Stage

Open = Callable[..., Any]

_AXE = Path("node_modules/axe-core/axe.min.js")
_SCREENSHOTS = os.environ.get("TROUPE_SCREENSHOTS")
_CUT_OFF = """[...document.querySelectorAll("svg text")].filter((text) => {
  const [own, place] = [text, text.ownerSVGElement].map((each) => each.getBoundingClientRect());
  return own.left < place.left - 1 || own.right > place.right + 1;
}).map((text) => text.textContent)"""
_TRY_ALL_AGAIN = """() => {
  const failed = [...document.querySelectorAll("[role=alert] button")];
  failed.forEach((button) => button.click());
  return failed.length > 0;
}"""
_UNFINISHED = "[aria-busy=true], .mantine-Skeleton-root"
_CHART = ":is(.mantine-BarChart-root, .mantine-LineChart-root)"
_UNMEASURED = f"{_CHART}:not(:has(.recharts-wrapper))"
_FOR_PAPER = "dispatchEvent(new Event('beforeprint'))"
_FOLDED = "main button[aria-expanded=false]:not([aria-haspopup])"
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
_THE_SAME = {"persona-hostile", "round-voting"}
_ASK_NOTHING = {"governance-new", "account", "missing"}  # but the wallet, or what all pages ask
_ASKING = sorted(_PAGES.keys() - _THE_SAME - _ASK_NOTHING)
_ROUTES = {path.split("/")[1] for path in description()["paths"]}
_ASKED = re.compile(
    f"^http://[^/]+/({'|'.join(_ROUTES - {'deployments', 'session', 'status'})})\\b"
)
_FAILED = {"title": "Service Unavailable", "status": 503, "detail": "the machine is busy"}
_TABS = {"/persona/1": ("Rounds", "Vault", "Versions"), "/mine": ("My votes",)}


@pytest.fixture(scope="module")
def places(stage: Stage) -> dict[str, int]:
    """What there is to see, all of it with a stranger's markup in its texts; the numbers of it."""
    return furnish(stage)


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


@pytest.mark.parametrize("name", _ASKING)
def test_page__service_slow_then_failing_then_back__says_so_and_goes_on(
    stage: Stage, open_page: Open, places: dict[str, int], name: str
) -> None:
    page = open_page("/you", HOLDER)
    connect(page)
    if "chat" in name:
        sign_in(page)
    loading = page.get_by_role("status", name=re.compile("^Loading (?!the page$)"))
    loading.first.wait_for(state="detached")  # what is seen of it below is the next page's
    waiting: list[Any] = []
    page.route(_ASKED, lambda route: waiting.append(route))
    page.evaluate("path => history.pushState(null, '', path)", _PAGES[name].format(**places))
    loading.first.wait_for()
    assert page.get_by_role("heading", level=1).count() == 1

    page.route(_ASKED, lambda route: route.fulfill(status=503, json=_FAILED))
    for route in waiting:
        route.fulfill(status=503, json=_FAILED)
    failures = page.get_by_role("alert").filter(has_text="The machine is busy.")
    failures.first.wait_for()
    assert page.get_by_role("heading", level=1).count() == 1
    if found := _found_by_axe(page):
        pytest.fail("\n".join(found))

    page.unroute(_ASKED)
    while page.evaluate(_TRY_ALL_AGAIN):
        page.wait_for_timeout(500)
    page.get_by_role("heading", level=1).wait_for()


def test_page__device_offline__says_so_until_it_is_back(
    stage: Stage, open_page: Open, places: dict[str, int]
) -> None:
    page = open_page("/", HOLDER)
    page.get_by_role("link", name=f"Round {places['settled']}").first.wait_for()
    page.context.set_offline(True)
    said = page.get_by_text("You are offline.")
    said.wait_for()
    assert page.get_by_role("link", name=f"Round {places['settled']}").count() == 1
    page.context.set_offline(False)
    said.wait_for(state="detached")


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


def test_charts__out_of_sight__drawn_once_reached_and_all_of_them_for_paper(
    stage: Stage, open_page: Open, places: dict[str, int]
) -> None:
    width, height = _SIZES["phone"]
    page = open_page("/dashboards", HOLDER, viewport={"width": width, "height": height})
    for heading in ("Rounds", "Wins", "Answers", "Now in the treasury", "Leaderboards"):
        page.get_by_role("heading", name=heading, exact=True).wait_for()
    page.locator(_UNFINISHED).first.wait_for(state="detached")
    page.evaluate("document.fonts.ready.then(() => null)")
    charts = page.locator(_CHART)
    charts.first.wait_for()
    several = page.get_by_text("Exact values").count()
    assert charts.count() < several
    whole = page.evaluate("document.documentElement.scrollHeight")

    last = page.get_by_role("region", name="Revenue of the vaults")
    last.scroll_into_view_if_needed()
    last.locator(charts).wait_for()
    page.locator(_UNMEASURED).first.wait_for(state="detached")
    assert charts.count() < several
    page.evaluate(f"{_FOR_PAPER}; window.atOnce = document.querySelectorAll('.recharts-wrapper')")
    assert page.evaluate("window.atOnce.length") == charts.count() == several
    assert page.evaluate("document.documentElement.scrollHeight") == whole


def _assert_unfolded_is_clean(page: Any) -> None:
    """On a phone, with all that is folded away opened: tables scroll inside themselves."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.evaluate(f"document.querySelectorAll('{_FOLDED}').forEach((each) => each.click())")
    page.locator(_FOLDED).first.wait_for(state="detached")
    page.locator(_UNFINISHED).first.wait_for(state="detached")
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
        page.evaluate(_FOR_PAPER)
        page.screenshot(path=Path(_SCREENSHOTS) / f"{name}.png", full_page=True)
