/** Errors of `TrainingJobs`, and of the sheets of values that operators report there and in reviews. */
import { shortHex } from "../../lib/format";
import { named, type Of, RELOAD, type Sentences, time } from "./words";

const STATES = ["not ordered", "waiting for its model", "waiting to be evaluated", "being evaluated", "passed", "rejected", "failed", "expired", "finished"];

export const training: Sentences<Of<"Training"> | Of<"Sheet">> = {
  TrainingUnknownPersona: (persona) => `There is no persona ${persona}. Choose one of the cast.`,
  TrainingJobOpen: (persona, job) => `Persona ${persona} is in training already, in job ${job}. Order again when that is over.`,
  TrainingEmptyDigest: () => "The fingerprint of the model, the data or the recipe is missing. Pin the document, then send again.",
  TrainingUnexpectedState: (job, state) => `Training job ${job} is ${named(STATES, state)}, so this can’t be done now. ${RELOAD}`,
  TrainingDeadlinePassed: (deadline) => `Too late: the deadline was ${time(deadline)}. ${RELOAD}`,
  TrainingDeadlineNotReached: (deadline) => `Too early: wait until ${time(deadline)}.`,
  TrainingNotEligible: (operator) => `${shortHex(operator)} is no bonded operator of the committee. Bond first.`,
  TrainingNotLeader: () => "It is the leading operator’s turn. Wait until the leader’s time is over.",
  TrainingNotDrawn: (block) => `The prompts of the evaluation are drawn with block ${block}. Try again when that is mined.`,
  TrainingInvalidContributions: (count) => `An attribution takes 1 to 16 contributions, not ${count}. Choose others.`,
  TrainingForeignContribution: (token) => `Contribution ${token} is not accepted by the persona of this job. Take it out.`,
  TrainingAlreadyAttributed: (job, token) => `Contribution ${token} has its share of job ${job} already. Take it out.`,
  TrainingNoAttributionsLeft: (job) => `All the attributions that were paid for with job ${job} are used. Finish the job.`,
  TrainingAttributionsOpen: (job) => `An attribution of job ${job} is still open. Settle it first.`,
  TrainingUnknownAttribution: (attribution) => `There is no open attribution ${attribution}. ${RELOAD}`,
  TrainingNotTheModel: (job) => `The persona does not run the model of job ${job} any more, so there is nothing to roll back. Choose the newest job.`,
  TrainingInvalidParameters: () =>
    "These are no rules for training, or there are none yet. Governance has to add rules that hold together.",
  SheetInvalidLength: (length, expected) => `The sheet of values has ${length} bytes where ${expected} belong. Make it anew for this question.`,
  SheetValueOutOfRange: (place, value) => `Value ${place + 1n} of the sheet is ${value}, above the most, 10,000. Make it anew.`,
};
