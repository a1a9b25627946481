import { Badge, Button, Card, Group, Stack, Tabs, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
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

/** A tab; a tip is given in that of the vault. */
type Part = "voice" | "standing" | "vault" | "versions" | "tip";

/** One persona: its voice, how it stands, what it earns and for whom, what it was given. */
export default function PersonaPage({ id }: { id: number }) {
  const query = usePersona(id);
  const [part, show] = useState<Part>("voice");
  return (
    <Page>
      {!query.data && <PageTitle name={`Persona ${id}`}>Persona {id}</PageTitle>}
      <Asked query={query} what={`persona ${id}`}>
        {(persona) => (
          <>
            <Header persona={persona} tip={() => show("tip")} />
            <Parts persona={persona} part={part} show={show} />
          </>
        )}
      </Asked>
    </Page>
  );
}

function Header({ persona, tip }: { persona: PersonaDetail; tip: () => void }) {
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
          <Button variant="default" onClick={tip}>
            Tip {name}
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

interface PartsProps {
  persona: PersonaDetail;
  part: Part;
  show: (part: Part) => void;
}

function Parts({ persona, part, show }: PartsProps) {
  const tipping = part === "tip";
  return (
    <Tabs value={tipping ? "vault" : part} onChange={(chosen) => show(chosen as Part)} keepMounted={false}>
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
        <Vault key={String(tipping)} persona={persona} tipping={tipping} />
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <Versions persona={persona} />
      </Tabs.Panel>
    </Tabs>
  );
}
