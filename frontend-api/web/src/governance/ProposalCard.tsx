import { Anchor, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import type { ProposalOut } from "../api/generated";
import { useNow } from "../lib/clock";
import { Address } from "../ui/Bits";
import { percentOf, quorumPercent, timeLeft } from "./states";
import { StateBadge } from "./StateBadge";

const SHOWN = 3;

/** A proposal in the list. */
export function ProposalCard({ proposal }: { proposal: ProposalOut }) {
  const left = timeLeft(proposal, useNow());
  const cast = (BigInt(proposal.for_votes) + BigInt(proposal.against_votes)).toString();
  const more = proposal.action_count - SHOWN;
  return (
    <Card component="article">
      <Stack gap="xs">
        <Group gap="sm">
          <StateBadge state={proposal.state} />
          {left && <Text size="sm">{left}</Text>}
        </Group>
        <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
          <Anchor component={Link} href={`/governance/${proposal.id}`} inherit>
            {proposal.id}. {proposal.title || "Without a title"}
          </Anchor>
        </Title>
        <List size="sm" style={{ overflowWrap: "anywhere" }}>
          {proposal.does.slice(0, SHOWN).map((sentence, i) => (
            <List.Item key={i}>{sentence}</List.Item>
          ))}
          {more > 0 && <List.Item>and {more} more</List.Item>}
        </List>
        <Text size="sm" c="dimmed" component="div">
          by <Address value={proposal.proposer} /> · {proposal.voters} {proposal.voters === 1 ? "vote" : "votes"}
          {proposal.voters > 0 && `, ${percentOf(proposal.for_votes, cast)}% for`}
          {proposal.quorum !== null && ` · ${quorumPercent(proposal)}% of the quorum`}
        </Text>
      </Stack>
    </Card>
  );
}
