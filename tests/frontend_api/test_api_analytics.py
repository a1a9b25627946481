"""Series and leaderboards as the API tells them, held against the chain's events."""

from typing import Any

import httpx
import pytest
from frontend_api.processes import open_projector
from frontend_api.settings import Settings

from tests.frontend_api.projecting import catch_up, contents, rebuilt
from tests.frontend_api.stage import BRIEF, WEI, Stage
from tests.frontend_api.world import World

WHOLE = "bucket=week"
DAY_S = 86_400


def get(api: httpx.Client, path: str) -> Any:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def total(items: list[Any], name: str) -> int:
    return sum(int(item[name]) for item in items)


def logs(contract: Any, name: str) -> list[Any]:
    return [log["args"] for log in contract.events[name]().get_logs(from_block=0)]


def time_of(world: World, log: Any) -> int:
    return int(world.stage.w3.eth.get_block(log["blockNumber"])["timestamp"])


def test_rounds_series__of_the_world__adds_up_to_the_chain(api: httpx.Client, world: World) -> None:
    series, rounds = get(api, f"/analytics/rounds?{WHOLE}"), world.stage.rounds
    items = series["items"]
    proposed = logs(rounds, "GenerationProposed")
    assert len(items) == 30
    assert total(items, "rounds") == len(proposed)
    added = logs(rounds, "BountyAdded")
    assert total(items, "bounties") == sum(p["bounty"] for p in proposed) + sum(
        a["amount"] for a in added
    )
    assert total(items, "prizes") == sum(p["amount"] for p in logs(rounds, "PrizePaid"))
    votes = logs(rounds, "VoteCast")
    assert total(items, "votes") == len(votes)
    assert total(items, "vote_weight") == sum(vote["weight"] for vote in votes)
    for name, event in {
        "settled": "RoundSettled",
        "expired": "RoundExpired",
        "failed": "RoundFailed",
    }.items():
        assert total(items, name) == len(logs(rounds, event))
    sheets = [
        s for n in range(1, len(proposed) + 1) for s in get(api, f"/rounds/{n}/sheets")["items"]
    ]
    assert total(items, "asked") == len(sheets)
    assert total(items, "revealed") == sum(sheet["payload"] is not None for sheet in sheets)


def test_standings_series__at_the_end__equals_the_personas(api: httpx.Client) -> None:
    series = get(api, f"/analytics/personas?{WHOLE}")
    for persona in get(api, "/personas")["items"]:
        points = [p for p in series["items"] if p["persona_id"] == persona["id"]]
        standings = persona["standings"]
        assert bool(points) == bool(standings["rounds"])
        if points:
            assert (points[-1]["rounds"], points[-1]["wins"]) == (
                standings["rounds"],
                standings["wins"],
            )
            assert total(points, "prizes") == int(standings["prizes"])


def test_criteria_series__of_the_world__are_means_of_what_was_revealed(api: httpx.Client) -> None:
    points = get(api, f"/analytics/criteria?{WHOLE}")["items"]
    weeks: dict[int, list[list[int]]] = {point["time"]: [] for point in points}
    count = get(api, "/status")["rounds"]
    for sheet in (s for n in range(1, count + 1) for s in get(api, f"/rounds/{n}/sheets")["items"]):
        if sheet["criteria"]:
            week = max(time for time in weeks if time <= sheet["revealed_at"])
            weeks[week] += sheet["criteria"]
    for point in points:
        rows = weeks[point["time"]]
        means = [sum(column) // len(rows) for column in zip(*rows, strict=True)]
        assert list((point["averages"] or {}).values()) == means
    assert any(weeks.values())


def test_revenue_series__of_the_world__is_what_vaults_received(api: httpx.Client) -> None:
    items = get(api, f"/analytics/revenue?{WHOLE}")["items"]
    assets = [a for vault in get(api, "/vaults?limit=100")["items"] for a in vault["assets"]]
    assert total(items, "income") == total(assets, "received") > 0
    assert total(items, "claimed") == total(assets, "claimed") > 0


def test_treasury_series__of_the_world__is_what_the_timelock_had(
    api: httpx.Client, world: World
) -> None:
    token, timelock = world.stage.token, world.stage.contract("Timelock").address
    moved = token.events.Transfer().get_logs(from_block=0)
    came = [log for log in moved if log["args"]["to"] == timelock]
    went = [log for log in moved if log["args"]["from"] == timelock]
    days = get(api, "/analytics/treasury?bucket=day")["items"]
    for point in days:
        end = point["time"] + DAY_S
        came_by, went_by = (
            sum(log["args"]["value"] for log in logs if time_of(world, log) < end)
            for logs in (came, went)
        )
        assert int(point["balance"]) == came_by - went_by
    assert len({point["balance"] for point in days}) > 3
    weeks = get(api, f"/analytics/treasury?{WHOLE}")["items"]
    assert total(weeks, "received") == sum(log["args"]["value"] for log in came)
    assert total(weeks, "spent") == sum(log["args"]["value"] for log in went)
    assert int(weeks[-1]["balance"]) == token.functions.balanceOf(timelock).call()


def test_operators_series__of_the_world__is_what_the_committee_recorded(
    api: httpx.Client, world: World
) -> None:
    committee = world.stage.committee
    items = get(api, f"/analytics/operators?{WHOLE}")["items"]
    assert len(items) == 30 * len(world.stage.operators)
    asked = [log["members"].bit_count() for log in logs(committee, "QuestionOpened")]
    assert total(items, "asked") == sum(asked)
    for operator in world.stage.operators:
        points = [point for point in items if point["operator"] == operator]
        for field, event in {
            "answered": "Revealed",
            "refused": "RevealRefused",
        }.items():
            own = [log for log in logs(committee, event) if log["operator"] == operator]
            assert total(points, field) == len(own)
        for field, event in {"fees": "FeeCredited", "penalties": "Penalized"}.items():
            own = [log for log in logs(committee, event) if log["operator"] == operator]
            assert total(points, field) == sum(log["amount"] for log in own)
        assert int(points[-1]["bond"]) == committee.functions.bondOf(operator).call()
    assert total(items, "penalties") > 0


@pytest.mark.parametrize("name", ["personas", "operators"])
def test_series_by_subject__asked_in_pages__is_the_whole_in_parts(
    api: httpx.Client, name: str
) -> None:
    whole = get(api, f"/analytics/{name}?{WHOLE}")
    items, cursor, pages = [], "0", 0
    while cursor is not None:
        page = get(api, f"/analytics/{name}?{WHOLE}&limit=1&cursor={cursor}")
        subjects = {item.get("operator", item.get("persona_id")) for item in page["items"]}
        assert len(subjects) <= 1
        assert subjects or name == "operators"  # one may have had nothing in this time
        items, cursor, pages = items + page["items"], page["next_cursor"], pages + 1
    assert items == whole["items"]
    assert pages > 2
    assert whole["next_cursor"] is None
    assert api.get(f"/analytics/{name}?limit=26").status_code == 422


def test_series_of_holdings__that_end_earlier__are_part_of_the_longer_ones(
    api: httpx.Client,
) -> None:
    now = get(api, "/status")["projected"]["time"]
    for name in ("treasury", "operators"):
        whole = get(api, f"/analytics/{name}?bucket=day")["items"]
        ends = f"since={now - 9 * DAY_S}&until={now - 2 * DAY_S}"
        early = get(api, f"/analytics/{name}?bucket=day&{ends}")["items"]
        assert len(early) >= 8
        assert all(item in whole for item in early)


def test_series__chosen_range__has_a_point_per_bucket(api: httpx.Client) -> None:
    series = get(api, "/analytics/rounds?bucket=hour&since=7200&until=14400")
    assert [item["time"] for item in series["items"]] == [7200, 10800, 14400]
    assert (series["since"], series["until"]) == (7200, 18000)
    week = get(api, "/analytics/rounds?bucket=week&since=1700000000&until=1700000000")
    assert [item["time"] for item in week["items"]] == [1_699_833_600]  # Monday 2023-11-13


@pytest.mark.parametrize(
    "query",
    [
        "bucket=minute",
        "since=-1",
        "since=0",
        "since=1700000000&until=1600000000",
        "until=99999999999999999",
    ],
)
def test_series__impossible_range__is_a_problem(api: httpx.Client, query: str) -> None:
    answer = api.get(f"/analytics/rounds?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_leaderboards__of_the_world__have_the_best_first(api: httpx.Client, world: World) -> None:
    boards = get(api, "/leaderboards?limit=100")
    prizes = [int(persona["prizes"]) for persona in boards["personas"]]
    assert prizes == sorted(prizes, reverse=True)
    assert prizes[0] > 0
    assert {p["persona_id"] for p in boards["personas"]} == set(range(1, 7))
    assert {o["operator"] for o in boards["operators"]} >= set(world.stage.operators)
    fees = [int(operator["fees"]) for operator in boards["operators"]]
    assert fees == sorted(fees, reverse=True)
    given = get(api, "/contributions?limit=100")["items"]
    for contributor in boards["contributors"]:
        own = [c for c in given if c["contributor"] == contributor["contributor"]]
        assert contributor["contributions"] == len(own)
        assert int(contributor["impact"]) == total(own, "impact")
    votes = logs(world.stage.rounds, "VoteCast")
    assert sum(voter["votes"] for voter in boards["voters"]) == len(votes)
    assert len(get(api, "/leaderboards?limit=1")["personas"]) == 1


def test_measures__after_a_reorg__are_those_of_the_chain(stage: Stage, settings: Settings) -> None:
    projector = open_projector(settings)
    catch_up(projector)
    before, snapshot = contents(settings.projection), stage.rpc("evm_snapshot")
    round_id = stage.propose(BRIEF.digest)
    stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
    stage.vote(round_id, stage.voters[0], 1)
    timelock = stage.contract("Timelock").address
    stage.send(stage.token.functions.transfer(timelock, WEI), stage.sponsor)
    catch_up(projector)
    assert contents(settings.projection)["measure"] != before["measure"]
    assert contents(settings.projection) == rebuilt(settings)
    stage.rpc("evm_revert", snapshot)
    stage.mine(6)
    catch_up(projector)
    assert contents(settings.projection) == before
