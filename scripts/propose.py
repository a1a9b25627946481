"""Opens a round, or proposes to the DAO."""

from pathlib import Path

import click
from ape.cli import ConnectedProviderCommand

from oracle.platforms import PLATFORMS
from scripts._accounts import account_options, choose_account
from scripts._default_group import DefaultGroup
from scripts._motion_commands import motions

_SLUGS = [rules.slug for rules in PLATFORMS.values()]


@click.group(cls=DefaultGroup, default="generation", short_help="Open a round, or ask the DAO")
def cli() -> None:
    """Put a generation proposal on chain, or a governance proposal to the vote.

    Without the name of a command it is a generation proposal, which opens a round:

    \b
      ape run propose --network ethereum:devnet:node --account-index 4 \\
        --brief "Why small teams should write things down" --platform linkedin

    All other commands make a governance proposal. They show its actions as they are on chain,
    refuse what would fail, and say when voting begins and ends. Then follow `ape run vote`,
    `ape run queue`, `ape run execute`. The proposer needs the threshold's votes.

    \b
      ape run propose activate 6 --network ethereum:devnet:node --account-index 5
      ape run propose criteria --set voteWindow=172800 --description "Vote for two days" …
      ape run propose operator add 0x… --dry-run …
      ape run propose generation --help
    """


@cli.command(cls=ConnectedProviderCommand, short_help="Put a generation proposal on chain")
@account_options
@click.option("--brief", "text", metavar="TEXT", help="What to write about.")
@click.option(
    "--brief-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The whole brief as JSON: text, sources, language, target_sentiment.",
)
@click.option(
    "--platform",
    type=click.Choice(_SLUGS, case_sensitive=False),
    default="linkedin",
    show_default=True,
    help="Where the post would be published.",
)
@click.option("--personas", metavar="1,2,3", help="The roster, 3 to 16. [default: all active]")
@click.option("--bounty", metavar="TOKENS", help="What you escrow. [default: the minimum]")
@click.option("--dry-run", is_flag=True, help="Check everything; pin and send nothing.")
def generation(
    alias: str | None,
    index: int | None,
    text: str | None,
    brief_file: Path | None,
    platform: str,
    personas: str | None,
    bounty: str | None,
    dry_run: bool,
) -> None:
    """Put a generation proposal on chain: the personas compete for its bounty.

    The brief is pinned to the block store, the bounty is approved and escrowed; of what the
    round does not use you get back the part that you put in. Prints the number of the round.

    \b
    On a running local chain, by the test account 4:
      ape run propose --network ethereum:devnet:node --account-index 4 \\
        --brief "Why small teams should write things down" --platform linkedin
    With sources, in brief.json {"text": "…", "sources": [{"title": "…", "text": "…"}]}:
      ape run propose --network ethereum:devnet:node --account-index 4 --brief-file brief.json
    """
    from scripts._errors import clear_errors
    from scripts._proposing import Proposal, read_brief

    with clear_errors():
        account = choose_account(alias, index)
        brief = read_brief(text, brief_file)
        proposal = Proposal.prepare(account, brief, platform, personas, bounty)
        click.echo(f"brief     {proposal.brief.digest}")
        click.echo(f"personas  {', '.join(map(str, proposal.personas))}")
        click.echo(f"bounty    {proposal.bounty / 10**18:,.2f} tokens")
        if dry_run:
            proposal.rehearse()
            click.echo("Dry run: it would be accepted; nothing was pinned or sent.")
        else:
            click.echo(f"Round {proposal.send()} is open.")


for command in motions.commands.values():
    cli.add_command(command)
