"""The commands that make governance proposals."""

from collections.abc import Callable
from typing import Any

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option

motions = click.Group()
_PERSONA = click.argument("persona", type=click.IntRange(1, 0xFFFF))
_description = click.option(
    "--description", metavar="TEXT", help="Why, on chain. [default: what it does]"
)
_anyway = click.option(
    "--anyway", is_flag=True, help="Propose it though it would be refused as things are now."
)


def _motion(short_help: str) -> Callable[..., click.Command]:
    """A command that makes a governance proposal: its function returns the motion to put."""

    def wrap(make: Callable[..., Any]) -> click.Command:
        def run(
            alias: str | None,
            index: int | None,
            description: str | None,
            anyway: bool,
            dry_run: bool,
            **words: Any,
        ) -> None:
            from scripts._errors import clear_errors

            with clear_errors():
                account = choose_account(alias, index)
                motion = make(**words)
                motion.reason = description or motion.reason
                motion.put(account, anyway, dry_run)

        run.__doc__, run.__name__ = make.__doc__, make.__name__
        run.__click_params__ = getattr(make, "__click_params__", [])  # type: ignore[attr-defined]
        command = motions.command(cls=ConnectedProviderCommand, short_help=short_help)
        return command(_description(_anyway(account_options(dry_run_option(run)))))

    return wrap


@_motion("Let a persona take part in rounds")
@_PERSONA
def activate(persona: int) -> Any:
    """Propose that PERSONA takes part in rounds.

    The first time it gets a vault, and whoever registered it the contribution of its card.

    \b
      ape run propose activate 6 --network ethereum:devnet:node --account-index 5
    """
    from scripts._motions import Motion

    return Motion.about(f"Activate persona {persona}").call("registry", "setActive", persona, True)


@_motion("Keep a persona out of rounds")
@_PERSONA
def deactivate(persona: int) -> Any:
    """Propose that PERSONA takes part in no more rounds.

    \b
      ape run propose deactivate 2 --network ethereum:devnet:node --account-index 5
    """
    from scripts._motions import Motion

    motion = Motion.about(f"Deactivate persona {persona}")
    return motion.call("registry", "setActive", persona, False)


@_motion("Give a persona another card")
@_PERSONA
@click.argument("card", metavar="FILE|DIGEST")
def card(persona: int, card: str) -> Any:
    """Propose another card for PERSONA: a JSON file, which is pinned, or a pinned one's digest.

    \b
      ape run propose card 2 warmer.json --network ethereum:devnet:node --account-index 5
    """
    from scripts._motion_parts import read_card
    from scripts._motions import Motion

    motion = Motion.about(f"Change the card of persona {persona}")
    digest, document = read_card(card)
    motion.pins += [document] if document else []
    return motion.call("registry", "setCard", persona, digest)


@_motion("Change the rules of rounds, reviews or training")
@click.option(
    "--of",
    "name",
    type=click.Choice(["rounds", "contributions", "training"]),
    default="rounds",
    show_default=True,
    help="Whose rules.",
)
@click.option(
    "--set",
    "changes",
    metavar="KEY=VALUE",
    multiple=True,
    required=True,
    help="A parameter as in deployments/profiles/, several times; lists as JSON.",
)
def criteria(name: str, changes: tuple[str, ...]) -> Any:
    """Propose a new version of the parameters: the present one with some changed.

    What is open goes on under the version it was opened with. Amounts are in tokens, times in
    seconds, shares and weights in hundredths of a percent; the same checks as in a deployment.

    \b
      ape run propose criteria --set voteWindow=172800 --set minBounty=2000 …
      ape run propose criteria --set "criteria=[3000,1000,1500,2500,2000]" …
      ape run propose criteria --of contributions --set reviewFee=10 …
    """
    from scripts._motion_parts import changed_parameters
    from scripts._motions import Motion

    motion = Motion.about(f"Change the parameters of {name}: {', '.join(changes)}")
    parameters = changed_parameters(motion.contracts[name], name, changes)
    return motion.call(name, "addParameters", parameters)


@_motion("Order the training of a persona's model")
@_PERSONA
@click.option("--dataset", required=True, metavar="DIGEST", help="Of the contributions to use.")
@click.option("--recipe", required=True, metavar="DIGEST", help="Of how to train.")
@click.option(
    "--attributions",
    type=click.IntRange(0, 0xFFFF),
    default=1,
    show_default=True,
    help="How often 16 contributions may be asked about afterwards.",
)
def train(persona: int, dataset: str, recipe: str, attributions: int) -> Any:
    """Propose to train the model of PERSONA; the treasury pays the committee's fees.

    Two actions: the treasury approves the fees, and orders the training. A model that the
    committee finds better goes live; what is not spent comes back.

    \b
      ape run propose train 2 --dataset 0x… --recipe 0x… --attributions 4 …
    """
    from scripts._motion_parts import training_fee
    from scripts._motions import Motion

    motion = Motion.about(f"Train the model of persona {persona}")
    training = motion.contracts["training"]
    motion.call("token", "approve", training.address, training_fee(training, attributions))
    return motion.call("training", "request", persona, dataset, recipe, attributions)


@_motion("Pay from the treasury")
@click.argument("to")
@click.argument("tokens", metavar="AMOUNT")
@click.option("--native", is_flag=True, help="Pay in the native coin, not in reward tokens.")
def spend(to: str, tokens: str, native: bool) -> Any:
    """Propose that the treasury pays AMOUNT, such as 1500.5, to the address TO.

    \b
      ape run propose spend 0x… 1500.5 --network ethereum:devnet:node --account-index 5
    """
    from scripts._deployment.fields import checked_address, wei
    from scripts._motions import Motion

    payee, amount = checked_address(to), wei(tokens)
    motion = Motion.about(f"Pay {tokens} {'of the native coin' if native else 'tokens'} to {payee}")
    return motion.pay(payee, amount) if native else motion.call("token", "transfer", payee, amount)


@_motion("Mint reward tokens")
@click.argument("to")
@click.argument("tokens", metavar="AMOUNT")
def mint(to: str, tokens: str) -> Any:
    """Propose to mint AMOUNT reward tokens to the address TO, within the cap.

    \b
      ape run propose mint 0x… 100000 --network ethereum:devnet:node --account-index 5
    """
    from scripts._deployment.fields import checked_address, wei
    from scripts._motions import Motion

    payee = checked_address(to)
    motion = Motion.about(f"Mint {tokens} tokens to {payee}")
    return motion.call("token", "mint", payee, wei(tokens))


@_motion("Add a member to the oracle committee, or remove one")
@click.argument("what", type=click.Choice(["add", "remove"]))
@click.argument("address")
def operator(what: str, address: str) -> Any:
    """Propose to add an operator to the committee, or to remove one.

    Who is added has to bond (`ape run bond`) before it is asked; who is removed finishes what is
    open, and gets its bond back after the delay; added again, it bonds again.

    \b
      ape run propose operator add 0x… --network ethereum:devnet:node --account-index 5
    """
    from scripts._deployment.fields import checked_address
    from scripts._motions import Motion

    who, method = checked_address(address), {"add": "addMember", "remove": "removeMember"}[what]
    motion = Motion.about(f"{what.capitalize()} the operator {who}")
    return motion.call("committee", method, who)


@_motion("Call any method of a contract")
@click.argument("contract")
@click.argument("method")
@click.argument("arguments", nargs=-1)
def call(contract: str, method: str, arguments: tuple[str, ...]) -> Any:
    """Propose that the timelock calls METHOD of CONTRACT with those ARGUMENTS.

    CONTRACT is token, timelock, governor, registry, contributions, factory, committee, rounds or
    training. Amounts are in wei; lists and structs are JSON.

    \b
      ape run propose call committee setMinBond 2000000000000000000000 …
      ape run propose call governor setVotingPeriod 604800 …
    """
    from scripts._motions import Motion

    motion = Motion.about(f"Call {contract}.{method}({', '.join(arguments)})")
    return motion.call_in_words(contract, method, arguments)
