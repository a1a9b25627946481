"""The contracts and events that the projection reads."""

from typing import Any

from oracle.chain.deployment import load_abi

EVENTS: dict[str, frozenset[str]] = {
    "PersonaRegistry": frozenset(
        {"PersonaRegistered", "CardUpdated", "ModelUpdated", "ActivitySet"}
    ),
    "ContributionNFT": frozenset(
        {
            "ParametersAdded",
            "ContributionMade",
            "ReviewOpened",
            "ReviewSettled",
            "ContributionAccepted",
            "ContributionRejected",
            "ContributionReturned",
            "ContributionActivated",
            "Transfer",
        }
    ),
    "OracleCommittee": frozenset(
        {
            "MemberAdded",
            "MemberRemoved",
            "MinBondSet",
            "Bonded",
            "UnbondRequested",
            "Unbonded",
            "QuestionOpened",
            "Committed",
            "Revealed",
            "RevealRefused",
            "QuestionClosed",
            "Penalized",
            "FeeCredited",
            "CreditClaimed",
        }
    ),
    "GenerationRounds": frozenset(
        {
            "ParametersAdded",
            "GenerationProposed",
            "BountyAdded",
            "EntriesSubmitted",
            "VoteCast",
            "RoundSettled",
            "PrizePaid",
            "RoundExpired",
            "RoundFailed",
            "SponsorRefunded",
        }
    ),
    "TrainingJobs": frozenset(
        {
            "ParametersAdded",
            "TrainingRequested",
            "ModelSubmitted",
            "EvaluationOpened",
            "ModelPassed",
            "ModelRejected",
            "TrainingFailed",
            "TrainingExpired",
            "TrainingFinished",
            "RolledBack",
        }
    ),
    "RewardToken": frozenset({"Transfer", "DelegateChanged", "DelegateVotesChanged"}),
    "TroupeGovernor": frozenset(
        {
            "ProposalCreated",
            "ProposalExtended",
            "ProposalQueued",
            "ProposalExecuted",
            "ProposalCanceled",
            "VoteCast",
            "VoteCastWithParams",
            "VotingDelaySet",
            "VotingPeriodSet",
            "LateQuorumVoteExtensionSet",
            "ProposalThresholdSet",
            "QuorumNumeratorUpdated",
            "ProposalGuardianSet",
        }
    ),
    "Timelock": frozenset({"CallScheduled", "CallExecuted", "Cancelled", "MinDelayChange"}),
    "RevenueVault": frozenset({"PaidIn", "IncomeSynced", "WeightSet", "RevenueClaimed"}),
}


def event_abi(contract: str) -> list[dict[str, Any]]:
    """Of a contract's ABI, the events that are read. Raises `Fatal` where the ABI is missing."""
    wanted = EVENTS[contract]
    return [e for e in load_abi(contract) if e["type"] == "event" and e["name"] in wanted]
