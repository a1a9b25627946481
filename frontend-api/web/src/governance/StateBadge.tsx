import { Badge } from "@mantine/core";
import type { ProposalOut } from "../api/generated";
import { STATES } from "./states";

export function StateBadge({ state }: { state: ProposalOut["state"] }) {
  return <Badge color={STATES[state].color}>{STATES[state].label}</Badge>;
}
