import { documentPost } from "../api/generated";
import type { Hex } from "../api/types";
import type { useContracts } from "../chain/contracts";
import type { Wallet } from "../chain/wallet";
import { call } from "../tx/call";
import { allow, tryPaying } from "../tx/permit";
import type { Steps } from "../tx/plan";
import { briefOf, type Draft } from "./draft";

/** Stands for the brief's digest before there is one: whoever tries a call with it learns all but whether the brief can be pinned. */
const ANY_DIGEST: Hex = `0x${"01".repeat(32)}`;

/** Pins the brief, then opens the round: with a signed permit, or with an approval where the wallet can't sign one. */
export function proposing(contracts: ReturnType<typeof useContracts>, draft: Draft, bounty: bigint, now: number) {
  const { rounds } = contracts;
  const paymentFor = (digest: Hex) => {
    const args = [digest, draft.platform, draft.personas, bounty] as const;
    return { args, contracts, spender: rounds.address, amount: bounty, takes: call({ ...rounds, functionName: "propose", args }) };
  };
  return {
    trial: (wallet: Wallet) => tryPaying(wallet, paymentFor(ANY_DIGEST)),
    plan: async (steps: Steps) => {
      const body = { kind: "brief", document: briefOf(draft) } as const;
      const { digest } = await steps.work("Pin the brief", () => documentPost({ body }));
      const { args, ...payment } = paymentFor(digest);
      const permit = await allow(steps, payment, now);
      const permitted = permit && call({ ...rounds, functionName: "proposeWithPermit", args: [...args, ...permit] });
      await steps.send("Open the round", permitted ?? payment.takes);
    },
  };
}
