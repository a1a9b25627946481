"""What a known action does, in one plain sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontend_api.governance.known import Contracts
from frontend_api.governance.parameters import amount, seconds, tokens
from frontend_api.projection.tables import Persona
from frontend_api.web.view import View
from oracle.domain import Card

Args = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What sentences name things by."""

    view: View
    contracts: Contracts

    def persona(self, number: int) -> str:
        """A persona by number and, where its card can be read, by name."""
        row = self.view.session.get(Persona, number)
        if row is None:
            return f"persona {number} (there is none yet)"
        card = self.view.documents.find(Card, row.card).document
        return f"persona {number} ({card.name})" if card else f"persona {number}"

    def account(self, address: str) -> str:
        """An address, or the name of our contract there."""
        return self.contracts.name(address) or address


def sentence(facts: Facts, contract: str, function: str, args: Args) -> str | None:
    """The sentence of a known action; None where the call has none of its own."""
    say = _SENTENCES.get((contract, function))
    return say(facts, args) if say else None


def payment(facts: Facts, to: str, wei: int) -> str:
    """The sentence of a payment of the native coin."""
    return f"Pays {_coins(wei)} from the treasury to {facts.account(to)}."


def warning(contract: str, function: str) -> str | None:
    """What a voter should beware of in a known call."""
    return _WARNINGS.get(function) or _WARNINGS.get(f"{contract}.{function}")


def _coins(wei: int) -> str:
    return f"{amount(wei)} of the native coin"


def _activity(facts: Facts, args: Args) -> str:
    who = facts.persona(args["personaId"])
    if args["active"]:
        return f"Activates {who}: it takes part in rounds."
    return f"Retires {who}: it takes part in no more rounds."


def _training(facts: Facts, args: Args) -> str:
    return (
        f"Orders training for {facts.persona(args['personaId'])} with the dataset "
        f"{args['dataset']} and the recipe {args['recipe']}; {args['attributions']} "
        "attributions may follow."
    )


def _rules_of(what: str) -> Callable[[Facts, Args], str]:
    return lambda _, __: f"Changes the rules of {what}; what is open goes on under the old ones."


def _set(what: str, name: str, show: Callable[[int], str] = str) -> Callable[[Facts, Args], str]:
    return lambda _, args: f"Sets {what} to {show(args[name])}."


def _percent(value: int) -> str:
    return f"{value} % of the supply"


_SENTENCES: dict[tuple[str, str], Callable[[Facts, Args], str]] = {
    ("GenerationRounds", "addParameters"): _rules_of("rounds"),
    ("ContributionNFT", "addParameters"): _rules_of("contributions"),
    ("TrainingJobs", "addParameters"): _rules_of("training"),
    ("PersonaRegistry", "setActive"): _activity,
    ("PersonaRegistry", "setCard"): lambda f, a: (
        f"Gives {f.persona(a['personaId'])} the card {a['card']}."
    ),
    ("PersonaRegistry", "setModel"): lambda f, a: (
        f"Gives {f.persona(a['personaId'])} the model {a['model']}, without a training job."
    ),
    ("PersonaRegistry", "setRegistrationFee"): _set(
        "the fee for registering a persona", "fee", tokens
    ),
    ("TrainingJobs", "request"): _training,
    ("TrainingJobs", "rollback"): lambda _, a: (
        f"Takes back the model of training job {a['jobId']}: the one before it is used again."
    ),
    ("RewardToken", "transfer"): lambda f, a: (
        f"Pays {tokens(a['value'])} from the treasury to {f.account(a['to'])}."
    ),
    ("RewardToken", "approve"): lambda f, a: (
        f"Lets {f.account(a['spender'])} take up to {tokens(a['value'])} from the treasury."
    ),
    ("RewardToken", "mint"): lambda f, a: (
        f"Makes {tokens(a['amount'])} that did not exist before, for {f.account(a['to'])}."
    ),
    ("OracleCommittee", "addMember"): lambda _, a: (
        f"Adds {a['operator']} to the oracle committee; it has to bond before it is asked."
    ),
    ("OracleCommittee", "removeMember"): lambda _, a: (
        f"Removes {a['operator']} from the oracle committee; it finishes what is open."
    ),
    ("OracleCommittee", "setMinBond"): _set("an operator's smallest bond", "minBond_", tokens),
    ("TroupeGovernor", "setVotingDelay"): _set("the wait before a vote", "newVotingDelay", seconds),
    ("TroupeGovernor", "setVotingPeriod"): _set("the length of a vote", "newVotingPeriod", seconds),
    ("TroupeGovernor", "setProposalThreshold"): _set(
        "the votes needed to propose", "newProposalThreshold", tokens
    ),
    ("TroupeGovernor", "updateQuorumNumerator"): _set("the quorum", "newQuorumNumerator", _percent),
    ("TroupeGovernor", "setLateQuorumVoteExtension"): _set(
        "the time left to vote after a late quorum", "newVoteExtension", seconds
    ),
    ("TroupeGovernor", "setProposalGuardian"): lambda f, a: (
        f"Makes {f.account(a['newProposalGuardian'])} the guardian, who can cancel proposals."
    ),
    ("Timelock", "updateDelay"): _set("the wait between queue and execution", "newDelay", seconds),
}

_OWNER = "This gives the power over a contract away: it can't be undone by a vote."
_ROLES = "This changes who may act for the DAO."
_FUTURE = "This lets somebody act in the DAO's name later, outside of this proposal."
_WARNINGS = {
    "transferOwnership": _OWNER,
    "renounceOwnership": _OWNER,
    "updateTimelock": "This puts another contract in the place of the treasury and its powers.",
    "grantRole": _ROLES,
    "revokeRole": _ROLES,
    "renounceRole": _ROLES,
    "relay": "This makes the governor itself call any contract.",
    "setTrainer": _ROLES,
    "setConsumer": _ROLES,
    "setApprovalForAll": _FUTURE,
    "Timelock.schedule": _FUTURE,
    "Timelock.scheduleBatch": _FUTURE,
    "PersonaRegistry.setModel": "This model did not have to be better than the one before.",
    "RewardToken.mint": "This makes everybody else's share smaller.",
}
