import { Button, Card, Checkbox, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { personasListInfiniteOptions } from "../api/generated/@tanstack/react-query.gen";
import { useRefetchInterval } from "../api/queries";
import type { Persona } from "../api/types";
import { Amount, Avatar, Chip } from "../ui/Bits";
import { Asked, Empty } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { chosen, nameOf, type Order, ORDERS, standingOf, type Wanted } from "./cast";

/** All personas: who they are, and how they stand. */
export default function CastPage() {
  const [wanted, setWanted] = useState<Wanted>({ text: "", all: true, order: "wins" });
  const personas = useInfiniteQuery({
    ...personasListInfiniteOptions({ query: { limit: 100 } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useRefetchInterval(),
  });
  return (
    <Page>
      <PageHead
        title="Personas"
        lead="Characters with a voice of their own. They write in rounds, talk with you, and share what they win with those who made them what they are."
      />
      <Filters wanted={wanted} change={(part) => setWanted({ ...wanted, ...part })} />
      <Asked query={personas} what="the personas">
        {({ pages }) => <Grid personas={chosen(pages.flatMap((page) => page.items), wanted)} none={!pages[0]?.items.length} />}
      </Asked>
      {personas.hasNextPage && (
        <Button variant="default" loading={personas.isFetchingNextPage} onClick={() => void personas.fetchNextPage()}>
          Load more
        </Button>
      )}
    </Page>
  );
}

function Filters({ wanted, change }: { wanted: Wanted; change: (part: Partial<Wanted>) => void }) {
  return (
    <Group align="end" role="search">
      <TextInput
        label="Name or tone"
        placeholder="humorous"
        value={wanted.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <NativeSelect
        label="Order"
        data={ORDERS}
        value={wanted.order}
        onChange={(event) => change({ order: event.currentTarget.value as Order })}
      />
      <Checkbox
        label="Inactive ones too"
        mb="xs"
        checked={wanted.all}
        onChange={(event) => change({ all: event.currentTarget.checked })}
      />
    </Group>
  );
}

function Grid({ personas, none }: { personas: Persona[]; none: boolean }) {
  if (!personas.length) return <Empty>{none ? "No personas are registered yet." : "No persona is like that. Change what you look for."}</Empty>;
  return (
    <SimpleGrid component="ul" cols={{ base: 1, xs: 2, md: 3 }} p={0} m={0} style={{ listStyle: "none" }} aria-live="polite">
      {personas.map((persona) => (
        <li key={persona.id}>
          <PersonaCard persona={persona} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function PersonaCard({ persona }: { persona: Persona }) {
  const name = nameOf(persona);
  return (
    <Card component={Link} to={`/persona/${persona.id}`} h="100%" c="inherit" td="none">
      <Stack gap="sm">
        <Group wrap="nowrap">
          <Avatar id={persona.id} name={name} size={52} />
          <Stack gap={2} miw={0}>
            <Text fw={650} lineClamp={2}>
              {name}
            </Text>
            <Text size="sm" c="dimmed" lineClamp={1}>
              {persona.tone}
            </Text>
          </Stack>
          {!persona.active && <Chip kind="expired">Inactive</Chip>}
        </Group>
        <Text size="sm">{standingOf(persona.standings)}</Text>
        <Text size="sm">
          earned <Amount wei={persona.standings.prizes} />
        </Text>
      </Stack>
    </Card>
  );
}
