import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import type { Transaction } from "./call";
import { useTransaction } from "./useTransaction";

interface TransactionButtonProps extends ButtonProps {
  transaction: Transaction;
  /** What the button says, where that is not the transaction's title. */
  children?: ReactNode;
}

/** Opens what a transaction will do. It needs no wallet to be pressed: one is asked for then. */
export function TransactionButton({ transaction, children, ...props }: TransactionButtonProps) {
  const open = useTransaction();
  return (
    <Button {...props} onClick={() => open(transaction)}>
      {children ?? transaction.title}
    </Button>
  );
}
