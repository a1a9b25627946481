"""Governance in a browser: a proposal's whole life, through the page alone."""

import re
from collections.abc import Callable
from typing import Any

from tests.e2e.page.acting import carry_out, connect
from tests.e2e.page.operators import VOTE_S
from tests.stage import Stage

Open = Callable[..., Any]

HOLDER, OTHER, BROKE = 5, 8, 0
DELAY_S, TIMELOCK_S = 2, 2
NOBODY, WEI = 9, 10**18
DIGEST = "0x" + "5a" * 32
FINE = "Tried from the timelock: it would succeed now."
PRESETS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("activity", {}, "Retires persona 2", FINE),
    ("card", {"Digest of the card": DIGEST}, f"the card {DIGEST}", FINE),
    (
        "training",
        {"Dataset": DIGEST, "Recipe": DIGEST},
        "Orders training for persona 2",
        "It needs what an action before it allows",
    ),
    ("spend", {"Pay to": "", "Amount": "7.5"}, "Pays 7.5 tokens from the treasury", FINE),
    ("rules", {"Min bounty (tokens)": "77"}, "min bounty", FINE),
    ("voting", {"New value": "90"}, "the length of a vote to", "The governor takes calls only"),
    ("member", {"Operator": ""}, "Adds the operator", FINE),
)
"""A preset of the form, what is filled in (an address where it is empty), what it says, what comes
of trying it on the chain."""
OF_A_PERSONA = {"activity", "card", "training"}
XSS = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


def test_proposal__new_criteria__from_delegation_to_execution(
    stage: Stage, open_page: Open
) -> None:
    rounds = stage.rounds.functions
    before = rounds.parameters(rounds.currentVersion().call()).call()
    page = open_page("/governance", HOLDER)
    connect(page)
    power = page.get_by_role("region", name="My voting power")
    power.get_by_role("button", name="Delegate to myself").click()
    carry_out(page)
    power.get_by_text("They vote through you.").wait_for()

    page.get_by_role("link", name="New proposal").first.click()
    _change_weights(page)
    page.get_by_label("Title").fill(f"Count engagement more {XSS}")
    page.get_by_label("Reason").fill(f"Because it matters. {XSS}")
    page.get_by_role("button", name="Put it to the vote").click()
    carry_out(page)
    page.get_by_role("heading", name=re.compile("Count engagement more <img src=x")).wait_for()
    page.get_by_role("rowheader", name="weight of engagement").wait_for()
    page.get_by_role("button", name="Cancel the proposal").wait_for()

    stage.travel(DELAY_S + 1)
    page.get_by_label("For", exact=True).check()
    page.get_by_label("Reason").fill(XSS)
    page.get_by_role("button", name="Vote for").click()
    carry_out(page)
    page.get_by_text("You have voted on this proposal.").wait_for()
    page.get_by_role("region", name="Votes").get_by_text(XSS).wait_for()

    stage.travel(VOTE_S + 1)
    page.get_by_role("button", name="Queue the proposal").click()
    carry_out(page)
    page.get_by_text("It waits in the timelock").wait_for()
    stage.travel(TIMELOCK_S + 1)
    page.get_by_role("button", name="Execute the proposal").click()
    carry_out(page)
    page.get_by_text("It was carried out.").wait_for()

    after = rounds.parameters(rounds.currentVersion().call()).call()
    weights = [before.criteria[0] + 500, before.criteria[1] - 500, *before.criteria[2:]]
    assert after == before._replace(criteria=weights)
    assert page.evaluate("window.pwned") is None


def _change_weights(page: Any) -> None:
    """Five percent from the second criterion to the first, once the sum is right."""
    engagement, trend = (
        page.get_by_label(f"Weight of {name}") for name in ("engagement", "trend relevance")
    )
    add = page.get_by_role("button", name="Add to the proposal")
    engagement.fill("3000")
    page.get_by_text("500 too many").wait_for()
    add.click()
    page.get_by_role("alert").get_by_text("The weights must add up to 10,000").wait_for()
    trend.fill("1000")
    add.click()
    page.get_by_text("Tried from the timelock: it would succeed now.").wait_for()


def test_delegation__to_another_address__moves_the_votes(stage: Stage, open_page: Open) -> None:
    page = open_page("/governance", OTHER)
    connect(page)
    power = page.get_by_role("region", name="My voting power")
    power.get_by_label("Delegate to another address").fill("0x12")
    power.get_by_role("button", name="Delegate", exact=True).click()
    power.get_by_text("Write an address").wait_for()
    power.get_by_label("Delegate to another address").fill(stage.address(HOLDER))
    power.get_by_role("button", name="Delegate", exact=True).click()
    carry_out(page)
    power.get_by_text("They vote through").wait_for()
    delegates = stage.token.functions.delegates(stage.address(OTHER))
    assert delegates.call() == stage.address(HOLDER)


def test_new_proposal__can_not_succeed__is_said_before(stage: Stage, open_page: Open) -> None:
    page = open_page("/governance/new", BROKE)
    page.get_by_role("button", name="Test Wallet").click()
    page.get_by_label("What to change").last.select_option("spend")
    page.get_by_label("Pay to").fill(stage.address(HOLDER))
    page.get_by_label("Amount").fill("90000000")
    page.get_by_role("button", name="Add to the proposal").click()
    page.get_by_text(re.compile("Pays 90,000,000 tokens from the treasury to 0x")).wait_for()
    page.get_by_text(re.compile("would fail now. The treasury .* needs 90,000,000")).wait_for()
    page.get_by_text("You have too few votes to propose.").wait_for()
    assert page.get_by_role("button", name="Put it to the vote").is_disabled()


def test_presets__each_of_them__says_what_it_does_and_is_tried(
    stage: Stage, open_page: Open
) -> None:
    treasury, nobody = stage.contract("Timelock").address, stage.address(NOBODY)
    stage.send(stage.token.functions.transfer(treasury, 200 * WEI), stage.address(OTHER))
    page = open_page("/governance/new", HOLDER)
    page.get_by_role("button", name="Test Wallet").click()
    actions = page.get_by_role("region", name="What the proposal would do")
    for preset, fields, says, tried in PRESETS:
        page.get_by_label("What to change").last.select_option(preset)
        if preset in OF_A_PERSONA:
            page.get_by_role("combobox", name="Persona").select_option("2")
        for label, value in fields.items():
            page.get_by_label(label, exact=True).fill(value or nobody)
        page.get_by_role("button", name="Add to the proposal").click()
        action = actions.get_by_role("listitem").filter(has_text=says)
        action.get_by_text(tried).wait_for()
