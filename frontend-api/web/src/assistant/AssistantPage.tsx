import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** Writes and scores drafts. */
export default function AssistantPage() {
  return (
    <Page>
      <PageTitle>Assistant</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
