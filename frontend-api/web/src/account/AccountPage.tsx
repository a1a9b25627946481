import { Page, PageHead } from "../ui/Page";
import { ApiKeys } from "./ApiKeys";
import { SessionCard } from "./SessionCard";
import { SignInGate } from "./SignInGate";
import { YourData } from "./YourData";

/** What the service keeps of whoever is signed in, and the way to have it, or be rid of it. */
export default function AccountPage() {
  return (
    <Page narrow>
      <PageHead title="Your account" />
      <SignInGate reason="Sign in to see your sessions, your API keys, and what is kept of you here.">
        <SessionCard />
        <ApiKeys />
        <YourData />
      </SignInGate>
    </Page>
  );
}
