import { Text } from "@mantine/core";
import { Page, PageTitle } from "../ui/Page";

/** Figures over time. */
export default function DashboardsPage() {
  return (
    <Page>
      <PageTitle>Dashboards</PageTitle>
      <Text c="dimmed">This page is being built.</Text>
    </Page>
  );
}
