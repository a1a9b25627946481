/** Errors of `ContributionNFT`. */
import { shortHex } from "../../lib/format";
import { named, type Of, RELOAD, type Sentences, time } from "./words";

const KINDS = ["character card", "text", "conversation", "image", "audio", "model"];
const STATUSES = ["waiting for its review", "accepted", "rejected", "under review", "returned"];
const REVIEWS = ["not open", "open", "settled", "closed without a decision"];

export const contributions: Sentences<Of<"Contribution">> = {
  ContributionInactivePersona: (persona) => `Persona ${persona} is not active, and takes no contributions. Choose another.`,
  ContributionInvalidKind: (kind) => `A ${named(KINDS, kind)} can’t be contributed. Choose another kind.`,
  ContributionEmptyDigest: () => "The contribution’s fingerprint is missing. Pin the document, then mint again.",
  ContributionInvalidParameters: () =>
    "These are no rules for contributions, or there are none yet. Governance has to add rules that hold together.",
  ContributionNothingPending: (persona) => `No contribution waits for a review by persona ${persona}. ${RELOAD}`,
  ContributionReviewTooEarly: (due) => `Too few contributions wait for a review yet. Try again from ${time(due)}, or once there are 16.`,
  ContributionUnexpectedReview: (review, state) => `Review ${review} is ${named(REVIEWS, state)}, so this can’t be done now. ${RELOAD}`,
  ContributionEpochFull: (until) => `The persona accepts no more impact before ${time(until)}. Settle the review then.`,
  ContributionNotAccepted: (token, status) => `Contribution ${token} is ${named(STATUSES, status)}: only an accepted one can do this.`,
  ContributionNotYetActive: (token, at) => `Contribution ${token} begins to earn on ${time(at)}. Try again then.`,
  ContributionOnlyRegistry: (caller) => `Only the persona registry may do this, not ${shortHex(caller)}. Activate the persona by a proposal instead.`,
  ContributionOnlyTrainer: (caller) => `Only training jobs may do this, not ${shortHex(caller)}. Order training by a proposal instead.`,
};
