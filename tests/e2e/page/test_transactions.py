"""Transactions on their way: replaced, cancelled, lost; and wallets that change meanwhile."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from scripts._demo.stage import CHAIN_ID
from tests.e2e.page.acting import confirm, connect
from tests.e2e.page.operators import propose, submit_entries
from tests.stage import Stage

Open = Callable[..., Any]

VOTER, OTHER, PERSONA = 5, 6, 3
TEXTS = ("The first entry, about tea.", "The second entry. #tea", "The third entry.")
_FEES = ("maxFeePerGas", "maxPriorityFeePerGas")
_SAME = ("from", "to", "value", "gas", "nonce")
_SENT = (*_SAME, *_FEES)
LONG_MS = 61_000
"""A little longer than the page waits in silence, by its own clock."""


@pytest.fixture
def round_id(stage: Stage) -> int:
    """A round whose voting is on, and in which the voter has voting power."""
    account = stage.address(VOTER)
    stage.send(stage.token.functions.delegate(account), account)
    made = propose(stage, "Write about tea.")
    stage.wait(lambda: stage.get("/status")["rounds"] >= made, "the round")
    submit_entries(stage, made, TEXTS)
    stage.travel(1)  # who votes in the same second has no voting power yet
    return made


@pytest.fixture
def held_back(stage: Stage, round_id: int) -> Iterator[None]:
    """Once the round is there."""
    with _held_back(stage):
        yield


@contextmanager
def _held_back(stage: Stage) -> Iterator[None]:
    """The chain makes no block but those that the test asks for; then it is as it was."""
    stage.rpc("evm_setAutomine", False)
    try:
        yield
    finally:
        stage.rpc("anvil_dropAllTransactions")
        stage.rpc("evm_setAutomine", True)
        stage.rpc("evm_mine")


def _open_vote(open_page: Open, round_id: int) -> Any:
    """A page on which the voter sees what a vote will do."""
    page = open_page(f"/round/{round_id}", VOTER)
    page.clock.install()
    connect(page)
    page.get_by_role("button", name=re.compile("^Vote for")).first.click()
    return page


def _open_panel(open_page: Open, round_id: int) -> tuple[Any, Any]:
    """Such a page, and its panel that waits for the voter's word."""
    page = _open_vote(open_page, round_id)
    panel = page.get_by_role("dialog")
    panel.get_by_role("button", name="Confirm in wallet").wait_for()
    return page, panel


def _send_vote(stage: Stage, open_page: Open, round_id: int) -> tuple[Any, Any]:
    """The page, and the vote as it waits to be mined."""
    page = _open_vote(open_page, round_id)
    with page.expect_response(_tells_of_it):  # without it, nothing in its place can be told from it
        confirm(page)
    page.get_by_text("Sent. Waiting to be mined; you may close this.").wait_for()
    return page, stage.rpc("eth_getBlockByNumber", "pending", True)["transactions"][0]


def _tells_of_it(response: Any) -> bool:
    """Whether the chain tells the page of the transaction that it sent."""
    return bool("eth_getTransactionByHash" in (response.request.post_data or ""))


def _replace(stage: Stage, sent: Any, **changes: str) -> None:
    """The wallet's owner sends it again for a higher fee, or something else in its place."""
    fees = {name: hex(4 * int(sent[name], 16)) for name in _FEES}
    call = {"data": sent["input"]} | {name: sent[name] for name in _SAME}
    stage.rpc("eth_sendTransaction", call | fees | changes)


def _voted(stage: Stage, round_id: int) -> bool:
    return bool(stage.rounds.functions.hasVoted(round_id, stage.address(VOTER)).call())


def _see_voted(stage: Stage, page: Any, round_id: int) -> None:
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text("You have voted in this round.").first.wait_for()
    assert _voted(stage, round_id)


@pytest.mark.usefixtures("held_back")
def test_transaction__sped_up__is_followed_under_its_new_hash(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, sent = _send_vote(stage, open_page, round_id)
    _replace(stage, sent)
    page.clock.fast_forward(LONG_MS)
    page.get_by_text("Sent, but not mined yet.").wait_for()
    stage.rpc("evm_mine")
    _see_voted(stage, page, round_id)


@pytest.mark.usefixtures("held_back")
@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        pytest.param(VOTER, "You cancelled the transaction", id="cancelled"),
        pytest.param(OTHER, "sent another transaction in its place", id="another in its place"),
    ],
)
def test_transaction__replaced_by_another__did_not_happen(
    stage: Stage, open_page: Open, round_id: int, receiver: int, told: str
) -> None:
    page, sent = _send_vote(stage, open_page, round_id)
    _replace(stage, sent, to=stage.address(receiver), data="0x")
    stage.rpc("evm_mine")
    page.get_by_role("alert").get_by_text(told).wait_for()
    assert not _voted(stage, round_id)


@pytest.mark.usefixtures("held_back")
def test_transaction__dropped__is_said_and_followed_when_sent_again(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, sent = _send_vote(stage, open_page, round_id)
    stage.rpc("anvil_dropTransaction", sent["hash"])
    page.clock.fast_forward(LONG_MS)
    page.get_by_text("The network has lost sight of it before it was mined.").wait_for()
    page.get_by_text("Look in your wallet").wait_for()
    assert page.get_by_role("button", name="Try again").count() == 0  # it may yet be mined
    _replace(stage, sent)
    stage.rpc("evm_mine")
    _see_voted(stage, page, round_id)


@pytest.mark.usefixtures("held_back")
def test_transaction__wallet_on_another_network_meanwhile__waits_for_it_to_come_back(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, _ = _send_vote(stage, open_page, round_id)
    page.evaluate("window.testWallet.move('0x1')")
    page.get_by_text("your wallet is on another network now. Switch it back").wait_for()
    stage.rpc("evm_mine")
    page.evaluate("(chain) => window.testWallet.move(chain)", hex(CHAIN_ID))
    _see_voted(stage, page, round_id)


@pytest.mark.usefixtures("held_back")
def test_transaction__node_out_of_reach_meanwhile__is_not_taken_for_failed(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, _ = _send_vote(stage, open_page, round_id)
    page.route(f"{stage.rpc_url}/**", lambda route: route.abort())
    page.clock.fast_forward(LONG_MS)
    page.get_by_text("your wallet can’t be asked whether it is mined.").wait_for()
    stage.rpc("evm_mine")
    page.unroute_all()
    _see_voted(stage, page, round_id)


def test_transaction__its_block_undone_after_it_was_done__is_said_and_watched_until_mined_again(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page = _open_vote(open_page, round_id)
    confirm(page)
    _see_voted(stage, page, round_id)
    page.get_by_text("It becomes final in a while.").wait_for()
    sent = stage.rpc("eth_getBlockByNumber", "latest", True)["transactions"][0]

    with _held_back(stage):
        stage.rpc("anvil_reorg", 1, [])
        told = page.get_by_role("alert").filter(has_text="The chain took back block")
        told.get_by_text("it is not done any more").wait_for()
        assert not _voted(stage, round_id)
        page.get_by_role("button", name=re.compile("^Vote for")).first.wait_for()

        stage.rpc(
            "eth_sendTransaction", {name: sent[name] for name in _SENT} | {"data": sent["input"]}
        )
        # After the reorg the chain's clock may lag, behind even the beginning of the voting.
        latest = stage.w3.eth.get_block("latest")["timestamp"]
        then = max(latest, int(sent["blockTimestamp"], 16)) + 1
        stage.rpc("evm_setNextBlockTimestamp", then)
        stage.rpc("evm_mine")
        told.wait_for(state="detached")
        page.get_by_text("It becomes final in a while.").wait_for()
        assert _voted(stage, round_id)


def test_plan__wallet_on_another_account_between_its_steps__ends_there(
    stage: Stage, open_page: Open
) -> None:
    vault = stage.registry.functions.vaultOf(PERSONA).call()
    held = stage.token.functions.balanceOf(vault).call()
    page = open_page(f"/persona/{PERSONA}", VOTER)
    connect(page)
    page.get_by_role("tab", name="Vault").click()
    page.get_by_label("Amount").fill("7")
    page.get_by_role("button", name="Tip", exact=True).click()
    with _held_back(stage):
        confirm(page)
        page.get_by_text("Sent. Waiting to be mined; you may close this.").wait_for()
        page.evaluate("(address) => window.testWallet.use(address)", stage.address(OTHER))
        stage.rpc("evm_mine")
        page.get_by_text("Your wallet no longer lets this page use that account.").wait_for()
        page.get_by_text("Your wallet is on another account now.").wait_for()
        assert page.get_by_role("button", name="Try again").count() == 0
    assert stage.token.functions.balanceOf(vault).call() == held


def test_panel__wallet_on_another_account__shows_nothing_of_the_other_and_sends_nothing(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, panel = _open_panel(open_page, round_id)
    page.evaluate("(address) => window.testWallet.use(address)", stage.address(OTHER))
    panel.get_by_text("Your wallet is on another account now.").wait_for()
    assert panel.get_by_role("button", name="Confirm in wallet").count() == 0
    page.evaluate("(address) => window.testWallet.use(address)", stage.address(VOTER))
    confirm(page)
    _see_voted(stage, page, round_id)


def test_panel__wallet_on_another_network__asks_for_the_right_one_there(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, panel = _open_panel(open_page, round_id)
    page.evaluate("window.testWallet.move('0x1')")
    panel.get_by_text("Your wallet is on another network.").wait_for()
    panel.get_by_role("button", name="Switch network").click()
    confirm(page)
    _see_voted(stage, page, round_id)


def test_panel__wallet_locked__asks_for_it_again(
    stage: Stage, open_page: Open, round_id: int
) -> None:
    page, panel = _open_panel(open_page, round_id)
    page.evaluate("window.testWallet.lock()")
    panel.get_by_text("Connect a wallet to go on.").wait_for()
    panel.get_by_role("button", name="Test Wallet").click()
    confirm(page)
    _see_voted(stage, page, round_id)
