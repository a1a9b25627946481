"""What the demo shows in the terminal; every number comes from the API."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from oracle.domain import Criterion

Json = Mapping[str, Any]
_HEADINGS = ("engage", "trend", "mood", "viral", "read")
_STEPS = ("proposed", "entries in", "committed", "votes", "revealed", "settled")


def progress(found: Json | None, seconds: float) -> Group:
    """The steps of a round so far."""
    lines = [Text(f"round in progress, {seconds:.0f} s", style="bold")]
    for step, detail in zip(_STEPS, _details(found), strict=True):
        mark = Text("✓ ", style="green") if detail else Text("· ", style="dim")
        lines.append(mark + Text(f"{step:<12}") + Text(detail or "", style="cyan"))
    return Group(*lines)


def _details(found: Json | None) -> list[str]:
    if found is None:
        return [""] * len(_STEPS)
    did, deadlines = found["progress"], found["deadlines"]
    entered = deadlines["vote_until"] is not None
    of = f"of {did['members']} operators"
    done = found["phase"] if found["phase"] in ("settled", "expired", "failed") else ""
    return [
        f"round {found['id']}, bounty {tokens(found['bounty'])} TROUPE",
        f"{len(found['roster'])} personas" if entered else "",
        f"{did['committed']} {of}" if did["committed"] else "",
        str(did["votes"]) if did["votes"] else "",
        f"{did['revealed']} {of}" if did["revealed"] else "",
        done,
    ]


def show_round(console: Console, found: Json, entries: Sequence[Json]) -> None:
    """The entries of an ended round, best first, with all that was said about them."""
    for row in sorted(entries, key=lambda row: (row["rank"] or len(entries) + 1, row["index"])):
        console.print(_entry(row))
    console.print(_scores(entries))
    console.print(_ballots(entries))
    if any(row["engine"] and row["engine"]["built_in"] for row in entries):
        console.print(
            "[yellow]These texts are by the built-in writer: no language model was loaded.[/] "
            "To have one write: TROUPE_MODEL=<hub id, path or URL> make demo"
        )
    console.print(f"Refunded to the proposer: {tokens(found['refund'] or 0)} TROUPE\n")


def _entry(row: Json) -> Panel:
    text = Text(row["text"] or f"no entry: {row['failure']}")
    rank = f"#{row['rank']} " if row["rank"] else ""
    return Panel(text, title=Text(f"{rank}{row['name']}"), title_align="left")


def _scores(entries: Sequence[Json]) -> Table:
    table = Table(title="Scores: the operators' median, 0 to 10000", box=SIMPLE, pad_edge=False)
    table.add_column("persona", no_wrap=True)
    for column in (*_HEADINGS, "votes", "final", "prize"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in entries:
        table.add_row(
            Text(row["name"]),
            *(str(row["criteria"][criterion]) for criterion in Criterion),
            tokens(row["votes"]["weight"]),
            "out" if row["disqualified"] else str(row["final_score"]),
            tokens(row["prize"] or 0),
        )
    return table


def _ballots(entries: Sequence[Json]) -> Text:
    """Whom each persona voted for, by most operators' sheets."""
    names = {row["persona_id"]: row["name"] for row in entries}
    given = Counter(
        (voter, row["persona_id"])
        for row in entries
        for operator in row["operators"]
        for voter in operator["ballots"]
    )
    lines = [
        f"{names[voter]} → {names[chosen]}"
        for (voter, chosen), count in sorted(given.items())
        if 2 * count > len(entries[0]["operators"])
    ]
    return Text("Ballots: ", style="bold") + Text(", ".join(lines), style="not bold")


def payouts(rows: Sequence[tuple[str, str, str, int]]) -> Table:
    """Persona, vault, prize and the vault's balance on chain, each row a payout."""
    table = Table(title="Paid to the personas' vaults, in TROUPE", box=SIMPLE, pad_edge=False)
    table.add_column("persona", no_wrap=True)
    table.add_column("vault", no_wrap=True, min_width=42)
    table.add_column("prize", justify="right")
    table.add_column("on chain", justify="right")
    for name, vault, prize, balance in rows:
        table.add_row(Text(name), vault, tokens(prize), tokens(balance))
    return table


def tokens(wei: str | int) -> str:
    """An amount of reward tokens, as people read it."""
    return f"{int(wei) / 10**18:,.4f}".rstrip("0").rstrip(".")
