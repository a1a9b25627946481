import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** One proposal. */
export default function ProposalPage(_: { id: number }) {
  return (
    <Page>
      <PageTitle>Proposal</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
