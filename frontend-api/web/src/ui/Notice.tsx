import { Alert, Button, Card, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { describeError } from "../lib/errors";
import { PageSkeleton } from "./Page";

const COLOR = { info: "blue", warn: "gold", error: "curtain", good: "green" };

interface NoticeProps {
  tone?: keyof typeof COLOR;
  children: ReactNode;
}

/** A short message; errors are announced at once. */
export function Notice({ tone = "info", children }: NoticeProps) {
  return (
    <Alert color={COLOR[tone]} role={tone === "error" ? "alert" : "status"} style={{ overflowWrap: "anywhere" }}>
      {children}
    </Alert>
  );
}

interface EmptyProps {
  children: ReactNode;
  /** A button or a link to what one can do about it. */
  action?: ReactNode;
}

/** There is nothing here yet, and what to do about it. */
export function Empty({ children, action }: EmptyProps) {
  return (
    <Card padding="xl">
      <Stack align="center" ta="center">
        <Text component="div" c="dimmed">
          {children}
        </Text>
        {action}
      </Stack>
    </Card>
  );
}

interface AskedProps<T> {
  query: { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown };
  /** What was asked for, as it stands in a sentence: "the rounds". */
  what: string;
  /** What keeps its place while it is loading, where that is not a few lines. */
  loading?: ReactNode;
  children: (data: T) => ReactNode;
}

/** What a query found, or that it is loading, or why it failed and a way to try again.
 *
 * What was found before stays while the service can't be reached; the shell says so then. What the service does not
 * know may be so new that it has not read of it yet: it shows once it has.
 */
export function Asked<T>({ query, what, loading, children }: AskedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return loading ?? <PageSkeleton what={what} />;
  const unknown = query.error instanceof ApiError && query.error.status === 404;
  return (
    <Notice tone={unknown ? "info" : "error"}>
      <Text size="sm" mb="sm">
        {unknown ? `Nothing is known of ${what} yet. If it is new, it shows here by itself in a moment.` : `Can’t load ${what}. ${describeError(query.error)}`}
      </Text>
      <Button variant="default" onClick={() => void query.refetch()}>
        Try again
      </Button>
    </Notice>
  );
}
