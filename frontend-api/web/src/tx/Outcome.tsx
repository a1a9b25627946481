import { type NotificationData, notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useStatus } from "../api/queries";

const LINGER_MS = 6_000;

interface OutcomeProps {
  id: string;
  /** The block that it is in; null where no transaction was needed. */
  block: bigint | null;
}

/** That it is done; stays until its block is final, then a moment longer. */
function Outcome({ id, block }: OutcomeProps) {
  const { data } = useStatus();
  const final = block === null || (data !== undefined && BigInt(data.finalized) >= block);
  useEffect(() => {
    if (!final) return;
    const timer = setTimeout(() => notifications.hide(id), LINGER_MS);
    return () => clearTimeout(timer);
  }, [final, id]);
  if (block === null) return "Done.";
  return final ? `Done in block ${block}, and final.` : `Done in block ${block}. It becomes final in a while.`;
}

interface Told {
  /** One transaction has one notification, which changes with what becomes of it. */
  id: string;
  title: string;
}

/** Says that a transaction is done, and when it is final. */
export function notifyDone({ id, title }: Told, block: bigint | null): void {
  say({ id, title, color: "green", message: <Outcome id={id} block={block} />, role: "status" });
}

/** Says that the chain undid a transaction that was done. */
export function notifyUndone({ id, title }: Told, block: bigint): void {
  const message = `The chain took back block ${block}, and with it this: it is not done any more. It may be mined again by itself, which this page watches for. Look in your wallet before you do it again.`;
  say({ id, title, color: "gold", message, role: "alert" });
}

/** Says why a transaction failed that nobody watched. */
export function notifyFailed({ id, title }: Told, error: string): void {
  say({ id, title, color: "curtain", message: error, role: "alert" });
}

/** Changes what stands there, or shows it where it was closed: each does nothing in the other's case. */
function say(notification: NotificationData & { id: string }): void {
  notifications.update({ ...notification, autoClose: false });
  notifications.show({ ...notification, autoClose: false });
}
