import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useReducer, useRef, useState } from "react";
import { useConnection } from "wagmi";
import { useStatus } from "../api/queries";
import type { Wallet } from "../chain/wallet";
import { explainError } from "../lib/errors";
import type { Transaction } from "./call";
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
    tell({ type: "begun" });
    try {
      const steps = stepsOf(wallet, tell);
      await (current.plan ? current.plan(steps) : steps.send(current.title, callOf(current.call, steps.account)));
      tell({ type: "finished" });
    } catch (failure) {
      tell({ type: "failed", error: await explainError(failure) });
    }
  }

  const { phase, block, logs, error } = progress;
  const isShown = phase === "showing" && block !== null && (status?.projected?.number ?? 0) >= block;
  useEffect(() => {
    if (isShown) void queries.invalidateQueries().then(() => tell({ type: "shown" }));
  }, [isShown, queries]);

  useEffect(() => {
    if (!running.current || (phase !== "done" && phase !== "failed")) return;
    running.current = false;
    if (!current) return;
    if (phase === "done") {
      setOpened(false);
      void import("./Outcome").then(({ notifyDone }) => notifyDone(current.title, block));
      current.afterwards?.(logs);
    } else if (!opened) void import("./Outcome").then(({ notifyFailed }) => notifyFailed(current.title, error ?? ""));
  }, [phase, block, logs, error, current, opened]);

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
