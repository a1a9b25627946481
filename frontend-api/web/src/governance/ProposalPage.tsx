import { Card, Grid, Group, Stack, Text, Timeline } from "@mantine/core";
import type { ProposalDetail, StepOut } from "../api/generated";
import { formatTime } from "../lib/format";
import { Address, TxHash } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Page, PageTitle } from "../ui/Page";
import { Section } from "../ui/Section";
import { ActionView } from "./ActionView";
import { Ballots } from "./Ballots";
import { NextStep } from "./NextStep";
import { useProposal } from "./queries";
import { reasonIn, STATES } from "./states";
import { StateBadge } from "./StateBadge";
import { Tally } from "./Tally";

/** One proposal: what it would do, how the votes stand, and what can be done now. */
export default function ProposalPage({ id }: { id: number }) {
  const proposal = useProposal(id);
  return (
    <Page>
      {!proposal.data && <PageTitle name={`Proposal ${id}`}>Proposal {id}</PageTitle>}
      <Asked query={proposal} what={`proposal ${id}`}>
        {(found) => <Proposal proposal={found} />}
      </Asked>
    </Page>
  );
}

function Proposal({ proposal }: { proposal: ProposalDetail }) {
  return (
    <>
      <Stack gap="xs">
        <PageTitle name={`Proposal ${proposal.id}`}>
          {proposal.id}. {proposal.title || "Without a title"}
        </PageTitle>
        <Group gap="sm">
          <StateBadge state={proposal.state} />
          <Text size="sm">{STATES[proposal.state].meaning}</Text>
        </Group>
        <Text size="sm" c="dimmed" component="div">
          Proposed by <Address value={proposal.proposer} /> on {formatTime(proposal.created_at)}
        </Text>
      </Stack>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="xl">
            <Section title={`What it ${proposal.state === "executed" ? "did" : "would do"}`}>
              {proposal.actions.map((action, i) => (
                <ActionView key={i} action={action} number={i + 1} />
              ))}
              {proposal.action_count > proposal.actions.length && (
                <Text>and {proposal.action_count - proposal.actions.length} more actions that are not shown here</Text>
              )}
            </Section>
            <Section title="Why">
              <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{reasonIn(proposal) || "No reason was given."}</Text>
            </Section>
            <Ballots proposalId={proposal.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <Card component="section" aria-label="What can be done now">
              <Stack>
                <Tally proposal={proposal} />
                <NextStep proposal={proposal} />
              </Stack>
            </Card>
            <Life proposal={proposal} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

const HAPPENED: Record<string, string> = {
  ProposalCreated: "Proposed",
  ProposalExtended: "Quorum came late: the vote was extended",
  ProposalQueued: "Queued",
  ProposalExecuted: "Executed",
  ProposalCanceled: "Canceled",
  CallExecuted: "Executed in the timelock",
  Cancelled: "Canceled in the timelock",
};

function Life({ proposal }: { proposal: ProposalDetail }) {
  const [proposed, ...later] = proposal.timeline;
  return (
    <Card component="section" aria-label="Timeline">
      <Timeline bulletSize={14} lineWidth={2} active={proposal.timeline.length}>
        {proposed && happened(proposed)}
        <Timeline.Item title="Voting">
          <Text size="sm" c="dimmed">
            {formatTime(proposal.vote_start)} to {formatTime(proposal.vote_end)}
          </Text>
        </Timeline.Item>
        {later.map(happened)}
      </Timeline>
    </Card>
  );
}

/** An element of its own timeline, which gives its children what they need to be drawn. */
function happened(step: StepOut) {
  return (
    <Timeline.Item key={`${step.block}-${step.name}`} title={HAPPENED[step.name] ?? step.name}>
      <Text size="sm" c="dimmed" component="div">
        {formatTime(step.time)} {!step.final && "(not final yet)"} <TxHash value={step.tx} />
      </Text>
    </Timeline.Item>
  );
}
