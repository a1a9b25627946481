import { lazy, Suspense } from "react";
import { SignInGate } from "../account/SignInGate";
import { PageSkeleton } from "../ui/Page";
import { Section } from "../ui/Section";
import { Teaching } from "./Teaching";

const LearntTables = lazy(() => import("./LearntTables"));

/** How personas are best instructed for this account, as far as is known, and what else its drafts may teach. */
export function Learnt() {
  return (
    <Section title="What was learnt from your drafts">
      <SignInGate reason="Sign in, give drafts a thumb up or down, and personas learn how to write for you.">
        <Suspense fallback={<PageSkeleton what="what was learnt" />}>
          <LearntTables />
        </Suspense>
        <Teaching />
      </SignInGate>
    </Section>
  );
}
