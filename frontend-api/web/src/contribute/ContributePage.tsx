import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** Gives data or content to a persona. */
export default function ContributePage() {
  return (
    <Page>
      <PageTitle>Contribute</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
