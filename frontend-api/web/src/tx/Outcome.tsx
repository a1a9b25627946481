import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useStatus } from "../api/queries";

const LINGER_MS = 6_000;

interface OutcomeProps {
  id: string;
  block: number | null;
}

/** That it is done; stays until its block is final, then a moment longer. */
function Outcome({ id, block }: OutcomeProps) {
  const { data } = useStatus();
  const final = block === null || (data !== undefined && data.finalized >= block);
  useEffect(() => {
    if (!final) return;
    const timer = setTimeout(() => notifications.hide(id), LINGER_MS);
    return () => clearTimeout(timer);
  }, [final, id]);
  if (block === null) return "Done.";
  return final ? `Done in block ${block}, and final.` : `Done in block ${block}. It becomes final in a while.`;
}

let count = 0;

/** Says that a transaction is done, and when it is final. */
export function notifyDone(title: string, block: number | null): void {
  const id = `transaction-${++count}`;
  notifications.show({ id, title, color: "green", autoClose: false, message: <Outcome id={id} block={block} /> });
}

/** Says why a transaction failed that nobody watched. */
export function notifyFailed(title: string, error: string): void {
  notifications.show({ title, color: "curtain", autoClose: false, message: error, role: "alert" });
}
