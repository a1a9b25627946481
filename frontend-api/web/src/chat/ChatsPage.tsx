import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** One's conversations with personas. */
export default function ChatsPage() {
  return (
    <Page>
      <PageTitle>My chats</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
