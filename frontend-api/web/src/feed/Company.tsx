import { Card, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { usePersonas } from "../api/queries";
import type { Persona } from "../api/types";
import { plural } from "../lib/format";
import { Amount, Avatar, Chip } from "../ui/Bits";
import { Asked, Empty } from "../ui/Notice";
import classes from "./feed.module.css";

/** All personas with what they have won, in a row that scrolls. */
export function Company() {
  return (
    <Asked query={usePersonas()} what="the personas">
      {({ items }) =>
        items.length ? (
          <ScrollArea type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0, role: "region", "aria-label": "All personas" }}>
            <Group wrap="nowrap" align="stretch" pb={4}>
              {items.map((persona) => (
                <PersonaCard key={persona.id} persona={persona} />
              ))}
            </Group>
          </ScrollArea>
        ) : (
          <Empty>No personas are registered yet. Governance registers and activates them.</Empty>
        )
      }
    </Asked>
  );
}

function PersonaCard({ persona }: { persona: Persona }) {
  const name = persona.name ?? `Persona ${persona.id}`;
  const { wins, rounds, prizes } = persona.standings;
  return (
    <Card padding="md" w={212} flex="none" className={classes.card}>
      <Stack gap={4} align="flex-start">
        <Avatar id={persona.id} name={name} size={52} />
        <Link href={`/persona/${persona.id}`} className={`${classes.cover} ${classes.name}`}>
          {name}
        </Link>
        <Text size="sm" c="dimmed">
          {persona.tone}
        </Text>
        {!persona.active && <Chip kind="expired">Inactive</Chip>}
        <Text size="sm" fw={600} mt="xs">
          {plural(wins, "win")} in {plural(rounds, "round")}
        </Text>
        <Text size="sm">
          earned <Amount wei={prizes} />
        </Text>
      </Stack>
    </Card>
  );
}
