import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { describeError } from "../lib/errors";
import { formatTime } from "../lib/format";
import { Notice } from "../ui/Notice";
import { useAccountSession, useSignOut } from "./session";

/** Who is signed in, until when, and the way out. */
export function SessionCard() {
  const { session } = useAccountSession();
  const signOut = useSignOut();
  if (!session) return null;
  return (
    <Card>
      <Stack>
        <Title order={2}>Signed in</Title>
        <Text style={{ overflowWrap: "anywhere" }}>
          As <code>{session.address}</code>
        </Text>
        <Text c="dimmed">
          Since {formatTime(session.created)}, until {formatTime(session.expires_at)} at the latest
          {session.sessions > 1 ? `; in ${session.sessions} browsers.` : "; in this browser alone."}
        </Text>
        <Group>
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate(false)}>
            Sign out
          </Button>
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate(true)}>
            Sign out everywhere
          </Button>
        </Group>
        {signOut.error && <Notice tone="error">{describeError(signOut.error)}</Notice>}
      </Stack>
    </Card>
  );
}
