/** The way in: a button that has the wallet sign, and what it was that went wrong. */
import { Button, Stack, Text } from "@mantine/core";
import { describeError } from "../lib/errors";
import { WalletGate } from "../tx/WalletGate";
import { Notice } from "../ui/Notice";
import { useSignIn } from "./session";

/** Asks for a wallet first, where none is connected. */
export function SignIn() {
  const signIn = useSignIn();
  return (
    <WalletGate>
      {(wallet) => (
        <Stack align="flex-start">
          <Button loading={signIn.isPending} onClick={() => signIn.mutate(wallet)}>
            Sign in with your wallet
          </Button>
          <Text size="sm" c="dimmed">
            {signIn.isPending ? "Read and sign the message in your wallet." : "You sign a message. It costs nothing and sends no transaction."}
          </Text>
          {signIn.error && <Notice tone="error">{describeError(signIn.error)}</Notice>}
        </Stack>
      )}
    </WalletGate>
  );
}
