import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** A conversation with a persona. */
export default function ChatPage(_: { id: number }) {
  return (
    <Page>
      <PageTitle>Chat</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
