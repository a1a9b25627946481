import { Button, Group } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { Notice } from "../ui/Notice";
import { Page, PageTitle } from "../ui/Page";

/** Catches what a page threw, so that the rest still works, and says what to do. Give it the path as `key`. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page narrow>
        <PageTitle>This page broke</PageTitle>
        <Notice tone="error">
          It could not be loaded or shown. Nothing you sent is lost. Reload; where that does not help, come back in a few minutes.
        </Notice>
        <Group>
          <Button onClick={() => location.reload()}>Reload</Button>
          <Button variant="default" component="a" href="/">
            Go to the rounds
          </Button>
        </Group>
      </Page>
    );
  }
}
