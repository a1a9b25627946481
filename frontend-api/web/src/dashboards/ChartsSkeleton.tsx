import { SimpleGrid, Skeleton } from "@mantine/core";

/** About what a card with a chart takes, in pixels. */
const CARD = 384;

/** Keeps the place of some cards with charts, so that what is below them is not taken for in view. */
export function ChartsSkeleton({ what, cards }: { what: string; cards: number }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: cards }, (_, place) => (
        <Skeleton key={place} height={CARD} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
