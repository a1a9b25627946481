import { Button, Grid, Stack } from "@mantine/core";
import { Link } from "wouter";
import { Asked, Empty } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { PowerPanel } from "./PowerPanel";
import { ProposalCard } from "./ProposalCard";
import { useProposals } from "./queries";
import { RulesPanel } from "./RulesPanel";
import { TreasuryPanel } from "./TreasuryPanel";
import { VotersPanel } from "./VotersPanel";

/** All proposals, what one can decide, and what the DAO owns. */
export default function GovernancePage() {
  return (
    <Page>
      <PageHead
        title="Governance"
        lead="Holders change the personas, the criteria, the rewards and the rules, and order training, by vote."
        aside={<NewProposal />}
      />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Proposals />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <PowerPanel />
            <VotersPanel />
            <RulesPanel />
            <TreasuryPanel />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

const NewProposal = () => (
  <Button component={Link} href="/governance/new">
    New proposal
  </Button>
);

function Proposals() {
  const proposals = useProposals();
  return (
    <Asked query={proposals} what="the proposals">
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (!items.length) return <Empty action={<NewProposal />}>There is no proposal yet.</Empty>;
        return (
          <Stack>
            {items.map((proposal) => (
              <ProposalCard key={proposal.id} proposal={proposal} />
            ))}
            {proposals.hasNextPage && (
              <Button variant="default" loading={proposals.isFetchingNextPage} onClick={() => void proposals.fetchNextPage()}>
                Show older ones
              </Button>
            )}
          </Stack>
        );
      }}
    </Asked>
  );
}
