import { Button, Group, SegmentedControl, SimpleGrid, Title } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { Link, useSearchParams } from "wouter";
import { useRounds } from "../api/queries";
import { Asked, Empty } from "../ui/Notice";
import { type Filter, FILTERS, filterOf } from "./filters";
import { RoundCard } from "./RoundCard";

const OPTIONS = Object.entries(FILTERS).map(([value, { label }]) => ({ value, label }));

/** The rounds of the chosen phases, newest first; older ones come as one scrolls. */
export function RoundList() {
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search.get("show"));
  const choose = (chosen: string) => setSearch(chosen === "all" ? {} : { show: chosen }, { replace: true });
  return (
    <>
      <Group justify="space-between">
        <Title order={2} id="rounds">
          Rounds
        </Title>
        <SegmentedControl
          aria-label="Which rounds"
          data={OPTIONS}
          value={filter}
          onChange={choose}
          radius="xl"
          size="sm"
          style={{ overflowX: "auto", maxWidth: "100%" }}
        />
      </Group>
      <Rounds filter={filter} />
    </>
  );
}

function Rounds({ filter }: { filter: Filter }) {
  const rounds = useRounds(FILTERS[filter].phases);
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = rounds;
  const wanted = entry?.isIntersecting === true && hasNextPage && !isFetchingNextPage && !isError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  return (
    <Asked query={rounds} what="the rounds">
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (!items.length) return <Nothing filter={filter} />;
        return (
          <>
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} style={{ alignItems: "start" }}>
              {items.map((round) => (
                <RoundCard key={round.id} round={round} />
              ))}
            </SimpleGrid>
            {hasNextPage && (
              <Group justify="center" ref={ref}>
                <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Show older rounds
                </Button>
              </Group>
            )}
          </>
        );
      }}
    </Asked>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  if (filter !== "all") return <Empty>No round stands there now.</Empty>;
  return (
    <Empty
      action={
        <Button component={Link} href="/propose">
          Propose the first
        </Button>
      }
    >
      No rounds yet. The stage is empty.
    </Empty>
  );
}
