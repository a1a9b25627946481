import { useStatus } from "../api/queries";
import { Notice } from "../ui/Notice";

/** Says so where the service or its view of the chain has fallen behind. */
export function Connection() {
  const { data, error } = useStatus();
  if (error) return <Notice tone="warn">Can’t reach the service. You see what was last loaded; it is tried again by itself.</Notice>;
  if (data?.problem) return <Notice tone="warn">Troupe can’t read the chain right now. You see what was read last; it goes on by itself.</Notice>;
  return null;
}
