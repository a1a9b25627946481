/** Errors of `OracleCommittee`. */
import { plural, shortHex } from "../../lib/format";
import { BY_PROPOSAL, named, type Of, RELOAD, type Sentences, time, tokens } from "./words";

const QUESTIONS = ["unknown", "open", "closed"];

export const committee: Sentences<Of<"Committee">> = {
  CommitteeNotYetClosable: () => "Operators are still revealing. Settle when the reveal window is over.",
  CommitteeTooFewMembers: (eligible, required) =>
    `${plural(Number(eligible), "operator is", "operators are")} bonded, and ${required} must be. Try again when more have bonded.`,
  CommitteeTooManyMembers: () => "The committee is full. Remove a member before one is added.",
  CommitteeNotMember: (operator) => `${shortHex(operator)} is no member of the committee. A proposal can add it.`,
  CommitteeAlreadyMember: (operator) => `${shortHex(operator)} is a member of the committee already. Nothing has to be done.`,
  CommitteeNotAsked: (_, operator) => `${shortHex(operator)} was not in the committee when this question opened. Wait for the next one.`,
  CommitteeAlreadyCommitted: (_, operator) => `${shortHex(operator)} has committed to an answer already. Reveal it when commits are over.`,
  CommitteeAlreadyRevealed: (_, operator) => `${shortHex(operator)} has revealed already. Nothing has to be done.`,
  CommitteeCommitmentMismatch: () => "The revealed answer is not the one committed to. Reveal with the payload and the salt of the commitment.",
  CommitteeInvalidCommitment: () => "The commitment is empty. Make one of the answer and a salt.",
  CommitteeTooLittleGas: () => "The transaction brings too little gas to check the answer. Send it again with more.",
  CommitteeOutsideWindow: (from, until) =>
    from === 0n ? `Too late: commits ended on ${time(until)}. Wait for the next question.` : `Reveals are taken from ${time(from)} to ${time(until)} only. ${RELOAD}`,
  CommitteeStillBonded: (releaseAt) =>
    releaseAt === 0 ? "The bond is in use. Ask to unbond first." : `The bond is released on ${time(releaseAt)}. Withdraw it then.`,
  CommitteeStillUnbonding: (releaseAt) => `The bond is being released until ${time(releaseAt)}. Bond again after that.`,
  CommitteeNothingToClaim: () => "No fees are waiting for this operator. Come back after the next settled question.",
  CommitteeUnexpectedState: (_, state) => `The committee’s question is ${named(QUESTIONS, state)}, so this can’t be done now. ${RELOAD}`,
  CommitteeUnlistedConsumer: (consumer) => `${shortHex(consumer)} may not ask the committee. ${BY_PROPOSAL}`,
  CommitteeForeignQuestion: (_, consumer) => `The question does not belong to ${shortHex(consumer)}, which asks it. It can only ask its own.`,
  CommitteeInvalidTerms: () => "The question’s windows are too short to be fair, or it asks for none or for too many answers. Change the rules by a proposal.",
  CommitteePenaltyAboveBond: (penalty, bond) =>
    `The penalty of ${tokens(penalty)} is above the least bond of ${tokens(bond)}. Lower the penalty or raise the bond by a proposal.`,
};
