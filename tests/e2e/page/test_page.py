"""The page in a browser, with a wallet, against the real service and chain."""

import re
import signal
from collections.abc import Callable
from typing import Any

from oracle.domain import Manifest
from oracle.ports import RoundState
from tests.e2e.page.acting import carry_out, confirm, connect, tab_to
from tests.e2e.page.operators import propose, score, submit_entries
from tests.stage import Stage

Open = Callable[..., Any]

HOLDER, UNDELEGATED, BROKE = 5, 6, 0
TEXTS = ("The first entry, about tea.", "The second entry. #tea", "The third entry.")
XSS = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


def _delegate(stage: Stage, index: int) -> str:
    account = stage.address(index)
    stage.send(stage.token.functions.delegate(account), account)
    return account


def _voting_round(stage: Stage, voter: int) -> tuple[int, str]:
    account = _delegate(stage, voter)
    return _voting(stage)[0], account


def _voting(stage: Stage) -> tuple[int, Manifest]:
    round_id = propose(stage, "Write about tea.")
    stage.wait(lambda: stage.get("/status")["rounds"] >= round_id, "the round")
    return round_id, submit_entries(stage, round_id, TEXTS)


def test_delegation__undelegated_holder__notice_then_voting_power(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/", UNDELEGATED)
    connect(page)

    page.get_by_text("Your tokens don’t vote yet.").wait_for()
    page.get_by_role("button", name="Delegate to myself").click()
    confirm(page)

    page.get_by_text("Your tokens don’t vote yet.").wait_for(state="detached")
    account = stage.address(UNDELEGATED)
    assert stage.token.functions.getVotes(account).call() > 0


def test_propose__hostile_brief__kept_when_declined_then_shown_as_text_on_its_page(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/propose", HOLDER)
    connect(page)
    page.get_by_label("Brief").fill(f"Praise {XSS}")
    page.get_by_label("Language").select_option("pt")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Title").fill(XSS)
    page.get_by_label("Text", exact=True).fill("Tea is a drink.")
    page.get_by_role("radio", name=re.compile("LinkedIn")).check()
    page.get_by_role("button", name="Pin the brief and propose").click()
    page.evaluate("window.testWallet.decline = true")
    confirm(page)
    page.get_by_text("You declined in the wallet.").wait_for()
    assert page.get_by_label("Brief").input_value() == f"Praise {XSS}"
    page.evaluate("window.testWallet.decline = false")
    page.get_by_role("button", name="Try again").click()

    page.get_by_role("heading", name=re.compile(r"Round \d+")).wait_for()
    page.get_by_text(f"Source 1: {XSS}").click()
    page.get_by_text("Tea is a drink.").wait_for()
    assert page.evaluate("window.pwned") is None
    found = stage.get("/rounds?limit=1")["items"][0]
    assert found["proposer"].lower() == stage.address(HOLDER).lower()
    assert found["brief"]["document"]["text"] == f"Praise {XSS}"
    assert found["brief"]["document"]["language"] == "pt"
    assert page.url.endswith(f"/round/{found['id']}")


def test_propose__bounty_over_balance__plain_message_and_nothing_sent(
    stage: Stage, open_page: Open
) -> None:
    rounds = stage.rounds.functions.roundCount()
    before = rounds.call()
    page = open_page("/propose", BROKE)
    connect(page)
    page.get_by_label("Brief").fill("Write about money.")
    page.get_by_text("You hold").wait_for()
    page.get_by_role("button", name="Pin the brief and propose").click()

    page.get_by_text(re.compile(r"You hold 0 \w+\. Lower the amount")).wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert rounds.call() == before


def test_vote__while_voting__counted_on_chain(stage: Stage, open_page: Open) -> None:
    round_id, account = _voting_round(stage, HOLDER)
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    page.get_by_role("button", name=re.compile("^Vote for")).nth(1).click()
    confirm(page)

    page.get_by_text("You have voted in this round.").first.wait_for()
    rounds = stage.rounds.functions
    assert rounds.hasVoted(round_id, account).call()
    assert rounds.votesFor(round_id, 1).call() > 0


def test_scheme__dark_on_a_light_system__platforms_in_its_colours(
    stage: Stage, open_page: Open
) -> None:
    round_id, _ = _voting(stage)
    page = open_page(f"/round/{round_id}", HOLDER, color_scheme="light")
    name = page.locator("figure").first.get_by_text("LinkedIn", exact=True)
    colour = "element => getComputedStyle(element).color"
    light = name.evaluate(colour)
    page.get_by_role("button", name="Use dark colours").click()
    page.get_by_role("button", name="Use light colours").wait_for()
    assert name.evaluate(colour) == "rgb(113, 183, 251)" != light


def test_vote__declined_in_wallet__plain_message_and_counted_when_tried_again(
    stage: Stage, open_page: Open
) -> None:
    round_id, account = _voting_round(stage, HOLDER)
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    page.evaluate("window.testWallet.decline = true")
    page.get_by_role("button", name=re.compile("^Vote for")).first.click()
    confirm(page)

    page.get_by_text("You declined in the wallet. Nothing was sent.").wait_for()
    voted = stage.rounds.functions.hasVoted(round_id, account)
    assert not voted.call()
    page.evaluate("window.testWallet.decline = false")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("You have voted in this round.").first.wait_for()
    assert voted.call()


def test_vote__undone_by_contract__plain_message(stage: Stage, open_page: Open) -> None:
    round_id, _ = _voting_round(stage, HOLDER)
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    page.evaluate("window.testWallet.race = true")
    page.get_by_role("button", name=re.compile("^Vote for")).first.click()
    confirm(page)

    page.get_by_text("the contract undid it").wait_for()


def test_round__revealed__settled_in_page_with_scores_and_reasons(
    stage: Stage, open_page: Open
) -> None:
    _delegate(stage, HOLDER)
    round_id, manifest = _voting(stage)
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    page.get_by_text("Built-in writer, no language model.").first.wait_for()
    score(stage, manifest)
    page.get_by_role("button", name="Settle the round").click()
    confirm(page)

    page.get_by_label("Entry of Pip Marlow").get_by_text("Winner").wait_for()
    page.get_by_text("engagement of entry 0.").wait_for()
    page.get_by_text("It speaks to me.").first.wait_for()
    page.get_by_text("to the vault").first.wait_for()
    assert stage.rounds.functions.round(round_id).call().state == RoundState.SETTLED


def test_network__wallet_elsewhere__switched_then_the_vote_counts(
    stage: Stage, open_page: Open
) -> None:
    round_id, account = _voting_round(stage, HOLDER)
    page = open_page(f"/round/{round_id}", HOLDER)
    page.evaluate("window.testWallet.chainId = '0x1'")
    connect(page)

    elsewhere = page.get_by_text("Your wallet is on another network.")
    elsewhere.first.wait_for()
    page.get_by_role("button", name="Switch network").first.click()
    elsewhere.first.wait_for(state="detached")
    page.get_by_role("button", name=re.compile("^Vote for")).first.click()
    confirm(page)
    page.get_by_text("You have voted in this round.").first.wait_for()
    assert stage.rounds.functions.hasVoted(round_id, account).call()


def test_live__round_opened_elsewhere__appears_without_reload(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/", HOLDER)
    page.get_by_text("Live", exact=True).wait_for()
    round_id = propose(stage, "Write about the weather.")

    page.get_by_role("link", name=re.compile(f"Round {round_id}\\b")).wait_for()


def test_service__without_events__polled(stage: Stage, open_page: Open) -> None:
    page = open_page("/", HOLDER)
    page.route_web_socket(re.compile("/live"), lambda socket: socket.close())
    page.reload()
    page.get_by_text("Polling", exact=True).wait_for()
    round_id = propose(stage, "Write about patience.")
    page.get_by_role("link", name=re.compile(f"Round {round_id}\\b")).wait_for()


def test_service__killed_and_started_again__said_then_all_is_there(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/", HOLDER)
    page.get_by_text("Live", exact=True).wait_for()
    stage.processes.kill("web service", signal.SIGKILL)
    try:
        page.get_by_text("Can’t reach the service.").wait_for()
        round_id = propose(stage, "Write about coming back.")
    finally:
        stage.serve(stage.api.base_url.port)

    page.get_by_text("Can’t reach the service.").wait_for(state="detached")
    page.get_by_text("Live", exact=True).wait_for()
    page.get_by_role("link", name=re.compile(f"Round {round_id}\\b")).wait_for()


def test_persona__its_card__is_a_contribution_with_impact(stage: Stage, open_page: Open) -> None:
    impact = stage.contract("ContributionNFT").functions.contribution(1).call().impact
    page = open_page("/persona/1", HOLDER)

    page.get_by_role("heading", name="Contributions").wait_for()
    page.get_by_text(f"impact {impact:,}").wait_for()


def test_phone__every_page__no_sideways_scrolling(stage: Stage, open_page: Open) -> None:
    round_id, _ = _voting_round(stage, HOLDER)
    for path in ("/", f"/round/{round_id}", "/propose", "/persona/1"):
        page = open_page(path, HOLDER, viewport={"width": 390, "height": 844})
        page.get_by_role("heading", level=1).wait_for()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path} is {width} px wide"


def test_keyboard__from_connecting_to_a_vote__needs_no_mouse(stage: Stage, open_page: Open) -> None:
    round_id, account = _voting_round(stage, HOLDER)
    page = open_page(f"/round/{round_id}", HOLDER)
    for name in ("Connect wallet", "Test Wallet"):
        tab_to(page, page.get_by_role("button", name=name))
        page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^0x")).wait_for()
    tab_to(page, page.get_by_role("button", name=re.compile("^Vote for")).first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Confirm in wallet"))
    page.keyboard.press("Enter")
    page.get_by_text("You have voted in this round.").first.wait_for()
    page.locator("h1:focus").wait_for()  # the button may not be pressed again
    assert stage.rounds.functions.hasVoted(round_id, account).call()


def test_sponsor__adds_before_the_entries_come__bounty_is_larger(
    stage: Stage, open_page: Open
) -> None:
    round_id = propose(stage, "Write about money.")
    bounty = stage.rounds.functions.round(round_id).call().bounty
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    add = page.get_by_role("button", name="Add to the bounty")
    add.click()
    page.get_by_label("Amount in").fill("0.1")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text(re.compile(r"Write 0\.5 \w+ or more\.")).wait_for()
    page.get_by_label("Amount in").fill("25.5")
    page.get_by_role("button", name="Go on").click()
    carry_out(page)
    page.get_by_text("125.5").first.wait_for()
    assert stage.rounds.functions.round(round_id).call().bounty == bounty + 255 * 10**17

    submit_entries(stage, round_id, TEXTS)
    add.wait_for(state="detached")  # the contract takes no more


def test_sponsor__entries_come_before_the_word_is_given__refused_before_an_approval(
    stage: Stage, open_page: Open
) -> None:
    round_id = propose(stage, "Write about money.")
    page = open_page(f"/round/{round_id}", HOLDER)
    connect(page)
    stage.send(stage.token.functions.approve(stage.rounds.address, 0), stage.address(HOLDER))
    page.get_by_role("button", name="Add to the bounty").click()
    page.get_by_label("Amount in").fill("25.5")
    unheard: list[Any] = []
    page.route(re.compile(f"/rounds/{round_id}$"), lambda route: unheard.append(route))
    submit_entries(stage, round_id, TEXTS)
    page.get_by_role("button", name="Go on").click()

    page.get_by_text(f"Round {round_id} is").wait_for()
    assert page.get_by_role("button", name="Confirm in wallet").count() == 0
    allowed = stage.token.functions.allowance(stage.address(HOLDER), stage.rounds.address)
    assert allowed.call() == 0


def test_keyboard__menu_of_a_phone_and_a_refused_form__focus_goes_where_it_is_needed(
    stage: Stage, open_page: Open
) -> None:
    page = open_page("/propose", HOLDER, viewport={"width": 390, "height": 844})
    menu = page.get_by_role("button", name="Open the menu")
    menu.press("Enter")
    link = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Governance")
    tab_to(page, link)
    page.keyboard.press("Escape")
    link.wait_for(state="detached")
    assert menu.evaluate("element => element === document.activeElement")

    page.get_by_role("button", name="Pin the brief and propose").press("Enter")
    page.locator("textarea[aria-invalid=true]:focus").wait_for()
    page.get_by_text("Say what the post should be about.").wait_for()
