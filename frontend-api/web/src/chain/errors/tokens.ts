/** Errors of the reward token, of its votes, and of contributions and personas as tokens. */
import { formatAmount, shortHex } from "../../lib/format";
import { type Of, type Sentences, SIGN_AGAIN, time, tokens } from "./words";

export const token: Sentences<Of<"ERC20"> | Of<"ERC2612"> | Of<"SafeERC20"> | Of<"Token">> = {
  ERC20InsufficientBalance: (_, balance, needed) => `You hold ${tokens(balance)}, and this needs ${formatAmount(needed)}. Lower the amount or get more.`,
  ERC20InsufficientAllowance: (_, allowance, needed) =>
    `The approval of ${tokens(allowance)} is below the ${formatAmount(needed)} needed. Approve again.`,
  ERC20ExceededSafeSupply: (supply, cap) => `This would make ${tokens(supply)}, above the cap of ${tokens(cap)}. Mint less.`,
  ERC20InvalidSender: () => "The zero address holds no tokens. Send them from another account.",
  ERC20InvalidReceiver: (receiver) => `${shortHex(receiver)} can’t receive tokens. Name another account.`,
  ERC20InvalidApprover: () => "The zero address can’t approve anything. Use another account.",
  ERC20InvalidSpender: (spender) => `${shortHex(spender)} can’t be approved to spend tokens. Name another account.`,
  ERC2612ExpiredSignature: (deadline) => `The signed permit was good until ${time(deadline)}. ${SIGN_AGAIN}`,
  ERC2612InvalidSigner: (signer) => `The permit was signed by ${shortHex(signer)}, not by you. Sign with your own account.`,
  SafeERC20FailedOperation: (asset) => `The token ${shortHex(asset)} refused the payment. Check what you hold and have approved, and try again.`,
  TokenTreasuryCannotDelegate: () => "The treasury’s tokens carry no votes and cannot be delegated.",
};

export const votes: Sentences<Of<"ERC5805"> | Of<"ERC6372"> | Of<"Votes"> | Of<"Checkpoint"> | Of<"InvalidAccountNonce">> = {
  ERC5805FutureLookup: (timepoint) => `Voting power is known for times that are past, not for ${time(timepoint)}. Try again after that.`,
  ERC6372InconsistentClock: () => "The token’s clock does not go as it should, so no votes can be counted. Tell whoever runs this deployment.",
  VotesExpiredSignature: (expiry) => `The signed delegation was good until ${time(expiry)}. ${SIGN_AGAIN}`,
  CheckpointUnorderedInsertion: () => "The history of votes would run backwards. Try again with the next block.",
  InvalidAccountNonce: (account) => `The signature of ${shortHex(account)} was used already, or another came before it. ${SIGN_AGAIN}`,
};

export const collection: Sentences<Of<"ERC721">> = {
  ERC721NonexistentToken: (id) => `There is no token ${id}. Reload and choose another.`,
  ERC721IncorrectOwner: (sender, id, owner) => `Token ${id} belongs to ${shortHex(owner)}, not to ${shortHex(sender)}. Reload to see what is yours.`,
  ERC721InsufficientApproval: (operator, id) => `${shortHex(operator)} neither owns token ${id} nor is approved for it. Use its owner’s account.`,
  ERC721InvalidReceiver: (receiver) => `${shortHex(receiver)} can’t receive this token. Name an account that can.`,
  ERC721InvalidSender: () => "The zero address holds no tokens. Send it from its owner’s account.",
  ERC721InvalidOwner: () => "The zero address owns nothing. Ask for another account.",
  ERC721InvalidApprover: (approver) => `${shortHex(approver)} may not approve anybody for this token. Use its owner’s account.`,
  ERC721InvalidOperator: (operator) => `${shortHex(operator)} can’t be approved for all tokens. Name another account.`,
};
