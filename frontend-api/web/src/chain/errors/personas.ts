/** Errors of `PersonaRegistry`, and of the vaults and their factory. */
import { shortHex } from "../../lib/format";
import { type Of, quoted, type Sentences, SIGN_AGAIN, time } from "./words";

export const registry: Sentences<Of<"Registry">> = {
  RegistryUnknownPersona: (persona) => `There is no persona ${persona}. Choose one of the cast.`,
  RegistryEmptyDigest: () => "The character card’s fingerprint is missing. Pin the card, then send again.",
  RegistryInvalidURI: (uri) => `${quoted(uri)} is not the IPFS address of a card. Pin the card, and use the address that it gets.`,
  RegistryReservedKey: (key) => `${quoted(key)} can’t be set as metadata. Set the agent’s wallet instead, or choose another key.`,
  RegistryNotOpen: () => "Personas are registered by this deployment’s owner until governance takes over. Wait until then.",
  RegistryFull: () => "The registry is full: it takes no more personas. Change the card of one that is there.",
  RegistryTooMany: (count) => `At most 16 personas can be asked for at once, not ${count}. Ask for fewer.`,
  RegistryUnauthorized: (caller) => `${shortHex(caller)} may not change this persona. Use the account that holds it, or make a proposal.`,
  RegistryInvalidWallet: () => "The agent’s wallet can’t be the zero address. Unset the wallet instead.",
  RegistryInvalidDeadline: (deadline) => `The consent names ${time(deadline)} as its end, which is past or over five minutes ahead. ${SIGN_AGAIN}`,
  RegistryInvalidSignature: (wallet) => `The consent is not signed by ${shortHex(wallet)}. Sign it with that wallet.`,
  RegistryAlreadyWired: () => "The registry knows its contracts already, and keeps them. Nothing has to be done.",
  RegistryNotWired: () => "This deployment is not finished: the registry does not know the other contracts yet. Whoever runs it has to finish it.",
};

export const vaults: Sentences<Of<"Vault"> | Of<"Factory">> = {
  VaultUnknownAsset: (asset) => `The vault does not share the asset ${shortHex(asset)}. Choose another.`,
  VaultTransferFailed: (_, to) => `${shortHex(to)} refuses the payment. Transfer the contribution to an account that takes it.`,
  VaultWrongValue: () => "The coins sent along are not the amount named. Send exactly the amount, and none with a token.",
  VaultOnlyContributions: (caller) => `Only the contributions’ contract sets what a share is worth, not ${shortHex(caller)}. Activate the contribution instead.`,
  FactoryTooManyAssets: (count) => `A vault shares at most 4 assets, not ${count}. Name fewer.`,
  FactoryDuplicateAsset: (asset) => `The asset ${shortHex(asset)} is named twice. Name it once.`,
};
