"""What a day may take: refused before it is asked, kept over a restart, new the next day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oracle.engines.openai import Budget, BudgetSettings, OverBudget
from oracle.errors import Fatal, Transient
from oracle.ports import Tokens
from oracle.settings import load_settings
from tests.oracle.engines.openai.conftest import request_of
from tests.oracle.engines.openai.odd_server import OddServer, cut, said, status

POST = "The library opens on Sundays now."
USAGE = {"prompt_tokens": 600, "completion_tokens": 30}
MONDAY, TUESDAY = date(2031, 1, 6), date(2031, 1, 7)
BudgetOf = Callable[..., Budget]


@pytest.fixture
def budget_of(tmp_path: Path) -> BudgetOf:
    def make(today: date = MONDAY, **settings: Any) -> Budget:
        ledger = tmp_path / "kept" / "engine.sqlite"
        return Budget(BudgetSettings(ledger=ledger, **settings), lambda: today)

    return make


def write(engine_of: Any, budget: Budget, *answers: Any) -> Any:
    server = OddServer({"Olav": list(answers)})
    return server, engine_of(server, budget=budget)


def test_write__round_that_may_pass_the_budget__is_refused_before_it_is_asked(
    engine_of: Any, budget_of: BudgetOf
) -> None:
    server, engine = write(engine_of, budget_of(tokens=500), said(POST))
    with pytest.raises(OverBudget, match=r"500 tokens .*goes on at 00:00 UTC") as refused:
        engine.write([request_of("Olav", max_tokens=400)])
    assert "TROUPE_ENGINE_TOKENS_PER_DAY" in str(refused.value)
    assert server.bodies == []


def test_write__told_usage__is_what_counts_until_the_budget_ends(
    engine_of: Any, budget_of: BudgetOf
) -> None:
    _, engine = write(engine_of, budget_of(tokens=3_000), said(POST, usage=USAGE))
    written = [engine.write([request_of("Olav")])[0].text for _ in range(2)]
    assert written == [POST, POST]
    with pytest.raises(OverBudget, match="1260 tokens are spent"):
        engine.write([request_of("Olav", max_tokens=1_600)])


def test_write__restarted__knows_what_was_spent_and_the_next_day_is_new(
    engine_of: Any, budget_of: BudgetOf
) -> None:
    _, engine = write(engine_of, budget_of(tokens=2_000), said(POST, usage=USAGE))
    engine.write([request_of("Olav")])
    big = Tokens(0, 1_500)
    with pytest.raises(OverBudget), budget_of(tokens=2_000).reserved(big):
        pass
    with budget_of(TUESDAY, tokens=2_000).reserved(big):
        pass


def test_budget__money__is_tokens_by_their_prices(budget_of: BudgetOf) -> None:
    budget = budget_of(usd=1.0, usd_per_million_read=0.5, usd_per_million_written=2)
    budget.spend(Tokens(1_000_000, 200_000))
    told = r"1 USD .*\(1\.0000 USD\) are spent"
    with (
        budget.reserved(Tokens(0, 50_000)),
        pytest.raises(OverBudget, match=told),
        budget.reserved(Tokens(2, 0)),
    ):
        pass
    with budget.reserved(Tokens(2, 0)):
        pass


@pytest.mark.parametrize(
    ("answer", "spent"),
    [(status(500), False), (status(400), False), (cut, True), (said(POST), True)],
)
def test_write__what_may_have_been_written__counts(
    engine_of: Any, budget_of: BudgetOf, answer: Any, spent: bool
) -> None:
    budget = budget_of(tokens=10_000)
    _, engine = write(engine_of, budget, answer)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(engine.write, [request_of("Olav")]).exception()
    with_all_left = budget.reserved(Tokens(10_000))
    if spent:
        with pytest.raises(OverBudget), with_all_left:
            pass
    else:
        with with_all_left:
            pass


def test_write__answers_lost_before_one_comes__count_too(
    engine_of: Any, budget_of: BudgetOf
) -> None:
    budget = budget_of(tokens=10_000)
    _, engine = write(engine_of, budget, cut, cut, said(POST, usage=USAGE))
    [written] = engine.write([request_of("Olav", max_tokens=1_500)])
    assert written.text == POST
    with pytest.raises(OverBudget), budget.reserved(Tokens(0, 7_000)):
        pass


def test_write__bad_text_and_no_budget_for_another_attempt__fails_with_what_was_wrong(
    engine_of: Any, budget_of: BudgetOf
) -> None:
    _, engine = write(engine_of, budget_of(tokens=2_000), said(""))
    [written] = engine.write([request_of("Olav", max_tokens=1_500)])
    assert (written.failure, written.attempts) == ("the model wrote nothing", 1)


def test_budget__ledger_out_of_reach__is_transient_before_anything_is_asked(
    engine_of: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    budget = Budget(BudgetSettings(tokens=10_000, ledger=tmp_path / "file" / "ledger"))
    server, engine = write(engine_of, budget, said(POST))
    with pytest.raises(Transient, match=r"ledger .* can't be used"):
        engine.write([request_of("Olav")])
    assert server.bodies == []


def test_settings__money_without_prices__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_ENGINE_USD_PER_DAY", "2")
    with pytest.raises(Fatal, match="without prices"):
        load_settings()
