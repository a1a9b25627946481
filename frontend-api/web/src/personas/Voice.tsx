import { Anchor, Blockquote, Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Card as CardDocument, PersonaDetail } from "../api/types";
import { Digest } from "../ui/Bits";
import { Notice } from "../ui/Notice";
import { Section } from "../ui/Section";

const FORMATS = [
  ["png", "Picture card"],
  ["v3", "Character Card V3"],
  ["v2", "Character Card V2"],
  ["elizaos", "elizaOS"],
] as const;
const FEW = 5;
const AS_WRITTEN = { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } as const;

/** A character card as people read it. */
export function Voice({ persona }: { persona: PersonaDetail }) {
  const { document: card, problem, digest, version } = persona.card;
  return (
    <Section
      title="Voice"
      aside={
        <Text size="sm" c="dimmed">
          card {version}, pinned as <Digest value={digest} />
        </Text>
      }
    >
      {card ? (
        <>
          <Character card={card} />
          <Downloads persona={persona} />
        </>
      ) : (
        <Notice tone="warn">{problem ?? "The card is missing."}</Notice>
      )}
    </Section>
  );
}

function Character({ card }: { card: CardDocument }) {
  return (
    <Card>
      <Stack>
        <Text style={AS_WRITTEN}>{card.bio}</Text>
        {card.topics.length > 0 && <Text style={AS_WRITTEN}>Likes to write about {card.topics.join(", ")}.</Text>}
        <Lines label="How it writes" lines={card.style} />
        <Lines label="What it never does" lines={card.donts} />
        {card.examples.length > 0 && (
          <Stack gap="sm">
            <Title order={3} size="h4">
              In its own words
            </Title>
            {card.examples.map((example, place) => (
              <Blockquote key={place} p="md" style={AS_WRITTEN}>
                {example}
              </Blockquote>
            ))}
          </Stack>
        )}
        <Lines label="How it begins" lines={card.voice.hooks} />
        <Lines label="What it asks" lines={card.voice.questions} />
        {card.platforms.length > 0 && (
          <Text size="sm">Drafts posts for {card.platforms.join(", ")} alone; in a round it writes for any platform.</Text>
        )}
        {card.model && (
          <Text size="sm" style={AS_WRITTEN}>
            Made for the model {card.model}
            {card.adapter && ` with the adapter ${card.adapter}`}.
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function Lines({ label, lines }: { label: string; lines: readonly string[] }) {
  const [all, setAll] = useState(false);
  if (!lines.length) return null;
  return (
    <div>
      <Title order={3} size="h4" mb="xs">
        {label}
      </Title>
      <List>
        {(all ? lines : lines.slice(0, FEW)).map((line, place) => (
          <List.Item key={place} style={AS_WRITTEN}>
            {line}
          </List.Item>
        ))}
      </List>
      {lines.length > FEW && (
        <Button variant="subtle" size="compact-sm" mt="xs" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${lines.length}`}
        </Button>
      )}
    </div>
  );
}

function Downloads({ persona }: { persona: PersonaDetail }) {
  return (
    <Group gap="sm" role="group" aria-label="Download the card">
      <Text size="sm" c="dimmed">
        Take it with you:
      </Text>
      {FORMATS.map(([format, label]) => (
        <Button key={format} component="a" href={`/personas/${persona.id}/card?format=${format}`} download variant="default" size="xs">
          {label}
        </Button>
      ))}
      <Anchor size="sm" href={`/metadata/personas/${persona.id}`} target="_blank" rel="noreferrer">
        NFT metadata
      </Anchor>
    </Group>
  );
}
