import { ActionIcon, Anchor, Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { SignInGate } from "../account/SignInGate";
import type { ConversationOut } from "../api/generated";
import { usePersonas } from "../api/queries";
import { formatTime } from "../lib/format";
import { Avatar } from "../ui/Bits";
import { Asked, Empty, Notice } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { useConversations, useDeleteConversation } from "./useConversations";

/** One's conversations with personas. */
export default function ChatsPage() {
  return (
    <Page narrow>
      <PageHead title="My chats" lead="What you and the personas said to one another. Nobody else sees it." />
      <SignInGate reason="Sign in to talk with personas, and to see what you said before.">
        <Conversations />
      </SignInGate>
    </Page>
  );
}

function Conversations() {
  const query = useConversations();
  const personas = usePersonas();
  const [doomed, setDoomed] = useState<ConversationOut | null>(null);
  const nameOf = (id: number) => personas.data?.items.find((one) => one.id === id)?.name ?? `Persona ${id}`;
  return (
    <Asked query={query} what="your chats">
      {({ pages }) => {
        const found = pages.flatMap((page) => page.items);
        if (!found.length) return <Nothing />;
        return (
          <Stack gap="sm">
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
              {found.map((one) => (
                <Row key={one.id} conversation={one} name={nameOf(one.persona_id)} remove={() => setDoomed(one)} />
              ))}
            </Stack>
            {query.hasNextPage && (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            )}
            {doomed && <Delete conversation={doomed} close={() => setDoomed(null)} />}
          </Stack>
        );
      }}
    </Asked>
  );
}

function Nothing() {
  return (
    <Empty
      action={
        <Button component={Link} href="/cast">
          Meet the personas
        </Button>
      }
    >
      You have talked with nobody yet.
    </Empty>
  );
}

interface RowProps {
  conversation: ConversationOut;
  name: string;
  remove: () => void;
}

function Row({ conversation: { id, persona_id, title, updated }, name, remove }: RowProps) {
  return (
    <Card component="li" padding="md">
      <Group wrap="nowrap" gap="md">
        <Avatar id={persona_id} name={name} />
        <Stack gap={0} flex={1} miw={0}>
          <Anchor component={Link} href={`/persona/${persona_id}/chat?conversation=${id}`} truncate>
            {title}
          </Anchor>
          <Text size="sm" c="dimmed">
            with {name} · {formatTime(updated)}
          </Text>
        </Stack>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Delete “${title}” with ${name}`} title="Delete" onClick={remove}>
          <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
            <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13" />
          </svg>
        </ActionIcon>
      </Group>
    </Card>
  );
}

function Delete({ conversation, close }: { conversation: ConversationOut; close: () => void }) {
  const gone = useDeleteConversation();
  return (
    <Modal opened onClose={close} title="Delete this conversation?">
      <Stack>
        <Text style={{ overflowWrap: "anywhere" }}>All that was said in “{conversation.title}” is deleted for good.</Text>
        {gone.error && <Notice tone="error">{gone.error.message}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button loading={gone.isPending} onClick={() => gone.mutate(conversation.id, { onSuccess: close })}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
