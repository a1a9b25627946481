import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** All personas. */
export default function CastPage() {
  return (
    <Page>
      <PageTitle>Personas</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
