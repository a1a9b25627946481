"""Shows the whole way of a round on a local chain."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import click


@click.command(short_help="Show the whole way of a round on a local chain")
@click.option(
    "--brief",
    default=lambda: os.environ.get("BRIEF"),  # click takes an empty variable for none
    help="What to write about. [default: one with sources]",
)
@click.option(
    "--platform",
    envvar="PLATFORM",
    default="linkedin",
    show_default=True,
    metavar="NAME",
    help="x, linkedin, bluesky, mastodon, farcaster or lens.",
)
@click.option("--once", is_flag=True, envvar="ONCE", help="End when the round is settled.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Of the page.")
@click.option(
    "--rpc-port", envvar="RPC_PORT", default=8545, show_default=True, help="Of the chain."
)
@click.option(
    "--vote-window",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Seconds of voting; a slow machine takes longer to score the entries.",
)
@click.option(
    "--state",
    default=Path(__file__).parents[1] / ".troupe",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for its files. [default: .troupe]",
)
def cli(
    brief: str | None,
    platform: str,
    once: bool,
    port: int,
    rpc_port: int,
    vote_window: int,
    state: Path,
) -> None:
    """Start a chain, deploy, run three operators and the page, and play one round.

    Everything it starts ends with it: at Ctrl-C, or by itself with --once. `make demo` calls it;
    the options are also environment variables: BRIEF, PLATFORM, ONCE, PORT, RPC_PORT. TROUPE_MODEL
    (a hub id, a folder, or the URL of an OpenAI-compatible server) has a language model write.
    """
    import httpx
    from web3.exceptions import Web3Exception

    from oracle.errors import TroupeError
    from scripts._demo.play import play, read_brief
    from scripts._demo.processes import DemoError
    from scripts._demo.stage import Place

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        place = Place(rpc_port, port, state, vote_window)
        play(read_brief(brief), platform, place, once)
    except (DemoError, TroupeError, OSError, httpx.HTTPError, Web3Exception) as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        click.echo("stopped")


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
