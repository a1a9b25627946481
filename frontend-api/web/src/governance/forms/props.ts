import type { Wallet } from "../../chain/wallet";
import type { Action } from "../action";

/** What the form of a preset is given: the wallet to read by, and where its actions go. */
export interface PresetProps {
  wallet: Wallet;
  add: (...actions: Action[]) => void;
}
