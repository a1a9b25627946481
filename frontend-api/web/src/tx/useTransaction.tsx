import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useReducer, useRef, useState } from "react";
import { useConnection } from "wagmi";
import { useStatus } from "../api/queries";
import type { TransactionReceipt } from "viem";
import type { Wallet } from "../chain/wallet";
import { explainError } from "../lib/errors";
import type { Transaction } from "./call";
import { untilBuried } from "./follow";
import { callOf, stepsOf } from "./plan";
import { advance, isBusy, START } from "./progress";
import { TransactionModal } from "./TransactionModal";

const TransactionContext = createContext<((transaction: Transaction) => void) | null>(null);

/** Shows what a transaction will do, and sends it when the person agrees. One runs at a time. */
export function useTransaction(): (transaction: Transaction) => void {
  const open = useContext(TransactionContext);
  if (!open) throw new Error("useTransaction needs a TransactionProvider above it");
  return open;
}

/** Holds the one transaction of the page, also while people go from page to page. */
export function TransactionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data: status } = useStatus();
  const { address } = useConnection();
  const [current, setCurrent] = useState<Transaction | null>(null);
  const [opener, setOpener] = useState(address);
  const [opened, setOpened] = useState(false);
  const [progress, tell] = useReducer(advance, START);
  const running = useRef(false);
  const sender = useRef<Wallet>(null);

  function open(transaction: Transaction) {
    setOpened(true);
    if (running.current) return;
    tell({ type: "reset" });
    setCurrent(transaction);
    setOpener(address);
  }

  async function send(wallet: Wallet) {
    if (!current || running.current) return;
    running.current = true;
    sender.current = wallet;
    tell({ type: "begun" });
    try {
      const steps = stepsOf(wallet, tell);
      await (current.plan ? current.plan(steps) : steps.send(current.title, callOf(current.call, steps.account)));
      tell({ type: "finished" });
    } catch (failure) {
      tell({ type: "failed", error: await explainError(failure) });
    }
  }

  const { phase, receipt, error } = progress;
  const isShown = phase === "showing" && receipt !== null && (status?.projected?.number ?? 0) >= receipt.blockNumber;
  useEffect(() => {
    if (isShown) void queries.invalidateQueries().then(() => tell({ type: "shown" }));
  }, [isShown, queries]);

  useEffect(() => {
    if (!running.current || (phase !== "done" && phase !== "failed")) return;
    running.current = false;
    if (!current) return;
    if (phase === "done") {
      setOpened(false);
      void announce(current.title, sender.current, receipt);
      current.afterwards?.(receipt?.logs ?? []);
    } else if (!opened) void import("./Outcome").then(({ notifyFailed }) => notifyFailed(named(current.title), error ?? ""));
  }, [phase, receipt, error, current, opened]);

  return (
    <TransactionContext value={open}>
      {children}
      {current && (
        <TransactionModal
          transaction={current}
          opener={opener}
          progress={progress}
          opened={opened}
          busy={isBusy(progress)}
          close={() => setOpened(false)}
          send={(wallet) => void send(wallet)}
        />
      )}
    </TransactionContext>
  );
}

let count = 0;
const named = (title: string) => ({ id: `transaction-${++count}`, title });

/** Says that it is done; should the chain undo it before it is buried, that it is not, and what became of it. */
async function announce(title: string, wallet: Wallet | null, receipt: TransactionReceipt | null) {
  const { notifyDone, notifyFailed, notifyUndone } = await import("./Outcome");
  const told = named(title);
  notifyDone(told, receipt?.blockNumber ?? null);
  if (!wallet || !receipt) return;
  const watching = untilBuried(wallet, receipt, {
    undone: (block) => notifyUndone(told, block),
    again: ({ blockNumber }) => notifyDone(told, blockNumber),
  });
  await watching.catch(async (failure: unknown) => notifyFailed(told, await explainError(failure)));
}
