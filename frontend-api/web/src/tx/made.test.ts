import { encodeAbiParameters, encodeEventTopics, type Log } from "viem";
import { expect, test } from "vitest";
import { generationRoundsEvents } from "../chain/abi/GenerationRoundsEvents";
import { madeNumber } from "./made";

const ROUNDS = "0x00000000000000000000000000000000000000aa";
const OTHER = "0x00000000000000000000000000000000000000bb";
const HASH = `0x${"01".repeat(32)}` as const;
const TELLING = { address: ROUNDS, abi: generationRoundsEvents, eventName: "GenerationProposed", argument: "roundId" } as const;

const proposed = generationRoundsEvents.find((event) => event.name === "GenerationProposed")!;

function opened(address: typeof ROUNDS | typeof OTHER, roundId: bigint): Log {
  const topics = encodeEventTopics({ abi: generationRoundsEvents, eventName: "GenerationProposed", args: { roundId, proposer: OTHER } });
  const data = encodeAbiParameters(proposed.inputs.filter((input) => !input.indexed), [HASH, 1, 2n, 3n, 4n, 5n, 1]);
  const place = { blockHash: HASH, blockNumber: 1n, logIndex: 0, transactionHash: HASH, transactionIndex: 0, removed: false };
  return { address, topics, data, ...place } as Log;
}

test("the number is in the event of the contract itself, whatever others told before", () =>
  expect(madeNumber([opened(OTHER, 9n), opened(ROUNDS, 12n)], TELLING)).toBe(12));

test("without such an event there is none", () => {
  expect(madeNumber([], TELLING)).toBeNull();
  expect(madeNumber([{ ...opened(ROUNDS, 1n), topics: [HASH] }], TELLING)).toBeNull();
});
