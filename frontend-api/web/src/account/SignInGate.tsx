import { Card, Stack, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { shortHex } from "../lib/format";
import { Asked, Notice } from "../ui/Notice";
import { SignIn } from "./SignIn";
import { useAccountSession } from "./session";

interface SignInGateProps {
  /** Why one has to be signed in here, as a sentence. */
  reason: string;
  children: ReactNode;
}

/** Shows its children to who is signed in, and to everybody else the way in. They begin anew for another account. */
export function SignInGate({ reason, children }: SignInGateProps) {
  const account = useAccountSession();
  if (account.session) return <Fragment key={account.session.address}>{children}</Fragment>;
  const query = { ...account, data: account.isPending || account.error ? undefined : account };
  return (
    <Asked query={query} what="your session">
      {({ another }) => (
        <Card padding="xl">
          <Stack>
            {another && <AnotherNotice signedIn={another} />}
            <Text>{reason}</Text>
            <SignIn />
          </Stack>
        </Card>
      )}
    </Asked>
  );
}

/** The wallet was switched: whoever signed in is not who is there now. */
function AnotherNotice({ signedIn }: { signedIn: string }) {
  return (
    <Notice tone="warn">
      Your wallet is on another account. You signed in as <code title={signedIn}>{shortHex(signedIn)}</code>: switch back to it, or
      sign in as the account you use now.
    </Notice>
  );
}
