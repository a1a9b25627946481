import { BlockNotFoundError, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { expect, test, vi } from "vitest";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { mined, untilBuried } from "./follow";

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

/** A wallet on a chain whose blocks have the hashes of `blocks`, and which has the transaction in the last one. */
function chainOf(...blocks: string[]) {
  const chain = { blocks, height: 0 };
  const receiptAt = (height: number) =>
    ({ transactionHash: HASH, status: "success", blockNumber: BigInt(height), blockHash: chain.blocks[height], logs: [] }) as unknown as TransactionReceipt;
  const client = {
    chain: { id: 1 },
    getChainId: () => Promise.resolve(1),
    getTransaction: () => Promise.resolve({ hash: HASH, from: PIP, nonce: 4 }),
    getTransactionCount: () => Promise.resolve(4),
    getTransactionReceipt: () =>
      chain.height < chain.blocks.length ? Promise.resolve(receiptAt(chain.height)) : Promise.reject(new TransactionReceiptNotFoundError({ hash: HASH })),
    getBlock: ({ blockNumber }: { blockNumber?: bigint } = {}) => {
      const height = blockNumber === undefined ? chain.blocks.length - 1 : Number(blockNumber);
      return height < chain.blocks.length
        ? Promise.resolve({ number: BigInt(height), hash: chain.blocks[height] })
        : Promise.reject(new BlockNotFoundError({ blockNumber: BigInt(height) }));
    },
  } as unknown as Wallet;
  chain.height = blocks.length - 1;
  return { chain, client, receipt: receiptAt(chain.height) };
}

test("a block that the chain undoes is told of, and the one that it is in then; once buried it is watched no more", async () => {
  vi.useFakeTimers();
  const { chain, client, receipt } = chainOf("a", "b");
  const [undone, again, over] = [vi.fn(), vi.fn(), vi.fn()];
  void untilBuried(client, receipt, { undone, again }).then(over);

  chain.blocks = ["a"]; // shorter for a moment, or seen through a node that lags: that says nothing
  await vi.advanceTimersByTimeAsync(5_000);
  expect(undone).not.toHaveBeenCalled();

  chain.blocks = ["a", "B"];
  chain.height = 99; // in no block
  await vi.advanceTimersByTimeAsync(5_000);
  expect(undone).toHaveBeenCalledExactlyOnceWith(1n);

  chain.blocks = ["a", "B", "c"];
  chain.height = 2;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(again).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ blockNumber: 2n }));
  expect(over).not.toHaveBeenCalled();

  chain.blocks.push(..."defghijk");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(over).toHaveBeenCalled();
  expect(undone).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
