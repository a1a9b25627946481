import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { explainError } from "../lib/errors";
import { formatAmount } from "../lib/format";
import { TxHash } from "../ui/Bits";
import { FactTable } from "../ui/FactTable";
import { Notice } from "../ui/Notice";
import type { Transaction } from "./call";
import { callOf } from "./plan";
import { type Progress, sentenceOf, type Step } from "./progress";
import { costOf, simulated } from "./send";
import { WalletGate } from "./WalletGate";

interface TransactionModalProps {
  transaction: Transaction;
  /** The account that it was opened with, whose figures it shows; none was connected where it is missing. */
  opener?: Hex;
  progress: Progress;
  opened: boolean;
  busy: boolean;
  close: () => void;
  send: (wallet: Wallet) => void;
}

/** What a transaction will do; once confirmed, how far it has come, or why it failed. */
export function TransactionModal({ transaction, opener, progress, opened, busy, close, send }: TransactionModalProps) {
  return (
    <Modal opened={opened} onClose={close} onExitTransitionEnd={focusPage} title={transaction.title}>
      <Stack>
        <Text component="div">{transaction.does}</Text>
        {transaction.facts?.length ? <FactTable label="Before you sign" facts={transaction.facts} /> : null}
        <StepList steps={progress.steps} />
        <Text role="status" size="sm" fw={600}>
          {sentenceOf(progress)}
        </Text>
        {progress.error && <Notice tone="error">{progress.error}</Notice>}
        {!busy && (
          <WalletGate>
            {(wallet) =>
              opener && opener !== wallet.account.address ? (
                <Notice tone="warn">Your wallet is on another account now. Close this and begin again.</Notice>
              ) : (
                <Confirm transaction={transaction} wallet={wallet} again={progress.phase === "failed"} send={send} />
              )
            }
          </WalletGate>
        )}
      </Stack>
    </Modal>
  );
}

/** Where the button that opened it is gone, or may not be pressed again, the keyboard goes on from the page's heading. */
function focusPage() {
  const { activeElement, body } = document;
  if (activeElement && activeElement !== body && !activeElement.closest("[role=dialog]")) return;
  document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

const STATE: Record<Step["state"], string> = {
  working: "under way",
  asked: "in your wallet",
  sent: "sent",
  done: "done",
  failed: "failed",
};

function StepList({ steps }: { steps: Step[] }) {
  if (!steps.length) return null;
  return (
    <List type="ordered" size="sm">
      {steps.map((step, place) => (
        <List.Item key={place}>
          {step.label}{" "}
          <Text span size="sm" c="dimmed">
            {STATE[step.state]} {step.hash && <TxHash value={step.hash} />}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

/** What it may cost, where that can be told. Throws, in words, what would refuse it. */
async function triedBy(wallet: Wallet, { call, trial }: Transaction): Promise<bigint | null> {
  const made = call && callOf(call, wallet.account.address);
  await (made ? simulated(wallet, made) : trial!(wallet)).catch(async (failure: unknown) => {
    throw new Error(await explainError(failure));
  });
  return made ? costOf(wallet, made).catch(() => null) : null;
}

interface ConfirmProps {
  transaction: Transaction;
  wallet: Wallet;
  again: boolean;
  send: (wallet: Wallet) => void;
}

/** Tries it before anything is signed, and says what a single call may cost. */
function Confirm({ transaction, wallet, again, send }: ConfirmProps) {
  const coin = wallet.chain?.nativeCurrency.symbol ?? "ETH";
  const trial = useQuery({
    queryKey: ["holder", wallet.account.address, "trial", transaction.title],
    gcTime: 0,
    staleTime: 0,
    retry: false,
    queryFn: () => triedBy(wallet, transaction),
  });
  return (
    <>
      {trial.error && !again && <Notice tone="error">{trial.error.message}</Notice>}
      {trial.data != null && (
        <Text size="sm" c="dimmed">
          The network takes up to {formatAmount(trial.data)} {coin} for it.
        </Text>
      )}
      <Group>
        {trial.error ? (
          <Button variant="default" loading={trial.isFetching} onClick={() => void trial.refetch()}>
            Check again
          </Button>
        ) : (
          <Button loading={trial.isPending} onClick={() => send(wallet)}>
            {again ? "Try again" : "Confirm in wallet"}
          </Button>
        )}
      </Group>
    </>
  );
}
