import { Group, Progress, Stack, Text } from "@mantine/core";
import type { ProposalOut } from "../api/generated";
import { Amount } from "../ui/Bits";
import { percentOf, quorumPercent } from "./states";

const SIDES = [
  ["For", "for_votes", "green"],
  ["Against", "against_votes", "curtain"],
  ["Abstain", "abstain_votes", "gray"],
] as const;

/** How the votes stand, and how much of the quorum is there. */
export function Tally({ proposal }: { proposal: ProposalOut }) {
  const all = SIDES.reduce((sum, [, key]) => sum + BigInt(proposal[key]), 0n).toString();
  return (
    <Stack gap="xs">
      {SIDES.map(([label, key, color]) => (
        <Stack key={key} gap={2}>
          <Group justify="space-between" gap="xs">
            <Text size="sm">{label}</Text>
            <Text size="sm" c="dimmed" component="span">
              <Amount wei={proposal[key]} />
            </Text>
          </Group>
          <Progress value={percentOf(proposal[key], all)} color={color} aria-label={`${label}, part of the votes cast`} />
        </Stack>
      ))}
      <Quorum proposal={proposal} />
    </Stack>
  );
}

function Quorum({ proposal }: { proposal: ProposalOut }) {
  if (proposal.quorum === null) return null;
  return (
    <Stack gap={2}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">Quorum{proposal.quorum_reached ? ", reached" : ""}</Text>
        <Text size="sm" c="dimmed" component="span">
          of <Amount wei={proposal.quorum} />
        </Text>
      </Group>
      <Progress value={quorumPercent(proposal)} color="blue" aria-label="Part of the quorum that voted for or abstained" />
    </Stack>
  );
}
