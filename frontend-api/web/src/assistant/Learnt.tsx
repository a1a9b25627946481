import { Stack, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { SignInGate } from "../account/SignInGate";
import { PageSkeleton } from "../ui/Page";

const LearntTables = lazy(() => import("./LearntTables"));

/** How personas are best instructed for this account, as far as is known. */
export function Learnt() {
  return (
    <Stack component="section" aria-labelledby="learnt">
      <Title order={2} id="learnt">
        What was learnt from your drafts
      </Title>
      <SignInGate reason="Sign in, give drafts a thumb up or down, and personas learn how to write for you.">
        <Suspense fallback={<PageSkeleton what="what was learnt" />}>
          <LearntTables />
        </Suspense>
      </SignInGate>
    </Stack>
  );
}
