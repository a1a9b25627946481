import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** All proposals. */
export default function GovernancePage() {
  return (
    <Page>
      <PageTitle>Governance</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
