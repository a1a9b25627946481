import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** Makes a proposal. */
export default function NewProposalPage() {
  return (
    <Page>
      <PageTitle>New proposal</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
