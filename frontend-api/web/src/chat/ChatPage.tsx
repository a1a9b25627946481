import { Anchor, Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { SignInGate } from "../account/SignInGate";
import { useAccountSession } from "../account/session";
import { usePersona } from "../api/queries";
import type { PersonaDetail } from "../api/types";
import { Asked, Empty, Notice } from "../ui/Notice";
import { Page, PageTitle } from "../ui/Page";
import { Composer } from "./Composer";
import { NEW } from "./frames";
import { GiveConversation } from "./GiveConversation";
import { Messages } from "./Messages";
import { isBusy, type Talk, unanswered } from "./talk";
import { useTalk } from "./useTalk";

/** A conversation with a persona: the one in the address, or else the newest. */
export default function ChatPage({ id }: { id: number }) {
  const query = usePersona(id);
  return (
    <Page narrow>
      {!query.data && <PageTitle>Chat</PageTitle>}
      <Asked query={query} what="the persona">
        {(persona) => <WithPersona persona={persona} />}
      </Asked>
    </Page>
  );
}

function WithPersona({ persona }: { persona: PersonaDetail }) {
  const wanted = new URLSearchParams(useSearch()).get("conversation");
  const [, navigate] = useLocation();
  const [begun, setBegun] = useState(0);
  const name = persona.name ?? `Persona ${persona.id}`;
  function begin() {
    setBegun(begun + 1);
    navigate(`/persona/${persona.id}/chat`);
  }
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <PageTitle name={`Chat with ${name}`}>{name}</PageTitle>
        <Group gap="xs">
          {persona.tone && <Badge>{persona.tone}</Badge>}
          <Anchor component={Link} href={`/persona/${persona.id}`} size="sm">
            About {name}
          </Anchor>
          <Anchor component={Link} href="/chat" size="sm">
            My chats
          </Anchor>
        </Group>
      </Stack>
      {persona.active && persona.name !== null ? (
        <SignInGate reason={`Sign in to talk with ${name}. What you both say is kept for you alone.`}>
          <Conversation key={`${persona.id}/${wanted}/${begun}`} persona={persona.id} name={name} wanted={wanted ?? (begun ? NEW : null)} begin={begin} />
        </SignInGate>
      ) : (
        <Empty>{name} can’t talk now: governance has not activated this persona, or its card can’t be read.</Empty>
      )}
    </Stack>
  );
}

interface ConversationProps {
  persona: number;
  name: string;
  wanted: string | null;
  begin: () => void;
}

function Conversation({ persona, name, wanted, begin }: ConversationProps) {
  const { talk, say, sayAgain, stop, showEarlier } = useTalk(persona, wanted);
  const [giving, setGiving] = useState(false);
  const { refetch } = useAccountSession();
  useEffect(() => {
    if (talk.line === "refused") void refetch(); // the session may have ended: the gate then says so
  }, [talk.line, refetch]);
  const isEmpty = talk.messages.length === 0 && !talk.unkept && talk.line === "open";
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Line talk={talk} />
        <Group gap="xs">
          <Button variant="default" size="xs" disabled={!talk.messages.some((one) => one.role === "user")} onClick={() => setGiving(true)}>
            Give as a contribution
          </Button>
          <Button variant="default" size="xs" disabled={isEmpty} onClick={begin}>
            New conversation
          </Button>
        </Group>
      </Group>
      <Card padding="sm">
        <Stack gap="sm">
          {isEmpty && (
            <Text c="dimmed" size="sm">
              Say hello, or ask {name} something. The persona answers in its own voice; what it says may be wrong.
            </Text>
          )}
          <Messages talk={talk} persona={persona} name={name} showEarlier={showEarlier} />
          <Trouble talk={talk} again={sayAgain} />
          <Composer name={name} hint={hintOf(talk)} ready={!isBusy(talk) && talk.line !== "refused"} say={say} stop={isBusy(talk) && talk.line === "open" ? stop : null} />
        </Stack>
      </Card>
      {giving && <GiveConversation persona={persona} name={name} talk={talk} close={() => setGiving(false)} />}
    </Stack>
  );
}

function hintOf({ line }: Talk): string | null {
  if (line === "open") return null;
  if (line === "refused") return "Not connected: nothing can be sent now.";
  return "Not connected yet: what you send goes out as soon as it is.";
}

/** Whether the conversation is connected, said once it changes. */
function Line({ talk }: { talk: Talk }) {
  const words = { connecting: "Connecting…", open: "Connected", lost: "Connection lost. It is tried again by itself.", refused: "Not connected" };
  return (
    <Text size="sm" c="dimmed" role="status">
      {words[talk.line]}
    </Text>
  );
}

function Trouble({ talk, again }: { talk: Talk; again: () => void }) {
  if (!talk.problem) return null;
  return (
    <Notice tone="error">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{talk.problem}</Text>
        {talk.line === "open" && unanswered(talk) && (
          <Button variant="default" size="xs" onClick={again}>
            Try again
          </Button>
        )}
      </Group>
    </Notice>
  );
}
