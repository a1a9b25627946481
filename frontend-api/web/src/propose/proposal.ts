import { documentPost } from "../api/generated";
import type { useContracts } from "../chain/contracts";
import { call } from "../tx/call";
import { allow } from "../tx/permit";
import type { Steps } from "../tx/plan";
import { briefOf, type Draft } from "./draft";

type Contracts = ReturnType<typeof useContracts>;

/** Pins the brief, then opens the round: with a signed permit, or with an approval where the wallet can't sign one. */
export async function proposeRound(steps: Steps, contracts: Contracts, draft: Draft, bounty: bigint, now: number): Promise<void> {
  const { rounds } = contracts;
  const body = { kind: "brief", document: briefOf(draft) } as const;
  const { digest } = await steps.work("Pin the brief", () => documentPost({ body }));
  const args = [digest, draft.platform, draft.personas, bounty] as const;
  const permit = await allow(steps, contracts, { spender: rounds.address, amount: bounty, now });
  const opening = permit
    ? call({ ...rounds, functionName: "proposeWithPermit", args: [...args, ...permit] })
    : call({ ...rounds, functionName: "propose", args });
  await steps.send("Open the round", opening);
}
