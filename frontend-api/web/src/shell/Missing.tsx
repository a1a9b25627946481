import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { Page, PageTitle } from "../ui/Page";

/** For a path that no page has. */
export function Missing() {
  return (
    <Page narrow>
      <PageTitle>No such page</PageTitle>
      <Anchor component={Link} href="/">
        Go to the rounds
      </Anchor>
    </Page>
  );
}
