import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useConnection } from "wagmi";
import { Link } from "wouter";
import { useWallet } from "../chain/wallet";
import { describeError } from "../lib/errors";
import { useAccountSession, useSignIn } from "./session";

/** Beside the wallet: the way in where nobody is signed in, and to one's account where the wallet's menu is not there. */
export function HeaderAccount() {
  const { session, isPending, error } = useAccountSession();
  const { status } = useConnection();
  const wallet = useWallet();
  const signIn = useSignIn();
  if (isPending || error) return null;
  if (session) {
    return status === "disconnected" ? (
      <Button variant="subtle" component={Link} href="/you" visibleFrom="sm">
        My account
      </Button>
    ) : null;
  }
  if (!wallet) return null;
  const complain = (failure: Error) => notifications.show({ color: "red", title: "Not signed in", message: describeError(failure) });
  return (
    <Button
      variant="light"
      visibleFrom="sm"
      loading={signIn.isPending}
      onClick={() => signIn.mutate(wallet.client, { onError: complain })}
    >
      Sign in
    </Button>
  );
}
