import { TransactionReceiptNotFoundError } from "viem";
import { expect, test, vi } from "vitest";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { mined } from "./follow";

const HASH: Hex = `0x${"01".repeat(32)}`;
const PIP = "0x00000000000000000000000000000000000a11ce";

/** A wallet on network 1 that goes to another while it is asked; there the same nonce was used for a cancellation. */
function wanderingWallet() {
  let network = 1;
  let isMined = false;
  const sent = { hash: HASH, from: PIP, to: PIP.replace("a11ce", "b0b"), nonce: 4, value: 1n, input: "0x" };
  return {
    comesBack: () => {
      network = 1;
      isMined = true;
    },
    client: {
      chain: { id: 1 },
      getChainId: () => Promise.resolve(network),
      getTransaction: () => Promise.resolve(sent),
      getTransactionReceipt: ({ hash }: { hash: Hex }) =>
        isMined
          ? Promise.resolve({ transactionHash: hash, status: "success", blockNumber: 7n, logs: [] })
          : Promise.reject(new TransactionReceiptNotFoundError({ hash })),
      getTransactionCount: () => {
        network = 2;
        return Promise.resolve(5);
      },
      getBlock: () => Promise.resolve({ transactions: [{ ...sent, hash: `0x${"02".repeat(32)}`, to: PIP, value: 0n }] }),
    } as unknown as Wallet,
  };
}

test("what another network says of the nonce ends no waiting", async () => {
  vi.useFakeTimers();
  const { client, comesBack } = wanderingWallet();
  const tell = vi.fn();
  const receipt = mined(client, HASH, tell);
  await vi.advanceTimersByTimeAsync(500);
  expect(tell).toHaveBeenLastCalledWith({ type: "waits", waits: "network" });
  comesBack();
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await receipt).blockNumber).toBe(7n);
  vi.useRealTimers();
});
