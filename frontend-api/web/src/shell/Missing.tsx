import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { Page, PageHead } from "../ui/Page";

/** For a path that no page has. */
export function Missing() {
  return (
    <Page narrow>
      <PageHead title="No such page" lead="The address is mistyped, or what was here is gone." />
      <Anchor component={Link} href="/">
        Go to the rounds
      </Anchor>
    </Page>
  );
}
