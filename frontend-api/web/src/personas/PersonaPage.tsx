import { Badge, Button, Card, Group, Stack, Tabs, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { usePersona } from "../api/queries";
import type { PersonaDetail } from "../api/types";
import { Amount, Avatar } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Page, PageSkeleton, PageTitle } from "../ui/Page";
import { nameOf, standingOf } from "./cast";
import { Contributions } from "./Contributions";
import { Vault } from "./Vault";
import { Versions } from "./Versions";
import { Voice } from "./Voice";

const Standing = lazy(() => import("./Standing"));

/** One persona: its voice, how it stands, what it earns and for whom, what it was given. */
export default function PersonaPage({ id }: { id: number }) {
  const query = usePersona(id);
  return (
    <Page>
      {!query.data && <PageTitle name={`Persona ${id}`}>Persona {id}</PageTitle>}
      <Asked query={query} what={`persona ${id}`}>
        {(persona) => (
          <>
            <Header persona={persona} />
            <Parts persona={persona} />
          </>
        )}
      </Asked>
    </Page>
  );
}

function Header({ persona }: { persona: PersonaDetail }) {
  const name = nameOf(persona);
  return (
    <Card>
      <Stack>
        <Group wrap="nowrap" align="center">
          <Avatar id={persona.id} name={name} size={64} />
          <div style={{ minWidth: 0 }}>
            <PageTitle name={name}>{name}</PageTitle>
            <Text c="dimmed">{persona.tone}</Text>
          </div>
        </Group>
        <Group gap="lg">
          {!persona.active && <Badge color="gray">Inactive: it takes no part in new rounds</Badge>}
          <Text>{standingOf(persona.standings)}</Text>
          <Text>
            earned <Amount wei={persona.standings.prizes} />
          </Text>
        </Group>
        <Group>
          <Button component={Link} to={`/persona/${persona.id}/chat`}>
            Chat with {name}
          </Button>
          {persona.active && (
            <Button component={Link} to={`/contribute?persona=${persona.id}`} variant="default">
              Contribute
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}

function Parts({ persona }: { persona: PersonaDetail }) {
  return (
    <Tabs defaultValue="voice" keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="voice">Voice</Tabs.Tab>
        <Tabs.Tab value="standing">Rounds</Tabs.Tab>
        <Tabs.Tab value="vault">Vault</Tabs.Tab>
        <Tabs.Tab value="versions">Versions</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="voice">
        <Stack gap="xl">
          <Voice persona={persona} />
          <Contributions contributions={persona.contributions} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="standing">
        <Suspense fallback={<PageSkeleton what="the rounds" />}>
          <Standing rounds={persona.rounds} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="vault">
        <Vault persona={persona} />
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <Versions persona={persona} />
      </Tabs.Panel>
    </Tabs>
  );
}
