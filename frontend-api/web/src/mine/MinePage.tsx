import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** What one gave, and what it earned. */
export default function MinePage() {
  return (
    <Page>
      <PageTitle>My contributions</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
