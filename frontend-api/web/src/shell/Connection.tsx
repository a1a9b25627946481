import { useNetwork } from "@mantine/hooks";
import { useStatus } from "../api/queries";
import { Notice } from "../ui/Notice";

/** Says so where this device is offline, or the service or its view of the chain has fallen behind. */
export function Connection() {
  const { data, error } = useStatus();
  const { online } = useNetwork();
  if (!online) return <Notice tone="warn">You are offline. You see what was last loaded; it goes on by itself once you are back.</Notice>;
  if (error) return <Notice tone="warn">Can’t reach the service. You see what was last loaded; it is tried again by itself.</Notice>;
  if (data?.problem) return <Notice tone="warn">Troupe can’t read the chain right now. You see what was read last; it goes on by itself.</Notice>;
  return null;
}
