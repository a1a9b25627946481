"""``python -m oracle``: the commands of an oracle operator."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from oracle.assistant.drafts.commands import draft_command
from oracle.assistant.feedback.commands import COMMANDS as FEEDBACK_COMMANDS
from oracle.assistant.scores.commands import PROFILE_COMMANDS, score
from oracle.audience.commands import COMMANDS as AUDIENCE_COMMANDS
from oracle.engines.server.command import engine_command
from oracle.errors import TroupeError
from oracle.ipfs.commands import COMMANDS as IPFS_COMMANDS
from oracle.judge import judge_command
from oracle.personas.commands import COMMANDS as CARD_COMMANDS
from oracle.predictor.commands import COMMANDS as PREDICTOR_COMMANDS
from oracle.settings import Settings, load_settings
from oracle.stopping import stoppable
from oracle.telemetry.logs import escaped, set_up_logs
from oracle.telemetry.redaction import redactor_of


class _Ended(click.ClickException):
    """What can't go on, in one line."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"oracle: {self.format_message()}", file, err=True)


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TroupeError as error:
            clean = ctx.obj or str
            raise _Ended(escaped(clean(str(error)))) from None


@click.group(cls=_Commands)
def main() -> None:
    """Troupe's oracle: has the personas write, answers the committee's questions, and reports.

    Settings are environment variables that begin with TROUPE_, or lines of a file .env; the
    README lists them. Begin with `check`.
    """


@main.command()
def run() -> None:
    """Work until SIGINT or SIGTERM. Without a key it is a dry run and sends nothing.

    The key is in TROUPE_KEYSTORE, or with the signer of TROUPE_SIGNER_URL. Its account needs a bond
    and coin for gas: `check` says what is lacking. One process works for a database and a key; it
    may be killed at any instant, and goes on where it was.

    \b
      python -m oracle run
      TROUPE_KEYSTORE=key.json TROUPE_PASSPHRASE_FILE=key.pass python -m oracle run
      TROUPE_HEALTH_PORT=9464 python -m oracle run, then curl http://127.0.0.1:9464/ready
    """
    with stoppable() as stop:
        from oracle.app import Operator

        operator = Operator(_prepare())
        try:
            operator.run(stop)
        finally:
            operator.close()


@main.command()
def once() -> None:
    """Do what is due now, then end; for a cron job or a look at what would happen.

    Ends with 1 where something did not answer, so that not all could be looked at.

    \b
      python -m oracle once
      TROUPE_LOG_LEVEL=DEBUG python -m oracle once
    """
    from oracle.app import Operator

    operator = Operator(_prepare())
    try:
        whole = operator.once()
    finally:
        operator.close()
    sys.exit(0 if whole else 1)


@main.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Tasks at a time.",
)
def worker(concurrency: int) -> None:
    """Write and score for an operator with TROUPE_EXECUTOR=celery, until SIGINT or SIGTERM.

    Takes the operator's database, block store, node, engine and broker; give it no key. As many as
    you like may work, here and on other machines. Ends with 1 where it can't go on.

    \b
      TROUPE_BROKER_URL_FILE=broker.url python -m oracle worker --concurrency 2
      TROUPE_WORKER_HEALTH_PORT=9465 python -m oracle worker, then curl http://127.0.0.1:9465/ready
    """
    from oracle.worker import work

    sys.exit(work(_prepare(), concurrency))


@main.command()
def check() -> None:
    """Say whether this machine is ready to run, and what to do where it is not.

    A line for each part, `ok` or `FAIL`; ends with 1 where any failed, after 20 seconds at most.
    Nothing is sent, and no secret is shown.

    \b
      TROUPE_RPC_URL=https://node.example TROUPE_CHAIN_ID=1 python -m oracle check
    """
    from oracle.check import checks

    settings = _prepare()
    clean, ready = redactor_of(settings), True
    for line in checks(settings):
        click.echo(f"{'ok  ' if line.ok else 'FAIL'} {line.name}: {escaped(clean(line.says))}")
        ready &= line.ok
    sys.exit(0 if ready else 1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--blocks", type=click.Path(path_type=Path), help="Copy the block store too, into this file."
)
def backup(file: Path, blocks: Path | None) -> None:
    """Write the operator's state into FILE: one moment of it, while the operator works on.

    The state is all that TROUPE_DATABASE holds, SQLite or PostgreSQL: what was read from the chain,
    written and answered, and the journal of transactions. FILE is new, and readable by you only:
    it holds answers that are not revealed yet, but no key; keep the keystore by itself. What the
    chain or the gateways have can be had again; copy the block store (--blocks) where entries that
    this operator wrote may be nowhere else.

    Make one each hour, say by cron, and restore the newest:

    \b
      python -m oracle backup /backups/operator-$(date +%F-%H).backup
      python -m oracle restore /backups/operator-2026-01-31-12.backup
    """
    from oracle.state import back_up

    click.echo(back_up(_prepare(), file, blocks))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the state in FILE, which `backup` made, into a new and empty TROUPE_DATABASE.

    All of it or nothing: FILE is checked against its digest, and must be of the deployment in
    TROUPE_DEPLOYMENTS. It may come from SQLite and go to PostgreSQL, or the other way: so an
    operator moves. A copy of the block store is put back by copying it to TROUPE_BLOCKS.

    An old FILE is safe, with the same key and no other operator running: logs are read again, each
    step asks the chain whether it was done, and an answer that was committed to is made again and
    revealed. Text that was written and not yet submitted is lost, and written anew.
    """
    from oracle.state import put_back

    click.echo(put_back(_prepare(), file))


@main.command()
@click.option("--round", "round_id", type=click.IntRange(min=1), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def replay(round_id: int, as_json: bool) -> None:
    """Make a round's score sheet again from chain and IPFS, and compare what was reported.

    Needs a node, the deployment and TROUPE_GATEWAYS (or the documents): no key, no database of an
    operator's. Ends with 0 where all is equal, 1 where something differs, 2 where it can't tell.

    \b
      TROUPE_GATEWAYS=https://ipfs.io python -m oracle replay --round 3
      python -m oracle replay --round 3 --json
    """
    from oracle.replay import replay as audit

    settings = _prepare()
    clean = redactor_of(settings)
    try:
        found = audit(settings, round_id, partial(click.echo, err=True))
    except TroupeError as error:
        if as_json:
            click.echo(json.dumps({"round_id": round_id, "status": 2, "error": clean(str(error))}))
        click.echo(f"can't tell: {escaped(clean(str(error)))}", err=True)
        sys.exit(2)
    click.echo(json.dumps(found.as_json(), indent=2) if as_json else "\n".join(found.lines()))
    sys.exit(found.status)


def _prepare() -> Settings:
    settings = load_settings()
    clean = redactor_of(settings)
    click.get_current_context().find_root().obj = clean
    set_up_logs(settings.log_level, settings.log_format, clean)
    return settings


_GROUPS = (
    ("audience", AUDIENCE_COMMANDS, "Play a post before simulated readers: never a promise."),
    ("card", CARD_COMMANDS, "Read and show character cards; from and to elizaOS, V2 and V3."),
    ("feedback", FEEDBACK_COMMANDS, "Say what became of drafts: all on record, and reversible."),
    ("ipfs", IPFS_COMMANDS, "Keep content in IPFS, read it, and carry it as CAR files."),
    ("predictor", PREDICTOR_COMMANDS, "Predict what a post would do, and how far to trust it."),
    ("profile", PROFILE_COMMANDS, "Make and check scoring profiles: how operators score."),
)
for _name, _commands, _says in _GROUPS:
    main.add_command(
        click.Group(_name, commands=_commands, help=_says, context_settings={"obj": _prepare})
    )
main.add_command(draft_command(_prepare))
main.add_command(engine_command(_prepare))
main.add_command(judge_command(_prepare))
main.add_command(score)

if __name__ == "__main__":
    main(prog_name="python -m oracle")
